"""How long a case took and how long it waited for others, without the ORM.

Moments are naive UTC; what is counted is working time.
"""

from dataclasses import dataclass

#: Kinds of stages in which the case is ours to work on.
OURS = frozenset({"new", "in_progress"})


@dataclass(frozen=True)
class Times:
    """Working hours of a case; None is what has not happened yet.

    ``solution`` is without the time it waited for others, which is ``waited``, and
    without the time between its being solved and its being taken up again.
    """

    first_response: float | None = None
    solution: float | None = None
    waited: float | None = None


def spans(steps, kinds):
    """When a case stood in one of these kinds of stages, as sorted pairs; an open end is None.

    :param steps: [(moment, kind)] in order: from when on it stood where
    """
    pairs = []
    ends = [moment for moment, _kind in steps[1:]] + [None]
    for (start, kind), end in zip(steps, ends, strict=True):
        if kind not in kinds or start == end:
            continue
        if pairs and pairs[-1][1] == start:
            pairs[-1] = (pairs[-1][0], end)
        else:
            pairs.append((start, end))
    return pairs


def times(working, steps, opened, first_response=None, solved=None):
    """How long a case took.

    :param WorkingTime working: of the team, from before ``opened`` until after ``solved``
    :param steps: [(moment, kind)] in order: from when on it stood where
    """
    answered = working.elapsed(opened, first_response) / 3600 if first_response else None
    if not solved:
        return Times(answered)
    others = {kind for _moment, kind in steps} - OURS
    ours = working.elapsed(opened, solved, spans(steps, others))
    not_waiting = working.elapsed(opened, solved, spans(steps, {"waiting"}))
    waited = working.elapsed(opened, solved) - not_waiting
    return Times(answered, ours / 3600, waited / 3600)
