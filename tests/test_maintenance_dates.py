"""When visits are due: tables and properties of the plain functions, no database."""

import unittest
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.hau_mai.tools.maintenance import (
    MIN_DAYS,
    OPEN,
    Rhythm,
    Visit,
    days_paused,
    free_codes,
    next_visit,
    nth_due,
    prolong,
    streaks,
    visits_to_make,
    window,
)
from odoo.addons.hau_mai.tools.recurrence import add_duration, nearest_working_day
from odoo.addons.hau_mai.tools.usage import doubts, rate, reached_on, usage_on
from odoo.addons.hau_mai.tools.visits import Job, VisitWindow, join_visits, planned_day

START = date(2026, 1, 31)
TEN_YEARS = 3653


def day(text):
    return date.fromisoformat(text)


def rhythm(interval=6, unit="month", **vals):
    figures = {
        "usage_interval": 0,
        "visits": 0,
        "anchor": "fixed",
        "first_month": 0,
        "window_before": 7,
        "window_after": 7,
        **vals,
    }
    return Rhythm(interval, unit, **figures)


@st.composite
def rhythms(draw, anchor=None):
    """Every shape a plan can have whose windows do not overlap."""
    unit = draw(st.sampled_from(sorted(MIN_DAYS)))
    interval = draw(st.integers({"day": 5, "week": 1, "month": 1, "year": 1}[unit], 18))
    days = interval * MIN_DAYS[unit]
    before = draw(st.integers(0, min(days - 1, 60)))
    after = draw(st.integers(0, min(days - 1 - before, 60)))
    return rhythm(
        interval,
        unit,
        visits=draw(st.sampled_from([0, 1, 4, 9])),
        anchor=anchor or draw(st.sampled_from(["fixed", "last_done"])),
        first_month=draw(st.sampled_from([0, 0, 3, 12])) if unit in ("month", "year") else 0,
        window_before=before,
        window_after=after,
    )


def live_through(start, plan, until, lead, nights, fate, pauses=()):
    """Let the job run on these nights, and let each visit have its fate.

    :param nights: function of a day: whether the job runs
    :param fate: function of a visit: on which day it is done, or None for never
    :return: all visits made
    """
    visits, today = [], start
    while today <= until:
        visits = [
            visit._replace(
                state="done",
                date_done=today,
                on_time=window(visit.date_due, plan)[0] <= today <= visit.window_to,
            )
            if visit.state in OPEN and fate(visit) is not None and fate(visit) <= today
            else visit
            for visit in visits
        ]
        if nights(today):
            made = visits_to_make(start, visits, plan, today, lead, pauses)
            if made:
                visits = [
                    v._replace(state="missed") if v.state in OPEN else v for v in visits
                ] + made
        today += timedelta(days=1)
    return visits


