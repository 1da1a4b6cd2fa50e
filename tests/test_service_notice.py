"""What customers are told of their jobs: once, by the right way, in their language, or not."""

from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase
from odoo.tools import html2plaintext, mute_logger

from odoo.addons.hau_mai.models.hau_mai_service_figures import COLLECTABLE
from odoo.addons.hau_mai.models.hau_mai_service_notice import NOTICE_EVENTS
from odoo.addons.hau_mai.tools.notice import choose_channel, parse_ladder, steps_reached

from .service_common import ServiceCase

PROMISED = "2035-02-06 10:00:00"


class TestNoticeTools(TransactionCase):
    def test_the_first_allowed_way_is_taken(self):
        yes, no, never = (True, ""), (False, "No address."), (False, "They said no.")
        cases = [
            ("email", {"email": yes}, ("email", "")),
            ("email_sms", {"email": yes, "sms": yes}, ("email", "")),
            ("email_sms", {"email": no, "sms": yes}, ("sms", "")),
            ("email_sms", {"email": no, "sms": no}, (None, "No address.")),
            ("email_sms", {"email": no, "sms": never}, (None, "No address. They said no.")),
            ("sms", {"sms": never}, (None, "They said no.")),
        ]
        for tell_by, verdicts, expected in cases:
            with self.subTest(tell_by=tell_by, verdicts=verdicts):
                self.assertEqual(choose_channel(tell_by, verdicts), expected)

    def test_ladders(self):
        self.assertEqual(parse_ladder("7, 14;30"), (7, 14, 30))
        self.assertEqual(parse_ladder(""), ())
        self.assertEqual(parse_ladder(False), ())
        for text in ("seven", "7, 7", "14, 7", "0, 3", "-1", "7.5"):
            with self.subTest(text=text), self.assertRaises(ValueError):
                parse_ladder(text)
        for days, steps in ((6, 0), (7, 1), (13, 1), (14, 2), (400, 3)):
            self.assertEqual(steps_reached((7, 14, 30), days), steps)


