"""When a solved case is closed because nobody answers: the decision, without the ORM."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class SilenceFacts:
    """What is known of a solved case. Days are the company's.

    ``promised``: something is still promised to the customer. ``waits``: they wrote, and
    nobody answered. ``notice`` is the day they were told that it closes soon; ``untold`` says
    that they could not be told.
    """

    solved: date
    promised: bool = False
    waits: bool = False
    notice: date | None = None
    untold: bool = False


def working_days_after(days, first, last):
    """How many working days come after ``first``, up to ``last``.

    :param days: working days, ascending
    """
    return bisect_right(days, last) - bisect_right(days, first)


def silence_step(facts, days, today, *, close_after, notice_before):
    """What is due: "notice", "close", "ask" (a person has to), or None.

    Exactly one notice goes before, at least ``notice_before`` working days, however long
    nothing ran. Who cannot be told is not shut out silently: a person decides.

    :param days: working days from the first solved case to today, ascending
    :param int close_after: working days; 0 for never
    :param int notice_before: working days, at least 1
    """
    if not close_after or facts.promised or facts.waits:
        return None
    passed = working_days_after(days, facts.solved, today)
    if facts.untold:
        return "ask" if passed >= close_after else None
    if facts.notice is None:
        return "notice" if passed >= close_after - notice_before else None
    warned = working_days_after(days, facts.notice, today)
    return "close" if passed >= close_after and warned >= notice_before else None


def closing_day(days, facts, today, *, close_after, notice_before):
    """The working day on which a case told of today closes; None when ``days`` end before.

    :param days: working days, ascending, far enough into the future
    """
    ends = []
    for first, count in ((facts.solved, close_after), (facts.notice or today, notice_before)):
        position = bisect_right(days, first) + count - 1
        if position >= len(days):
            return None
        ends.append(days[position])
    return max(ends)
