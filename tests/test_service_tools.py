"""What is decided about repairs, without the database: days, parts, remedies, who pays."""

import itertools
from datetime import date, datetime, timedelta
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.hau_mai.tools.coverage import Period, coverage_verdict
from odoo.addons.hau_mai.tools.parts import part_promise
from odoo.addons.hau_mai.tools.remedy import Job, remedy, repair_limit
from odoo.addons.hau_mai.tools.repairs import days_added, received_within, union
from odoo.addons.hau_mai.tools.service_line import Facts, line_verdict

DAY = date(2026, 1, 10)
NOW = datetime(2026, 3, 1, 8)


def day(number):
    return DAY + timedelta(days=number)


def days_added_by_counting(start, end, repairs):
    """The warranty as a purse of days: each day outside a repair spends one."""
    left = (end - start).days
    counted = start
    while True:
        following = counted + timedelta(days=1)
        in_repair = any(received < following <= returned for received, returned in repairs)
        if not in_repair:
            if not left:
                return (counted - end).days
            left -= 1
        counted = following


def repairs(draw_max=80):
    span = st.tuples(st.integers(-20, draw_max), st.integers(0, 25))
    return st.lists(span, max_size=6).map(
        lambda rows: [(day(first), day(first + length)) for first, length in rows]
    )


class TestRepairDays(TestCase):
    def test_the_table(self):
        end = day(60)
        for spans, added in [
            ([], 0),
            ([(10, 15)], 5),
            ([(10, 10)], 0),
            ([(10, 15), (12, 20)], 10),
            ([(10, 15), (20, 22)], 7),
            ([(60, 64)], 4),
            ([(61, 64)], 0),
            ([(58, 70), (72, 80)], 20),
            ([(58, 70), (73, 80)], 12),
            ([(-5, 3)], 3),
            ([(-9, -5)], 0),
        ]:
            with self.subTest(spans=spans):
                rows = [(day(first), day(last)) for first, last in spans]
                self.assertEqual(days_added(DAY, end, rows), added)

    @given(length=st.integers(0, 60), rows=repairs())
    def test_like_counting_the_days_one_by_one(self, length, rows):
        self.assertEqual(
            days_added(DAY, day(length), rows), days_added_by_counting(DAY, day(length), rows)
        )

    @given(rows=repairs())
    def test_the_order_of_repairs_does_not_matter(self, rows):
        apart = union(rows)
        self.assertEqual(apart, union(reversed(rows)))
        for before, after in itertools.pairwise(apart):
            self.assertLess(before[1], after[0])

    @given(length=st.integers(0, 60), rows=repairs(), more=repairs())
    def test_another_repair_never_shortens(self, length, rows, more):
        end = day(length)
        self.assertLessEqual(days_added(DAY, end, rows), days_added(DAY, end, rows + more))

    def test_received_while_it_ran(self):
        self.assertTrue(received_within(DAY, day(5), day(5)))
        self.assertFalse(received_within(DAY, day(5), day(6)))
        self.assertFalse(received_within(DAY, day(5), day(-1)))
        self.assertTrue(received_within(DAY, False, day(999)))
        self.assertFalse(received_within(False, False, day(1)))


class TestPartPromise(TestCase):
    def test_the_table(self):
        year_left, month_left = day(365), day(31)
        for rule, duration, unit, end, expected in [
            ("restart", 24, "month", year_left, (24, "month", "restart")),
            ("restart", 24, "month", month_left, (24, "month", "restart")),
            ("remaining", 24, "month", month_left, (31, "day", "remaining")),
            ("longest", 24, "month", month_left, (24, "month", "restart")),
            ("longest", 1, "month", year_left, (365, "day", "remaining")),
            ("remaining", 24, "month", DAY, None),
            ("longest", 0, "month", False, (0, "day", "restart")),
            ("remaining", 0, "month", False, (0, "day", "remaining")),
            ("restart", 0, "month", False, (0, "day", "restart")),
        ]:
            with self.subTest(rule=rule, duration=duration, end=end):
                self.assertEqual(part_promise(rule, DAY, duration, unit, end), expected)


