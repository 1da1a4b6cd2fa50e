"""Is it covered? Plain functions of their arguments, without the ORM.

The models gather the facts and put the answers into words; what is decided, and
why, is decided here.
"""

from collections import namedtuple

#: One warranty period of a unit, as the functions below see it.
#: ``date_start`` is False while it has not started; ``date_end`` (inclusive) is
#: False for one that lasts for life. ``kinds`` is what it pays for: a set of
#: parts, labour, transport, exchange. ``lists_product``: a component period that
#: names the product asked about. ``is_extra``: given by a repair, for a part it put in;
#: it comes on top of what the rest pays for and takes nothing away.
Period = namedtuple(
    "Period",
    "id scope date_start date_end kinds is_main usage_limit lists_product is_extra",
    defaults=[False],
)

#: The answer: ``code`` says why, ``period`` is the one it rests on (or None) and
#: ``periods`` all that were looked at and are open that day.
Verdict = namedtuple("Verdict", "covered code period periods")

#: What a period can pay for.
KINDS = ("parts", "labour", "transport", "exchange")


def runs_on(period, day):
    """Whether a period covers a day; both its first and its last day count."""
    return bool(
        period.date_start
        and period.date_start <= day
        and (not period.date_end or day <= period.date_end)
    )


def waits_on(period, day):
    """Whether a period has still to begin on a day; one that was ended before never does."""
    return (not period.date_start or period.date_start > day) and (
        not period.date_end or period.date_end >= day
    )


def warranty_status(state, periods, day, notice_days):
    """The warranty status of a unit on a day.

    :param str state: valid, void, returned or replaced
    :param periods: its :class:`Period` s
    :param int notice_days: how long before the last main period's end it counts as expiring
    :return: none, not_started, active, expiring, expired, or the state that is not valid
    """
    if state != "valid":
        return state
    if not periods:
        return "none"
    if any(runs_on(period, day) for period in periods):
        main = [period for period in periods if period.is_main and period.date_start]
        if any(runs_on(period, day) for period in main) and all(
            period.date_end and (period.date_end - day).days <= notice_days for period in main
        ):
            return "expiring"
        return "active"
    if any(waits_on(period, day) for period in periods):
        return "not_started"
    return "expired"


def coverage_verdict(state, periods, kind, day, usage=None, asked_component=False):
    """Whether a part, labour, transport or an exchange is paid for on a day.

    A component period covers only what it lists. A period of the whole unit
    covers everything that no component period lists for this kind; what a repair
    gave on a part comes on top of both. Asked about the unit itself
    (``asked_component`` False), any period counts.

    :param usage: reading of the meter (km, hours…); None when unknown
    :return: a :class:`Verdict`; its code is one of state, none, not_this_kind,
        not_started, ended, used_up, check_usage, covered
    """
    if state != "valid":
        return Verdict(False, "state", None, [])
    if not periods:
        return Verdict(False, "none", None, [])
    paying = [period for period in periods if kind in period.kinds]
    if asked_component:
        listed = [period for period in paying if period.lists_product]
        extra = [period for period in listed if period.is_extra]
        own = [period for period in listed if not period.is_extra]
        paying = (own or [period for period in paying if period.scope == "unit"]) + extra
    if not paying:
        return Verdict(False, "not_this_kind", None, [])
    running = sorted(
        (period for period in paying if runs_on(period, day)),
        key=lambda period: (not period.date_end, period.date_end or day),
        reverse=True,
    )
    if not running:
        return _not_running(paying, day)
    within = [
        period for period in running if not period.usage_limit or (usage or 0) <= period.usage_limit
    ]
    if not within:
        return Verdict(False, "used_up", running[0], running)
    unlimited = [period for period in within if not period.usage_limit]
    if usage is None and not unlimited:
        return Verdict(True, "check_usage", within[0], within)
    return Verdict(True, "covered", (unlimited or within)[0], within)


def _not_running(paying, day):
    """Why none of the periods that would pay runs on this day."""
    ended = [period for period in paying if period.date_end and period.date_end < day]
    waiting = [period for period in paying if waits_on(period, day)]
    if waiting:
        return Verdict(False, "not_started", waiting[0], [])
    last = max(ended, key=lambda period: period.date_end)
    return Verdict(False, "ended", last, [])
