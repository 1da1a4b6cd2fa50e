"""The plain functions behind follow-ups, as tables."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.hau_mai.tools.care import (
    TRIGGERS,
    anchor_bounds,
    birthdays,
    due_bucket,
    planning_window,
    shifts,
    week_end,
)
from odoo.addons.hau_mai.tools.contact import ContactFacts, refusal
from odoo.addons.hau_mai.tools.outcome import next_step
from odoo.addons.hau_mai.tools.recurrence import add_duration
from odoo.addons.hau_mai.tools.responsible import SOURCES, first_able, in_turn, sources_from

D = date.fromisoformat
TODAY = D("2026-06-10")  # a Wednesday
days = st.dates(min_value=D("2000-01-01"), max_value=D("2099-12-31"))


@pytest.mark.parametrize(
    ("facts", "purpose", "code"),
    [
        ({}, "service", None),
        ({}, "survey", None),
        ({"active": False}, "service", "archived"),
        ({"do_not_contact": True}, "service", "do_not_contact"),
        ({"consent": "withdrawn"}, "service", "refused"),
        ({"consent": "withdrawn"}, "marketing", "refused"),
        ({"has_address": False}, "service", "no_address"),
        ({"blacklisted": True}, "service", "blacklisted"),
        ({}, "marketing", "no_consent"),
        ({}, "birthday", "no_consent"),
        ({"consent": "granted"}, "marketing", None),
        ({"consent": "granted"}, "birthday", None),
        # the gravest first
        ({"active": False, "do_not_contact": True}, "marketing", "archived"),
        ({"do_not_contact": True, "consent": "granted"}, "marketing", "do_not_contact"),
        ({"has_address": False, "blacklisted": True}, "service", "no_address"),
    ],
)
def test_refusal(facts, purpose, code):
    assert refusal(ContactFacts(**facts), purpose) == code


@pytest.mark.parametrize(
    ("outcome", "tries", "max_tries", "asked", "state", "tries_after", "planned"),
    [
        ("reached", 0, 3, None, "done", 0, None),
        ("wrong_number", 0, 3, None, "done", 0, None),
        ("refused", 1, 3, None, "done", 1, None),
        ("problem", 0, 3, None, "done", 0, None),
        ("no_answer", 0, 3, None, "planned", 1, D("2026-06-12")),
        ("no_answer", 1, 3, None, "planned", 2, D("2026-06-12")),
        ("no_answer", 2, 3, None, "done", 3, None),
        ("no_answer", 0, 1, None, "done", 1, None),
        ("call_again", 2, 3, D("2026-07-01"), "planned", 2, D("2026-07-01")),
        ("call_again", 0, 1, None, "planned", 0, D("2026-06-11")),
    ],
)
def test_next_step(outcome, tries, max_tries, asked, state, tries_after, planned):
    step = next_step(outcome, tries, max_tries, 2, TODAY, asked)
    assert (step.state, step.tries, step.date_planned) == (state, tries_after, planned)


@pytest.mark.parametrize(
    ("activated", "last_pass", "backfill", "first"),
    [
        ("2026-06-01", None, False, "2026-06-01"),
        ("2026-06-01", None, True, None),
        ("2026-01-01", "2026-06-09", False, "2026-05-10"),
        ("2026-06-01", "2026-06-09", False, "2026-06-01"),
        ("2026-06-01", "2026-06-09", True, "2026-05-10"),
        # did not run for a month: looks back from its last pass, not from today
        ("2026-01-01", "2026-05-10", False, "2026-04-10"),
    ],
)
def test_planning_window(activated, last_pass, backfill, first):
    window = planning_window(TODAY, 30, D(activated), last_pass and D(last_pass), backfill)
    assert window == (first and D(first), D("2026-07-10"))


@given(
    anchor=days,
    delay=st.integers(-400, 400),
    unit=st.sampled_from(["day", "week", "month"]),
    shift=st.integers(0, 1),
)
def test_anchor_bounds_leave_nothing_out(anchor, delay, unit, shift):
    counted = anchor + timedelta(days=shift)
    planned = add_duration(counted, delay, unit)
    lower, upper = anchor_bounds(planned, planned, delay, unit, shift)
    assert lower <= anchor <= upper
    assert (upper - lower).days <= 20


def test_anchor_bounds_without_a_lower_limit():
    assert anchor_bounds(None, TODAY, 3, "day")[0] is None


@given(first=days, length=st.integers(0, 400))
def test_birthdays_cover_every_day_once(first, length):
    last = first + timedelta(days=length)
    rows = birthdays(first, last)
    ordinary = [day for key, day in rows if key == day.month * 100 + day.day]
    assert ordinary == [first + timedelta(days=n) for n in range(length + 1)]
    for key, day in rows:
        if key == 229:
            assert day == add_duration(D("2024-02-29"), day.year - 2024, "year")


def test_shifts_skip_holidays_and_weekends():
    off = {D("2026-06-12"), D("2026-06-13"), D("2026-06-14")}
    moved = shifts(D("2026-06-10"), D("2026-06-15"), lambda day: day not in off)
    assert moved == [(day, D("2026-06-15")) for day in sorted(off)]


@pytest.mark.parametrize(
    ("day", "bucket"),
    [
        ("2026-06-09", "1_overdue"),
        ("2026-06-10", "2_today"),
        ("2026-06-11", "3_week"),
        ("2026-06-14", "3_week"),
        ("2026-06-15", "4_later"),
    ],
)
def test_due_bucket(day, bucket):
    assert due_bucket(D(day), TODAY) == bucket


def test_week_ends_on_sunday():
    assert week_end(TODAY) == D("2026-06-14")
    assert week_end(D("2026-06-14")) == D("2026-06-14")


def test_responsible_in_turn_and_stand_ins():
    assert sources_from("order_salesperson") == SOURCES
    assert sources_from("user") == ("user", "team")
    assert first_able([None, "gone", "here"], lambda user: user == "here") == "here"
    assert first_able([None], lambda user: True) is None
    assert [in_turn("abc", n) for n in range(5)] == list("abcab")
    assert in_turn("", 3) is None


def test_triggers_name_what_they_say():
    assert TRIGGERS["warranty_expired"].shift_days == 1
    assert TRIGGERS["warranty_expiring"].shift_days == 0
