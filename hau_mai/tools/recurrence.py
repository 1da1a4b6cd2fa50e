"""Calendar dates, without the ORM.

Days are calendar days of the company; turning a moment into one is
:func:`company_day`. Periods are counted as the Civil Code of Vietnam counts
them (91/2015/QH13): the first day does not count (article 147.2), and a period
in months or years ends with the corresponding day of the last month, or with
that month's last day where there is none (articles 148.3 and 148.4).
"""

from datetime import datetime, time, timedelta

import pytz
from dateutil.relativedelta import relativedelta

#: unit of a period -> argument of relativedelta
UNITS = {"day": "days", "week": "weeks", "month": "months", "year": "years"}


def add_duration(date, number, unit):
    """Last day of a period of ``number`` ``unit`` that begins after ``date``.

    Twelve months from 10 January 2026 end on 10 January 2027; from
    29 February 2024 they end on 28 February 2025.

    :param date: the day of the event (it does not count itself)
    :param int number: negative to count backwards
    :param str unit: day, week, month or year
    :raises KeyError: for another unit
    """
    return date + relativedelta(**{UNITS[unit]: number})


def nth_date(anchor, n, number, unit):
    """The ``n``-th date of a rhythm of ``number`` ``unit`` fixed at ``anchor``.

    Counted from the anchor, never from the date before: 31 January, 28 February,
    31 March, not 28 March.
    """
    return add_duration(anchor, n * number, unit)


def company_day(moment, tz_name):
    """The calendar day of a moment, in a time zone.

    :param datetime moment: naive, in UTC, as Odoo stores it
    :param str tz_name: name of a time zone; UTC when empty
    """
    if not moment:
        return False
    return pytz.utc.localize(moment).astimezone(pytz.timezone(tz_name or "UTC")).date()


def day_start(date, tz_name):
    """The moment a calendar day begins in a time zone: naive, in UTC, as Odoo stores it.

    :param str tz_name: name of a time zone; UTC when empty
    """
    midnight = pytz.timezone(tz_name or "UTC").localize(datetime.combine(date, time.min))
    return midnight.astimezone(pytz.utc).replace(tzinfo=None)


def next_working_day(date, is_working, limit=366):
    """The first working day on or after ``date``.

    :param is_working: function of a date
    :param int limit: days to look ahead; a calendar without any working day
        gives ``date`` back
    """
    for days in range(limit):
        candidate = date + timedelta(days=days)
        if is_working(candidate):
            return candidate
    return date
