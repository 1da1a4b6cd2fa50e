"""Who is told before and after a promise of time is broken, and when. Plain functions.

Moments are naive UTC. Nobody is told outside working time: a step that falls
there is due when people begin to work again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from .working_time import Promise

#: How far beyond its deadline a clock is looked up in the calendar: for steps that come later.
BEYOND = timedelta(days=60)

#: Whom a step can tell, each standing in for the one before.
CHAIN = ("assignee", "leader", "manager")


@dataclass(frozen=True)
class Rung:
    """One step of a ladder.

    ``when``: percent of the promised time; hours before or after the deadline, or days
    after it, all of them working time.
    """

    key: int
    when: str
    value: int
    notify: str


@dataclass(frozen=True)
class Clock:
    """What is known of a clock that runs: its promise, and the spans in which it stood still."""

    start: datetime
    deadline: datetime
    promise: Promise
    pauses: tuple = ()


def schedule(rungs, clock, work):
    """When each step is due: pairs ``(moment, rung)``, the first one first.

    Steps beyond what is known of the calendar are left out.

    :param work: a :class:`~.working_time.WorkingTime`
    """
    moments = [(_moment(rung, clock, work), rung) for rung in rungs]
    known = sorted((pair for pair in moments if pair[0]), key=lambda pair: pair[0])
    opened = [(work.next_open(moment), rung) for moment, rung in known]
    return [(moment, rung) for moment, rung in opened if moment]


def _moment(rung, clock, work):
    """When a step would be due if people worked day and night, or None."""
    if rung.when == "percent":
        if rung.value >= 100:
            return clock.deadline
        return work.deadline(clock.start, clock.promise.part(rung.value), clock.pauses)
    if rung.when == "before":
        earlier = work.earlier(clock.deadline, rung.value * 3600)
        return max(earlier or clock.start, clock.start)
    if rung.when == "after_days":
        return work.deadline(clock.deadline, Promise(Fraction(rung.value)), clock.pauses)
    return work.deadline(clock.deadline, Promise(seconds=rung.value * 3600), clock.pauses)


def climb(steps, now):
    """Which step is taken now, which are passed over, and which are left for later.

    Of several that are due, as after an outage, only the highest is taken: nobody
    gets one message after the other about the same case.

    :param steps: pairs ``(moment, rung)`` that were not taken before, in their order
    :return: ``(rung or None, [rungs], [(moment, rung)])``
    """
    due = [rung for moment, rung in steps if moment <= now]
    later = [step for step in steps if step[0] > now]
    return (due[-1] if due else None), due[:-1], later


def whom(notify, people, absent):
    """Who is told, and who was passed over on the way up: ``(person, [(role, person or None)])``.

    The manager is never passed over: somebody hears of it in any case.

    :param str notify: whom the step names
    :param people: {role: person or None}, of :data:`CHAIN`
    :param absent: those who are not there
    """
    passed = []
    for role in CHAIN[CHAIN.index(notify) :]:
        person = people[role]
        if role == CHAIN[-1] or (person and person not in absent):
            return person, passed
        passed.append((role, person))
    raise AssertionError("the chain ends with the manager")


def waited(rows, until, work):
    """``{kind: seconds}`` of working time in which each party was waited for.

    :param rows: pairs ``(kind, from when on)`` in their order; none where what was promised
        was done before the clock began
    :param until: the end of the last, naive UTC
    """
    if not rows:
        return {}
    spent = {}
    ends = [start for _kind, start in rows[1:]] + [until]
    for (kind, start), end in zip(rows, ends, strict=True):
        end = min(end, until)
        if start < end:
            spent[kind] = spent.get(kind, 0) + work.elapsed(start, end)
    return spent
