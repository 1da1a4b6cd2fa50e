"""The decisions of the gate, as tables and properties: refusals, caps, hours, the next moment."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.hau_mai.tools.contact import (
    Cap,
    Contact,
    ContactFacts,
    ContactRules,
    hindrance,
    next_moment,
    refusal,
    why_not,
)
from odoo.addons.hau_mai.tools.contact_hours import allowed_hours, off_until, quiet_until

M = datetime.fromisoformat
NOON = M("2026-06-10 05:00:00")  # in Vietnam
HANOI = "Asia/Ho_Chi_Minh"
DAY = timedelta(days=1)
LAW_SMS = Cap("cap_law", DAY, 3, "sms")
WEEK = Cap("cap_week", timedelta(days=7), 2)
MONTH = Cap("cap_month", timedelta(days=30), 6)
GRANTED = {"consent": "granted"}
moments = st.datetimes(M("2026-06-01"), M("2026-06-20")).map(lambda m: m.replace(microsecond=0))


@pytest.mark.parametrize(
    ("facts", "purpose", "code"),
    [
        ({"deceased": True}, "service", "deceased"),
        ({"deceased": True, "active": False}, "service", "archived"),
        ({"deceased": True, "do_not_contact": True}, "service", "deceased"),
        ({"asked": True}, "marketing", "no_answer"),
        ({"asked": True}, "service", None),
        ({"asked": True, **GRANTED}, "marketing", None),
        ({"do_not_call": True, **GRANTED}, "marketing", "do_not_call"),
        ({"do_not_call": True, **GRANTED}, "birthday", "do_not_call"),
        ({"do_not_call": True}, "marketing", "no_consent"),
        ({"do_not_call": True}, "service", None),
        ({"do_not_call": True}, "survey", None),
        ({**GRANTED, "consent_for": "a@x.vn", "address": "a@x.vn"}, "marketing", None),
        ({**GRANTED, "consent_for": "a@x.vn", "address": "b@x.vn"}, "marketing", "other_address"),
        ({**GRANTED, "consent_for": "a@x.vn", "address": "b@x.vn"}, "survey", None),
        ({**GRANTED, "consent_for": "090 123 4567", "address": "+84901234567"}, "marketing", None),
        ({**GRANTED, "consent_for": "+84901234568", "address": "+84901234567"}, "marketing",
         "other_address"),
    ],
)  # fmt: skip
def test_refusals_time_does_not_heal(facts, purpose, code):
    assert refusal(ContactFacts(**facts), purpose) == code
    assert (next_moment(ContactFacts(**facts), purpose, NOON) is None) == bool(code)


@pytest.mark.parametrize(
    ("purpose", "grievance", "low_rating"),
    [
        ("service", None, None),
        ("survey", "grievance", None),
        ("marketing", "grievance", "low_rating"),
        ("birthday", "grievance", "low_rating"),
    ],
)
def test_what_holds_back_whom(purpose, grievance, low_rating):
    assert why_not(ContactFacts(**GRANTED, grievance=True), purpose, NOON) == grievance
    unhappy = ContactFacts(**GRANTED, low_rating_until=NOON + DAY)
    assert why_not(unhappy, purpose, NOON) == low_rating
    assert why_not(unhappy, purpose, NOON + DAY) is None


def test_an_open_complaint_is_looked_at_again_a_day_later():
    rules = ContactRules(hours=(7, 22))
    facts = ContactFacts(**GRANTED, grievance=True, tz=HANOI)
    assert next_moment(facts, "birthday", NOON, rules) == NOON + DAY
    night = M("2026-06-10 16:00:00")  # 23:00
    assert next_moment(facts, "birthday", night, rules) == M("2026-06-12 00:00:00")


@pytest.mark.parametrize(
    ("at", "hours", "tz", "until"),
    [
        ("2026-06-10 00:00:00", (7, 22), HANOI, None),  # 7:00 sharp
        ("2026-06-09 23:59:59", (7, 22), HANOI, "2026-06-10 00:00:00"),
        ("2026-06-10 14:59:59", (7, 22), HANOI, None),
        ("2026-06-10 15:00:00", (7, 22), HANOI, "2026-06-11 00:00:00"),  # 22:00 sharp
        ("2026-06-10 10:00:00", (8, 17), HANOI, "2026-06-11 01:00:00"),
        ("2026-06-10 01:00:00", (8, 17), "Europe/Berlin", "2026-06-10 06:00:00"),
        ("2026-06-10 01:15:00", (8.5, 17), HANOI, "2026-06-10 01:30:00"),
        # the night in which summer time begins: 8:00 is 6:00 UTC, the day before it was 7:00
        ("2026-03-28 20:00:00", (8, 17), "Europe/Berlin", "2026-03-29 06:00:00"),
    ],
)
def test_hours_in_the_customers_time_zone(at, hours, tz, until):
    assert quiet_until(M(at), hours, tz) == (until and M(until))


@pytest.mark.parametrize(
    ("own", "legal", "hours"),
    [
        ((7, 22), (7, 22), (7, 22)),
        ((0, 24), (7, 22), (7, 22)),
        ((9, 18), (7, 22), (9, 18)),
        ((22, 24), (7, 22), (7, 22)),
        ((0, 24), (0, 24), None),
    ],
)
def test_the_law_narrows_own_hours(own, legal, hours):
    assert allowed_hours(own, legal) == hours


def test_days_off():
    tet = [(M("2026-02-15 17:00:00"), M("2026-02-20 16:59:59"))]
    assert off_until(M("2026-02-15 16:59:59"), tet) is None
    assert off_until(M("2026-02-17 03:00:00"), tet) == M("2026-02-20 17:00:00")
    assert off_until(M("2026-02-20 17:00:00"), tet) is None


@pytest.mark.parametrize(
    ("hours_ago", "allowed", "heals_in"),
    [
        ([1, 2], True, 0),
        ([1, 2, 3], False, 21),
        ([1, 2, 24], True, 0),
        ([1, 2, 23.999], False, 0.001),
        ([0, 0, 0], False, 24),
        ([1, 2, 3, 4], False, 21),
    ],
)
def test_three_messages_in_24_rolling_hours(hours_ago, allowed, heals_in):
    contacts = tuple(Contact(NOON - timedelta(hours=hours), "sms") for hours in hours_ago)
    facts = ContactFacts(**GRANTED, contacts=contacts)
    rules = ContactRules(caps=(LAW_SMS,))
    assert (why_not(facts, "marketing", NOON, rules) is None) == allowed
    healed = next_moment(facts, "marketing", NOON, rules)
    assert healed - NOON == timedelta(hours=heals_in)


def test_the_law_counts_advertising_by_the_channel_and_the_company_everything():
    contacts = (
        Contact(NOON, "email"),
        Contact(NOON, "sms", advertising=False),
        Contact(NOON, "phone"),
    )
    facts = ContactFacts(**GRANTED, contacts=contacts)
    assert why_not(facts, "marketing", NOON, ContactRules(caps=(LAW_SMS,))) is None
    rules = ContactRules(caps=(LAW_SMS, WEEK))
    for purpose, code in (("marketing", "cap_week"), ("survey", "cap_week"), ("service", None)):
        assert why_not(facts, purpose, NOON, rules) == code


def test_what_another_worker_sent_a_moment_later_counts():
    facts = ContactFacts(**GRANTED, contacts=(Contact(NOON + timedelta(seconds=9), "sms"),))
    rules = ContactRules(caps=(Cap("cap_gap", DAY, 1),))
    assert why_not(facts, "marketing", NOON, rules) == "cap_gap"


@given(wishes=st.lists(st.tuples(moments, st.sampled_from(["sms", "email", "phone"])), max_size=40))
def test_no_window_ever_holds_more_than_its_cap(wishes):
    """Whatever is wished for when, what is let through keeps every rolling cap."""
    caps = (LAW_SMS, Cap("cap_law", DAY, 3, "email"), Cap("cap_law", DAY, 1, "phone"), WEEK, MONTH)
    made = []
    for at, channel in sorted(wishes):
        own = tuple(cap for cap in caps if cap.channel in (None, channel))
        facts = ContactFacts(**GRANTED, contacts=tuple(made))
        if why_not(facts, "marketing", at, ContactRules(caps=own)) is None:
            made.append(Contact(at, channel))
    for cap in caps:
        counted = [contact.moment for contact in made if cap.counts(contact)]
        for first in counted:
            inside = [moment for moment in counted if first <= moment < first + cap.window]
            assert len(inside) <= cap.limit


@given(
    sent=st.lists(moments, max_size=8),
    at=moments,
    purpose=st.sampled_from(["marketing", "birthday", "survey"]),
    tz=st.sampled_from([HANOI, "UTC", "America/New_York"]),
    rated=st.none() | moments,
)
def test_the_next_moment_is_the_first_allowed_one(sent, at, purpose, tz, rated):
    rules = ContactRules(
        caps=(LAW_SMS, WEEK, MONTH),
        hours=(7, 22),
        days_off=((M("2026-06-12 17:00:00"), M("2026-06-14 16:59:59")),),
    )
    facts = ContactFacts(
        **GRANTED, contacts=tuple(Contact(m, "sms") for m in sent), tz=tz, low_rating_until=rated
    )
    moment = next_moment(facts, purpose, at, rules)
    assert moment >= at
    assert hindrance(facts, purpose, moment, rules) is None
    if moment > at:
        assert hindrance(facts, purpose, moment - timedelta(seconds=1), rules)
