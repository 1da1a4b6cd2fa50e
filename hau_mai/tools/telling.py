"""What a customer hears of their case when it moves: the decision, without the ORM."""

#: Reasons of closing of which the customer knows already, or hears in other words.
KNOWN_ENDS = frozenset({"confirmed", "withdrawn", "duplicate", "merged"})

OVER = frozenset({"solved", "refused", "closed"})


def stage_news(old, new, *, waiting_for=None, reason=None, close_reason=None, asked=False):
    """The event a customer is told of when their case moves, or None for no news.

    :param str old: kind of stage it stood in
    :param str new: kind of stage it stands in now
    :param waiting_for: customer, supplier or center
    :param reason: what is waited for; without words there is nothing to ask for
    :param close_reason: why it was closed
    :param bool asked: they are asked to rate it, which says that it is closed
    """
    if new == "waiting":
        asks = waiting_for == "customer" and reason
        return "waiting" if asks else "reopened" if old in OVER else None
    if new == "closed":
        return None if asked or close_reason in KNOWN_ENDS else "closed"
    if new in OVER:
        return new
    return "reopened" if old in OVER else None
