"""By which way a message leaves for a customer, what is tried next, what it costs.

Without the ORM. Channels are those of the contact gate.
"""

#: What a rule sends by itself, and what a voucher or a question is sent by.
MESSAGE_CHANNELS = ("email", "sms", "messenger")

#: How something leaves that is no message -> the channel the gate is asked for.
OTHER_CHANNELS = {"activity": "activity", "gift": "post"}

#: What is tried when a message does not arrive, in this order.
FALLBACKS = {
    "none": (),
    "sms": ("sms",),
    "email": ("email",),
    "sms_email": ("sms", "email"),
}

#: What became of a message, from the least to the most that is known of it.
PROGRESS = ("queued", "logged", "sent", "opened", "answered")

#: Characters of the GSM 7-bit alphabet (3GPP TS 23.038) and those that count twice in it.
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€")


def ways(first, fallback):
    """The channels a message is tried by, in this order, each once.

    >>> ways("sms", "sms_email")
    ('sms', 'email')
    """
    return tuple(dict.fromkeys((first, *FALLBACKS[fallback])))


def way_after(current, first, fallback):
    """The channel tried after ``current``, or None when there is none left."""
    chain = ways(first, fallback)
    if current not in chain:
        return None
    rest = chain[chain.index(current) + 1 :]
    return rest[0] if rest else None


def is_news(known, heard):
    """Whether a report says more of a message than was known. A failure is corrected by success.

    :param str known: what is written down, None for nothing
    :param str heard: one of :data:`PROGRESS`
    """
    return known not in PROGRESS or PROGRESS.index(heard) > PROGRESS.index(known)


def sms_parts(text):
    """How many SMS a text takes, as they are charged (3GPP TS 23.040).

    One letter outside the GSM alphabet, such as "ễ", makes all of it Unicode: 70
    characters instead of 160, 67 instead of 153 in a text of several parts.
    """
    text = text or ""
    if all(char in _GSM or char in _GSM_TWICE for char in text):
        length, one, more = sum(2 if char in _GSM_TWICE else 1 for char in text), 160, 153
    else:
        length, one, more = len(text.encode("utf-16-le")) // 2, 70, 67
    return 1 if length <= one else -(-length // more)
