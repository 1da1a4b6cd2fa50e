"""The log of privacy requests: by when, in which order, and who hears of it."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form

from .privacy_common import PrivacyCase


class TestPrivacyRequest(PrivacyCase):
    # === BY WHEN === #

    def test_two_working_days_of_the_company(self):
        cases = [
            # 23:30 in Vietnam on Monday is 16:30 UTC; half past midnight is Tuesday
            ("2026-11-23 16:30:00", "2026-11-25", "2026-12-08"),
            ("2026-11-23 17:30:00", "2026-11-26", "2026-12-09"),
            ("2026-11-27 03:00:00", "2026-12-01", "2026-12-12"),
            ("2026-11-28 03:00:00", "2026-12-01", "2026-12-13"),
        ]
        for received, answer, finish in cases:
            request = self.make_request("know", date_received=received)
            with self.subTest(received=received):
                self.assertEqual(request.date_answer_by, self.day(answer))
                self.assertEqual(request.date_finish_by, self.day(finish))

    def test_a_holiday_of_the_company_is_no_working_day(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Tết",
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": "2026-11-29 17:00:00",
                "date_to": "2026-11-30 16:59:59",
            }
        )
        request = self.make_request("know", date_received="2026-11-27 03:00:00")
        self.assertEqual(request.date_answer_by, self.day("2026-12-02"))

    def test_others_who_process_it_and_one_extension(self):
        request = self.make_request("restrict", date_received="2026-11-23 03:00:00")
        request.with_others = True
        self.assertEqual(request.date_finish_by, self.day("2026-12-13"))
        with self.assertRaisesRegex(ValidationError, "why request"):
            request.extension_days = 15
        request.write({"extension_days": 15, "extension_reason": "The carrier is on holiday"})
        self.assertEqual(request.date_finish_by, self.day("2026-12-28"))
        with self.assertRaisesRegex(Exception, "extension_allowed"), self.cr.savepoint():
            request.extension_days = 16
            self.env.flush_all()

    def test_late_is_seen_and_found_the_day_after(self):
        request = self.make_request("know", date_received="2026-11-23 03:00:00")
        moments = [
            (datetime(2026, 11, 25, 16, 59), None),
            (datetime(2026, 11, 25, 17, 1), "answer"),
        ]
        for moment, expected in moments:
            with self.subTest(moment=moment), freeze_time(moment):
                self.env.invalidate_all()
                self.assertEqual(request.late or None, expected)
                found = request.search([("is_late", "=", True)])
                self.assertEqual(request in found, bool(expected))
        with freeze_time("2026-11-26 03:00:00"):
            self.assertIn("Late: it had to be answered by 11/25/2026", request._say_deadline())
            request.action_answer()
            self.env.invalidate_all()
            self.assertFalse(request.late)
        with freeze_time("2026-12-09 03:00:00"):
            self.env.invalidate_all()
            self.assertEqual(request.late, "finish")
            self.assertIn(request, request.search([("is_late", "=", True)]))
            self.assertNotIn(request, request.search([("is_late", "=", False)]))

    def test_an_activity_waits_for_who_is_responsible(self):
        request = self.make_request("know")
        [activity] = request.activity_ids
        self.assertEqual(activity.user_id, self.manager)
        self.assertEqual(activity.date_deadline, request.date_answer_by)
        request.action_answer()
        request.action_done()
        self.assertFalse(request.activity_ids)

    # === IN WHICH ORDER === #

    def test_the_way_of_a_request(self):
        request = self.make_request("correct")
        self.assertRegex(request.name, r"^DL\d{7}$")
        request.action_answer()
        self.assertTrue(request.date_answered)
        request.result = "Your phone is corrected"
        request.action_done()
        self.assertTrue(request.date_done)
        with self.assertRaisesRegex(UserError, "cannot become"):
            request.action_answer()
        with self.assertRaisesRegex(UserError, "are kept"):
            request.unlink()

    def test_a_refusal_needs_words_and_a_ground(self):
        request = self.make_request("correct")
        with self.assertRaisesRegex(UserError, "ground in law"):
            request.action_refuse("You are not in our books")
        request.action_refuse("The invoice is right", "Accounting Law")
        self.assertEqual((request.state, bool(request.date_answered)), ("refused", True))
        request.action_take_up()
        self.assertEqual(request.state, "in_progress")

    def test_what_is_about_nobody_can_be_answered_and_not_erased(self):
        request = self.make_request("delete", partner_id=False, contact_name="A stranger")
        with self.assertRaisesRegex(UserError, "Choose the customer"):
            request.action_erase()
        request.action_answer()
        request.action_done()
        self.assertEqual(request.state, "done")

    # === AT ONCE === #

    def test_marketing_stops_when_it_is_asked_for(self):
        now = self.now() + timedelta(minutes=1)
        for channel in ("email", "sms", "activity"):
            with self.subTest(channel=channel):
                self.make_request("object")
                allowed, reason = self.person._contact_verdict(channel, "marketing", now)
                self.assertFalse(allowed)
                self.assertIn("does not want to be contacted", reason)
        self.assertTrue(self.person._contact_verdict("email", "service", now)[0])

    def test_a_restriction_leaves_only_services(self):
        self.make_request("restrict")
        self.assertTrue(self.person.processing_restricted)
        # a yes given afterwards, by mistake, does not lift it
        for purpose in ("marketing", "birthday", "survey"):
            self.env["hau_mai.consent"].create(
                {"partner_id": self.person.id, "purpose": purpose, "channel": "email",
                 "state": "granted", "source": "Form"}
            )  # fmt: skip
            verdict = self.person._contact_verdict("email", purpose, self.now())
            self.assertEqual(
                verdict, (False, "This customer asked to restrict the use of their data.")
            )
        self.assertTrue(self.person._contact_verdict("email", "service", self.now())[0])

    def test_a_restriction_of_a_company_holds_for_its_people(self):
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        worker = self.make_plain()
        worker.parent_id = firm
        self.env["hau_mai.consent"].create(
            {"partner_id": worker.id, "purpose": "marketing", "channel": "email",
             "state": "granted", "source": "Form"}
        )  # fmt: skip
        self.assertTrue(worker._contact_verdict("email", "marketing", self.now())[0])
        firm.processing_restricted = True
        self.assertFalse(worker._contact_verdict("email", "marketing", self.now())[0])

    def test_asking_to_be_deleted_needs_no_identity_to_stop_marketing(self):
        self.make_request("delete", identity=False)
        verdict = self.person._contact_verdict("email", "marketing", self.now())
        self.assertFalse(verdict[0])

    # === WHO HEARS OF IT === #

    def test_the_customer_is_told_at_each_step_once(self):
        request = self.make_request("know")
        request.action_answer()
        request.result = "We hold your orders"
        request.action_done()
        events = request.notice_ids.sorted("id").mapped("event")
        self.assertEqual(events, ["received", "answered", "done"])
        self.assertEqual(set(request.notice_ids.mapped("state")), {"sent"})
        request._tell_customer("done")
        self.assertEqual(len(request.notice_ids), 3)
        mail = self.env["mail.mail"].search(
            [("model", "=", request._name), ("res_id", "=", request.id)], order="id desc", limit=1
        )
        self.assertIn("We hold your orders", mail.body_html)
        self.assertEqual(mail.email_to, "mai@example.com")

    def test_every_event_has_a_text_for_both_ways(self):
        ledger = self.env["hau_mai.privacy.notice"]
        for event, _label in ledger._fields["event"].selection:
            for channel in ("email", "sms"):
                self.assertTrue(ledger._template(channel, event), (event, channel))

    # === WHO MAY === #

    def test_who_logs_a_request_sees_it_and_does_not_work_on_it(self):
        requests = self.env["hau_mai.privacy.request"].with_user(self.agent)
        with Form(requests) as form:
            form.partner_id = self.person
            form.kind = "delete"
            form.description = "On the phone"
        made = form.save()
        self.assertEqual(made.state, "new")
        others = self.make_request("know")
        self.assertEqual(requests.search([]), made)
        with self.assertRaises(AccessError):
            others.with_user(self.agent).read(["name"])
        with self.assertRaises(AccessError):
            made.identity = "papers"

    def test_the_page_of_a_customer_leads_to_their_requests(self):
        request = self.make_request("know")
        self.make_request("know", self.other)
        person = self.person.with_user(self.manager)
        self.assertEqual(person.privacy_request_count, 1)
        action = person.action_view_privacy_requests()
        self.assertEqual(request.search(action["domain"]), request)
