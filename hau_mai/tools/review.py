"""Published reviews, without the ORM: under which name, and how all marks together look.

What customers say is shown in full and as it is (Law 19/2023/QH15, articles 10.3.c and
39.3.d): all who agreed are published, the average counts everybody who answered, and what
is hidden is hidden for a reason and counted in public.
"""

from dataclasses import dataclass

#: How the customer is named.
NAME_CHOICES = ("full", "initials", "anonymous")


def shown_name(name, choice):
    """The name a review stands under; empty for nobody's.

    "Nguyễn Văn An" becomes "N. V. A." Whoever chose nothing that we know stays unnamed.

    :param str choice: one of :data:`NAME_CHOICES`
    """
    words = (name or "").split()
    if choice == "full":
        return " ".join(words)
    if choice == "initials":
        return " ".join(f"{word[0].upper()}." for word in words)
    return ""


@dataclass(frozen=True)
class Board:
    """All marks of one kind: how many, their average, and a bar for each mark, best first.

    ``bars``: ``(mark, count, percent)``.
    """

    top: int
    count: int
    average: float
    bars: tuple


def board(marks, lowest, top):
    """Sum up marks, or None when there are none.

    :param marks: ``{mark: how many}``; halves count for the higher mark
    :param int lowest: the lowest mark that can be given
    :param int top: the highest
    """
    counts = dict.fromkeys(range(top, lowest - 1, -1), 0)
    for mark, count in marks.items():
        counts[min(max(int(mark + 0.5), lowest), top)] += count
    total = sum(marks.values())
    if not total:
        return None
    average = sum(mark * count for mark, count in marks.items()) / total
    bars = tuple((mark, count, round(100 * count / total)) for mark, count in counts.items())
    return Board(top, total, round(average, 1), bars)
