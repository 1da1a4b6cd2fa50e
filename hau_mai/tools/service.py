"""Decisions about a service job, without the ORM. Moments are naive UTC."""

from datetime import timedelta

from .recurrence import day_start

#: States in which nobody has begun yet: an appointment that went by was missed.
NOT_BEGUN = ("new", "scheduled")

#: States in which somebody is at it now.
UNDER_WAY = ("on_the_way", "in_progress")

#: The first characters put the groups of a technician's day in this order.
DAY_BUCKETS = ("1_today", "2_overdue", "3_tomorrow", "4_later", "5_no_date")

#: Repairs of the same thing that come back within so many days count as repeated.
REPEAT_DAYS = 30


def lateness(state, promised, start, now):
    """Why an open job is late: "promise", "appointment", or None when it is not.

    :param datetime promised: for when it was promised, or False
    :param datetime start: its appointment, or False
    """
    if promised and promised < now:
        return "promise"
    if state in NOT_BEGUN and start and start < now:
        return "appointment"
    return None


def passed_over(*, appointment, begun, checks_open, found, answered):
    """Which steps nobody took before a job was marked as done, in the order of work.

    :param bool appointment: there was one, or the thing was brought in
    :param bool begun: somebody had started
    :param int checks_open: items of the checklist without an answer
    :param bool found: the result is written down, or none is needed
    :param bool answered: no quotation waits for the customer's answer
    :return: list of codes: scheduled, in_progress, checks, result, quotation
    """
    steps = (
        ("scheduled", appointment),
        ("in_progress", begun),
        ("checks", not checks_open),
        ("result", found),
        ("quotation", answered),
    )
    return [code for code, taken in steps if not taken]


def day_bounds(day, tz_name):
    """When a company's day begins, and the next two: three moments.

    :param str tz_name: name of the company's time zone; UTC when empty
    """
    return tuple(day_start(day + timedelta(days=number), tz_name) for number in range(3))


def day_bucket(state, start, bounds):
    """Under which heading of a technician's day a job stands.

    What is under way stands under today, whenever it was planned for.

    :param datetime start: its appointment, or False
    :param bounds: :func:`day_bounds` of today
    """
    today, tomorrow, after = bounds
    if state in UNDER_WAY:
        return "1_today"
    if not start:
        return "5_no_date"
    if start < today:
        return "2_overdue"
    if start < tomorrow:
        return "1_today"
    return "3_tomorrow" if start < after else "4_later"


def judge_value(value, low, high):
    """Whether a measured value is within its limits: "pass" or "fail".

    :param float low: at least; 0 for no limit
    :param float high: at most; 0 for no limit
    """
    return "fail" if (low and value < low) or (high and value > high) else "pass"