class TestFixed(unittest.TestCase):
    def test_no_drift_from_the_31st(self):
        days = [nth_due(START, n, rhythm(1)) for n in range(1, 121)]
        self.assertEqual(days[:3], [day("2026-02-28"), day("2026-03-31"), day("2026-04-30")])
        self.assertEqual(days[24], day("2028-02-29"))
        self.assertEqual(days[119], day("2036-01-31"))

    def test_before_the_summer(self):
        plan = rhythm(6, first_month=3)
        for start, expected in [
            ("2026-01-31", ["2026-03-01", "2026-09-01", "2027-03-01"]),
            ("2026-03-01", ["2027-03-01", "2027-09-01", "2028-03-01"]),
            ("2026-05-20", ["2027-03-01", "2027-09-01", "2028-03-01"]),
        ]:
            days = [nth_due(day(start), n, plan) for n in (1, 2, 3)]
            self.assertEqual(days, [day(text) for text in expected])

    @settings(max_examples=40, deadline=None)
    @given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), rhythms("fixed"), st.integers(0, 40),
           st.integers(1, 40))  # fmt: skip
    def test_ten_years_of_every_shape(self, start, plan, lead, every):
        """However often the job runs, and whenever visits are done: no drift, none twice, none
        left out, and their windows never overlap."""
        late = lambda visit: visit.date_due + timedelta(days=(visit.number * 5) % 23 - 7)  # noqa: E731
        visits = live_through(
            start,
            plan,
            start + timedelta(days=TEN_YEARS),
            lead,
            lambda today: (today - start).days % every == 0,
            late,
        )
        self.assertEqual([v.number for v in visits], list(range(1, len(visits) + 1)))
        self.assertEqual([v.date_due for v in visits],
                         [nth_due(start, v.number, plan) for v in visits])  # fmt: skip
        windows = [window(v.date_due, plan) for v in visits]
        for (_first, last), (first, _last) in zip(windows, windows[1:], strict=False):
            self.assertLess(last, first)
        over = nth_due(start, len(visits) + 1, plan)
        if plan.visits:
            self.assertLessEqual(len(visits), plan.visits)
        if not plan.visits or len(visits) < plan.visits:
            horizon = start + timedelta(days=TEN_YEARS - 2 * every)
            self.assertTrue(over > horizon or visits[-1].window_to >= horizon)

    @settings(max_examples=40, deadline=None)
    @given(rhythms("fixed"), st.lists(st.tuples(st.integers(0, 900), st.integers(0, 90)),
                                      max_size=4))  # fmt: skip
    def test_pauses_move_all_dates_by_their_days(self, plan, lengths):
        pauses = [
            (START + timedelta(days=begin), START + timedelta(days=begin + length))
            for begin, length in lengths
        ]
        paused = {
            first + timedelta(days=n)
            for first, after in pauses
            for n in range((after - first).days)
        }
        self.assertEqual(days_paused(pauses, START), len(paused))
        upcoming = next_visit(START, [], plan, pauses)
        self.assertEqual(upcoming.date, nth_due(START, 1, plan) + timedelta(days=len(paused)))

    @settings(max_examples=30, deadline=None)
    @given(
        rhythms("fixed"),
        st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 200)), max_size=3),
        st.lists(
            st.tuples(st.sampled_from(["done", "rest", "skipped", "never"]), st.integers(-20, 60)),
            min_size=1,
            max_size=7,
        ),
        st.integers(1, 30),
    )
    def test_numbers_are_right_whatever_becomes_of_the_visits(self, plan, lengths, fates, every):
        """Early, late, in two parts, skipped or never, with pauses that nobody knew before:
        none twice, none left out, one open at a time, each by its own number's date."""
        visits, made_on, today = [], {}, START
        while today <= START + timedelta(days=TEN_YEARS):
            for index, visit in enumerate(visits):
                what, offset = fates[visit.number % len(fates)]
                if visit.state not in OPEN or today < visit.date_due + timedelta(days=offset):
                    continue
                if what == "rest" and visit.state != "carried_over":
                    visits[index] = visit._replace(state="carried_over")
                elif what in ("done", "rest"):
                    visits[index] = visit._replace(state="done", date_done=today)
                elif what == "skipped":
                    visits[index] = visit._replace(state="skipped")
            if (today - START).days % every == 0:
                pauses = [
                    (begin, min(begin + timedelta(days=length), today))
                    for begin, length in ((START + timedelta(days=b), n) for b, n in lengths)
                    if begin < today
                ]
                made = visits_to_make(START, visits, plan, today, 7, pauses)
                if made:
                    visits = [
                        v._replace(state="missed") if v.state in OPEN else v for v in visits
                    ] + made
                    made_on |= {v.number: days_paused(pauses, START) for v in made}
            self.assertLessEqual(sum(v.state in OPEN for v in visits), 1)
            today += timedelta(days=1)
        self.assertEqual([v.number for v in visits], list(range(1, len(visits) + 1)))
        for visit in visits:
            paused = timedelta(days=made_on[visit.number])
            self.assertEqual(visit.date_due, nth_due(START, visit.number, plan) + paused)
        windows = [window(v.date_due, plan) for v in visits]
        for (_first, last), (first, _last) in zip(windows, windows[1:], strict=False):
            self.assertLess(last, first)

    def test_a_month_of_outage_leaves_the_same_rows(self):
        plan = rhythm(2, "week", window_before=2, window_after=3)
        until = START + timedelta(days=200)
        outage = (START + timedelta(days=60), START + timedelta(days=92))
        never = lambda visit: None  # noqa: E731
        every_night = live_through(START, plan, until, 5, lambda today: True, never)
        with_gap = live_through(
            START, plan, until, 5, lambda today: not outage[0] <= today < outage[1], never
        )
        self.assertEqual(every_night, with_gap)

    def test_short_intervals_are_not_missed_because_of_the_lead_time(self):
        plan = rhythm(1, "week", window_before=1, window_after=1)
        made = visits_to_make(START, [], plan, START, 30)
        self.assertEqual([(v.number, v.state) for v in made], [(1, "due")])


