"""What is decided about a try to activate, and why: plain functions."""

from datetime import date, timedelta
from itertools import product

import pytest

from odoo.addons.hau_mai.tools.activation import (
    DEALER_DAYS,
    TRUST,
    Card,
    Claim,
    decide,
    is_whole_number,
    sale_day_problem,
)

TODAY = date(2026, 1, 20)
CARD = Card("valid", True, None, None, None, "AP1", False)


def claim(known_by="owner", day=TODAY, serial="AP1", has_proof=False, taken=False):
    return Claim(known_by, day, serial, has_proof, taken)


@pytest.mark.parametrize(
    ("card", "said", "confirms", "expected"),
    [
        (CARD, claim(), False, ("accepted", "at_once")),
        (CARD, claim(), True, ("waiting", "confirm")),
        (CARD, claim("phone"), False, ("accepted", "at_once")),
        (CARD, claim("other"), False, ("waiting", "phone")),
        (CARD, claim("phone", serial="X"), False, ("waiting", "serial")),
        (CARD, claim("phone", serial=""), False, ("waiting", "serial")),
        (CARD, claim("owner", serial=""), False, ("accepted", "at_once")),
        (CARD, claim("owner", serial="X"), False, ("waiting", "serial")),
        (CARD._replace(serial=""), claim("phone", serial="X"), False, ("accepted", "at_once")),
        (
            CARD._replace(serial=""),
            claim(serial="X", taken=True),
            False,
            ("waiting", "serial_taken"),
        ),
        (CARD._replace(wants_proof=True), claim(), False, ("waiting", "proof")),
        (CARD._replace(wants_proof=True), claim(has_proof=True), False, ("accepted", "at_once")),
        (CARD._replace(wants_proof=True), claim("dealer"), False, ("accepted", "at_once")),
        (CARD._replace(state="void"), claim(), False, ("refused", "not_valid")),
        (CARD._replace(activated=TODAY), claim("dealer"), False, ("needless", "activated")),
        (CARD._replace(started=TODAY), claim(), False, ("needless", "started")),
        (CARD._replace(started=TODAY), claim("dealer"), False, ("accepted", "at_once")),
        (CARD._replace(by_activation=False), claim(), False, ("needless", "not_by_activation")),
        (CARD._replace(by_activation=False), claim("dealer"), False, ("accepted", "at_once")),
        (CARD._replace(asked_by="other"), claim("other"), False, ("needless", "asked")),
        (CARD._replace(asked_by="other"), claim("phone"), True, ("waiting", "confirm")),
        (CARD._replace(asked_by="owner"), claim("phone"), True, ("needless", "asked")),
        (CARD._replace(asked_by="owner"), claim("phone"), False, ("accepted", "at_once")),
    ],
)
def test_what_becomes_of_a_try(card, said, confirms, expected):
    assert decide(card, said, TODAY, confirms) == expected


def test_a_dealer_who_comes_late_is_asked():
    at = [TODAY - timedelta(days=days) for days in (DEALER_DAYS, DEALER_DAYS + 1)]
    answers = [decide(CARD, claim("dealer", day), TODAY, False).state for day in at]
    assert answers == ["accepted", "waiting"]


def test_a_stranger_is_never_believed_whatever_else_holds():
    everything = product(
        (None, TODAY), (None, TODAY), (None, *TRUST), ("", "AP1"), (True, False), (True, False)
    )
    for activated, started, asked_by, serial, proof, confirms in everything:
        card = Card("valid", True, activated, started, asked_by, serial, proof)
        for said in ("", "AP1", "X"):
            answer = decide(card, claim("other", serial=said), TODAY, confirms)
            assert answer.state in ("waiting", "needless")


@pytest.mark.parametrize(
    ("day", "bought", "problem"),
    [
        (False, None, "missing"),
        (None, None, "missing"),
        (TODAY + timedelta(days=1), None, "future"),
        (TODAY, TODAY, None),
        (TODAY - timedelta(days=1), TODAY, "before_bought"),
        (TODAY - timedelta(days=900), False, None),
    ],
)
def test_the_day_of_a_sale(day, bought, problem):
    assert sale_day_problem(day, TODAY, bought) == problem


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("0905 556 677", True),
        ("+84905556677", True),
        ("(028) 3822-0000", True),
        ("6677", False),
        ("", False),
        (None, False),
        ("call me", False),
    ],
)
def test_what_is_a_whole_number(text, whole):
    assert is_whole_number(text) == whole
