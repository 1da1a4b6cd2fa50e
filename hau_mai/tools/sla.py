"""The clocks of a case: who is waited for from when on, and until when a promise is to be kept.

Plain functions. A clock is read from the steps of its case, so that a case that
changes gets its deadline as if it had been so from the start. Moments are naive UTC.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest

#: Kinds of stages in which nothing has to be done any more.
OVER = ("solved", "closed", "refused")

#: Promises that a case gets once, when it is opened.
FROM_THE_START = ("acknowledge", "first_response", "solution")

#: Moments further apart than this are told apart by their dates, not by the day of the week.
SAME_WEEK = timedelta(days=6)


@dataclass(frozen=True)
class Step:
    """From when on a case stood in which stage, of which kind, and waited for whom."""

    date: datetime
    kind: str
    stage: int
    waiting_for: str | None = None


@dataclass(frozen=True)
class StopRules:
    """What stops a clock: these stages, when one waits for these parties in them.

    ``after_the_end``: it is a clock that runs once the case is over.
    """

    stages: frozenset
    parties: frozenset = frozenset({"customer"})
    after_the_end: bool = False


@dataclass(frozen=True)
class Stretch:
    """From when on who is waited for, and whether the clock stands still meanwhile."""

    kind: str
    date_from: datetime
    stops: bool


@dataclass(frozen=True)
class Reading:
    """What a clock says: until when, from when on it is at risk, whether it stands still."""

    deadline: datetime | None
    at_risk: datetime | None
    paused: bool


def waited_for(step, rules):
    """``(kind, stops)`` of one step of a case.

    A stage that stops the clock and names nobody waits for the customer. A case
    that is over waits for the customer too, who may take it up again: so a
    solution that did not last costs us no time while nobody said so.
    """
    if step.kind in OVER:
        return ("running", False) if rules.after_the_end else ("customer", True)
    stopping = step.stage in rules.stages
    party = step.waiting_for or ("customer" if stopping else None)
    if not party:
        return "running", False
    return party, stopping and party in rules.parties


def stretches(steps, rules, start=None):
    """The stretches of a clock, in the order of the steps. More steps only add to the end.

    A clock that is started later, by a customer who writes or by the end of the case,
    begins with what the case stood in then; but nobody waits any more for a customer
    who has just written.

    :param steps: steps of the case in the order they were written down
    :param start: when the clock was started, if after the case was opened
    """
    found = []
    for step in steps:
        kind, stops = waited_for(step, rules)
        date = step.date
        if start and date < start:
            found.clear()
            date = start
            if kind == "customer":
                kind, stops = "running", False
        if found:
            date = max(date, found[-1].date_from)
            if (found[-1].kind, found[-1].stops) == (kind, stops):
                continue
        found.append(Stretch(kind, date, stops))
    return found


def holds(rows, reached=None):
    """When a clock stands still and for whom: stretches with the moment they end.

    :param rows: stretches in their order
    :param reached: when the promise was kept; what comes later does not count
    :return: [(stretch, end)]; the end of the last may be None: it is open
    """
    found = []
    for row, following in zip_longest(rows, rows[1:]):
        stop = following.date_from if following else None
        if reached:
            stop = min(stop or reached, reached)
        if row.stops and (stop is None or row.date_from < stop):
            found.append((row, stop))
    return found


def pauses(rows, reached=None):
    """The spans of :func:`holds`, as pairs of moments."""
    return [(row.date_from, stop) for row, stop in holds(rows, reached)]


def read_clock(hours, start, promise, rows, reached=None, percent=75):
    """What a clock says.

    Of a promise that was kept, the deadline is the one there was then: as if it had
    gone on running from that moment.

    :param hours: working time, a :class:`~.working_time.Hours`
    :param promise: a :class:`~.working_time.Promise`
    :param rows: its stretches
    :param reached: when it was kept, or None
    :param int percent: at risk when this much of the promise is used
    :rtype: Reading
    """
    held = pauses(rows, reached)
    deadline = hours.deadline(start, promise, held)
    return Reading(
        deadline=deadline,
        at_risk=None if reached else hours.deadline(start, promise.part(percent), held),
        paused=not deadline and not reached and bool(rows) and rows[-1].stops,
    )


def date_reached(target, moments, before=None):
    """When a promise was kept, or None.

    What is solved, refused or closed needs no other answer any more: it keeps every
    promise that is open. Only the solution is promised again when a case is taken
    up again.

    :param dict moments: acknowledged, first_response, solved, closed, reported
    :param before: what was known before
    """
    over = moments["solved"] or moments["closed"]
    if target == "solution":
        return over
    if target == "report":
        return before or moments["reported"]
    own = moments.get("acknowledged" if target == "acknowledge" else target)
    return min(filter(None, (own, over, before)), default=None)


def clock_status(deadline, reached, paused, now):
    """running, paused, met or missed.

    A promise is kept up to the second of its deadline. Past it a clock is missed,
    also when one waits for somebody since.
    """
    if reached:
        return "missed" if deadline and reached > deadline else "met"
    if paused:
        return "paused"
    return "missed" if deadline and deadline < now else "running"


def with_dates(moments, now):
    """For each of these moments, whether its date must be told besides the day of the week."""
    reference, found = now, []
    for moment in moments:
        found.append(abs(moment - reference) > SAME_WEEK)
        if found[-1]:
            reference = moment
    return found
