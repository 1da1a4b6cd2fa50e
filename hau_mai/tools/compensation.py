"""What a customer who was let down may be given: how much, by whom, how much comes back."""

#: resolution -> what is usually done for it, beside telling the customer.
SUGGESTED = {
    "repair": "service",
    "redo": "service",
    "exchange": "replacement",
    "refund": "credit",
    "voucher": "voucher",
}


def voucher_verdict(amount, given, limit, whole=True):
    """Whether somebody may give a voucher by themselves, in the currency of the company.

    :param float amount: of the voucher
    :param float given: what vouchers for the same case come to already
    :param limit: what this person may give for one case; None: as much as they like
    :param bool whole: whether it can be redeemed in whole units of the currency only
    :return: (allowed, code): ``positive`` and ``whole`` can be approved by nobody,
        ``limit`` by somebody whose limit is higher
    """
    if amount <= 0:
        return False, "positive"
    if whole and amount != int(amount):
        return False, "whole"
    if limit is not None and given + amount > limit:
        return False, "limit"
    return True, ""


def returnable(ordered, delivered, counted, returned):
    """How much of an order line can still come back.

    :param delivered: what was delivered by what is written on the line
    :param bool counted: whether deliveries are counted; where they are not and nothing was
        typed, all that was ordered is taken as delivered
    :param returned: what other cases take back
    """
    had = delivered if counted or delivered else ordered
    return max(had - returned, 0)


def spread(amount, remaining):
    """Spread an amount over invoices, as much on the first ones as they bear.

    :param list remaining: what can be credited on each of them
    :return: a share for each, which come to less than the amount where it is too much
    """
    shares = []
    for room in remaining:
        share = max(min(amount, room), 0)
        shares.append(share)
        amount -= share
    return shares
