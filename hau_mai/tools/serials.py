"""Serial numbers as they are typed, pasted and scanned, without the ORM."""

import re
import unicodedata
from collections import namedtuple

#: What stands between two serial numbers: lines, the cells of a spreadsheet, a list.
SEPARATORS = re.compile(r"[\r\n\t,;]+")

#: Digits of an IMEI (3GPP TS 23.003, 6.2.1): the last one checks the others.
IMEI_LENGTH = 15

#: A Vietnamese phone number, with or without the country's code.
PHONE = re.compile(r"(0|\+?84)\d{9}")

#: ``level``: ok, note (told), confirm (has to be confirmed) or refuse; ``code``: why.
Verdict = namedtuple("Verdict", "level code")

#: ``given``: list of (place, serial number); ``twice``: what was there already; ``left``:
#: what found no place.
Dealt = namedtuple("Dealt", "given twice left")


def split_serials(text):
    """The serial numbers in a text, in order; nothing of them is changed but what nobody sees."""
    return [serial for part in SEPARATORS.split(text or "") if (serial := clean_serial(part))]


def clean_serial(text):
    """A serial number without spaces around it and without the invisible characters that
    scanners and spreadsheets add."""
    visible = "".join(
        " " if unicodedata.category(char) == "Zs" else char
        for char in text or ""
        if unicodedata.category(char) not in ("Cc", "Cf")
    )
    return visible.strip()


def serial_key(text):
    """Letters and digits of a code, in capitals: "ab 12-3" and "AB123" are the same."""
    return "".join(char for char in (text or "") if char.isalnum()).upper()


def imei_fault(text):
    """What is wrong with an IMEI, written with spaces or dashes or without.

    :return: digits, length or check; None when it is right
    """
    digits = re.sub(r"[\s./-]", "", text or "")
    if not re.fullmatch(r"[0-9]+", digits):
        return "digits"
    if len(digits) != IMEI_LENGTH:
        return "length"
    return None if luhn_digit(digits[:-1]) == digits[-1] else "check"


def luhn_digit(digits):
    """The check digit that belongs behind these digits (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def serial_verdict(serial, *, imei=False, twice=False, barcode="", sold=False, sold_before=False):
    """What there is to say about one serial number.

    :param bool imei: the product says that it is an IMEI
    :param bool twice: it stands on another piece of the same entry
    :param str barcode: of the product: the same on every box
    :param bool sold: another valid card bears it
    :param bool sold_before: only cards bear it whose sale did not happen, or came back
    :return: a :class:`Verdict`
    """
    key = serial_key(serial)
    if not key:
        return Verdict("refuse", "no_code")
    if twice:
        return Verdict("refuse", "twice")
    if barcode and key == serial_key(barcode):
        return Verdict("refuse", "barcode")
    if imei and (fault := imei_fault(serial)):
        return Verdict("refuse", f"imei_{fault}")
    if sold:
        return Verdict("confirm", "sold")
    if sold_before:
        return Verdict("note", "sold_before")
    if PHONE.fullmatch(serial.replace(" ", "")):
        return Verdict("note", "phone")
    return Verdict("ok", "")


def deal_serials(serials, taken, places):
    """Give serial numbers to places that have none, one after the other.

    :param serials: the serial numbers, in the order of the boxes
    :param taken: keys (:func:`serial_key`) of those that stand somewhere already
    :param places: the places without one, in order
    :return: :class:`Dealt`
    """
    dealt = Dealt([], [], [])
    seen, free = set(taken), iter(places)
    for serial in serials:
        key = serial_key(serial)
        if key and key in seen:
            dealt.twice.append(serial)
            continue
        place = next(free, None)
        if place is None:
            dealt.left.append(serial)
            continue
        seen.add(key)
        dealt.given.append((place, serial))
    return dealt
