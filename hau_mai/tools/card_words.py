"""What a warranty card says to its customer, decided without the ORM.

Which words fit, how much is left, what a stranger may read: the models put the answers
into sentences. Days are days of the company.
"""

from dateutil.relativedelta import relativedelta

from .coverage import runs_on, warranty_status

#: Time is told in days below this, then in months, then in years.
DAYS_TOLD = 60
MONTHS_TOLD = 24

#: So many of the last characters of a serial number anybody may read, of one long enough.
SERIAL_SHOWN = 4

#: Status of a card -> how it looks.
TONES = {
    "active": "success",
    "partly": "info",
    "expiring": "warning",
    "activation": "primary",
    "not_started": "info",
}
#: How everything else looks: what covers nothing.
NO_TONE = "light"


def is_used_up(period, usage):
    """Whether the meter has passed what a period covers.

    :param period: a :class:`tools.coverage.Period`
    :param usage: reading of the meter; None when unknown
    """
    return bool(period.usage_limit and usage is not None and usage > period.usage_limit)


def period_status(period, day, usage=None):
    """Where one warranty period stands: active, used_up, not_started or expired."""
    if runs_on(period, day):
        return "used_up" if is_used_up(period, usage) else "active"
    if not period.date_start or period.date_start > day:
        return "not_started"
    return "expired"


def card_status(state, periods, day, notice_days, usages=None, awaits_activation=False):
    """The warranty status of a card as its customer is told it.

    As :func:`tools.coverage.warranty_status`, but what is used up covers nothing, and what
    only the customer can start says so.

    :param usages: {id of a period: reading of the meter}
    :return: one of its values, or ``activation``
    """
    usages = usages or {}
    left = [period for period in periods if not is_used_up(period, usages.get(period.id))]
    status = warranty_status(state, left, day, notice_days)
    if status == "none" and periods:
        return "expired"
    if status == "not_started" and awaits_activation:
        return "activation"
    return status


def lead_period(periods, day, usages=None):
    """The period that stands for the card: what runs before what comes before what was, the
    main one of these, else the one that lasts longest.

    :return: a period, or None where there is none
    """
    usages = usages or {}
    rank = {"active": 3, "not_started": 2, "used_up": 1, "expired": 0}

    def key(period):
        status = period_status(period, day, usages.get(period.id))
        return (
            rank[status],
            period.is_main,
            period.scope == "unit",
            not period.date_end,
            period.date_end or day,
        )

    return max(periods, key=key, default=None)


def time_left(day, end):
    """How long something still lasts after a day, as people say it: whole units only.

    :return: (number, unit), unit being day, month or year; 0 days on the last day
    """
    days = (end - day).days
    if days < DAYS_TOLD:
        return max(days, 0), "day"
    delta = relativedelta(end, day)
    months = 12 * delta.years + delta.months
    return (months, "month") if months < MONTHS_TOLD else (delta.years, "year")


def share_left(start, end, day):
    """How much of the time from ``start`` to ``end`` is left on a day, in percent."""
    return percent_left((day - start).days, (end - start).days)


def percent_left(used, total):
    """How much of a total is left once some of it is used: 0 to 100."""
    if total <= 0:
        return 100 if used <= total else 0
    return max(0, min(100, round(100 * (total - used) / total)))


def mask_serial(serial):
    """A serial number as anybody may read it: enough to compare it with the device."""
    serial = (serial or "").strip()
    if not serial:
        return ""
    shown = min(SERIAL_SHOWN, len(serial) // 2)
    return "•••" + (serial[-shown:] if shown else "")
