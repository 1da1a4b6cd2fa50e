"""The decisions about extended warranties, and their dates against a simulation."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.hau_mai.tools.extension import (
    Card,
    Package,
    Target,
    Track,
    extension_start,
    extension_verdict,
    package_fits,
    plan_extension,
    quantity_fault,
    track_end,
)
from odoo.addons.hau_mai.tools.recurrence import add_duration

DAY = date(2026, 1, 10)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def test_it_goes_on_after_the_last_day():
    start = extension_start("base_end", DAY, (DAY, date(2027, 1, 10)), False, DAY)
    assert add_duration(start, 12, "month") == date(2028, 1, 10)


@given(days, days, days, st.sampled_from(["base_end", "at_once"]), st.none() | days, days)
def test_never_before_it_was_sold_nor_drawn_forward(sold_on, start, end, how, current, today):
    day = extension_start(how, sold_on, (start, end), current, today)
    assert day >= sold_on
    assert day >= (start if how == "at_once" else end)
    if current and current < today:
        assert day >= current
    else:
        assert day == max(sold_on, start if how == "at_once" else end)


@given(days, days, st.sampled_from(["base_end", "at_once"]))
def test_it_waits_with_its_base(sold_on, today, how):
    assert extension_start(how, sold_on, (False, False), False, today) is False


def test_without_a_base():
    assert extension_start("at_once", DAY, None, False, DAY) == DAY
    assert extension_start("base_end", DAY, None, False, DAY) is False
    assert extension_start("base_end", DAY, None, date(2027, 1, 1), DAY) == date(2027, 1, 1)


def test_verdicts():
    day = date(2027, 1, 10)
    good = Target("valid", True, True, False, day)
    for change, how, expired, code in [
        ({}, "base_end", False, "ok"),
        ({"state": "void"}, "at_once", True, "state"),
        ({"state": "returned"}, "base_end", True, "state"),
        ({"same_customer": False}, "base_end", True, "customer"),
        ({"has_base": False}, "base_end", True, "nothing"),
        ({"has_base": False, "last_day": False}, "at_once", False, "ok"),
        ({"for_life": True, "last_day": False}, "base_end", False, "for_life"),
        ({"last_day": day - timedelta(days=1)}, "base_end", False, "expired"),
        ({"last_day": day - timedelta(days=1)}, "at_once", False, "expired"),
        ({"last_day": day - timedelta(days=1)}, "base_end", True, "ok"),
        ({"last_day": False}, "base_end", False, "ok"),
    ]:
        target = good._replace(**change)
        assert extension_verdict(target, how, expired, day) == (code == "ok", code), change


def test_tracks():
    parts = (frozenset({7}), frozenset())
    main = Track(1, True, None, None)
    part = Track(2, False, parts, None)
    more = Track(3, True, None, 1)
    assert track_end(None, []) is None
    assert track_end(None, [main, part]) == 1
    assert track_end(None, [main, part, more]) == 3
    assert track_end(parts, [main, part, more]) == 2
    assert track_end((frozenset({8}), frozenset()), [main, part, more]) == 3
    part_more = Track(4, False, parts, 2)
    assert track_end(parts, [main, part, more, part_more]) == 4


@given(st.lists(st.integers(0, 30), min_size=1, max_size=12))
def test_a_chain_has_one_end_wherever_it_is_cut(lengths):
    """Taking a period out joins its neighbours: the end of the track stays unique."""
    tracks = [Track(n, True, None, n - 1 or None) for n in range(1, len(lengths) + 1)]
    for gone in lengths:
        left = [t for t in tracks if t.id != gone or t.id == 1]
        if len(left) < len(tracks):
            base = next(t for t in tracks if t.id == gone).follows
            left = [t._replace(follows=base) if t.follows == gone else t for t in left]
        tracks = left
        assert track_end(None, tracks) == max(t.id for t in tracks)


@given(
    st.floats(0, 30),
    st.lists(st.tuples(st.integers(1, 5), st.booleans(), st.booleans()), max_size=8),
)
def test_who_is_extended(wanted, rows):
    cards = [Card(n, quantity, free, mine) for n, (quantity, free, mine) in enumerate(rows)]
    plan = plan_extension(wanted, cards)
    by_id = {card.id: card for card in cards}
    used = sum(by_id[id_].quantity for id_ in plan.ids)
    assert used <= wanted + 1e-6
    assert len(set(plan.ids)) == len(plan.ids)
    assert all(by_id[id_].mine or by_id[id_].open for id_ in plan.ids)
    assert abs(plan.missing - (wanted - used)) < 1e-5
    left = [c for c in cards if (c.mine or c.open) and c.id not in plan.ids]
    assert all(card.quantity > wanted - used for card in left), "none is left out that fits"
    again = [card._replace(mine=card.id in plan.ids) for card in cards]
    assert set(plan_extension(used, again).ids) == set(plan.ids), "what is extended stays so"


def test_quantities():
    assert quantity_fault(2, 2, False, 0) is None
    assert quantity_fault(2, 2, False, 1) == "too_many"
    assert quantity_fault(40, 50, True, 0) == "part"
    assert quantity_fault(50, 50, True, 0) is None
    assert quantity_fault(0, 50, True, 0) is None


def test_packages():
    assert package_fits([1, 2], 10, Package(set(), 0, 0))
    assert package_fits([1, 2], 10, Package({1}, 0, 10))
    assert not package_fits([1, 2], 10, Package({3}, 0, 0))
    assert not package_fits([1, 2], 10, Package({2}, 10.5, 0))
    assert not package_fits([1, 2], 10.5, Package({2}, 0, 10))
