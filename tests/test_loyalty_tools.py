"""Which tier, until when: the rules without the database."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.hau_mai.tools.loyalty import (
    Facts,
    Figures,
    Rung,
    State,
    keep_from,
    ladder_faults,
    meets,
    missing,
    review,
    tier_reached,
    validity_end,
    window_start,
)

TODAY = date(2026, 6, 15)
BASE = Rung(id=1)
SILVER = Rung(id=2, amount_min=1000)
GOLD = Rung(id=3, amount_min=5000, amount_keep=3000, grace_days=15)
LADDER = [BASE, SILVER, GOLD]
WINDOW = ("rolling", 12)


def facts(amount=0, kept=None, orders=0, points=0, **state):
    bought = bool(amount or orders)
    reached = Figures(amount, orders, points, bought)
    kept = reached if kept is None else Figures(kept, orders, points, bought)
    return Facts(State(**state), {WINDOW: reached}, kept)


def held(rung, until, **more):
    return {
        "tier_id": rung.id,
        "since": until - timedelta(days=365),
        "until": until,
        "drop": until + timedelta(days=rung.grace_days),
        **more,
    }


class TestWindows(BaseCase):
    def test_windows_begin(self):
        for window, months, day, since, first in (
            ("rolling", 12, date(2027, 1, 10), None, date(2026, 1, 11)),
            ("rolling", 1, date(2026, 3, 31), None, date(2026, 3, 1)),
            ("rolling", 12, date(2024, 2, 29), None, date(2023, 3, 1)),
            ("calendar_year", 12, date(2026, 12, 31), None, date(2026, 1, 1)),
            ("calendar_year", 12, date(2026, 1, 1), None, date(2026, 1, 1)),
            ("lifetime", 12, TODAY, date(2020, 1, 1), None),
            ("since_upgrade", 12, TODAY, date(2026, 5, 1), date(2026, 5, 2)),
            ("since_upgrade", 12, TODAY, None, None),
        ):
            with self.subTest(window=window, day=day):
                self.assertEqual(window_start(window, months, day, since), first)

    def test_a_tier_ends_by_the_civil_code(self):
        self.assertEqual(validity_end(SILVER, date(2026, 1, 10)), date(2027, 1, 10))
        self.assertEqual(validity_end(SILVER, date(2024, 2, 29)), date(2025, 2, 28))
        month = replace(SILVER, validity_months=1)
        self.assertEqual(validity_end(month, date(2026, 1, 31)), date(2026, 2, 28))
        yearly = replace(SILVER, window="calendar_year")
        self.assertEqual(validity_end(yearly, date(2026, 3, 10)), date(2027, 12, 31))

    def test_what_everybody_has_does_not_end(self):
        self.assertIsNone(validity_end(BASE, TODAY))
        self.assertIsNone(validity_end(replace(SILVER, validity_months=0), TODAY))

    def test_what_led_to_a_tier_does_not_keep_it(self):
        until = validity_end(SILVER, TODAY)
        self.assertEqual(keep_from(SILVER, until, TODAY), TODAY + timedelta(days=1))
        since = replace(SILVER, window="since_upgrade")
        self.assertEqual(keep_from(since, until, TODAY), TODAY + timedelta(days=1))


class TestReaching(BaseCase):
    def test_exactly_the_threshold_is_enough(self):
        for amount, expected in ((0, None), (1, BASE), (999.99, BASE), (1000, SILVER),
                                 (4999.99, SILVER), (5000, GOLD), (10**9, GOLD)):  # fmt: skip
            with self.subTest(amount=amount):
                figures = {WINDOW: Figures(amount, 1, 0, amount > 0)}
                self.assertEqual(tier_reached(LADDER, figures), expected)

    def test_any_or_all(self):
        both = Rung(id=9, amount_min=1000, orders_min=3, points_min=50, match="all")
        either = replace(both, match="any")
        for amount, orders, points, by_any, by_all in (
            (999, 2, 49, False, False),
            (1000, 2, 49, True, False),
            (0, 3, 0, True, False),
            (0, 0, 50, True, False),
            (1000, 3, 49, True, False),
            (1000, 3, 50, True, True),
        ):
            with self.subTest(amount=amount, orders=orders, points=points):
                figures = Figures(amount, orders, points, True)
                self.assertEqual((meets(either, figures), meets(both, figures)), (by_any, by_all))

    def test_what_is_missing(self):
        self.assertEqual(missing(GOLD, Figures(4999)), {"amount": 1})
        self.assertEqual(missing(GOLD, Figures(2000), keeping=True), {"amount": 1000})
        self.assertEqual(missing(GOLD, Figures(6000)), {"amount": 0})
        self.assertEqual(missing(BASE, Figures()), {})

    def test_a_closed_tier_is_not_reached(self):
        ladder = [BASE, replace(SILVER, is_open=False), GOLD]
        self.assertEqual(tier_reached(ladder, {WINDOW: Figures(2000, 1, 0, True)}), BASE)
        self.assertIsNone(tier_reached([], {}))

    def test_a_ladder_that_falls_is_named(self):
        cheap = Rung(id=8, amount_min=500)
        self.assertEqual(ladder_faults(LADDER), [])
        self.assertEqual(ladder_faults([SILVER, cheap]), [(SILVER, cheap, "amount_min")])
        self.assertEqual(ladder_faults([SILVER, replace(cheap, window="lifetime")]), [])


class TestReview(BaseCase):
    def test_an_upgrade_comes_at_once_and_over_several_steps(self):
        verdict = review(LADDER, facts(5000, tier_id=1), TODAY)
        self.assertEqual((verdict.rung, verdict.kind), (GOLD, "upgrade"))
        self.assertEqual(verdict.until, date(2027, 6, 15))
        self.assertEqual(verdict.drop, date(2027, 6, 30))
        self.assertEqual(verdict.keep_from, date(2026, 6, 16))

    def test_first_review_is_silent_until_all_were_counted(self):
        new = facts(5000, is_new=True)
        self.assertEqual(review(LADDER, replace(new, is_running=False), TODAY).kind, "first")
        self.assertEqual(review(LADDER, new, TODAY).kind, "upgrade")
        self.assertEqual(review(LADDER, facts(10, is_new=True), TODAY).kind, "first")

    def test_new_rules_are_named(self):
        self.assertEqual(
            review(LADDER, facts(5000, tier_id=2, new_rules=True), TODAY).kind, "rules"
        )

    def test_validity_and_grace_on_both_sides(self):
        for days, kept, rung, kind in (
            (0, 0, GOLD, ""),  # its last day
            (1, 0, GOLD, ""),  # the first day of grace
            (15, 0, GOLD, ""),  # the last one
            (16, 0, SILVER, "downgrade"),
            (0, 3000, GOLD, ""),
            (1, 3000, GOLD, "renewal"),
            (1, 2999.99, GOLD, ""),
            (15, 3000, GOLD, "renewal"),
            (16, 3000, GOLD, "renewal"),  # the job came late: what was bought counts
            (16, 2999.99, SILVER, "downgrade"),
        ):
            with self.subTest(days=days, kept=kept):
                until = TODAY - timedelta(days=days)
                verdict = review(LADDER, facts(0, kept=kept, **held(GOLD, until)), TODAY)
                self.assertEqual((verdict.rung, verdict.kind), (rung, kind))

    def test_a_renewal_follows_without_a_gap(self):
        until = TODAY - timedelta(days=10)
        verdict = review(LADDER, facts(0, kept=3000, **held(GOLD, until)), TODAY)
        self.assertEqual(verdict.until, date(2027, 6, 5))
        long_ago = date(2024, 1, 1)
        verdict = review(LADDER, facts(0, kept=3000, **held(GOLD, long_ago)), TODAY)
        self.assertEqual(verdict.until, date(2027, 6, 15))

    def test_drop_one_step_or_to_fit_never_below_what_is_reached(self):
        over = TODAY - timedelta(days=16)
        fit = replace(GOLD, drop="to_fit")
        for rung, amount, expected in (
            (GOLD, 0, SILVER),
            (GOLD, 1, SILVER),
            (fit, 0, None),
            (fit, 1, BASE),
            (fit, 1000, SILVER),
        ):
            with self.subTest(drop=rung.drop, amount=amount):
                ladder = [BASE, SILVER, rung]
                verdict = review(ladder, facts(amount, kept=0, **held(rung, over)), TODAY)
                self.assertEqual(verdict.rung, expected)

    def test_who_still_reaches_it_keeps_it(self):
        over = TODAY - timedelta(days=16)
        verdict = review(LADDER, facts(5000, kept=0, **held(GOLD, over)), TODAY)
        self.assertEqual(verdict.kind, "renewal")

    def test_given_by_hand_until_its_day_then_what_was_earned(self):
        earned = State(**held(SILVER, TODAY + timedelta(days=100)))
        given = held(GOLD, TODAY, locked_until=TODAY, earned=earned)
        self.assertEqual(review(LADDER, facts(0, **given), TODAY).code, "locked")
        verdict = review(LADDER, facts(0, **given), TODAY + timedelta(days=1))
        self.assertEqual((verdict.rung, verdict.kind, verdict.unlocks), (SILVER, "downgrade", True))
        self.assertEqual(verdict.until, earned.until)
        verdict = review(LADDER, facts(5000, **given), TODAY + timedelta(days=1))
        self.assertEqual((verdict.rung, verdict.unlocks), (GOLD, True))

    def test_an_upgrade_begins_the_counting_anew(self):
        resets = replace(facts(5000, tier_id=2), resets=True)
        self.assertEqual(review(LADDER, resets, TODAY).counted_from, date(2026, 6, 16))
        self.assertIsNone(review(LADDER, facts(5000, tier_id=2), TODAY).counted_from)

    def test_new_rules_at_once(self):
        gold = held(GOLD, TODAY + timedelta(days=100), refit=True)
        verdict = review(LADDER, facts(1000, **gold), TODAY)
        self.assertEqual((verdict.rung, verdict.kind), (SILVER, "rules"))

    def test_nobody_without_purchases_has_a_tier(self):
        self.assertIsNone(review(LADDER, facts(), TODAY).rung)
        self.assertIsNone(review([], facts(5000), TODAY).rung)


amounts = st.integers(0, 60).map(lambda n: n * 100.0)
windows = st.sampled_from([("rolling", 6), ("rolling", 12), ("calendar_year", 12),
                           ("lifetime", 12), ("since_upgrade", 12)])  # fmt: skip


@st.composite
def rungs(draw, tier_id):
    window, months = draw(windows)
    return Rung(
        id=tier_id,
        amount_min=draw(amounts),
        amount_keep=draw(amounts),
        orders_min=draw(st.integers(0, 4)),
        points_min=draw(st.sampled_from([0, 0, 10, 20])),
        match=draw(st.sampled_from(["any", "all"])),
        window=window,
        window_months=months,
        validity_months=draw(st.sampled_from([0, 1, 12])),
        grace_days=draw(st.integers(0, 3)),
        drop=draw(st.sampled_from(["one_step", "to_fit"])),
        is_open=draw(st.sampled_from([True, True, True, False])),
    )


@st.composite
def ladders(draw):
    return [draw(rungs(tier_id)) for tier_id in range(1, draw(st.integers(1, 4)) + 1)]


def states(ladder):
    near = st.integers(-20, 20).map(lambda days: TODAY + timedelta(days=days))
    plain = st.builds(
        State,
        tier_id=st.sampled_from([0, *(rung.id for rung in ladder)]),
        since=near,
        until=st.none() | near,
        is_new=st.booleans(),
        new_rules=st.booleans(),
        refit=st.booleans(),
    )
    return plain | st.builds(replace, plain, locked_until=near, earned=st.none() | plain)


figures = st.builds(
    Figures, amounts, st.integers(0, 5), st.sampled_from([0, 5, 10, 20, 30]), st.booleans()
)


class TestMonotone(BaseCase):
    @settings(max_examples=120, deadline=None)
    @given(st.data())
    def test_more_spending_never_gives_a_lower_tier(self, data):
        ladder = data.draw(ladders())
        state = data.draw(states(ladder))
        keys = {rung.counted for rung in ladder}
        less = {key: data.draw(figures) for key in keys}
        kept = data.draw(figures)
        grow = lambda old, more: Figures(  # noqa: E731
            old.amount + more.amount, old.orders + more.orders, old.points + more.points,
            old.bought or more.bought,
        )  # fmt: skip
        more = {key: grow(value, data.draw(figures)) for key, value in less.items()}
        resets = data.draw(st.booleans())
        poor = review(ladder, Facts(state, less, kept, resets), TODAY)
        rich = review(ladder, Facts(state, more, grow(kept, data.draw(figures)), resets), TODAY)
        rank = lambda verdict: ladder.index(verdict.rung) if verdict.rung else -1  # noqa: E731
        self.assertGreaterEqual(rank(rich), rank(poor))
