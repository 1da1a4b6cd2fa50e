"""What customers see and do of their case, without the ORM."""

#: Cases that went on in another one: nothing is done here any more.
ELSEWHERE = ("merged", "duplicate")


def customer_stage(state, waiting_for=False, close_reason=False):
    """Where a case stands, as a code the model words for the customer.

    :param str state: the kind of its stage
    :param waiting_for: whom a waiting case waits for
    :param close_reason: why a closed case was closed
    """
    if state == "waiting":
        return f"waiting_{waiting_for or 'customer'}"
    if state == "closed":
        if close_reason in ELSEWHERE:
            return "elsewhere"
        return close_reason if close_reason in ("withdrawn", "confirmed") else "closed"
    return state


def customer_actions(state, close_reason=False):
    """What the customer can do about a case now.

    :return: a set of reply, withdraw, confirm, reopen, rate
    """
    if state == "closed":
        if close_reason in ELSEWHERE:
            return set()
        return {"reopen"} if close_reason == "withdrawn" else {"reopen", "rate"}
    return {
        "solved": {"confirm", "reopen"},
        "refused": {"reopen"},
    }.get(state, {"reply", "withdraw"})
