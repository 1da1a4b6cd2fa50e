"""Customers book, confirm, move and cancel their appointment, logged in or by the link.

Free times are a double of the center's (``PortalCase.offered``).
"""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError

from .portal_common import PortalCase

#: 9 o'clock in Ho Chi Minh City.
NOW = fields.Datetime.to_datetime("2031-03-10 02:00:00")


class TestBooking(PortalCase):
    """What may be booked when, without the pages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.make_service(kind="maintenance", responsible_id=cls.desk.id)
        cls.center = cls.make_center()
        cls.author = cls.service.partner_id

    def slot(self, hours):
        """A time so many hours from now, one hour long."""
        start = NOW + timedelta(hours=hours)
        return start, start + timedelta(hours=1)

    def book(self, hours):
        self.service._book(self.slot(hours)[0], self.author, NOW)

    def test_times_are_offered_from_the_notice_to_the_last_day(self):
        self.company.hau_mai_booking_days = 2
        slots = [self.slot(hours) for hours in (1, 11, 12, 13, 24, 50, 62, 63, 72)]
        with self.offered(*slots):
            days = self.service._booking_slots(NOW)
        offered = [start for rows in days.values() for start, _end in rows]
        # until the end of 12 March there, 17:00 UTC
        self.assertEqual(offered, [self.slot(hours)[0] for hours in (12, 13, 24, 50, 62)])
        self.assertEqual([str(day) for day in days], ["2031-03-10", "2031-03-11", "2031-03-12"])

    def test_a_booking_has_all_that_belongs_to_it(self):
        with self.offered(self.slot(24)):
            self.book(24)
        self.assertEqual((self.service.date_start, self.service.date_end), self.slot(24))
        self.assertEqual(self.service.state, "scheduled")
        self.assertEqual(self.service.center_id, self.center)
        self.assertEqual(self.service.date_confirmed, NOW)
        note = self.service.message_ids[0]
        self.assertIn("booked an appointment", note.body)
        self.assertRegex(note.body, r"Mar 11, 2031, 9:00\sAM")
        self.assertEqual(note.author_id, self.author)
        self.assertIn(self.desk.partner_id, note.notified_partner_ids)
        self.assertTrue(note.subtype_id.internal)

    def test_moving_frees_confirmation_and_counts(self):
        with self.offered(self.slot(24), self.slot(26)):
            self.book(24)
            sequence = self.service.appointment_sequence
            self.book(26)
        self.assertEqual(self.service.date_start, self.slot(26)[0])
        self.assertEqual(self.service.appointment_sequence, sequence + 1)
        self.assertIn("moved the appointment", self.service.message_ids[0].body)
        self.service.write({"date_start": self.slot(30)[0], "date_end": False})
        self.assertFalse(self.service.date_confirmed, "moved by the desk: not agreed yet")

    def test_a_time_that_is_gone_is_refused(self):
        with self.offered(self.slot(24)):
            self.book(24)
            other = self.make_service(kind="maintenance")
            with self.assertRaisesRegex(UserError, "not free any more"):
                other._book(self.slot(24)[0], self.author, NOW)
            for hours in (1, 25, 24 * 60):
                with self.assertRaisesRegex(UserError, "not free any more"):
                    self.book(hours)
        self.assertFalse(other.date_start)
        self.assertEqual(self.service.date_start, self.slot(24)[0])

    def test_what_has_begun_or_is_near_cannot_be_moved(self):
        with self.offered(self.slot(24), self.slot(48)):
            self.service.write({"date_start": self.slot(11)[0], "state": "scheduled"})
            with self.assertRaisesRegex(UserError, "less than 12 hours.*1800 1234"):
                self.book(24)
            with self.assertRaisesRegex(UserError, "less than 12 hours"):
                self.service._cancel_appointment(self.author, now=NOW)
            self.service.write({"date_start": self.slot(-1)[0], "date_end": False})
            with self.assertRaisesRegex(UserError, "was on"):
                self.book(24)
            self.service.write({"date_start": self.slot(48)[0], "state": "in_progress"})
            with self.assertRaisesRegex(UserError, "has begun"):
                self.book(24)
            self.service.action_done()
            with self.assertRaisesRegex(UserError, "is over"):
                self.book(24)
        self.assertEqual(self.service.date_start, self.slot(48)[0])

    def test_cancelling_gives_the_time_back_and_keeps_the_job(self):
        with self.offered(self.slot(24), self.slot(48)):
            self.book(24)
            self.service._cancel_appointment(self.author, "I am away", NOW)
            self.assertFalse(self.service.date_start)
            self.assertEqual(self.service.date_start_cancelled, self.slot(24)[0])
            self.assertEqual(self.service.state, "new")
            self.assertIn("I am away", self.service.message_ids[0].body)
            with self.assertRaisesRegex(UserError, "no appointment to cancel"):
                self.service._cancel_appointment(self.author, now=NOW)
            self.book(48)
        self.assertFalse(self.service.date_start_cancelled)

    def test_confirming_twice_is_confirming_once(self):
        self.service.write({"date_start": self.slot(24)[0], "state": "scheduled"})
        self.service._confirm_appointment(self.author, NOW)
        messages = len(self.service.message_ids)
        self.service._confirm_appointment(self.author, NOW + timedelta(hours=1))
        self.assertEqual(self.service.date_confirmed, NOW)
        self.assertEqual(len(self.service.message_ids), messages)
        with self.assertRaisesRegex(UserError, "no appointment to confirm"):
            self.service._confirm_appointment(self.author, NOW + timedelta(days=2))

    def test_the_calendar_follows_every_change(self):
        self.assertFalse(self.service._prepare_ics(NOW))
        files = []
        with self.offered(self.slot(24), self.slot(48), self.slot(72)):
            self.book(24)
            files.append(self.service._prepare_ics(NOW).decode())
            self.book(48)
            files.append(self.service._prepare_ics(NOW).decode())
            self.service._cancel_appointment(self.author, now=NOW)
            files.append(self.service._prepare_ics(NOW).decode())
            self.book(72)
            files.append(self.service._prepare_ics(NOW).decode())
            self.service.write({"state": "cancelled"})
            files.append(self.service._prepare_ics(NOW).decode())
        lines = [
            dict(row.split(":", 1) for row in file.split("\r\n") if ":" in row) for file in files
        ]
        self.assertEqual(len({row["UID"] for row in lines}), 1)
        sequences = [int(row["SEQUENCE"]) for row in lines]
        self.assertEqual(sequences, sorted(set(sequences)))
        self.assertEqual(
            [row["METHOD"] for row in lines],
            ["PUBLISH", "PUBLISH", "CANCEL", "PUBLISH", "CANCEL"],
        )
        self.assertEqual(lines[0]["DTSTART"], "20310311T020000Z")
        self.assertEqual(lines[2]["DTSTART"], lines[1]["DTSTART"])

    def test_the_link_leads_to_the_booking_of_this_job(self):
        url = self.service._get_booking_url()
        self.assertIn(f"/my/services/{self.service.id}/book?access_token=", url)
        self.assertIn(self.service.access_token, url)


class TestBookingPages(PortalCase):
    """The same by the pages: who may, by what, and what the answer says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.make_service(kind="maintenance", unit_id=cls.unit.id)
        cls.center = cls.make_center()
        cls.token = cls.service._portal_ensure_token()
        now = fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
        cls.slots = [
            (now + timedelta(hours=hours), now + timedelta(hours=hours + 1))
            for hours in (48, 50, 72)
        ]

    def act(self, what, user=None, token=None, **data):
        url = f"/my/services/{self.service.id}/book/{what}"
        return self.post(f"{url}?access_token={token}" if token else url, user, **data)

    def authors(self):
        """Who is named in the notes for the desk."""
        notes = self.service.message_ids.filtered(lambda note: "The customer" in note.body)
        return notes.author_id

    def test_by_the_link_without_logging_in(self):
        start = str(self.slots[0][0])
        with self.offered(*self.slots):
            page = self.open(self.service._get_booking_url().split(self.base_url())[1])
            self.assertIn(start, page.text)
            done = self.act("time", token=self.token, start=start)
            self.assertIn("Your appointment is booked", done.text)
            self.assertEqual(str(self.service.date_start), start)
            self.assertIn("access_token", done.url)
            moved = self.act("time", token=self.token, start=str(self.slots[2][0]))
            self.assertIn("booked", moved.text)
            self.assertEqual(self.service.date_start, self.slots[2][0])
            gone = self.act("cancel", token=self.token, reason="Away")
            self.assertIn("is cancelled", gone.text)
        self.assertFalse(self.service.date_start)
        self.assertEqual(self.authors(), self.service.partner_id)

    def test_logged_in_the_colleague_is_the_author(self):
        with self.offered(*self.slots):
            self.act("time", self.colleague, start=str(self.slots[1][0]))
        self.assertEqual(self.authors(), self.colleague.partner_id)

    def test_nobody_else_changes_anything(self):
        start = str(self.slots[0][0])
        self.service.write({"date_start": self.slots[1][0], "state": "scheduled"})
        with self.offered(*self.slots):
            for user, token in (
                (None, None),
                (None, "wrong"),
                (self.other, None),
                (self.other, "x"),
            ):
                for what, data in (
                    ("time", {"start": start}),
                    ("confirm", {}),
                    ("cancel", {}),
                    ("wish", {"day": str(self.today)}),
                ):
                    self.assertSentAway(self.act(what, user, token, **data))
                self.assertSentAway(
                    self.open(f"/my/services/{self.service.id}/appointment.ics", user)
                )
                self.assertSentAway(self.open(f"/my/services/{self.service.id}/book", user))
        self.assertEqual(self.service.date_start, self.slots[1][0])
        self.assertFalse(self.service.date_confirmed)

    def test_only_by_post_and_with_the_forms_token(self):
        url = f"/my/services/{self.service.id}/book/time?access_token={self.token}"
        self.assertIn(self.open(url + f"&start={self.slots[0][0]}").status_code, (404, 405))
        with self.offered(*self.slots):
            bare = self.url_open(url, data={"start": str(self.slots[0][0])})
        self.assertEqual(bare.status_code, 400)
        self.assertFalse(self.service.date_start)

    def test_what_is_refused_is_said_and_nothing_is_written(self):
        with self.offered(*self.slots[1:]):
            for start in (str(self.slots[0][0]), "", "x", "2020-01-01 00:00:00"):
                page = self.act("time", self.customer, start=start)
                self.assertRegex(self.text(page), "not free any more|choose a time")
                self.assertIn(str(self.slots[1][0]), page.text, "and the others are offered")
        self.assertFalse(self.service.date_start)
        self.assertFalse(self.service.center_id)

    def test_without_free_times_a_day_can_be_asked_for(self):
        day = self.today + timedelta(days=3)
        with self.offered():
            self.assertIn(
                "which day suits you",
                self.open(f"/my/services/{self.service.id}/book", self.customer).text,
            )
            self.assertIn(
                "next 30 days",
                self.text(self.act("wish", self.customer, day=str(self.today - timedelta(days=1)))),
            )
            self.assertFalse(self.service.date_wished)
            self.act("wish", self.customer, day=str(day))
        self.assertEqual(self.service.date_wished, day)

    def test_confirm_and_calendar(self):
        self.service.write({"date_start": self.slots[0][0], "state": "scheduled"})
        page = self.open(f"/my/services/{self.service.id}", self.customer)
        self.assertIn("I will be there", page.text)
        self.assertIn("Confirmed", self.act("confirm", self.customer).text)
        file = self.open(f"/my/services/{self.service.id}/appointment.ics", self.customer)
        self.assertTrue(file.headers["Content-Type"].startswith("text/calendar"))
        self.assertIn("METHOD:PUBLISH\r\n", file.text)
        self.service.write({"date_start": False, "state": "new"})
        self.assertEqual(
            self.open(f"/my/services/{self.service.id}/appointment.ics", self.customer).status_code,
            404,
        )

    def test_a_job_that_has_begun_says_why_it_cannot_be_moved(self):
        self.service.write({"date_start": self.slots[0][0], "state": "in_progress"})
        for path in ("", "/book"):
            page = self.text(self.open(f"/my/services/{self.service.id}{path}", self.customer))
            self.assertIn("has begun", page)

    def test_a_customer_books_and_moves_a_visit(self):
        schedule = self.env["hau_mai.maintenance.schedule"].create(
            {
                "unit_id": self.unit.id,
                "name": "Cleaning",
                "interval": 6,
                "date_anchor": self.today,
                "date_next": self.today + timedelta(days=5),
            }
        )
        self.assertEqual(schedule.state, "running")
        self.service.write({"state": "cancelled"})
        self.browser_size = "390x844"
        with self.offered(*self.slots):
            self.start_tour("/my", "hau_mai_portal_booking", login="an")
        job = self.Service.search([("unit_id", "=", self.unit.id), ("state", "!=", "cancelled")])
        self.assertEqual(job.kind, "maintenance")
        self.assertEqual(job.date_start, self.slots[1][0])
        self.assertEqual(job.state, "scheduled")
