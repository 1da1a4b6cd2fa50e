"""When is the next visit, why, is it free, what did it earn? Plain functions, no ORM.

The models gather the facts and put the answers into words; what is decided, and
why, is decided here. Days are calendar days of the company.
"""

from collections import namedtuple
from datetime import date, timedelta

from .recurrence import add_duration, nth_date

#: The figures of a schedule that its dates follow from. ``anchor`` is fixed or
#: last_done; ``interval`` and ``usage_interval`` 0 for none, ``visits`` 0 for without
#: end, ``first_month`` 1 to 12, or 0 for none.
Rhythm = namedtuple(
    "Rhythm",
    "interval interval_unit usage_interval visits anchor first_month window_before window_after",
)

#: A visit that was made. ``date_done`` and ``on_time`` are False until it is done;
#: ``started``: somebody is at work on it.
Visit = namedtuple(
    "Visit", "number state date_due date_done window_to on_time started", defaults=[False]
)

#: The next visit to be made: ``date`` None while it cannot be known. ``by`` says why:
#: fixed, month (the first one, by the calendar), last_done, usage (reached),
#: forecast, or waiting (for a visit that is open, or for readings). ``since`` is the
#: day it was counted from, ``paused`` the days that were added.
Upcoming = namedtuple("Upcoming", "number date by since paused")

#: Visits that somebody has still to do.
OPEN = ("due", "booked", "carried_over")

#: A job in one of these states can still take visits, and is cancelled with them.
NOT_STARTED = ("new", "scheduled")

#: In one of these somebody is at work on it.
STARTED = ("on_the_way", "in_progress", "waiting")

#: state -> states it may go to. A job that is cancelled gives its visits back; one that
#: is taken up again takes them back; what was missed or skipped by mistake is due again.
TRANSITIONS = {
    "due": {"booked", "done", "missed", "skipped"},
    "booked": {"due", "done", "carried_over", "missed", "skipped"},
    "carried_over": {"due", "booked", "done", "missed", "skipped"},
    "done": {"booked"},
    "missed": {"due"},
    "skipped": {"due"},
}

#: The least number of days in one unit of an interval.
MIN_DAYS = {"day": 1, "week": 7, "month": 28, "year": 365}


def nth_due(start, number, rhythm):
    """The day of the ``number``-th visit of a fixed rhythm, pauses aside.

    Counted from the start, never from the visit before, so that it does not drift.
    """
    if rhythm.first_month:
        first = _first_of_month(start, rhythm.first_month)
        return nth_date(first, number - 1, rhythm.interval, rhythm.interval_unit)
    return nth_date(start, number, rhythm.interval, rhythm.interval_unit)


def _first_of_month(start, month):
    """The first day of a month that comes after ``start``."""
    day = date(start.year, month, 1)
    return day if day > start else date(start.year + 1, month, 1)


def next_visit(start, visits, rhythm, pauses=(), reached=None):
    """The next visit to be made, as far as it is known.

    By time or by usage, whichever comes first. While a visit is open, the one after it
    is known only in a fixed rhythm.

    :param start: first day of the unit
    :param visits: the :class:`Visit` s made so far, by number
    :param pauses: (first day, day after the last) of each pause; may overlap
    :param reached: function of a day: when the usage interval counted from that day was
        or will be used up, as (day, whether it is a forecast), or None
    :return: an :class:`Upcoming`, or None when all visits were made
    """
    last = visits[-1] if visits else None
    number = last.number + 1 if last else 1
    if rhythm.visits and number > rhythm.visits:
        return None
    is_open = bool(last) and last.state in OPEN
    since = start if not last else last.date_done or last.date_due
    by_time = _by_time(start, since, number, is_open, rhythm, pauses)
    by_usage = _by_usage(since, number, reached) if rhythm.usage_interval and not is_open else None
    known = [upcoming for upcoming in (by_time, by_usage) if upcoming]
    if not known:
        return Upcoming(number, None, "waiting", since, 0)
    upcoming = min(known, key=lambda one: one.date)
    return upcoming._replace(date=max(upcoming.date, start))


def _by_time(start, since, number, is_open, rhythm, pauses):
    if not rhythm.interval:
        return None
    if rhythm.anchor == "fixed" or number == 1:
        paused = days_paused(pauses, start)
        day = nth_due(start, number, rhythm) + timedelta(days=paused)
        by = "month" if rhythm.first_month and number == 1 else "fixed"
        return Upcoming(number, day, by, start, paused)
    if is_open:
        return None
    paused = days_paused(pauses, since)
    day = add_duration(since, rhythm.interval, rhythm.interval_unit) + timedelta(days=paused)
    return Upcoming(number, day, "last_done", since, paused)


