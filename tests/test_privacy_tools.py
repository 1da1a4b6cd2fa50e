"""The rights over one's data, as plain functions: days, boundaries, what stays."""

from datetime import date, timedelta

import pytest

from odoo.addons.hau_mai.tools.privacy import (
    Erasure,
    PersonFacts,
    erased_before,
    erasure,
    finish_day,
    kept_until,
    late,
    nth_day,
)

FRIDAY = date(2026, 11, 27)
DAY = timedelta(days=1)


def weekdays(*holidays):
    return lambda day: day.weekday() < 5 and day not in holidays


@pytest.mark.parametrize(
    ("received", "holidays", "expected"),
    [
        (date(2026, 11, 23), (), date(2026, 11, 25)),  # Monday: the day itself does not count
        (date(2026, 11, 26), (), date(2026, 11, 30)),  # Thursday: over the weekend
        (FRIDAY, (), date(2026, 12, 1)),
        (date(2026, 11, 28), (), date(2026, 12, 1)),  # Saturday
        (date(2026, 11, 29), (), date(2026, 12, 1)),  # Sunday
        (FRIDAY, (date(2026, 11, 30),), date(2026, 12, 2)),  # a holiday on Monday
        (date(2026, 12, 31), (date(2027, 1, 1),), date(2027, 1, 5)),  # New Year
    ],
)
def test_two_working_days(received, holidays, expected):
    assert nth_day(received, 2, weekdays(*holidays)) == expected


def test_without_any_working_day_calendar_days_count():
    assert nth_day(FRIDAY, 2, lambda day: False) == FRIDAY + 2 * DAY


@pytest.mark.parametrize(
    ("with_others", "extension", "days"),
    [(False, 0, 15), (True, 0, 20), (False, 15, 30), (True, 15, 35)],
)
def test_the_day_to_finish(with_others, extension, days):
    assert finish_day(FRIDAY, with_others, extension) == FRIDAY + days * DAY


@pytest.mark.parametrize(
    ("state", "today", "answered", "expected"),
    [
        ("new", FRIDAY, False, None),
        ("new", FRIDAY + DAY, False, "answer"),
        ("answered", FRIDAY + DAY, True, None),
        ("in_progress", FRIDAY + 10 * DAY, True, None),
        ("in_progress", FRIDAY + 11 * DAY, True, "finish"),
        ("done", FRIDAY + 99 * DAY, True, None),
        ("refused", FRIDAY + 99 * DAY, True, None),
    ],
)
def test_late_only_the_day_after(state, today, answered, expected):
    assert late(state, today, FRIDAY, FRIDAY + 10 * DAY, answered) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (PersonFacts(), Erasure(False, False, (), None)),
        (PersonFacts(invoiced=True), Erasure(True, False, ("accounting",), None)),
        (
            PersonFacts(warranty_until=FRIDAY),
            Erasure(True, True, ("warranty",), FRIDAY + DAY),
        ),
        (PersonFacts(warranty_until=FRIDAY - DAY), Erasure(False, False, (), None)),
        (PersonFacts(for_life=True), Erasure(True, True, ("warranty",), None)),
        (
            PersonFacts(open_work=True),
            Erasure(True, True, ("open_work",), FRIDAY + 30 * DAY),
        ),
        (PersonFacts(proof_until=FRIDAY), Erasure(False, False, ("proof",), FRIDAY + DAY)),
        (
            PersonFacts(True, FRIDAY + 400 * DAY, False, True, FRIDAY + 5 * DAY),
            Erasure(
                True, True, ("accounting", "warranty", "open_work", "proof"), FRIDAY + 6 * DAY
            ),
        ),
    ],
)  # fmt: skip
def test_what_stays_of_a_contact(facts, expected):
    assert erasure(facts, FRIDAY) == expected


@pytest.mark.parametrize(
    ("since", "months", "last"),
    [
        (date(2025, 11, 27), 12, date(2026, 11, 27)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
    ],
)
def test_a_period_ends_with_its_corresponding_day(since, months, last):
    assert kept_until(since, months) == last
    assert since >= erased_before(last, months)
    assert since < erased_before(last + DAY, months)
