"""The figures and the schedule of the recommendation question: plain functions."""

import unittest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.hau_mai.tools import nps
from odoo.addons.hau_mai.tools.recurrence import add_duration
from odoo.addons.hau_mai.tools.review import board, shown_name

DAYS = st.dates(date(2015, 1, 1), date(2035, 1, 1))
COUNTS = st.integers(0, 500)


class TestNpsTools(unittest.TestCase):
    def test_which_mark_is_what(self):
        kinds = [nps.category(mark) for mark in range(11)]
        self.assertEqual(kinds, ["detractor"] * 7 + ["passive"] * 2 + ["promoter"] * 2)
        for mark in (-1, 11):
            with self.assertRaises(ValueError):
                nps.category(mark)

    def test_the_score_and_how_far_it_may_be_off(self):
        self.assertEqual(nps.figure(0, 0, 0), nps.Figure(None, None, 0))
        self.assertEqual(nps.figure(1, 0, 0), nps.Figure(100, None, 1))
        # 60 promoters, 20 passives, 20 detractors: 40, variance 0.8 - 0.16 = 0.64
        self.assertEqual(nps.figure(60, 20, 20), nps.Figure(40, 16, 100))
        self.assertEqual(nps.figure(50, 0, 0), nps.Figure(100, 0, 50))

    @given(COUNTS, COUNTS, COUNTS)
    def test_a_score_lies_between_its_ends(self, promoters, passives, detractors):
        figure = nps.figure(promoters, passives, detractors)
        if figure.count:
            self.assertTrue(-100 <= figure.value <= 100)
            one_more = nps.figure(promoters + 1, passives, detractors)
            self.assertGreaterEqual(one_more.value, figure.value)

    def test_what_a_mark_sets_off(self):
        table = {0: "case", 3: "case", 4: "activity", 6: "activity", 7: None, 10: None}
        for mark, expected in table.items():
            with self.subTest(mark=mark):
                self.assertEqual(nps.recovery(mark, 6, 3), expected)
        self.assertIsNone(nps.recovery(0, -1, -1))

    def test_when_a_customer_is_asked(self):
        first = date(2026, 1, 10)
        self.assertEqual(nps.due_day(first, None, 30, 6, None), date(2026, 2, 9))
        self.assertEqual(nps.due_day(first, None, 30, 6, date(2026, 2, 9)), date(2026, 2, 9))
        self.assertEqual(nps.due_day(first, None, 30, 6, date(2026, 2, 10)), date(2026, 8, 9))
        self.assertEqual(nps.due_day(first, date(2026, 2, 9), 30, 6, None), date(2026, 8, 9))

    def test_the_rhythm_does_not_drift_at_the_end_of_a_month(self):
        last = date(2025, 8, 31)
        self.assertEqual(nps.due_day(last, last, 30, 6, date(2026, 3, 1)), date(2026, 8, 31))
        self.assertEqual(nps.due_day(last, last, 30, 6, date(2026, 2, 28)), date(2026, 2, 28))

    @given(DAYS, DAYS, st.integers(0, 90), st.integers(1, 24), st.one_of(st.none(), DAYS))
    def test_never_more_often_and_never_before(self, first, last, days, months, since):
        day = nps.due_day(first, last, days, months, since)
        self.assertGreaterEqual(day, add_duration(last, months, "month"))
        self.assertGreaterEqual(nps.due_day(first, None, days, months, since), first)
        if since:
            self.assertGreaterEqual(day, since)
            base = max(since, add_duration(last, months, "month"))
            self.assertLess(day, base + timedelta(days=31 * months + 1), "and not for ever")

    def test_the_names_reviews_stand_under(self):
        table = {
            "full": "Nguyễn Văn An",
            "initials": "N. V. A.",
            "anonymous": "",
            "as I like": "",
            None: "",
        }
        for choice, expected in table.items():
            with self.subTest(choice=choice):
                self.assertEqual(shown_name("Nguyễn  Văn An", choice), expected)
        self.assertEqual(shown_name(None, "initials"), "")

    def test_all_marks_have_a_bar(self):
        told = board({5: 3, 1: 1, 2.5: 1}, 1, 5)
        self.assertEqual((told.count, told.average), (5, 3.7))
        self.assertEqual([bar[1] for bar in told.bars], [3, 0, 1, 0, 1])
        self.assertIsNone(board({}, 1, 5))
