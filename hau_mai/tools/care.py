"""What a follow-up rule looks for, and when, without the ORM.

Days are calendar days of the company. The *anchor* is the day a follow-up is
counted from (an order's delivery, the end of a warranty); anchor and delay make
the day it is planned for.
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta

from .recurrence import add_duration, next_working_day

#: How far behind its last complete pass planning looks for anchors that were
#: entered late, in days.
LOOK_BACK_DAYS = 30

#: Adding months shortens at the end of a month; a day begins earlier or later by
#: time zone. Bounds of an index scan are this much wider than what is asked for.
MARGIN_DAYS = 7


@dataclass(frozen=True)
class Trigger:
    """How the targets of a trigger are found: a row of a table, no code.

    :param model: where the anchor is stored
    :param anchor: its date or datetime field, or the path to one
    :param domain: which records of the model count
    :param near: the part of it on the model's own columns, asked first
    :param target: path to the record the follow-up is about ("id": the record itself)
    :param partner: path to the customer
    :param goods: path to the products it is about; empty when it is about none
    :param occurrence: what tells apart several follow-ups on one target: ``zero``
        (there is one), ``id`` (of the record with the anchor), ``year`` (of the anchor, that
        of a yearly day), ``day`` (the anchor itself: another day is another occasion)
    :param shift_days: days from the stored date to the anchor
    :param latest: only the customer's latest order counts
    :param earliest: only the customer's first order counts
    """

    model: str
    anchor: str
    domain: tuple = ()
    near: tuple = ()
    target: str = "id"
    partner: str = "partner_id"
    goods: str = "product_id"
    occurrence: str = "zero"
    shift_days: int = 0
    latest: bool = False
    earliest: bool = False


_CONFIRMED = (("state", "=", "sale"),)
_ORDER = {"near": _CONFIRMED, "goods": "order_line.product_id"}
#: What was sold, not what was repaired: the customer is not asked how they like their bill.
_SALE = _ORDER | {"near": (*_CONFIRMED, ("service_id", "=", False))}
#: What was sold or given with the whole thing, not a part's or a repair's own guarantee.
_ORIGINS = ("policy", "extension", "exchange", "goodwill")
_COVERAGE = {
    "domain": (("unit_id.state", "=", "valid"), ("origin", "in", _ORIGINS)),
    "target": "unit_id",
    "partner": "unit_id.partner_id",
    "goods": "unit_id.product_id",
    "occurrence": "id",
}

#: trigger -> how its targets are found. The end of a warranty is its last day, so
#: it has expired on the day after: the first one without it.
TRIGGERS = {
    "order_confirmed": Trigger("sale.order", "date_order", **_SALE),
    "order_delivered": Trigger("sale.order", "date_delivered", **_SALE),
    "warranty_started": Trigger("hau_mai.unit", "date_start", near=(("state", "=", "valid"),)),
    "warranty_expiring": Trigger("hau_mai.coverage", "date_end", **_COVERAGE),
    "warranty_expired": Trigger("hau_mai.coverage", "date_end", shift_days=1, **_COVERAGE),
    "birthday": Trigger(
        "res.partner",
        "birthdate",
        partner="id",
        goods="sale_order_ids.order_line.product_id",
        occurrence="year",
    ),
    "inactive": Trigger(
        "sale.order",
        "date_order",
        target="partner_id.commercial_partner_id",
        occurrence="id",
        latest=True,
        **_ORDER,
    ),
}


@dataclass(frozen=True)
class CompanyWindow:
    """The days one company plans for: ``first`` (None: any day before) to ``last``."""

    company_id: int
    tz: str
    today: date
    first: date | None
    last: date


@dataclass(frozen=True)
class Frame:
    """All that planning one rule has to know besides the rule.

    ``shifts`` are ``(company_id, day, moved)``: days off and the working day after.
    """

    windows: tuple
    shifts: tuple = field(default=())

    @property
    def first(self):
        days = [window.first for window in self.windows]
        return None if None in days else min(days)

    @property
    def last(self):
        return max(window.last for window in self.windows)


def planning_window(today, horizon, activated, last_pass, backfill):
    """The days for which follow-ups are planned: ``(first, last)``, both included.

    Nothing due before the rule was activated is planned, unless the rule fills
    up what lies behind. After a complete pass planning looks back from it, not
    from today, so that it does not matter how long the job did not run.

    :param int horizon: days ahead
    :param date activated: day of the rule's activation
    :param date last_pass: day of the last complete pass, None when there was none
    :return: ``first`` is None when there is no lower limit
    """
    last = today + timedelta(days=horizon)
    if last_pass is None:
        return (None if backfill else activated), last
    first = min(last_pass, today) - timedelta(days=LOOK_BACK_DAYS)
    return (first if backfill else max(first, activated)), last


def anchor_bounds(first, last, delay, unit, shift_days=0):
    """Between which stored dates to look, for follow-ups planned in a window.

    Wide enough for months of different length and for time zones; what is
    between them still has to be looked at exactly.

    :return: ``(lower, upper)``, ``lower`` None when ``first`` is
    """

    def back(day, margin):
        return add_duration(day, -delay, unit) + timedelta(days=margin - shift_days)

    return first and back(first, -MARGIN_DAYS), back(last, MARGIN_DAYS)


def birthdays(first, last):
    """Which birthdays fall on which day: ``[(100 * month + day, day)]``.

    Who was born on 29 February has their birthday on the 28th in other years.
    """
    days = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        days.append((day.month * 100 + day.day, day))
        if (day.month, day.day) == (2, 28) and (day + timedelta(days=1)).month == 3:
            days.append((229, day))
    return days


def trade_days(first, last, month=None, day=None, listed=()):
    """The days of a date of the trade between two days, both included, in order.

    :param int month: with ``day``: every year on this day; who chose 29 February has
        it on the 28th in other years
    :param listed: for dates that move, such as those of the lunar calendar: each one
    """
    if not month:
        return sorted(each for each in listed if first <= each <= last)
    days = (
        date(year, month, min(day, monthrange(year, month)[1]))
        for year in range(first.year, last.year + 1)
    )
    return [each for each in days if first <= each <= last]


def shifts(first, last, is_working):
    """The days off in a window, each with the working day after: ``[(day, moved)]``."""
    moves = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        moved = next_working_day(day, is_working)
        if moved != day:
            moves.append((day, moved))
    return moves


#: The first characters put the groups of a list in this order.
DUE_BUCKETS = ("1_overdue", "2_today", "3_week", "4_later")


def week_end(today):
    """The last day of the calendar week (ISO: Sunday)."""
    return today + timedelta(days=7 - today.isoweekday())


def due_bucket(day, today):
    """When something planned for ``day`` is due, seen from ``today``."""
    limits = (today - timedelta(days=1), today, week_end(today))
    return DUE_BUCKETS[sum(day > limit for limit in limits)]
