"""Who is told when: the plain functions behind the ladder."""

from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.hau_mai.tools.escalation import Clock, Rung, climb, schedule, waited, whom
from odoo.addons.hau_mai.tools.working_time import Promise, WorkingTime

MONDAY = datetime(2026, 11, 2)


def at(day, hour, minute=0):
    """A moment, so many days after Monday."""
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


#: Monday to Friday 9–17, four weeks.
WORK = WorkingTime(
    [(at(day, 9), at(day, 17)) for day in range(28) if day % 7 < 5], "UTC", at(0, 0), at(28, 0)
)
EIGHT_HOURS = Clock(at(0, 10), at(1, 10), Promise(seconds=8 * 3600))


def due(rung, clock=EIGHT_HOURS):
    return schedule([rung], clock, WORK)[0][0]


@pytest.mark.parametrize(
    ("when", "value", "expected"),
    [
        ("percent", 50, at(0, 14)),
        ("percent", 75, at(0, 16)),
        ("percent", 100, at(1, 10)),
        ("before", 2, at(0, 16)),
        ("before", 500, at(0, 10)),
        ("after", 3, at(1, 13)),
        ("after", 8, at(2, 10)),
        ("after_days", 1, at(2, 10)),
        ("after_days", 4, at(7, 10)),
    ],
)
def test_when_a_step_is_due(when, value, expected):
    assert due(Rung(1, when, value, "assignee")) == expected


def test_what_falls_outside_working_time_is_due_when_people_begin_again():
    friday = Clock(at(4, 9), at(4, 17), Promise(seconds=8 * 3600))
    assert due(Rung(1, "percent", 100, "leader"), friday) == at(7, 9)


def test_a_hold_moves_the_steps_with_the_deadline():
    held = Clock(at(0, 10), at(2, 10), Promise(seconds=8 * 3600), ((at(0, 11), at(1, 11)),))
    assert due(Rung(1, "percent", 75, "assignee"), held) == at(1, 16)


def test_steps_beyond_the_known_calendar_are_left_out():
    assert schedule([Rung(1, "after_days", 200, "manager")], EIGHT_HOURS, WORK) == []


def test_steps_that_fall_on_one_opening_keep_their_order():
    evening = Clock(at(4, 13), at(4, 17), Promise(seconds=4 * 3600))
    rungs = [Rung(2, "percent", 100, "leader"), Rung(1, "before", 1, "assignee")]
    late = [Rung(4, "after_days", 1, "manager"), Rung(3, "percent", 100, "leader")]
    assert [rung.key for _moment, rung in schedule(rungs + late, evening, WORK)] == [1, 2, 3, 4]


rungs = st.builds(
    Rung,
    key=st.integers(1, 10**6),
    when=st.sampled_from(["percent", "before", "after", "after_days"]),
    value=st.integers(1, 100),
    notify=st.just("assignee"),
)
moments = st.integers(0, 14 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes))


@given(st.lists(rungs, max_size=6), moments)
def test_one_step_is_taken_and_none_is_lost(ladder, now):
    steps = schedule(ladder, EIGHT_HOURS, WORK)
    taken, passed, later = climb(steps, now)
    assert all(WORK.is_open(moment) for moment, _rung in steps)
    assert len(steps) == bool(taken) + len(passed) + len(later)
    assert all(moment > now for moment, _rung in later)
    if taken:
        assert taken == [rung for moment, rung in steps if moment <= now][-1]
    else:
        assert not passed


PEOPLE = {"assignee": "Lan", "leader": "Hoa", "manager": "Minh"}


@pytest.mark.parametrize(
    ("notify", "people", "absent", "told", "passed"),
    [
        ("assignee", {}, set(), "Lan", []),
        ("assignee", {}, {"Lan"}, "Hoa", [("assignee", "Lan")]),
        ("assignee", {"assignee": None}, set(), "Hoa", [("assignee", None)]),
        ("assignee", {}, {"Lan", "Hoa"}, "Minh", [("assignee", "Lan"), ("leader", "Hoa")]),
        ("leader", {"leader": None}, set(), "Minh", [("leader", None)]),
        ("manager", {}, {"Minh"}, "Minh", []),
    ],
)
def test_the_next_one_up_stands_in_and_the_manager_is_never_passed_over(
    notify, people, absent, told, passed
):
    assert whom(notify, PEOPLE | people, absent) == (told, passed)


def test_who_was_waited_for_adds_up_to_the_working_time():
    rows = [("running", at(0, 10)), ("customer", at(0, 15)), ("running", at(1, 11))]
    assert waited(rows, at(1, 12), WORK) == {"running": 6 * 3600, "customer": 4 * 3600}
    assert waited(rows, at(0, 11), WORK) == {"running": 3600}


def test_a_percent_of_days_is_of_days():
    clock = Clock(at(0, 9), at(4, 9), Promise(Fraction(4)))
    assert due(Rung(1, "percent", 75, "assignee"), clock) in (at(2, 17), at(3, 9))
