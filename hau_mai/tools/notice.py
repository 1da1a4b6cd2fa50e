"""How and when a customer is told something of a job, without the ORM."""

#: setting of the company -> channels that are tried, in this order
CHANNELS = {"email": ("email",), "sms": ("sms",), "email_sms": ("email", "sms")}


def choose_channel(tell_by, verdicts):
    """The way a customer is told.

    :param str tell_by: a key of ``CHANNELS``
    :param verdicts: {channel: (allowed, reason)}
    :return: (channel, ""), or (None, reason) when they must not or cannot be told
    """
    reasons = []
    for channel in CHANNELS[tell_by]:
        allowed, reason = verdicts[channel]
        if allowed:
            return channel, ""
        reasons.append(reason)
    return None, " ".join(dict.fromkeys(reasons))


def parse_ladder(text):
    """Days after which a reminder is due, from text such as "7, 14, 30"; empty for none.

    :raises ValueError: for anything that is not whole days, each more than the one before
    """
    steps = tuple(int(part) for part in (text or "").replace(";", ",").split(",") if part.strip())
    if any(step < 1 for step in steps) or list(steps) != sorted(set(steps)):
        raise ValueError(text)
    return steps


def steps_reached(ladder, days):
    """How many steps of the ladder have come after so many days."""
    return sum(days >= step for step in ladder)
