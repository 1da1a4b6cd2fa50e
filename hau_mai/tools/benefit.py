"""What a customer has of their tier, decided without the ORM. Days are days of the company."""

from collections import namedtuple

from dateutil.relativedelta import relativedelta

from .recurrence import add_duration

#: A discount and whose it is: "card" (as the unit was sold), "tier", or None without one.
Discount = namedtuple("Discount", "percent source")

#: What a credit note takes back: ``points``, and how many were ``missing`` on the card.
TakenBack = namedtuple("TakenBack", "points missing")

#: Durations of these units are calendar months.
MONTHS_IN = {"month": 1, "year": 12}


def service_discount(of_card, of_tier):
    """The discount on a service that nothing covers: the higher of both.

    They are not added: each was promised of the price, and two promises of 60 % would
    have us pay for the customer's repair. The higher one keeps both.

    :param of_card: percent that the unit was sold with
    :param of_tier: percent that the customer's tier gives
    :return: a :class:`Discount`; of two that are equal that of the card, which stays
    """
    if not of_card and not of_tier:
        return Discount(0.0, None)
    return Discount(of_card, "card") if of_card >= of_tier else Discount(of_tier, "tier")


def end_with_bonus(start, end, duration, unit, months):
    """The last day of a warranty period that a tier makes longer.

    Months are added to the months promised and counted from the start together, so that
    24 and 3 months are 27 months from the first day, wherever a month is short.

    :param end: the last day without the bonus
    """
    if unit in MONTHS_IN:
        return add_duration(start, duration * MONTHS_IN[unit] + months, "month")
    return add_duration(end, months, "month")


def member_year(since, day):
    """The first day of the year of membership in which a day lies.

    Counted from the day the tier is had: who joined on 29 February has a year from
    28 February where there is no 29th. A day before the membership is of its first year.
    """
    years = max(relativedelta(day, since).years, 0)
    following = add_duration(since, years + 1, "year")
    return following if day >= following else add_duration(since, years, "year")


def next_number(taken, allowed):
    """The number of the next free visit of a year: the lowest that nobody has.

    :param taken: numbers that were given
    :param int allowed: how many there are a year
    :return: from 1 to ``allowed``, or None when none is left
    """
    return next((number for number in range(1, allowed + 1) if number not in taken), None)


def points_with_factor(points, factor):
    """The points of a member: as many times as the tier says, in hundredths as Odoo's, down."""
    return int(round(points * factor * 100, 6)) / 100


def take_back(earned, share, taken_before, available):
    """How many points a credit note, or a reward that was not deserved, takes back.

    In proportion to what comes back; all credit notes of an order together never more
    than it earned; never more than the card holds, since points that were spent cannot
    be taken and a card is not a debt.

    :param earned: points the order gave
    :param share: part of the order that the credit note pays back, 0 to 1
    :param taken_before: what other credit notes of the order took
    :param available: points on the card
    :return: a :class:`TakenBack`
    """
    due = min(round(earned * min(max(share, 0), 1), 2), max(earned - taken_before, 0))
    points = min(due, max(available, 0))
    return TakenBack(round(points, 2), round(due - points, 2))