class TestTelling(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("vi_VN")
        cls.partner.email = "an@example.com"
        cls.company.write({"hau_mai_tell_by": "email_sms", "hau_mai_email": "care@example.com"})

    def receive(self, **vals):
        job = self.make_service(**{"date_promised": PROMISED, **vals})
        job.action_receive()
        return job

    def notices(self, job, event):
        return job.notice_ids.filtered(lambda notice: notice.event == event)

    def mails(self, job):
        domain = [("model", "=", "hau_mai.service"), ("res_id", "=", job.id)]
        return self.env["mail.mail"].search(domain, order="id")

    def messages(self, partner):
        return self.env["sms.sms"].search([("partner_id", "=", partner.id)], order="id")

    # === WHAT IS TOLD === #

    def test_received_is_told_with_the_promise_and_a_way_to_the_job(self):
        job = self.receive(serial_number="SN 7")
        [mail] = self.mails(job)
        self.assertEqual(mail.state, "outgoing", "in the queue, never sent from here")
        self.assertEqual(mail.recipient_ids, self.partner)
        self.assertIn("received", mail.subject)
        self.assertEqual(mail.reply_to, "care@example.com")
        text = html2plaintext(mail.body_html)
        self.assertIn("Dear Nguyễn Văn An", text)
        self.assertIn("AC 9000 (SN 7)", text)
        self.assertIn("02/06/2035 5:00", text)
        self.assertIn(f"/my/services/{job.id}?access_token={job.access_token}", mail.body_html)
        self.assertEqual(self.notices(job, "received").state, "sent")
        self.assertFalse(self.messages(self.partner))

    def test_nothing_is_told_twice(self):
        job = self.receive()
        job._tell_customer("received")
        job.action_receive()
        self.assertEqual(len(self.mails(job)), 1)
        self.assertEqual(len(job.notice_ids), 1)

    def test_the_index_stands_behind_it(self):
        job = self.receive()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            job.notice_ids.copy({"state": "sent"})

    def test_the_way_of_a_job_in_messages(self):
        job = self.receive()
        job.write({"state": "waiting", "waiting_for": "parts"})
        job.state = "in_progress"
        job.write({"state": "waiting", "waiting_for": "maker"})
        job.state = "done"
        told = job.notice_ids.sorted("id").mapped("event")
        self.assertEqual(told, ["received", "waiting", "waiting", "ready"])
        texts = [html2plaintext(mail.body_html) for mail in self.mails(job)]
        self.assertIn("We wait for parts.", texts[1])
        self.assertIn("It is with the manufacturer.", texts[2])
        self.assertIn("is ready to be collected", texts[3])

    def test_what_was_not_received_is_not_ready_to_be_collected(self):
        job = self.make_service()
        job.action_done()
        self.assertFalse(job.notice_ids)

    def test_done_again_is_told_again(self):
        job = self.receive()
        job.write({"state": "done", "date_done": self.moment(days=-3)})
        job.state = "in_progress"
        job.action_done()
        self.assertEqual(len(self.notices(job, "ready")), 2)

    def test_an_appointment_made_and_moved_is_told(self):
        job = self.make_service()
        job.write({"state": "scheduled", "date_start": self.moment(days=2)})
        job.date_start = self.moment(days=3)
        job.date_start = self.moment(days=3)
        self.assertEqual(len(self.notices(job, "appointment")), 2)
        job.date_start = self.moment(days=-1)
        self.assertEqual(len(self.notices(job, "appointment")), 2, "what is over is no news")

    def test_the_contact_person_is_told_in_place_of_the_customer(self):
        contact = self.env["res.partner"].create({"name": "Tú", "email": "tu@example.com"})
        job = self.receive(contact_id=contact.id)
        self.assertEqual(self.mails(job).recipient_ids, contact)
        self.assertEqual(job.notice_ids.partner_id, contact)

    # === HOW === #

    def test_who_has_no_email_gets_a_text_message(self):
        self.partner.email = False
        job = self.receive()
        [message] = self.messages(self.partner)
        self.assertEqual(message.state, "outgoing", "in the queue, never sent from here")
        self.assertIn(job.name, message.body)
        self.assertIn("Promised for 02/06/2035 5:00", message.body)
        self.assertEqual(job.notice_ids.channel, "sms")
        self.assertFalse(self.mails(job))

    def test_the_setting_says_how(self):
        self.company.hau_mai_tell_by = "sms"
        job = self.receive()
        self.assertEqual(job.notice_ids.channel, "sms")
        self.company.hau_mai_tell_by = "email"
        self.partner.email = False
        job = self.receive()
        self.assertEqual(job.notice_ids.state, "refused")

    def test_every_text_renders_in_english_and_vietnamese_by_both_ways(self):
        self.company.hau_mai_storage_note = "Stored at your cost."
        events = [event for event, _label in NOTICE_EVENTS]
        for lang in ("en_US", "vi_VN"):
            self.partner.lang = lang
            for tell_by in ("email", "sms"):
                self.company.hau_mai_tell_by = tell_by
                job = self.make_service(
                    date_promised=PROMISED, date_start=PROMISED, waiting_for="parts"
                )
                job.promise_ids.sudo().create({"service_id": job.id, "date_new": PROMISED})
                for event in events:
                    with self.subTest(lang=lang, tell_by=tell_by, event=event):
                        job._tell_customer(event, reason="Lũ lụt & bão")
                        self.assertEqual(self.notices(job, event).state, "sent")
                if tell_by == "email":
                    bodies = [mail.body_html for mail in self.mails(job)]
                    self.assertTrue(all("AC 9000" in body for body in bodies))
                else:
                    bodies = self.messages(self.partner)[-len(events) :].mapped("body")
                self.assertEqual(len(bodies), len(events))
                day = "02/06/2035" if lang == "en_US" else "06/02/2035"
                self.assertEqual(
                    sum(day in body for body in bodies), 4 if tell_by == "email" else 3
                )
                self.assertFalse([body for body in bodies if "{{" in body or "t-out" in body])

    # === NOT TOLD === #

    def test_who_must_not_be_contacted_is_not_told_and_the_job_says_why(self):
        self.partner.do_not_contact = True
        job = self.receive()
        notice = job.notice_ids
        self.assertEqual(notice.state, "refused")
        self.assertIn("asked not to be contacted", notice.reason)
        self.assertIn("The customer was not told (Received)", job.message_ids[0].body)
        self.assertFalse(self.mails(job) or self.messages(self.partner))

    def test_without_any_address_the_job_says_so(self):
        self.partner.write({"email": False, "phone": False})
        job = self.make_service(date_promised=PROMISED, phone=False)
        job.action_receive()
        self.assertIn("no address or number", job.notice_ids.reason)

    def test_switched_off_nobody_is_told_and_nothing_is_made_up_later(self):
        self.company.hau_mai_tell_customers = False
        job = self.receive()
        self.assertEqual(job.notice_ids.state, "refused")
        self.company.hau_mai_tell_customers = True
        job._tell_customer("received")
        self.assertFalse(self.mails(job))

    def test_a_deleted_text_stops_no_work(self):
        self.env.ref("hau_mai.mail_template_service_received").unlink()
        job = self.receive()
        self.assertTrue(job.date_received)
        self.assertIn("was deleted", job.notice_ids.reason)

    def test_imports_and_demo_data_tell_nobody(self):
        job = self.make_service(date_promised=PROMISED)
        job.with_context(install_mode=True).action_receive()
        self.assertFalse(job.notice_ids)

    # === RIGHTS AND COST === #

    def test_a_technician_tells_without_further_rights(self):
        job = self.make_service(date_promised=PROMISED, user_id=self.technician.id)
        mine = job.with_user(self.technician)
        mine.action_receive()
        mine.action_done()
        self.assertEqual(set(job.notice_ids.mapped("state")), {"sent"})

    def test_telling_many_costs_no_queries_a_customer(self):
        for tell_by in ("email", "sms"):
            self.company.hau_mai_tell_by = tell_by
            counts = []
            for number in (1, 10, 40):
                jobs = self.jobs_of_customers(number)
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                jobs._tell_customer("waiting")
                self.env.flush_all()
                counts.append(self.env.cr.sql_log_count - before)
                self.assertEqual(set(jobs.notice_ids.mapped("state")), {"sent"})
            with self.subTest(tell_by=tell_by):
                self.assertLessEqual(counts[2], counts[1] + 3, counts)

    def jobs_of_customers(self, number):
        partners = self.env["res.partner"].create(
            [
                {"name": f"C {n}", "email": f"c{n}@example.com", "phone": f"+84 91 {n:07d}"}
                for n in range(number)
            ]
        )
        return self.Service.create(
            [
                {"partner_id": partner.id, "product_id": self.product.id, "waiting_for": "parts"}
                for partner in partners
            ]
        )


class TestNotCollected(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.email = "an@example.com"
        cls.company.write(
            {
                "hau_mai_uncollected_days": "7, 14, 30",
                "hau_mai_storage_note": "Keep it in the back room.",
            }
        )

    def done(self, days_ago, **vals):
        job = self.make_service(
            date_received=self.moment(days=-days_ago - 1), date_promised=PROMISED, **vals
        )
        job.write({"state": "done", "date_done": self.moment(days=-days_ago)})
        return job

    def run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("hau_mai.ir_cron_remind_uncollected").method_direct_trigger()
        self.env.invalidate_all()

    def told(self, job):
        return len(job.notice_ids.filtered(lambda notice: notice.event == "uncollected"))

    def later(self, job, days):
        """Some days pass."""
        job.date_done -= timedelta(days=days)
        self.env.flush_all()

    def test_a_reminder_for_each_step_and_then_the_desk(self):
        job = self.done(6, responsible_id=self.desk.id)
        self.assertEqual(job.days_uncollected, 6)
        story = []
        for days in (0, 1, 1, 6, 10, 6, 30):
            self.later(job, days)
            self.run_job()
            self.run_job()
            story.append((job.days_uncollected, self.told(job), len(job.activity_ids)))
        self.assertEqual(
            story,
            [(6, 0, 0), (7, 1, 0), (8, 1, 0), (14, 2, 0), (24, 2, 0), (30, 3, 1), (60, 3, 1)],
        )
        activity = job.activity_ids
        self.assertEqual(activity.user_id, self.desk)
        self.assertIn("Not collected for 30 days", activity.summary)
        self.assertIn("Keep it in the back room.", activity.note)

    def test_after_an_outage_only_the_latest_step_is_told(self):
        job = self.done(45)
        self.run_job()
        self.assertEqual((self.told(job), len(job.activity_ids)), (1, 1))
        self.assertIn(
            "45 days", self.env["mail.mail"].search([("res_id", "=", job.id)])[0].body_html
        )

    def test_only_what_waits_at_the_desk(self):
        never_received = self.make_service()
        never_received.write({"state": "done", "date_done": self.moment(days=-20)})
        handed_over = self.done(20, date_returned=self.moment(days=-1))
        closed = self.done(20)
        closed.state = "closed"
        waiting = self.done(20)
        self.run_job()
        self.assertEqual([self.told(job) for job in never_received + handed_over + closed], [0] * 3)
        self.assertEqual(self.told(waiting), 1)

    def test_done_anew_waits_anew(self):
        job = self.done(10)
        self.run_job()
        job.state = "in_progress"
        job.write({"state": "done", "date_done": self.moment(days=-7)})
        self.assertEqual(job.uncollected_step, 0)
        self.run_job()
        self.assertEqual(self.told(job), 2)

    def test_a_job_that_cannot_be_reminded_stops_no_other(self):
        bad, good = self.done(10), self.done(10)
        good.partner_id = self.env["res.partner"].create({"name": "B", "email": "b@example.com"})
        Model = type(self.Service)
        remind = Model._remind_uncollected

        def fail(jobs, now):
            if bad in jobs:
                raise ValueError("no ink")
            return remind(jobs, now)

        self.patch(Model, "_remind_uncollected", fail)
        with mute_logger("odoo.addons.hau_mai.models.hau_mai_batch_mixin"):
            self.run_job()
        self.assertEqual((self.told(bad), self.told(good)), (0, 1))
        self.assertIn("no ink", bad.message_ids[0].body)
        self.assertEqual(bad.uncollected_step, 1, "not tried again before the next step")

    def test_without_a_ladder_nobody_is_reminded(self):
        self.company.hau_mai_uncollected_days = ""
        job = self.done(100)
        self.run_job()
        self.assertFalse(self.told(job) or job.activity_ids)

    def test_what_is_no_ladder_is_refused(self):
        for text in ("soon", "14, 7"):
            with self.assertRaisesRegex(ValidationError, "are no days for reminders"):
                self.company.hau_mai_uncollected_days = text

    def test_the_filter_shows_what_waits(self):
        waiting, open_job = self.done(3), self.make_service()
        view = self.Service.get_view(view_type="search")["arch"]
        self.assertIn('name="uncollected"', view)
        found = self.Service.search(COLLECTABLE)
        self.assertIn(waiting, found)
        self.assertNotIn(open_job, found)