def _by_usage(since, number, reached):
    answer = reached and reached(since)
    if not answer:
        return None
    day, is_forecast = answer
    return Upcoming(number, day, "forecast" if is_forecast else "usage", since, 0)


def days_paused(pauses, since):
    """On how many days from ``since`` on at least one pause ran.

    :param pauses: (first day, day after the last) of each; may overlap
    """
    days, counted_to = 0, since
    for first, after in sorted(pauses):
        begin = max(first, counted_to)
        if after > begin:
            days += (after - begin).days
            counted_to = after
    return days


def window(day, rhythm):
    """First and last day on which a visit due on ``day`` is in time."""
    return (
        day - timedelta(days=rhythm.window_before),
        day + timedelta(days=rhythm.window_after),
    )


def day_to_make(upcoming, visits, lead_days):
    """On which day a visit is made: ahead of its date, but not while the one before it
    can still be done in time, nor while somebody is at work on that one.

    :return: a day, or None while its date is not known
    """
    still_open = [visit for visit in visits if visit.state in OPEN]
    if not upcoming or not upcoming.date or any(visit.started for visit in still_open):
        return None
    held = [visit.window_to + timedelta(days=1) for visit in still_open]
    return max([upcoming.date - timedelta(days=lead_days), *held])


def visits_to_make(start, visits, rhythm, today, lead_days, pauses=(), reached=None):
    """The visits to be made today, as if no day had been left out.

    After an outage that is one visit, the latest; those whose time went by meanwhile
    are made as missed.

    :return: list of :class:`Visit`, state due or missed
    """
    known, made = list(visits), []
    while True:
        upcoming = next_visit(start, known, rhythm, pauses, reached)
        day = day_to_make(upcoming, known, lead_days)
        if day is None or day > today:
            break
        _first, last = window(upcoming.date, rhythm)
        visit = Visit(upcoming.number, "due", upcoming.date, False, last, False)
        known = [_closed(one) for one in known] + [visit]
        made = [_closed(one) for one in made] + [visit]
    return made


def _closed(visit):
    """A visit when the next one is made: missed, if nobody did it."""
    return visit._replace(state="missed") if visit.state in OPEN else visit


def streaks(visits, length):
    """The days on which so many visits in a row had been done in their windows.

    Each visit counts for one row only. What is still open ends the counting.

    :param visits: :class:`Visit` s by number
    :return: list of days, and how many are in a row by now
    """
    days, in_a_row = [], 0
    for visit in visits:
        if visit.state in OPEN:
            break
        in_a_row = in_a_row + 1 if visit.state == "done" and visit.on_time else 0
        if length and in_a_row == length:
            days.append(visit.date_done)
            in_a_row = 0
    return days, in_a_row


def free_codes(visits, free_visits, under_warranty=None, credits=(), given=()):
    """Which visits cost nothing, and why.

    The first so many are free whether they were done or not: a coupon that was not
    used in its time is gone. A visit that was earned frees the next one that would cost.

    :param visits: :class:`Visit` s by number
    :param under_warranty: function of a day, when visits are free during the warranty
    :param credits: days on which a free visit was earned
    :param given: numbers of visits that were given to a member
    :return: {number: first, warranty, member, earned or None}, and how many earned ones
        are left
    """
    codes, used = {}, 0
    for visit in visits:
        day = visit.date_done or visit.date_due
        if visit.number <= free_visits:
            codes[visit.number] = "first"
        elif under_warranty and under_warranty(day):
            codes[visit.number] = "warranty"
        elif visit.number in given:
            codes[visit.number] = "member"
        elif visit.state in ("done", *OPEN) and _earned_before(credits, visit) > used:
            codes[visit.number] = "earned"
            used += 1
        else:
            codes[visit.number] = None
    return codes, len(credits) - used


def _earned_before(credits, visit):
    """How many free visits had been earned when this one was done; all, while it is open."""
    return sum(not visit.date_done or day < visit.date_done for day in credits)


def prolong(start, end, rewards):
    """The last day of a warranty period, with what visits on time earned.

    Only what was still running that day is made longer.

    :param rewards: list of (day it was earned, duration, unit)
    """
    for day, duration, unit in sorted(rewards):
        if start <= day <= end:
            end = add_duration(end, duration, unit)
    return end
