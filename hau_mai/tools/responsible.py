"""Who makes a contact, without the ORM."""

#: the sources of a responsible, each the stand-in of the one before it
SOURCES = ("order_salesperson", "customer_salesperson", "user", "team")


def sources_from(source):
    """The sources to ask, in turn: the chosen one, then those after it in the list."""
    return SOURCES[SOURCES.index(source) :]


def first_able(candidates, is_able):
    """The first candidate who can take the work, or None.

    :param candidates: users, best first; empty ones are passed over
    :param is_able: function of a user: active, one of us, works in that company
    """
    return next((user for user in candidates if user and is_able(user)), None)


def in_turn(members, position):
    """The member whose turn it is at a position that counts up for ever."""
    return members[position % len(members)] if members else None
