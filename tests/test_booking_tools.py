"""What a customer may book, where a job stands, and the calendar file: plain functions."""

from datetime import datetime, timedelta

import vobject
from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.hau_mai.models.hau_mai_service import SERVICE_STATES, TRANSITIONS
from odoo.addons.hau_mai.tools.booking import BOOKABLE, change_verdict
from odoo.addons.hau_mai.tools.ics import Appointment, write_ics
from odoo.addons.hau_mai.tools.progress import service_steps

NOW = datetime(2026, 3, 10, 2, 0)
STATES = [key for key, _label in SERVICE_STATES]


class TestChangeVerdict(BaseCase):
    def code(self, state, hours=None, notice=12):
        start = hours is not None and NOW + timedelta(hours=hours)
        return change_verdict(state, start, NOW, notice).code

    def test_each_answer(self):
        self.assertEqual(self.code("new"), "free")
        self.assertEqual(self.code("scheduled", 13), "movable")
        self.assertEqual(self.code("scheduled", 12), "movable")
        self.assertEqual(self.code("scheduled", 11), "too_late")
        self.assertEqual(self.code("scheduled", 0), "past")
        self.assertEqual(self.code("scheduled", -30), "past")
        self.assertEqual(self.code("on_the_way", 13), "started")
        self.assertEqual(self.code("in_progress", 13), "started")
        self.assertEqual(self.code("waiting", 13), "started")
        for state in ("done", "closed", "cancelled"):
            self.assertEqual(self.code(state, 13), "over")

    def test_who_waits_for_the_customer_and_what_was_brought(self):
        self.assertTrue(change_verdict("waiting", False, NOW, 12, "customer").ok)
        self.assertFalse(change_verdict("waiting", False, NOW, 12, "parts").ok)
        for state in ("new", "scheduled", "waiting"):
            self.assertEqual(
                change_verdict(state, False, NOW, 12, "customer", True), (False, "here")
            )

    @given(st.sampled_from(STATES), st.integers(-100, 100), st.integers(0, 72))
    def test_only_what_nobody_began_and_is_far_enough_away(self, state, hours, notice):
        ok = change_verdict(state, NOW + timedelta(hours=hours), NOW, notice).ok
        self.assertEqual(ok, state in BOOKABLE and hours > 0 and hours >= notice)


class TestSteps(BaseCase):
    def test_a_machine_that_was_brought(self):
        steps = service_steps("waiting", "parts", True, False)
        self.assertEqual(
            steps,
            [
                ("received", "done"),
                ("waiting_parts", "current"),
                ("ready", "to_come"),
                ("handed_back", "to_come"),
            ],
        )
        self.assertEqual(service_steps("done", False, True, False)[2], ("ready", "current"))

    def test_a_visit(self):
        codes = [step.code for step in service_steps("on_the_way", False, False, True)]
        self.assertEqual(codes, ["requested", "appointment", "on_the_way", "work", "finished"])
        steps = service_steps("done", False, False, True)
        self.assertEqual({step.status for step in steps}, {"done"})

    @given(
        st.sampled_from(STATES),
        st.sampled_from(["parts", "customer", "center", "maker", False]),
        st.booleans(),
        st.booleans(),
    )
    def test_the_way_is_whole_in_every_state(self, state, waiting_for, brought, appointment):
        steps = service_steps(state, waiting_for, brought, appointment)
        statuses = [step.status for step in steps]
        over = state == "closed" or (state == "done" and not brought)
        self.assertEqual(statuses.count("current"), 0 if over else 1)
        self.assertEqual(statuses, sorted(statuses, key=["done", "current", "to_come"].index))
        self.assertEqual(len({step.code for step in steps}), len(steps))
        self.assertIn(state, TRANSITIONS)


class TestIcs(BaseCase):
    def appointment(self, **values):
        return Appointment(
            **{
                "uid": "service-7@shop",
                "sequence": 0,
                "stamp": NOW,
                "start": datetime(2026, 3, 12, 1, 30),
                "end": datetime(2026, 3, 12, 3, 0),
                "summary": "Bảo dưỡng; máy lạnh, tầng 2",
                "location": "12 Lê Lợi\\Q1\nHuế",
            }
            | values
        )

    def test_it_is_what_calendars_take(self):
        content = write_ics(self.appointment())
        lines = content.decode().split("\r\n")
        self.assertNotIn("\n", content.decode().replace("\r\n", ""))
        self.assertEqual(lines[0], "BEGIN:VCALENDAR")
        for line in (
            "VERSION:2.0",
            "METHOD:PUBLISH",
            "UID:service-7@shop",
            "SEQUENCE:0",
            "STATUS:CONFIRMED",
            "DTSTAMP:20260310T020000Z",
            "DTSTART:20260312T013000Z",
            "DTEND:20260312T030000Z",
            "SUMMARY:Bảo dưỡng\\; máy lạnh\\, tầng 2",
            "LOCATION:12 Lê Lợi\\\\Q1\\nHuế",
        ):
            self.assertIn(line, lines)

    def test_cancelled(self):
        lines = write_ics(self.appointment(cancelled=True, sequence=3)).decode().split("\r\n")
        for line in ("METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:3", "UID:service-7@shop"):
            self.assertIn(line, lines)

    @given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=200))
    def test_any_text_comes_back_as_it_was(self, text):
        content = write_ics(self.appointment(summary=text, description=f"{text}\n{text}"))
        self.assertLessEqual(max(map(len, content.split(b"\r\n"))), 75)
        event = vobject.readOne(content.decode()).vevent
        self.assertEqual(event.summary.value, text)
        self.assertEqual(event.description.value, f"{text}\n{text}")
