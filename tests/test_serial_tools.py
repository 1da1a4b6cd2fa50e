"""Serial numbers as plain functions: what is read, what is right, where it goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.hau_mai.tools.serials import (
    IMEI_LENGTH,
    deal_serials,
    imei_fault,
    luhn_digit,
    serial_key,
    serial_verdict,
    split_serials,
)

DIGITS = st.text("0123456789", min_size=IMEI_LENGTH - 1, max_size=IMEI_LENGTH - 1)


@pytest.mark.parametrize(
    ("text", "serials"),
    [
        ("A1\nB2\r\nC3", ["A1", "B2", "C3"]),
        ("A1\tB2\n\n\nC3, D4; E5", ["A1", "B2", "C3", "D4", "E5"]),
        ("\ufeff A 1\u200b \n\u00a0B2\x1d", ["A 1", "B2"]),
        ("=HYPERLINK(1)\n<b>2</b>", ["=HYPERLINK(1)", "<b>2</b>"]),
        (" \n,;\t", []),
        (None, []),
    ],
)
def test_what_is_read(text, serials):
    assert split_serials(text) == serials


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("490154203237518", None),
        ("49-015420-323751-8", None),
        ("49 015420 323751 8", None),
        ("490154203237517", "check"),
        ("49015420323751", "length"),
        ("4901542032375180", "length"),
        ("49015420323751X", "digits"),
        ("٤٩٠١٥٤٢٠٣٢٣٧٥١٨", "digits"),
        ("", "digits"),
    ],
)
def test_what_is_an_imei(text, fault):
    assert imei_fault(text) == fault


@given(DIGITS)
def test_every_body_has_one_check_digit(body):
    right = [digit for digit in "0123456789" if imei_fault(body + digit) is None]
    assert right == [luhn_digit(body)]


@given(DIGITS, st.integers(0, IMEI_LENGTH - 1), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(body, place, by):
    imei = body + luhn_digit(body)
    wrong = imei[:place] + str((int(imei[place]) + by) % 10) + imei[place + 1 :]
    assert imei_fault(wrong) == "check"


@pytest.mark.parametrize(
    ("serial", "facts", "verdict"),
    [
        ("SN-1", {}, ("ok", "")),
        ("---", {}, ("refuse", "no_code")),
        ("SN-1", {"twice": True, "sold": True}, ("refuse", "twice")),
        ("8934567", {"barcode": "893 4567"}, ("refuse", "barcode")),
        ("123", {"imei": True}, ("refuse", "imei_length")),
        ("490154203237518", {"imei": True}, ("ok", "")),
        ("SN-1", {"sold": True, "sold_before": True}, ("confirm", "sold")),
        ("SN-1", {"sold_before": True}, ("note", "sold_before")),
        ("090 123 4567", {}, ("note", "phone")),
        ("+84901234567", {}, ("note", "phone")),
        ("09012345678", {}, ("ok", "")),
    ],
)
def test_verdicts(serial, facts, verdict):
    assert serial_verdict(serial, **facts) == verdict


SERIALS = st.lists(st.text("AB12 -", max_size=4), max_size=12)


@given(SERIALS, st.lists(st.integers(), max_size=6, unique=True), st.sets(st.sampled_from("A1")))
def test_dealing_loses_and_doubles_nothing(serials, places, taken):
    dealt = deal_serials(serials, taken, places)
    said = [serial for _place, serial in dealt.given] + dealt.twice + dealt.left
    assert sorted(said) == sorted(serials)
    assert [place for place, _serial in dealt.given] == places[: len(dealt.given)]
    keys = [key for _place, serial in dealt.given if (key := serial_key(serial))]
    assert len(set(keys)) == len(keys) and not taken & set(keys)
    assert not dealt.left or len(dealt.given) == len(places)