class TestLastDone(unittest.TestCase):
    @settings(max_examples=40, deadline=None)
    @given(rhythms("last_done"), st.integers(0, 30), st.integers(-20, 90))
    def test_each_is_counted_from_the_one_before(self, plan, lead, delay):
        fate = lambda visit: visit.date_due + timedelta(days=delay)  # noqa: E731
        until = START + timedelta(days=TEN_YEARS)
        visits = live_through(START, plan, until, lead, lambda today: True, fate)
        done = [visit for visit in visits if visit.state == "done"]
        self.assertFalse([visit for visit in visits if visit.state == "missed"])
        for before, after in zip(done, visits[1:], strict=False):
            expected = add_duration(before.date_done, plan.interval, plan.interval_unit)
            self.assertEqual(after.date_due, expected)

    def test_nothing_is_known_while_one_is_open(self):
        visit = Visit(1, "booked", day("2026-07-31"), False, day("2026-08-07"), False)
        upcoming = next_visit(START, [visit], rhythm(anchor="last_done"))
        self.assertEqual((upcoming.number, upcoming.date, upcoming.by), (2, None, "waiting"))


class TestUsage(unittest.TestCase):
    READINGS = [(START + timedelta(days=10 * n), 100.0 * n) for n in range(6)]

    def test_whichever_comes_first(self):
        plan = rhythm(6, usage_interval=3000)
        for target, by in [(day("2026-05-01"), "forecast"), (day("2026-12-01"), "fixed")]:
            upcoming = next_visit(START, [], plan, (), lambda since, d=target: (d, True))
            self.assertEqual(upcoming.by, by)
            self.assertEqual(upcoming.date, min(target, day("2026-07-31")))

    def test_regression(self):
        self.assertAlmostEqual(rate(self.READINGS), 10)
        self.assertEqual(reached_on(self.READINGS, 500), (START + timedelta(days=50), False))
        self.assertEqual(reached_on(self.READINGS, 1000), (START + timedelta(days=100), True))
        self.assertEqual(usage_on(self.READINGS, START + timedelta(days=25)), 250)
        self.assertEqual(usage_on(self.READINGS, START + timedelta(days=60)), 600)
        for nothing in ([], self.READINGS[:1]):
            self.assertIsNone(reached_on(nothing, 1000))
        standing = [(START, 100), (START + timedelta(days=9), 100)]
        self.assertIsNone(reached_on(standing, 200))

    def test_an_exchanged_meter_begins_anew(self):
        readings = [*self.READINGS, (day("2026-05-01"), 5), (day("2026-05-11"), 205)]
        self.assertAlmostEqual(rate(readings), 20)
        self.assertEqual(reached_on(readings, 400)[0], day("2026-05-21"))

    def test_what_looks_wrong(self):
        today = day("2026-06-01")
        for on, value, expected in [
            ("2026-04-01", 600, None),
            ("2026-06-02", 600, "future"),
            ("2026-04-01", -1, "negative"),
            ("2026-04-01", 499, "lower"),
            ("2026-02-05", 300, "higher"),
            ("2026-03-23", 900, "jump"),
            ("2026-03-23", 520, None),
        ]:
            with self.subTest(on=on, value=value):
                self.assertEqual(doubts(self.READINGS, day(on), value, today), expected)
        self.assertIsNone(doubts([], today, 99999, today), "the first one may be anything")


class TestFreeAndEarned(unittest.TestCase):
    def visits(self, text):
        """Visits from letters: T on time, L late, M missed, O open."""
        return [
            Visit(
                n,
                {"T": "done", "L": "done", "M": "missed", "O": "booked"}[letter],
                START + timedelta(days=n),
                letter in "TL" and START + timedelta(days=n),
                START + timedelta(days=n),
                letter == "T",
            )
            for n, letter in enumerate(text, 1)
        ]

    def test_streaks(self):
        for text, length, rows, left in [
            ("TTT", 3, [3], 0),
            ("TTTT", 3, [3], 1),
            ("TTLTTT", 3, [6], 0),
            ("TTMT", 3, [], 1),
            ("TTTTTT", 3, [3, 6], 0),
            ("TOTT", 3, [], 1),
            ("TTT", 0, [], 3),
        ]:
            with self.subTest(text=text):
                days, in_a_row = streaks(self.visits(text), length)
                self.assertEqual(days, [START + timedelta(days=n) for n in rows])
                self.assertEqual(in_a_row, left)

    def test_free(self):
        visits = self.visits("TMTO")
        codes, left = free_codes(visits, 2, None, [START + timedelta(days=1)])
        self.assertEqual(list(codes.values()), ["first", "first", "earned", None])
        self.assertEqual(left, 0)
        codes, left = free_codes(visits, 0, lambda on: on <= START + timedelta(days=2))
        self.assertEqual(list(codes.values()), ["warranty", "warranty", None, None])

    def test_what_was_earned_lengthens_what_still_ran(self):
        end = day("2027-01-31")
        year = lambda text: (day(text), 12, "month")  # noqa: E731
        self.assertEqual(prolong(START, end, [year("2026-12-01")]), day("2028-01-31"))
        self.assertEqual(prolong(START, end, [year("2027-02-01")]), end)
        both = [year("2027-12-01"), year("2026-12-01")]
        self.assertEqual(prolong(START, end, both), day("2029-01-31"))


