"""Who speaks in a message on a case: the customer, one of us, or nobody in particular.

The clocks and the reminders hang on it, so it is decided in one place.
"""

from dataclasses import dataclass

#: Messages that a person wrote; all others are written by the system.
WRITTEN = frozenset({"comment", "email"})


@dataclass(frozen=True)
class MessageFacts:
    """What is known of a message.

    ``kind`` is Odoo's ``message_type``; ``note`` says that only our people read it;
    ``inside`` that one of our people wrote it; ``customer`` that the customer of the case
    did; ``waiting_for`` whom the case waits for.
    """

    kind: str
    note: bool = False
    inside: bool = False
    customer: bool = False
    waiting_for: str | None = None


def speaker(facts):
    """Whose word it is: "customer", "agent", or None for neither.

    Who is neither the customer nor one of us speaks for the customer (a spouse, a second
    address), unless a supplier or a center is asked: then it is their answer.
    """
    if facts.kind not in WRITTEN:
        return None
    if facts.customer and not (facts.inside and facts.note):
        return "customer"
    if facts.inside:
        return None if facts.note else "agent"
    return None if facts.waiting_for in ("supplier", "center") else "customer"


def unanswered(speakers):
    """Positions of the customer's messages after the last answer of ours.

    :param speakers: what :func:`speaker` says of each message, oldest first
    """
    last = max((n for n, who in enumerate(speakers) if who == "agent"), default=-1)
    return [n for n, who in enumerate(speakers) if who == "customer" and n > last]
