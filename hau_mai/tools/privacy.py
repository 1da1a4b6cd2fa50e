"""The rights of people over their data: days, grounds, what stays. Without the ORM.

Sources: Law 91/2025/QH15, articles 4 (rights) and 14 (when data is deleted); Decree
356/2025/ND-CP (2 working days to answer; 15 days to stop, 20 when others who process
the data have to stop too; one extension of at most 15 days); Decree 91/2020/ND-CP,
article 11.7 (consents and refusals are kept for at least a year).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

#: Working days within which a request is answered.
ANSWER_DAYS = 2
#: Days within which what was asked for is done, and when others process the data too.
FINISH_DAYS, FINISH_DAYS_WITH_OTHERS = 15, 20
#: Days a request may be put off, once.
MAX_EXTENSION = 15
#: Days after which it is looked again whether open work is over.
LOOK_AGAIN_DAYS = 30

#: state -> states a request may go to
TRANSITIONS = {
    "new": {"answered", "in_progress", "done", "refused"},
    "answered": {"in_progress", "done", "refused"},
    "in_progress": {"done", "refused"},
    "done": set(),
    "refused": {"in_progress"},
}

#: States in which something has still to be done.
OPEN_STATES = ("new", "answered", "in_progress")


@dataclass(frozen=True)
class Holding:
    """One kind of data that is held about people: a row of the register.

    ``paths`` are the fields of ``model`` that lead to the person; ``shows`` those the
    person is shown; ``erases`` those that are emptied. What is erased is what ``over``
    (a domain) says is over, ``since`` being the field its age counts from. ``least`` are
    the months below which nothing is erased, whoever asks. ``unit`` leads to the warranty
    card that keeps it for as long as its warranty runs. With ``talk``, a record has a
    conversation, whose words and files are erased with it.
    """

    kind: str
    model: str
    label: str
    ground: str
    paths: tuple = ("partner_id",)
    shows: tuple = ()
    erases: tuple = ()
    over: tuple = ()
    since: str = ""
    least: int = 0
    unit: str = ""
    talk: bool = False


@dataclass(frozen=True)
class PersonFacts:
    """What there is of a person that somebody still needs.

    ``warranty_until`` is the last day of their last running warranty; with ``for_life``
    one of them has no end. ``open_work``: an order, a job or a case is not finished.
    ``proof_until``: the last day their consents and refusals are kept.
    """

    invoiced: bool = False
    warranty_until: date | None = None
    for_life: bool = False
    open_work: bool = False
    proof_until: date | None = None


@dataclass(frozen=True)
class Erasure:
    """What is done with the contact itself: what stays and why, and when to look again."""

    keeps_name: bool
    keeps_contact: bool
    grounds: tuple
    look_again: date | None


def erasure(facts, today):
    """What stays of a contact that is to be erased.

    :param PersonFacts facts:
    :param date today: of the company
    :return: an :class:`Erasure`; its grounds are keys of ``GROUNDS`` of the register
    """
    running = bool(facts.for_life or (facts.warranty_until and facts.warranty_until >= today))
    proof = bool(facts.proof_until and facts.proof_until >= today)
    holds = {
        "accounting": facts.invoiced,
        "warranty": running,
        "open_work": facts.open_work,
        "proof": proof,
    }
    days = []
    if running and not facts.for_life:
        days.append(facts.warranty_until + timedelta(days=1))
    if facts.open_work:
        days.append(today + timedelta(days=LOOK_AGAIN_DAYS))
    if proof:
        days.append(facts.proof_until + timedelta(days=1))
    keeps_contact = running or facts.open_work
    return Erasure(
        keeps_name=facts.invoiced or keeps_contact,
        keeps_contact=keeps_contact,
        grounds=tuple(ground for ground, holding in holds.items() if holding),
        look_again=min(days, default=None),
    )


def nth_day(received, count, is_working):
    """The ``count``-th working day after the day something was received.

    The first day does not count (Civil Code 2015, article 147).

    :param date received: day of the company
    :param is_working: function of a day; where no day of the next year is one, calendar
        days count
    """
    days = (received + timedelta(days=ahead) for ahead in range(1, 367))
    working = [day for day in days if is_working(day)][:count]
    return working[-1] if len(working) == count else received + timedelta(days=count)


def finish_day(received, with_others=False, extension=0):
    """The last day on which what was asked for may still be done.

    :param bool with_others: whether others who process the data have to stop too
    :param int extension: days it was put off
    """
    days = FINISH_DAYS_WITH_OTHERS if with_others else FINISH_DAYS
    return received + timedelta(days=days + extension)


def late(state, today, answer_by, finish_by, answered):
    """What of a request is late: ``answer``, ``finish``, or None.

    :param bool answered: whether it was answered already
    """
    if state not in OPEN_STATES:
        return None
    if not answered and answer_by and today > answer_by:
        return "answer"
    return "finish" if finish_by and today > finish_by else None


def erased_before(today, months):
    """What is from before this day has been kept for so many months; all of it for none.

    A period in months ends with the corresponding day, which still belongs to it (Civil
    Code 2015, article 148).
    """
    return today - relativedelta(months=months) if months else today + timedelta(days=1)


def kept_until(since, months):
    """The last day of so many months since a day, which still belongs to them."""
    return since + relativedelta(months=months)
