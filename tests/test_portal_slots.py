"""Customers book with a center's real hours: what one took is gone for the next."""

from datetime import timedelta

from odoo.fields import Command

from .portal_common import PortalCase


class TestPortalSlots(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        attendances = [
            Command.create(
                {
                    "name": "Morning",
                    "dayofweek": str(day),
                    "hour_from": 8,
                    "hour_to": 10,
                    "day_period": "morning",
                }
            )
            for day in range(7)
        ]
        calendar = cls.env["resource.calendar"].create(
            {
                "name": "Every morning",
                "tz": "Asia/Ho_Chi_Minh",
                "attendance_ids": [Command.clear(), *attendances],
            }
        )
        cls.center = cls.make_center(resource_calendar_id=calendar.id, slot_minutes=60, parallel=1)
        cls.service = cls.make_service(kind="maintenance", unit_id=cls.unit.id)
        cls.second = cls.make_service(kind="maintenance", unit_id=cls.theirs.id)

    def first(self, service):
        """The first time that a job is offered, two days from now at the earliest."""
        day = self.today + timedelta(days=2)
        return service._booking_slots()[day][0][0]

    def book(self, service, user, start):
        return self.post(f"/my/services/{service.id}/book/time", user, start=str(start))

    def test_the_last_place_is_taken_once_and_given_back(self):
        start = self.first(self.service)
        self.assertEqual(self.first(self.second), start)
        self.assertIn("is booked", self.book(self.service, self.customer, start).text)
        self.assertEqual(self.service.date_start, start)
        self.assertEqual(self.service.date_end, start + timedelta(hours=1))
        self.assertEqual(self.service.center_id, self.center)
        self.assertEqual(self.service.state, "scheduled")
        self.assertNotEqual(self.first(self.second), start)
        refused = self.text(self.book(self.second, self.other, start))
        self.assertIn("not free any more", refused)
        self.assertFalse(self.second.date_start)
        later = self.first(self.second)
        self.assertIn("is booked", self.book(self.service, self.customer, later).text)
        self.assertEqual(self.service.date_start, later)
        self.assertIn("is booked", self.book(self.second, self.other, start).text)
        self.assertEqual(self.second.date_start, start)

    def test_a_visit_is_booked_and_moved_on_a_telephone(self):
        self.env["hau_mai.maintenance.schedule"].create(
            {
                "unit_id": self.unit.id,
                "name": "Cleaning",
                "interval": 6,
                "date_anchor": self.today,
                "date_next": self.today + timedelta(days=5),
            }
        )
        self.service.write({"state": "cancelled"})
        self.browser_size = "390x844"
        self.start_tour("/my", "hau_mai_portal_booking", login="an")
        job = self.Service.search([("unit_id", "=", self.unit.id), ("state", "!=", "cancelled")])
        self.assertEqual(job.state, "scheduled")
        self.assertEqual(job.appointment_sequence, 2)
