"""Who is held out, and what is chance: plain functions."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.hau_mai.tools.care import trade_days
from odoo.addons.hau_mai.tools.effect import effect, in_holdout


def test_the_share_held_out_is_what_was_asked_for():
    for percent in (5, 10, 30):
        held = sum(in_holdout(7, customer, percent) for customer in range(20000))
        assert abs(held / 20000 * 100 - percent) < 1, (percent, held)


def test_rules_hold_out_different_customers():
    first = {customer for customer in range(5000) if in_holdout(1, customer, 10)}
    second = {customer for customer in range(5000) if in_holdout(2, customer, 10)}
    assert len(first & second) < 0.3 * len(first)


@given(st.integers(1, 10**6), st.integers(1, 10**9), st.floats(0, 100), st.floats(0, 100))
def test_who_is_held_out_stays_held_out_with_a_higher_share(rule, customer, one, other):
    low, high = sorted((one, other))
    assert in_holdout(rule, customer, low) <= in_holdout(rule, customer, high)


def test_nobody_is_held_out_of_nothing():
    assert not any(in_holdout(1, customer, 0) for customer in range(1000))


def test_the_effect_and_how_sure_it_is():
    cases = [
        # contacted, bought, held, bought without, verdict, difference
        (0, 0, 0, 0, "nobody", 0),
        (200, 20, 0, 0, "no_holdout", 0),
        (100, 2, 10, 0, "too_few", 2),
        (1000, 0, 100, 0, "too_few", 0),
        (1000, 110, 100, 10, "chance", 1),
        (1000, 120, 1000, 90, "likely", 3),
        (1000, 200, 1000, 100, "sure", 10),
        (1000, 100, 1000, 200, "sure", -10),
    ]
    for *figures, verdict, difference in cases:
        found = effect(*figures)
        assert (found.verdict, round(found.difference, 6)) == (verdict, difference), figures


def test_the_p_value_is_that_of_the_textbook():
    # 120 of 1000 against 90 of 1000: z = 2.188, p = 0.0286
    assert abs(effect(1000, 120, 1000, 90).p_value - 0.0286) < 0.0005


def test_yearly_days_and_listed_days():
    first, last = date(2027, 1, 1), date(2028, 12, 31)
    assert trade_days(first, last, 2, 29) == [date(2027, 2, 28), date(2028, 2, 29)]
    assert trade_days(first, last, 10, 20) == [date(2027, 10, 20), date(2028, 10, 20)]
    tet = [date(2028, 1, 26), date(2026, 2, 17), date(2027, 2, 6)]
    assert trade_days(first, last, listed=tet) == [date(2027, 2, 6), date(2028, 1, 26)]
    assert trade_days(date(2027, 2, 7), date(2028, 1, 25), listed=tet) == []
