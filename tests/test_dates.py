"""Calendar dates and the plain functions that decide: tables and properties, no database."""

import unittest
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.hau_mai.tools.coverage import (
    KINDS,
    Period,
    coverage_verdict,
    runs_on,
    warranty_status,
)
from odoo.addons.hau_mai.tools.recurrence import (
    add_duration,
    company_day,
    next_working_day,
    nth_date,
)
from odoo.addons.hau_mai.tools.starts import EPSILON, Piece, given_dates, match_dates
from odoo.addons.hau_mai.tools.units import Existing, plan_units

DAY = date(2026, 1, 10)


def day(text):
    return date.fromisoformat(text)


class TestCalendar(unittest.TestCase):
    """Civil Code 2015, articles 147 and 148."""

    def test_a_period_ends_with_the_corresponding_day(self):
        for start, number, unit, end in [
            ("2026-01-10", 12, "month", "2027-01-10"),
            ("2024-02-29", 12, "month", "2025-02-28"),
            ("2024-02-29", 48, "month", "2028-02-29"),
            ("2024-02-29", 1, "year", "2025-02-28"),
            ("2026-01-31", 1, "month", "2026-02-28"),
            ("2024-01-31", 1, "month", "2024-02-29"),
            ("2026-03-31", 1, "month", "2026-04-30"),
            ("2026-02-28", 1, "month", "2026-03-28"),
            ("2026-12-31", 2, "month", "2027-02-28"),
            ("2026-01-10", 30, "day", "2026-02-09"),
            ("2026-12-31", 1, "day", "2027-01-01"),
            ("2026-01-10", 2, "week", "2026-01-24"),
            ("2026-01-10", 10, "year", "2036-01-10"),
            ("2100-02-28", 4, "year", "2104-02-28"),
            ("2026-03-31", -1, "month", "2026-02-28"),
            ("2026-01-10", 0, "day", "2026-01-10"),
        ]:
            with self.subTest(start=start, number=number, unit=unit):
                self.assertEqual(add_duration(day(start), number, unit), day(end))

    def test_an_unknown_unit_is_refused(self):
        with self.assertRaises(KeyError):
            add_duration(DAY, 1, "fortnight")

    def test_ten_years_of_months_do_not_drift(self):
        anchor = day("2026-01-31")
        dates = [nth_date(anchor, n, 1, "month") for n in range(121)]
        self.assertEqual(dates[1], day("2026-02-28"))
        self.assertEqual(dates[2], day("2026-03-31"))
        self.assertEqual(dates[25], day("2028-02-29"))
        self.assertEqual(dates[120], day("2036-01-31"))
        for n, date_n in enumerate(dates):
            months = anchor.month - 1 + n
            self.assertEqual((date_n.year, date_n.month), (2026 + months // 12, months % 12 + 1))
            last = (date_n + timedelta(days=1)).day == 1
            self.assertTrue(date_n.day == 31 or last)

    @settings(max_examples=50)
    @given(
        st.dates(date(1990, 1, 1), date(2100, 1, 1)),
        st.integers(0, 40),
        st.integers(1, 60),
        st.sampled_from(["day", "week", "month", "year"]),
    )
    def test_a_rhythm_never_goes_back(self, anchor, n, number, unit):
        self.assertEqual(nth_date(anchor, n, number, unit), add_duration(anchor, n * number, unit))
        self.assertGreater(nth_date(anchor, n + 1, number, unit), nth_date(anchor, n, number, unit))

    def test_the_day_is_that_of_the_company(self):
        for moment, tz, expected in [
            ("2026-01-10 16:59:59", "Asia/Ho_Chi_Minh", "2026-01-10"),
            ("2026-01-10 17:00:00", "Asia/Ho_Chi_Minh", "2026-01-11"),
            ("2026-01-10 23:59:59", "UTC", "2026-01-10"),
            ("2026-01-10 04:59:59", "America/New_York", "2026-01-09"),
            ("2026-07-10 04:00:00", "America/New_York", "2026-07-10"),
            ("2026-01-10 23:30:00", False, "2026-01-10"),
        ]:
            with self.subTest(moment=moment, tz=tz):
                self.assertEqual(company_day(datetime.fromisoformat(moment), tz), day(expected))
        self.assertFalse(company_day(False, "UTC"))

    def test_next_working_day(self):
        def weekday(candidate):
            return candidate.weekday() < 5

        self.assertEqual(next_working_day(day("2026-01-09"), weekday), day("2026-01-09"))
        self.assertEqual(next_working_day(day("2026-01-10"), weekday), day("2026-01-12"))
        self.assertEqual(next_working_day(DAY, lambda _day: False), DAY)


def period(start="2026-01-10", end="2028-01-10", kinds=("parts", "labour"), **vals):
    values = {
        "id": 1,
        "scope": "unit",
        "date_start": start and day(start),
        "date_end": end and day(end),
        "kinds": set(kinds),
        "is_main": True,
        "usage_limit": 0,
        "lists_product": False,
    }
    return Period(**{**values, **vals})


class TestStatus(unittest.TestCase):
    def test_status_on_each_boundary_day(self):
        main = period()
        for on, expected in [
            ("2026-01-09", "not_started"),
            ("2026-01-10", "active"),
            ("2027-12-10", "active"),
            ("2027-12-11", "expiring"),
            ("2028-01-10", "expiring"),
            ("2028-01-11", "expired"),
        ]:
            with self.subTest(on=on):
                self.assertEqual(warranty_status("valid", [main], day(on), 30), expected)

    def test_status_with_several_periods(self):
        main = period()
        longer = period(end="2036-01-10", is_main=False, id=2)
        for periods, on, notice, expected in [
            ([], "2026-01-10", 30, "none"),
            ([period(start=False, end=False)], "2026-01-10", 30, "not_started"),
            ([main, longer], "2028-01-10", 30, "expiring"),
            ([main, longer], "2028-01-11", 30, "active"),
            ([main, longer], "2036-01-10", 30, "active"),
            ([main, longer], "2036-01-11", 30, "expired"),
            ([period(end=False)], "2126-01-10", 30, "active"),
            ([main], "2028-01-10", 0, "expiring"),
            ([main], "2028-01-09", 0, "active"),
            (
                [main, period(start=False, end=False, is_main=False)],
                "2029-01-01",
                30,
                "not_started",
            ),
            ([main, period(start=False, end=False, is_main=False)], "2027-01-01", 30, "active"),
        ]:
            with self.subTest(on=on, notice=notice, periods=len(periods)):
                self.assertEqual(warranty_status("valid", periods, day(on), notice), expected)

    def test_a_card_that_is_not_valid_says_so_whatever_its_dates(self):
        for state in ("void", "returned", "replaced"):
            self.assertEqual(warranty_status(state, [period()], DAY, 30), state)
            self.assertEqual(warranty_status(state, [], DAY, 30), state)


class TestVerdict(unittest.TestCase):
    def ask(self, *periods, kind="parts", on="2026-06-01", **facts):
        verdict = coverage_verdict(
            facts.pop("state", "valid"), list(periods), kind, day(on), **facts
        )
        return verdict.covered, verdict.code

    def test_the_unit_as_a_whole(self):
        compressor = period(
            end="2036-01-10", kinds=["parts"], scope="component", is_main=False, id=2
        )
        for periods, kind, on, facts, expected in [
            ([period()], "parts", "2026-06-01", {}, (True, "covered")),
            ([period()], "parts", "2026-01-10", {}, (True, "covered")),
            ([period()], "parts", "2028-01-10", {}, (True, "covered")),
            ([period()], "parts", "2028-01-11", {}, (False, "ended")),
            ([period()], "parts", "2026-01-09", {}, (False, "not_started")),
            ([period(start=False, end=False)], "parts", "2026-06-01", {}, (False, "not_started")),
            ([period()], "transport", "2026-06-01", {}, (False, "not_this_kind")),
            ([], "parts", "2026-06-01", {}, (False, "none")),
            ([period()], "parts", "2026-06-01", {"state": "void"}, (False, "state")),
            ([period(end=False)], "parts", "2126-06-01", {}, (True, "covered")),
            ([period(), compressor], "parts", "2030-06-01", {}, (True, "covered")),
            ([period(), compressor], "labour", "2030-06-01", {}, (False, "ended")),
        ]:
            with self.subTest(kind=kind, on=on, facts=facts):
                self.assertEqual(self.ask(*periods, kind=kind, on=on, **facts), expected)

    def test_a_component_is_covered_by_the_period_that_lists_it(self):
        unit = period()
        long = period(
            end="2036-01-10", kinds=["parts"], scope="component", lists_product=True, id=2
        )
        short = period(end="2027-01-10", scope="component", lists_product=True, id=3)
        other = long._replace(lists_product=False)
        asked = {"asked_component": True}
        for periods, kind, on, expected in [
            ([unit, long], "parts", "2030-06-01", (True, "covered")),
            ([unit, long], "labour", "2026-06-01", (True, "covered")),
            ([unit, long], "labour", "2030-06-01", (False, "ended")),
            ([unit, other], "parts", "2030-06-01", (False, "ended")),
            ([unit, other], "parts", "2026-06-01", (True, "covered")),
            ([other], "parts", "2026-06-01", (False, "not_this_kind")),
            ([unit, short], "parts", "2027-06-01", (False, "ended")),
        ]:
            with self.subTest(kind=kind, on=on):
                self.assertEqual(self.ask(*periods, kind=kind, on=on, **asked), expected)

    def test_usage_ends_it_too(self):
        limited = period(usage_limit=10000)
        for periods, usage, expected in [
            ([limited], None, (True, "check_usage")),
            ([limited], 0, (True, "covered")),
            ([limited], 10000, (True, "covered")),
            ([limited], 10000.5, (False, "used_up")),
            ([limited, period(id=2)], None, (True, "covered")),
            ([limited, period(id=2)], 20000, (True, "covered")),
            ([limited, period(id=2, usage_limit=30000)], 20000, (True, "covered")),
        ]:
            with self.subTest(usage=usage):
                self.assertEqual(self.ask(*periods, usage=usage), expected)

    def test_the_answer_rests_on_the_period_that_lasts_longest(self):
        longer, for_life = period(end="2030-01-10", id=2), period(end=False, id=3)
        verdict = coverage_verdict("valid", [period(), for_life, longer], "parts", DAY)
        self.assertEqual(verdict.period, for_life)
        verdict = coverage_verdict("valid", [period(), longer], "parts", DAY)
        self.assertEqual(verdict.period, longer)


days = st.integers(0, 400).map(lambda n: DAY + timedelta(days=n))
periods = st.lists(
    st.builds(
        lambda number, start, length, kinds, scope, limit, lists, main: Period(
            number,
            scope,
            start,
            start and length is not None and start + timedelta(days=length),
            kinds,
            main,
            limit,
            scope == "component" and lists,
        ),
        st.integers(1, 99),
        st.one_of(st.just(False), days),
        st.one_of(st.none(), st.integers(0, 300)),
        st.sets(st.sampled_from(KINDS), min_size=1),
        st.sampled_from(["unit", "component"]),
        st.sampled_from([0, 0, 100, 5000]),
        st.booleans(),
        st.booleans(),
    ),
    max_size=5,
)


class TestVerdictProperties(unittest.TestCase):
    @given(periods, st.sampled_from(KINDS), days, st.sampled_from([None, 0, 99, 6000]))
    def test_covered_rests_on_a_period_that_runs_and_pays(self, rows, kind, on, usage):
        verdict = coverage_verdict("valid", rows, kind, on, usage)
        if verdict.covered:
            self.assertTrue(runs_on(verdict.period, on))
            self.assertIn(kind, verdict.period.kinds)
            self.assertTrue(
                not verdict.period.usage_limit or (usage or 0) <= verdict.period.usage_limit
            )
        else:
            self.assertFalse(
                any(runs_on(row, on) and kind in row.kinds and not row.usage_limit for row in rows)
            )

    @given(periods, st.sampled_from(KINDS), days, st.booleans(), st.randoms())
    def test_the_order_of_the_periods_does_not_matter(self, rows, kind, on, asked, random):
        mixed = list(rows)
        random.shuffle(mixed)
        answers = [
            coverage_verdict("valid", some, kind, on, asked_component=asked)[:2]
            for some in (rows, mixed)
        ]
        self.assertEqual(*answers)

    @given(periods, st.sampled_from(KINDS), days)
    def test_more_promised_is_never_less_covered(self, rows, kind, on):
        more = [*rows, Period(100, "unit", DAY, False, set(KINDS), False, 0, False)]
        self.assertTrue(coverage_verdict("valid", more, kind, on).covered)

    @given(periods, days, st.integers(0, 60))
    def test_status_and_verdict_agree(self, rows, on, notice):
        status = warranty_status("valid", rows, on, notice)
        covered = any(coverage_verdict("valid", rows, kind, on).covered for kind in KINDS)
        self.assertEqual(covered, status in ("active", "expiring"))

    @given(periods, st.integers(0, 60))
    def test_a_warranty_that_has_expired_stays_so(self, rows, notice):
        seen = [
            warranty_status("valid", rows, DAY + timedelta(days=n), notice)
            for n in range(0, 900, 50)
        ]
        if "expired" in seen:
            self.assertEqual(set(seen[seen.index("expired") :]), {"expired"})


# ---------------------------------------------------------------------------
# which units begin when
# ---------------------------------------------------------------------------


def apply_match(pieces, match):
    """The pieces after what the match decided, as the model carries it out."""
    by_id = {piece.id: piece for piece in pieces}
    for piece_id, on in match.dates.items():
        by_id[piece_id] = by_id[piece_id]._replace(date=on)
    next_id = max(by_id, default=0) + 1
    for piece_id, quantity, on in match.splits:
        by_id[piece_id] = by_id[piece_id]._replace(quantity=by_id[piece_id].quantity - quantity)
        by_id[next_id] = by_id[piece_id]._replace(id=next_id, quantity=quantity, date=on)
        next_id += 1
    return sorted(by_id.values())


def total(rows):
    return sum(row[0] for row in rows)


quantities = st.integers(1, 24).map(lambda n: n / 4)


@st.composite
def histories(draw):
    """Deliveries and returns of one line; never more comes back than was given."""
    events, level, on = [], 0.0, DAY
    for _n in range(draw(st.integers(0, 8))):
        on += timedelta(days=draw(st.integers(0, 40)))
        if level > 0 and draw(st.booleans()):
            quantity = -min(level, draw(quantities))
        else:
            quantity = draw(quantities)
        level += quantity
        events.append((on, quantity))
    return events


@st.composite
def lines(draw, events=None):
    """Pieces of one line that start without dates."""
    if draw(st.booleans()):
        return [Piece(1, float(draw(st.integers(1, 30))), False, True, False)]
    count = draw(st.integers(1, 8))
    return [Piece(n + 1, 1.0, False, False, draw(st.booleans())) for n in range(count)]


class TestGivenDates(unittest.TestCase):
    def test_table(self):
        a, b, c = day("2026-01-10"), day("2026-01-25"), day("2026-03-10")
        for events, keep_days, expected in [
            ([], 0, []),
            ([(a, 2)], 0, [(2, a)]),
            ([(b, 1), (a, 2)], 0, [(2, a), (1, b)]),
            # all came back, given again: a new day …
            ([(a, 2), (b, -2), (c, 2)], 30, [(2, c)]),
            # … but the first day when that was a correction
            ([(a, 2), (b, -2), (b, 2)], 30, [(2, a)]),
            ([(a, 2), (b, -2), (b, 2)], 0, [(2, a)]),
            ([(a, 1), (b, 1), (b, -1)], 30, [(1, a)]),
        ]:
            with self.subTest(events=events):
                self.assertEqual(given_dates(events, keep_days), expected)

    def test_the_thirtieth_day_is_the_last(self):
        credited = day("2026-01-20")
        for days_later, first in [(30, DAY), (31, day("2026-02-20"))]:
            again = credited + timedelta(days=days_later)
            events = [(DAY, 1), (credited, -1), (again, 1)]
            self.assertEqual(given_dates(events, 30), [(1, first)])

    @given(histories(), st.sampled_from([0, 30]))
    def test_what_was_given_is_conserved(self, events, keep_days):
        rows = given_dates(events, keep_days)
        self.assertAlmostEqual(total(rows), sum(quantity for _on, quantity in events))
        self.assertTrue(all(quantity > EPSILON for quantity, _on in rows))
        self.assertEqual([on for _q, on in rows], sorted(on for _q, on in rows))
        self.assertLessEqual({on for _q, on in rows}, {on for on, q in events if q > 0})

    @given(histories(), st.randoms())
    def test_the_order_in_which_events_are_told_does_not_matter(self, events, random):
        mixed = list(events)
        random.shuffle(mixed)
        told = [sorted((on, q) for q, on in given_dates(rows, 30)) for rows in (events, mixed)]
        sums = [
            {on: round(sum(q for d, q in rows if d == on), 6) for on, _q in rows} for rows in told
        ]
        self.assertEqual(*sums)


class TestMatchDates(unittest.TestCase):
    def one_each(self, count, **vals):
        return [Piece(n + 1, 1.0, False, False, False)._replace(**vals) for n in range(count)]

    def test_the_nth_unit_begins_with_the_nth_delivered(self):
        a, b = day("2026-01-10"), day("2026-02-01")
        match = match_dates(self.one_each(4), 3, [(a, 2), (b, 1)])
        self.assertEqual(match.dates, {1: a, 2: a, 3: b})
        self.assertEqual((match.splits, match.blocked), ([], []))

    def test_a_quantity_is_split(self):
        a, b = day("2026-01-10"), day("2026-02-01")
        piece = Piece(1, 2.5, False, True, False)
        match = match_dates([piece], 1, [(a, 1)])
        self.assertEqual(match, ({1: a}, [(1, 1.5, False)], []))
        match = match_dates([piece], 2.5, [(a, 1), (b, 1.5)])
        self.assertEqual(match, ({1: a}, [(1, 1.5, b)], []))

    def test_the_last_one_begun_is_set_back_first(self):
        a, b = day("2026-01-10"), day("2026-02-01")
        pieces = [Piece(1, 1.0, a, False, False), Piece(2, 1.0, b, False, False)]
        self.assertEqual(match_dates(pieces, 1, [(a, 1)]).dates, {2: False})

    def test_a_held_one_is_left_and_named(self):
        pieces = [Piece(1, 1.0, DAY, False, True), Piece(2, 1.0, DAY, False, True)]
        match = match_dates(pieces, 1, [(DAY, 1)])
        self.assertEqual((match.dates, match.blocked), ({}, [2]))

    def test_what_is_free_is_set_back_before_what_is_held(self):
        a, b = day("2026-01-10"), day("2026-02-01")
        pieces = [Piece(1, 1.0, a, False, False), Piece(2, 1.0, b, False, True)]
        match = match_dates(pieces, 1, [(b, 1)])
        self.assertEqual((match.dates, match.blocked), ({1: False}, []))

    def test_going_back_leaves_the_day_of_a_held_one(self):
        a, b = day("2026-01-10"), day("2026-02-01")
        pieces = [Piece(1, 1.0, a, False, False), Piece(2, 1.0, b, False, True)]
        match = match_dates(pieces, 1, [(a, 1), (b, 1), (b, -1)])
        self.assertEqual((match.dates, match.blocked), ({1: False}, []))

    def test_a_corrected_date_takes_the_place_of_the_wrong_one(self):
        wrong, right = day("2026-01-10"), day("2026-01-12")
        pieces = [Piece(1, 1.0, wrong, False, False)]
        self.assertEqual(match_dates(pieces, 1, [(right, 1)]).dates, {1: right})

    @given(lines(), histories())
    @settings(max_examples=300)
    def test_quantity_is_conserved_and_no_more_begins_than_was_given(self, pieces, events):
        level = sum(quantity for _on, quantity in events)
        after = apply_match(pieces, match_dates(pieces, level, events))
        self.assertAlmostEqual(
            sum(piece.quantity for piece in after), sum(piece.quantity for piece in pieces)
        )
        self.assertTrue(all(piece.quantity > EPSILON for piece in after))
        begun = sum(piece.quantity for piece in after if piece.date)
        self.assertLessEqual(begun, level + EPSILON)
        promised = sum(piece.quantity for piece in pieces)
        if pieces[0].divisible:
            self.assertAlmostEqual(begun, min(level, promised))
        else:
            self.assertEqual(begun, min(int(level + EPSILON), len(pieces)))

    @given(lines(), histories())
    @settings(max_examples=300)
    def test_a_second_time_changes_nothing(self, pieces, events):
        level = sum(quantity for _on, quantity in events)
        after = apply_match(pieces, match_dates(pieces, level, events))
        self.assertEqual(match_dates(after, level, events), ({}, [], []))

    @given(lines(), histories())
    @settings(max_examples=300)
    def test_step_by_step_conserves_and_leaves_held_ones_alone(self, pieces, events):
        promised = sum(piece.quantity for piece in pieces)
        for count in range(1, len(events) + 1):
            told = events[:count]
            level = sum(quantity for _on, quantity in told)
            match = match_dates(pieces, level, told)
            after = apply_match(pieces, match)
            self.assertAlmostEqual(sum(piece.quantity for piece in after), promised)
            for old in pieces:
                new = next(piece for piece in after if piece.id == old.id)
                if old.date and old.held:
                    self.assertTrue(new.date, "one on which something hangs is not set back")
            if told[-1][1] < 0:
                # going back re-dates nothing that stays
                for old in pieces:
                    new = next(piece for piece in after if piece.id == old.id)
                    self.assertIn(new.date, (old.date, False))
                    self.assertFalse(not old.date and new.date)
            pieces = after

    @given(lines(), histories(), st.randoms())
    def test_the_order_of_events_does_not_matter(self, pieces, events, random):
        level = sum(quantity for _on, quantity in events)
        mixed = list(events)
        random.shuffle(mixed)
        after = [apply_match(pieces, match_dates(pieces, level, told)) for told in (events, mixed)]
        begun = [sorted((p.date, p.quantity) for p in rows if p.date) for rows in after]
        self.assertEqual(begun[0], begun[1])


# ---------------------------------------------------------------------------
# how many units a line has
# ---------------------------------------------------------------------------


@st.composite
def existing_units(draw, by_quantity):
    return [
        Existing(
            n + 1,
            draw(quantities) if by_quantity else 1.0,
            draw(st.booleans()),
            draw(st.booleans()),
            draw(st.booleans()),
            draw(st.booleans()),
        )
        for n in range(draw(st.integers(0, 8)))
    ]


def apply_plan(existing, plan):
    """The units after the plan was carried out."""
    void = dict(plan.void)
    after = []
    for unit in existing:
        if unit.id in plan.revive:
            after.append(unit._replace(valid=True))
        elif unit.id in void:
            rest = unit.quantity - void[unit.id]
            if rest > EPSILON:
                after.append(unit._replace(quantity=rest))
            after.append(unit._replace(id=unit.id + 1000, quantity=void[unit.id], valid=False))
        else:
            after.append(unit)
    after += [
        Existing(2000 + n, quantity, True, True, False, False)
        for n, quantity in enumerate(plan.create)
    ]
    return after


class TestPlanUnits(unittest.TestCase):
    def unit(self, number, quantity=1.0, valid=True, fits=True, started=False, held=False):
        return Existing(number, quantity, valid, fits, started, held)

    def test_only_what_is_missing_is_made(self):
        plan = plan_units(3, False, [self.unit(1), self.unit(2)])
        self.assertEqual(plan[:3], ([], [], [1.0]))

    def test_void_ones_are_made_whole_first(self):
        plan = plan_units(3, False, [self.unit(1), self.unit(2, valid=False)])
        self.assertEqual(plan[:3], ([2], [], [1.0]))

    def test_first_those_not_started_then_the_newest(self):
        units = [
            self.unit(1, started=True),
            self.unit(2),
            self.unit(3, held=True),
            self.unit(4),
            self.unit(5, started=True),
        ]
        taken = [unit_id for unit_id, _q in plan_units(0, False, units).void]
        self.assertEqual(taken, [4, 2, 5, 1, 3])

    def test_another_product_voids_and_makes_new_ones(self):
        plan = plan_units(2, False, [self.unit(1, fits=False), self.unit(2, fits=False)])
        self.assertEqual(plan[:3], ([], [(1, 1.0), (2, 1.0)], [1.0, 1.0]))

    def test_half_a_piece_is_promised_as_a_piece(self):
        self.assertEqual(plan_units(2.5, False, [self.unit(1), self.unit(2)]).create, [1.0])
        three = [self.unit(1), self.unit(2), self.unit(3)]
        self.assertEqual(plan_units(2.5, False, three)[:3], ([], [], []))

    def test_a_part_of_a_quantity(self):
        self.assertEqual(plan_units(2.5, True, [self.unit(1, 4.0)]).void, [(1, 1.5)])
        self.assertEqual(plan_units(2.5, True, []).create, [2.5])

    def test_what_people_decided_is_not_made_again(self):
        for wanted, plan in [
            (1, ([], [], [])),
            (2, ([], [], [])),
            (3, ([], [], [1.0])),
            (0, ([], [(1, 1.0)], [])),
        ]:
            with self.subTest(wanted=wanted):
                decided = plan_units(wanted, False, [self.unit(1)], settled=1.0)
                self.assertEqual(decided[:3], plan)

    def test_rounding_noise_makes_nothing(self):
        units = [self.unit(1, 0.1 + 0.2)]
        self.assertEqual(plan_units(0.3, True, units)[:3], ([], [], []))
        self.assertEqual(plan_units(2.9999999999, False, []).create, [1.0] * 3)

    @given(st.booleans(), st.data())
    @settings(max_examples=300)
    def test_the_line_has_what_it_promises_and_nothing_is_lost(self, by_quantity, data):
        existing = data.draw(existing_units(by_quantity))
        wanted = float(data.draw(quantities if by_quantity else st.integers(0, 10)))
        after = apply_plan(existing, plan_units(wanted, by_quantity, existing))
        valid = [unit for unit in after if unit.valid]
        self.assertAlmostEqual(sum(unit.quantity for unit in valid), wanted)
        self.assertTrue(all(unit.fits for unit in valid))
        self.assertGreaterEqual(
            sum(unit.quantity for unit in after) + EPSILON, sum(unit.quantity for unit in existing)
        )
        self.assertEqual(plan_units(wanted, by_quantity, after)[:3], ([], [], []))
