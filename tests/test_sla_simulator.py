"""Ten thousand cases by the add-on's arithmetic and by a pencil: not one may differ."""

import random
from datetime import datetime, timedelta
from fractions import Fraction

from odoo.tests import BaseCase

from odoo.addons.hau_mai.tools.sla import Step, StopRules, clock_status, read_clock, stretches
from odoo.addons.hau_mai.tools.working_time import Hours, Promise, WorkingTime

from .sla_simulator import Minutes, stands_still

CASES = 10_000
CALENDARS = 40
SPAN = timedelta(days=120)

#: Windows in quarters of an hour: office, with lunch, two shifts, night, night across midnight.
PATTERNS = [
    ((36, 68),),
    ((32, 48), (52, 68)),
    ((30, 47), (50, 66), (72, 84)),
    ((0, 24), (88, 96)),
    ((80, 96),),
    ((0, 10), (40, 60)),
    ((0, 96),),
]
#: New, in progress, waiting, a stage of one's own, another waiting stage, solved for a while.
STAGES = {1: "new", 2: "in_progress", 3: "waiting", 4: "in_progress", 5: "waiting", 6: "solved"}


def make_week(rng):
    """Each day its own hours; Saturdays are short or free, some day is free in between."""
    pattern = rng.choice(PATTERNS)
    week = {day: pattern for day in range(5) if rng.random() > 0.1}
    if rng.random() < 0.6:
        week[5] = pattern[:1]
    if rng.random() < 0.2:
        week[rng.randrange(7)] = rng.choice(PATTERNS)
    return week or {0: pattern}


def make_calendar(rng):
    first = datetime(2026, rng.randrange(1, 13), 1)
    off = []
    for _holiday in range(rng.randrange(8)):
        begin = first + timedelta(days=rng.randrange(60), minutes=15 * rng.randrange(96))
        off.append((begin, begin + timedelta(minutes=15 * rng.choice((8, 16, 40, 96, 300, 672)))))
    tz = rng.choice(("Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"))
    weeks = [make_week(rng) for _week in range(rng.choice((1, 1, 2)))]
    return Minutes(weeks, tz, first, first + SPAN, off)


def make_steps(rng, start):
    """The way of a case: new, then some stages in which one waits for some."""
    steps = [Step(start, "new", 1)]
    moment = start
    for _step in range(rng.choice((0, 1, 2, 2, 3, 4, 6, 9))):
        moment += timedelta(minutes=rng.choice((0, 1, 17, 60, 240, 1013, 3000, 9000)))
        stage = rng.choice((2, 2, 3, 3, 3, 3, 4, 5, 6))
        party = rng.choice(("customer", "supplier", "center")) if stage in (3, 5) else None
        steps.append(Step(moment, STAGES[stage], stage, party))
    return steps


class TestSlaSimulator(BaseCase):
    def test_ten_thousand_cases_do_not_differ(self):
        rng = random.Random(20231915)
        calendars = [make_calendar(rng) for _calendar in range(CALENDARS)]
        known = [WorkingTime(c.intervals(), c.tz, c.first, c.first + SPAN) for c in calendars]
        hours = [Hours(lambda first, last, w=w: w, w.first, w.last) for w in known]
        seen = {"running": 0, "paused": 0, "met": 0, "missed": 0}
        differing = []
        for number in range(CASES):
            which = rng.randrange(CALENDARS)
            status, problem = self.compare(rng, calendars[which], hours[which])
            seen[status] += 1
            if problem:
                differing.append((number, problem))
        self.assertEqual(differing[:3], [])
        self.assertTrue(all(count > CASES / 50 for count in seen.values()), seen)

    def compare(self, rng, calendar, hours):
        """One random case both ways: ``(its status, what differs)``."""
        start = calendar.first + timedelta(minutes=rng.randrange(40 * 1440))
        steps = make_steps(rng, start)
        days, minutes = rng.choice(
            (
                (0, 5),
                (0, 60),
                (0, 480),
                (0, 481),
                (1, 0),
                (2, 0),
                (3, 0),
                (1, 245),
                (2, 7),
                (0, 960),
            )
        )
        pausing = rng.choice(({3}, {3, 4}, {3, 5}, {4}, set()))
        stopping = set(rng.sample(("supplier", "center"), rng.randrange(3)))
        now = start + timedelta(minutes=rng.choice((0, 60, 1440, 5000, 20000)))
        reached = now if rng.random() < 0.4 else None

        rules = StopRules(frozenset(pausing), frozenset(stopping | {"customer"}))
        rows = stretches(steps, rules)
        promise = Promise(Fraction(days), minutes * 60)
        reading = read_clock(hours, start, promise, rows, reached, percent=75)
        held = [
            (row.date_from, following.date_from if following else None)
            for row, following in zip(rows, [*rows[1:], None], strict=True)
            if row.stops
        ]
        got = {
            "deadline": reading.deadline,
            "at_risk": reading.at_risk,
            "used": hours.known.elapsed(start, now, held) // 60,
            "status": clock_status(reading.deadline, reached, reading.paused, now),
        }

        switches = [
            (
                step.date,
                stands_still(step.stage, step.waiting_for, step.stage == 6, pausing, stopping),
            )
            for step in steps
        ]
        until = switches
        if reached:
            until = [turn for turn in switches if turn[0] < reached] + [(reached, False)]
        deadline = calendar.deadline(start, days, minutes * 60, until)
        expected = {
            "deadline": deadline,
            "at_risk": None
            if reached
            else calendar.deadline(
                start, Fraction(days * 75, 100), minutes * 60 * 75 // 100, switches
            ),
            "used": calendar.used(start, now, switches),
            "status": self.find_status(deadline, reached, now),
        }
        differing = {key: (got[key], expected[key]) for key in got if got[key] != expected[key]}
        return got["status"], differing and (start, days, minutes, steps, differing)

    @staticmethod
    def find_status(deadline, reached, now):
        if reached:
            return "missed" if reached > deadline else "met"
        if deadline is None:
            return "paused"
        return "missed" if deadline < now else "running"