class TestJoining(unittest.TestCase):
    def test_visits_whose_windows_meet(self):
        visits = [
            VisitWindow(1, "a", day("2026-06-01"), day("2026-06-20")),
            VisitWindow(2, "a", day("2026-06-15"), day("2026-06-30")),
            VisitWindow(3, "a", day("2026-06-21"), day("2026-07-10")),
            VisitWindow(4, "b", day("2026-06-01"), day("2026-06-20")),
        ]
        joined = join_visits(visits, [], day("2026-05-20"))
        self.assertEqual(joined, [(None, (1, 2)), (None, (3,)), (None, (4,))])

    def test_a_job_that_is_there_comes_first(self):
        visit = VisitWindow(1, "a", day("2026-06-01"), day("2026-06-20"))
        far = Job(8, "a", day("2026-08-01"), day("2026-08-01"))
        empty = Job(9, "a", None, None)
        late = Job(10, "a", day("2026-03-01"), day("2026-03-20"))
        today = day("2026-05-20")
        self.assertEqual(join_visits([visit], [far, empty], today), [(9, (1,))])
        self.assertEqual(join_visits([visit], [far], today), [(None, (1,))])
        self.assertEqual(join_visits([visit], [late], today), [(10, (1,))])

    @settings(max_examples=60)
    @given(
        st.lists(st.tuples(st.sampled_from("ab"), st.integers(-40, 60), st.integers(0, 30)),
                 max_size=12),
    )  # fmt: skip
    def test_all_of_one_job_can_be_done_on_one_day(self, rows):
        today = START
        visits = [
            VisitWindow(n, key, today + timedelta(days=first),
                        today + timedelta(days=first + length))
            for n, (key, first, length) in enumerate(rows)
        ]  # fmt: skip
        joined = join_visits(visits, [], today)
        self.assertEqual(sorted(id_ for _job, ids in joined for id_ in ids), list(range(len(rows))))
        for _job, ids in joined:
            those = [visits[id_] for id_ in ids]
            in_time = [visit for visit in those if visit.last >= today]
            self.assertEqual(len({visit.key for visit in those}), 1)
            first = max(visit.first for visit in those)
            self.assertTrue(all(first <= visit.last for visit in in_time))

    def test_the_nearest_working_day(self):
        weekday = lambda on: on.weekday() < 5  # noqa: E731
        for due, first, last, expected in [
            ("2026-07-11", "2026-07-01", "2026-07-20", "2026-07-10"),
            ("2026-07-12", "2026-07-01", "2026-07-20", "2026-07-13"),
            ("2026-07-11", "2026-07-11", "2026-07-20", "2026-07-13"),
            ("2026-07-11", "2026-07-11", "2026-07-12", "2026-07-11"),
        ]:
            found = nearest_working_day(day(due), weekday, day(first), day(last))
            self.assertEqual(found, day(expected))

    def test_what_is_late_is_planned_soon(self):
        late = (day("2026-05-01"), day("2026-04-24"), day("2026-05-08"))
        soon = (day("2026-07-20"), day("2026-07-13"), day("2026-07-27"))
        always = lambda on: True  # noqa: E731
        self.assertEqual(planned_day([late], day("2026-07-15"), always), day("2026-07-15"))
        self.assertEqual(planned_day([late, soon], day("2026-07-15"), always), day("2026-07-15"))
        self.assertEqual(planned_day([soon], day("2026-07-15"), always), day("2026-07-20"))
