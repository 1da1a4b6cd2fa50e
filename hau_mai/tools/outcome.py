"""What follows from the outcome of a contact, without the ORM."""

from dataclasses import dataclass
from datetime import date, timedelta

#: outcomes after which the same follow-up is tried once more
TRIED_AGAIN = frozenset({"no_answer", "call_again"})

#: outcomes of a contact in which the customer said something
ANSWERS = ("reached", "refused", "problem")


@dataclass(frozen=True)
class NextStep:
    """The state a follow-up goes to, and for a next try its day."""

    state: str
    tries: int
    date_planned: date | None = None


def next_step(outcome, tries, max_tries, retry_days, today, call_again_on=None):
    """What becomes of a follow-up after a contact.

    No answer plans the next try until the tries of the rule are used up. A call
    the customer asked for is not a try: it takes place however many there were.

    :param str outcome: reached, no_answer, call_again, wrong_number, refused or problem
    :param int tries: tries that ended without an answer so far, without this one
    :param int max_tries: how many there may be; 1 means no second try
    :param int retry_days: calendar days from one try to the next
    :param date today: in days of the company
    :param date call_again_on: the day asked for; the next day when it is not given
    """
    if outcome == "call_again":
        return NextStep("planned", tries, call_again_on or today + timedelta(days=1))
    if outcome == "no_answer":
        tries += 1
        if tries < max_tries:
            return NextStep("planned", tries, today + timedelta(days=max(retry_days, 1)))
    return NextStep("done", tries)
