"""Would they recommend us? The figures and the schedule of the question, without the ORM.

The Net Promoter Score asks for a mark from 0 to 10: 9 and 10 are promoters, 7 and 8
passives, 0 to 6 detractors; the score is the share of promoters minus that of detractors.
"""

from dataclasses import dataclass
from math import sqrt

from .recurrence import add_duration, nth_date

LOWEST, HIGHEST = 0, 10

#: category -> its lowest mark, the best first
CATEGORIES = {"promoter": 9, "passive": 7, "detractor": LOWEST}

#: category -> what it is worth; the average of it is the score.
VALUES = {"promoter": 100, "passive": 0, "detractor": -100}

#: Standard deviations that hold 95 of 100 samples.
Z_95 = 1.96


def category(score):
    """Of which of the three kinds a mark from 0 to 10 is.

    :raises ValueError: for a mark out of range
    """
    if not LOWEST <= score <= HIGHEST:
        raise ValueError(score)
    return next(name for name, lowest in CATEGORIES.items() if score >= lowest)


@dataclass(frozen=True)
class Figure:
    """A score with what it is worth: how many answered, and how far it may be off.

    ``margin``: with 95 % certainty the score of all customers lies within it, in points.
    ``value`` and ``margin`` are None without answers, ``margin`` also with one.
    """

    value: int | None
    margin: int | None
    count: int


def figure(promoters, passives, detractors):
    """The score of so many answers of each kind."""
    count = promoters + passives + detractors
    if not count:
        return Figure(None, None, 0)
    difference = (promoters - detractors) / count
    value = round(100 * difference)
    if count == 1:
        return Figure(value, None, 1)
    variance = (promoters + detractors) / count - difference**2
    margin = 100 * Z_95 * sqrt(max(variance, 0) / (count - 1))
    return Figure(value, round(margin), count)


def recovery(score, activity_upto, case_upto):
    """What a mark sets off: ``case``, ``activity`` or None.

    :param int activity_upto: the highest mark that lets somebody call; -1 for none
    :param int case_upto: the highest mark that opens a case; -1 for none
    """
    if score <= case_upto:
        return "case"
    return "activity" if score <= activity_upto else None


def due_day(first_delivery, last_turn, first_days, months, since):
    """When a customer's next turn to be asked is.

    First so many days after the first delivery; then in the rhythm of so many months,
    counted from the last turn, never earlier. What lies before ``since`` was missed: the
    rhythm goes on to the first day that does not, so that customers of many years are asked
    on days of their own and not all at once.

    :param date first_delivery: the day of the customer's first delivery
    :param date last_turn: the day the customer was asked last, or was to be; None for never
    :param date since: None to catch up with what was missed
    """
    anchor, turn = last_turn, 1
    if not last_turn:
        anchor, turn = add_duration(first_delivery, first_days, "day"), 0
    day = nth_date(anchor, turn, months, "month")
    if since is None or day >= since:
        return day
    elapsed = (since.year - anchor.year) * 12 + since.month - anchor.month
    turn = max(turn, elapsed // months - 1)
    while (day := nth_date(anchor, turn, months, "month")) < since:
        turn += 1
    return day


def share(part, whole):
    """Percent, rounded; None of nothing."""
    return round(100 * part / whole) if whole else None
