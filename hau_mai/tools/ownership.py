"""Who owns a thing: whether it may change hands. Plain functions, without the ORM."""


def transfer_verdict(valid, same, transferable, overrides=False):
    """Whether a warranty card may be given to somebody.

    :param bool valid: the card is valid
    :param bool same: it is theirs already
    :param bool transferable: the warranty was promised to whoever owns it
    :param bool overrides: somebody who may let it pass all the same says why
    :return: why not: ``not_valid``, ``same``, ``not_transferable``; empty when it may
    """
    if not valid:
        return "not_valid"
    if same:
        return "same"
    if not transferable and not overrides:
        return "not_transferable"
    return ""
