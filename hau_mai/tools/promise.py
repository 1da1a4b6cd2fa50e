"""For when a thing is promised back: the decisions, without the ORM.

The law sets no number of days for a repair: the time is what the receipt says
(Law 19/2023/QH15, article 30.2.c), so it is written down, and moved only with a reason.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime


def nth_day_after(days, day, count):
    """The ``count``-th of these days that comes after ``day``; None when they do not reach so far.

    :param days: days, ascending
    :param int count: 1 for the next one
    """
    position = bisect_right(days, day) + count - 1
    return days[position] if 0 < count and position < len(days) else None


def receipt_refusal(received, promised):
    """Why a thing cannot be received: a code, or None when it can.

    :param datetime received: the moment of the hand-over
    :param promised: the promised moment, if there is one
    """
    if not promised:
        return "missing"
    return "before" if promised < received else None


@dataclass(frozen=True)
class PromiseFacts:
    """What is known of a job whose promised date is to be moved. Moments in one time zone."""

    open: bool
    old: datetime | None
    received: datetime | None
    reason: str = ""


def move_refusal(facts, new, now):
    """Why the promised date of a job cannot be moved to ``new``: a code, or None.

    :param PromiseFacts facts:
    :param new: the new promised moment, or None where none could be found
    :param datetime now: nothing is promised for the past
    """
    checks = (
        ("over", not facts.open),
        ("no_date", not new),
        ("past", new and new < now),
        ("same", new and facts.old == new),
        ("no_reason", facts.received and facts.old and not facts.reason.strip()),
    )
    return next((code for code, holds in checks if holds), None)