class TestRemedy(TestCase):
    def job(self, **vals):
        facts = {
            "owed": True, "promised": False, "repairs": 0, "max_repairs": 3, "statutory": True,
        }  # fmt: skip
        return Job(**facts | vals)

    def test_the_table(self):
        before, after = NOW - timedelta(minutes=1), NOW + timedelta(minutes=1)
        for facts, code in [
            ({}, None),
            ({"promised": before}, "promise"),
            ({"promised": after}, None),
            ({"promised": before, "statutory": False}, None),
            ({"promised": before, "owed": False}, None),
            ({"repairs": 2}, None),
            ({"repairs": 3}, "repairs"),
            ({"repairs": 3, "statutory": False}, "repairs"),
            ({"repairs": 3, "statutory": False, "max_repairs": 0}, None),
            ({"repairs": 3, "max_repairs": 0}, "repairs"),
            ({"repairs": 3, "max_repairs": 5}, "repairs"),
            ({"repairs": 3, "max_repairs": 5, "statutory": False}, None),
            ({"repairs": 2, "max_repairs": 2}, "repairs"),
            ({"repairs": 9, "owed": False}, None),
        ]:
            with self.subTest(**facts):
                self.assertEqual(remedy(self.job(**facts), NOW), code)

    def test_a_policy_promises_it_earlier_than_the_law_not_later(self):
        limits = {(0, False): 0, (0, True): 3, (2, True): 2, (5, True): 3, (5, False): 5}
        for (max_repairs, statutory), limit in limits.items():
            self.assertEqual(repair_limit(max_repairs, statutory), limit)


class TestLineVerdict(TestCase):
    def facts(self, kind="parts", **vals):
        facts = {
            "broken": True, "ruled": None, "warranty": True, "statutory": True, "free": False,
            "asked": True, "named": False,
        }  # fmt: skip
        return Facts(kind=kind, **facts | vals)

    def test_the_table(self):
        for kind, facts, answer in [
            ("parts", {}, (True, "asked")),
            ("parts", {"asked": False}, (False, "asked")),
            ("parts", {"asked": None}, (False, "no_card")),
            ("labour", {"ruled": "accepted", "asked": False}, (True, "ruled")),
            ("labour", {"ruled": "refused"}, (False, "ruled")),
            ("labour", {"broken": False, "free": True}, (True, "plan")),
            ("labour", {"broken": False}, (False, "not_broken")),
            ("parts", {"broken": False}, (False, "not_broken")),
            ("parts", {"broken": False, "named": True}, (True, "asked")),
            ("transport", {"asked": False}, (True, "both_ways")),
            ("transport", {"asked": False, "warranty": False}, (False, "asked")),
            ("transport", {"asked": False, "statutory": False}, (False, "asked")),
            ("transport", {"asked": True, "statutory": False}, (True, "asked")),
            ("fee", {"asked": False}, (True, "fault_covered")),
            ("fee", {"warranty": False}, (False, "fault_not_covered")),
        ]:
            with self.subTest(kind=kind, **facts):
                self.assertEqual(line_verdict(self.facts(kind, **facts)), answer)

    @given(
        st.builds(
            Facts,
            kind=st.sampled_from(["parts", "labour", "transport", "fee"]),
            broken=st.just(True),
            ruled=st.just(None),
            warranty=st.just(True),
            statutory=st.just(True),
            free=st.booleans(),
            asked=st.just(True),
            named=st.booleans(),
        )
    )
    def test_nothing_of_a_covered_repair_is_charged(self, facts):
        self.assertTrue(line_verdict(facts).covered)


def periods(*, is_extra):
    """Warranty periods of a unit, or those that repairs gave on one of its parts."""
    return st.lists(
        st.builds(
            lambda number, start, length, scope, kinds, lists: Period(
                number,
                "component" if is_extra else scope,
                day(start),
                day(start + length),
                kinds,
                False,
                0,
                lists and (is_extra or scope == "component"),
                is_extra,
            ),
            st.integers(1, 999),
            st.integers(-30, 30),
            st.integers(-1, 60),
            st.sampled_from(["unit", "component"]),
            st.sets(st.sampled_from(["parts", "labour"]), min_size=1),
            st.booleans(),
        ),
        max_size=4,
    )


class TestExtraPeriods(TestCase):
    @given(periods(is_extra=False), periods(is_extra=True), st.sampled_from(["parts", "labour"]))
    def test_what_a_repair_gave_takes_nothing_away(self, sold, given_by_repair, kind):
        before = coverage_verdict("valid", sold, kind, DAY, asked_component=True)
        after = coverage_verdict("valid", sold + given_by_repair, kind, DAY, asked_component=True)
        self.assertGreaterEqual(after.covered, before.covered)
        if not before.covered and after.covered:
            self.assertTrue(after.period.is_extra)
