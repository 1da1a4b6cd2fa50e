"""What somebody typed or scanned at the counter, without the ORM."""

import re
from urllib.parse import unquote, urlsplit

#: What is left of a phone number without country code and leading zero, at most:
#: 903 123 456 in Vietnam.
PHONE_DIGITS = 9

#: Fewer digits than this are no phone number, not even its end.
MIN_DIGITS = 4

#: Part of an address before an id -> what the id is of.
_ROUTES = {
    "services": "hau_mai.service",
    "service-jobs": "hau_mai.service",
    "warranty-cards": "hau_mai.unit",
}


def read_scan(text):
    """What a text from the box means.

    A QR code holds an address more often than a number: then what counts is the last
    part of its path, without anything behind "?" or "#".

    :return: ``(model, code)``: a model and an id where the address names them, else
        None and the text to look for
    """
    text = (text or "").strip()
    if not re.match(r"(https?://|www\.)\S+$", text, re.IGNORECASE):
        return None, text
    address = text if "://" in text else f"https://{text}"
    parts = [unquote(part) for part in urlsplit(address).path.split("/") if part]
    if not parts:
        return None, text
    model = _ROUTES.get(parts[-2]) if len(parts) > 1 and parts[-1].isdigit() else None
    return model, parts[-1].strip()


def phone_digits(text):
    """The digits by which a number is looked for: "+84 90 123 45 67" and "090 1234 567"
    are both 901234567; empty when it cannot be a number.
    """
    digits = "".join(char for char in text or "" if char.isdigit())
    if any(char.isalpha() for char in text or "") or not digits.strip("0"):
        return ""
    # the end of a number may begin with zeros itself (000 111), but 00 means abroad
    bare = digits.lstrip("0")
    if len(bare) < MIN_DIGITS:
        bare = digits[-len(bare) - 1 :]
    return bare[-PHONE_DIGITS:] if len(bare) >= MIN_DIGITS else ""


def same_number(first, second):
    """Whether two phone numbers, however they were typed, are one."""
    digits = phone_digits(first)
    return bool(digits) and digits == phone_digits(second)


def looks_like_serial(text):
    """Whether something unknown may be the number on a device: one word with a digit
    in it that is no phone number.
    """
    if not re.fullmatch(r"[\w./-]{4,}", text) or not any(char.isdigit() for char in text):
        return False
    return not re.fullmatch(r"(0|84)\d{8,10}", text)
