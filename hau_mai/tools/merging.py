"""What a case has to which others were merged: its items and its moments. Without the ORM."""


def earliest(moments):
    """The first of these moments; False when there is none."""
    return min((moment for moment in moments if moment), default=False)


def own_moment(shown, given, remembered):
    """What a case has by itself, when what it shows may come from the cases merged into it.

    :param shown: what it shows now
    :param given: what the cases merged into it have
    :param remembered: what it had by itself when it was last looked at
    """
    return remembered if shown in given else shown


def join_items(parts):
    """Several ``{model: [ids]}``, or nothing, as one."""
    whole = {}
    for part in filter(None, parts):
        for model, ids in part.items():
            whole.setdefault(model, []).extend(ids)
    return whole


def without_items(items, others):
    """What of ``{model: [ids]}`` is not among others."""
    return {
        model: [number for number in ids if number not in set(others.get(model, ()))]
        for model, ids in items.items()
    }
