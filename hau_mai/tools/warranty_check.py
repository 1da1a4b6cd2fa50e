"""A question to the public page about a warranty: a number, and the end of a phone number.

Without the ORM. What is compared always has the same length, and everything is compared,
so that time says nothing about which part was wrong.
"""

import hmac
import re

#: So many of a phone number's last digits are asked for.
DIGITS = 4

#: The end of a phone number that is none: no digits are the same.
NOBODY = "-" * DIGITS

#: A field may hold so many numbers: "090 123 4567 / 091 234 5678".
NUMBERS = 2

#: A longer number is none of ours: nobody writes it on a device.
MAX_LENGTH = 64

_BETWEEN = re.compile(r"[/;,|\n]")


def last_digits(text):
    """The digits by which a phone number is compared, or :data:`NOBODY` without enough."""
    digits = re.sub(r"[^0-9]", "", text or "")
    return digits[-DIGITS:] if len(digits) >= DIGITS else NOBODY


def phone_ends(phone):
    """What each number of a phone field ends with; always :data:`NUMBERS` ends."""
    parts = _BETWEEN.split(phone or "")[:NUMBERS]
    return [last_digits(part) for part in parts] + [NOBODY] * (NUMBERS - len(parts))


def knows_phone(digits, phones):
    """Whether what was typed is the end of one of the phone numbers.

    :param str digits: as :func:`last_digits` gives it
    :param phones: the people's; None stands for one that is not there
    """
    found = False
    for phone in phones:
        for end in phone_ends(phone):
            found |= hmac.compare_digest(digits, end)
    return found and digits != NOBODY
