"""Jobs offered to partners: accepted, declined, not answered in time."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError

from .center_common import CenterCase


class TestOffers(CenterCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hau_mai.service.center"].search([]).action_archive()
        cls.center = cls.make_outside()
        cls.cron = cls.env.ref("hau_mai.ir_cron_lapse_offers")

    def offered(self, **vals):
        return self.make_service(center_id=self.center.id, responsible_id=self.desk.id, **vals)

    def as_(self, user, job):
        """The job as the portal's controllers have it: with all rights, in this user's name."""
        return job.with_user(user).sudo()

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def activities(self, job):
        return self.env["mail.activity"].search(
            [("res_model", "=", "hau_mai.service"), ("res_id", "=", job.id)]
        )

    def test_own_centers_have_a_job_at_once_partners_are_asked(self):
        own = self.make_service(center_id=self.make_center().id)
        self.assertEqual((own.center_state, len(own.offer_ids)), ("accepted", 0))
        job = self.offered()
        self.assertEqual(job.center_state, "offered")
        self.assertEqual(job.offer_ids.outcome, "open")
        self.assertEqual(job.offer_ids.date_limit, job.date_answer_limit)

    def test_the_time_to_answer_is_counted_in_the_centers_hours(self):
        saturday = self.next_monday(16) - timedelta(days=2)
        with freeze_time(saturday):
            job = self.offered()  # one hour is left on Saturday, three on Monday
        self.assertEqual(job.date_answer_limit, self.next_monday(11))
        self.center.answer_hours = 0
        self.assertFalse(self.offered().date_answer_limit)

    def test_its_people_are_told_by_mail_and_not_who_the_customer_is(self):
        (self.bao + self.cuc).partner_id.email = "center@example.com"
        self.Service.create(
            [{"kind": "repair", "unit_id": self.unit.id, "center_id": self.center.id}] * 2
        )
        mail = self.env["mail.mail"].search([("subject", "=", "Jobs offered to Hoàng Mai")])
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.recipient_ids, (self.bao + self.cuc).partner_id)
        self.assertIn("AC 9000", mail.body_html)
        self.assertIn("/my/jobs", mail.body_html)
        for private in ("Nguyễn", "123 45 67", "Hàng Bạc"):
            self.assertNotIn(private, mail.body_html)

    def test_a_center_may_accept_by_phone(self):
        job = self.offered()
        job.with_user(self.desk).action_center_accepted()
        self.assertEqual((job.center_state, job.offer_ids.user_id), ("accepted", self.desk))

    def test_accepting(self):
        job = self.offered()
        self.as_(self.bao, job)._accept_job()
        self.assertEqual(job.center_state, "accepted")
        self.assertEqual(job.offer_ids.user_id, self.bao)
        self.as_(self.bao, job)._accept_job()  # a second click changes nothing
        with self.assertRaisesRegex(UserError, "not offered any more. Accepted: Bảo"):
            self.as_(self.cuc, job)._accept_job()
        with self.assertRaisesRegex(UserError, "not offered any more"):
            self.as_(self.cuc, job)._decline_job("Too far")

    def test_declining_tells_who_is_responsible(self):
        job = self.offered()
        with self.assertRaisesRegex(UserError, "why you decline"):
            self.as_(self.bao, job)._decline_job("  ")
        self.as_(self.bao, job)._decline_job("No refrigerant")
        self.assertFalse(job.center_id)
        self.assertEqual((job.center_state, job.decline_reason), ("declined", "No refrigerant"))
        self.assertTrue(job.without_center)
        activity = self.activities(job)
        self.assertEqual(activity.user_id, self.desk)
        self.assertIn("No refrigerant", activity.note)
        self.assertIn("declined this job: No refrigerant", job.queue_reason)
        job.action_offer_again()
        self.assertFalse(self.activities(job), "there is nothing to look for any more")
        self.assertEqual((job.center_id, job.center_state), (self.center, "offered"))
        self.assertEqual(job.offer_ids.sorted("id").mapped("outcome"), ["declined", "open"])

    def test_not_answered_in_time_goes_back_once(self):
        jobs = self.offered() + self.offered() + self.offered()
        self.as_(self.bao, jobs[2])._accept_job()
        self.run_cron()
        self.assertEqual(set(jobs[:2].mapped("center_state")), {"offered"}, "there is time left")
        # a month's outage
        with freeze_time(fields.Datetime.now() + timedelta(days=31)):
            self.run_cron()
            self.run_cron()
        self.assertEqual(jobs.mapped("center_state"), ["lapsed", "lapsed", "accepted"])
        self.assertEqual(jobs.mapped("center_id"), self.center)
        self.assertEqual(jobs.offer_ids.mapped("outcome").count("lapsed"), 2)
        for job in jobs[:2]:
            self.assertEqual(self.activities(job).mapped("user_id"), self.desk)
        self.assertFalse(self.activities(jobs[2]))
        with self.assertRaisesRegex(UserError, "No answer in time"):
            self.as_(self.bao, jobs[0])._accept_job()

    def test_the_next_center_is_asked_automatically_and_none_twice(self):
        self.company.hau_mai_auto_center = True
        other = self.make_outside("Second", sequence=99)
        job = self.make_service(responsible_id=self.desk.id)
        self.assertEqual((job.center_id, job.center_automatic), (self.center, True))
        self.as_(self.bao, job)._decline_job("Too far")
        self.assertEqual((job.center_id, job.center_state), (other, "offered"))
        self.assertFalse(self.activities(job))
        self.as_(self.bao, job)._decline_job("Too far as well")
        self.assertFalse(job.center_id)
        self.assertEqual(len(self.activities(job)), 1)
        self.assertFalse(job._assign_center())
        self.assertEqual(job.offer_ids.sorted("id").mapped("center_id"), self.center + other)

    def test_one_bad_offer_does_not_stop_the_others(self):
        jobs = self.offered() + self.offered()
        bad = jobs[0].id
        service = type(self.env["hau_mai.service"])
        tell = service._tell_responsible

        def fail(records, sentence):
            if bad in records.ids:
                raise UserError("no")
            return tell(records, sentence)

        self.patch(service, "_tell_responsible", fail)
        with freeze_time(fields.Datetime.now() + timedelta(days=31)):
            self.run_cron()
        self.assertEqual(jobs[1].center_state, "lapsed")
        self.assertEqual(jobs[0].offer_ids.outcome, "withdrawn")
        self.assertIn("could not be taken back", jobs[0].message_ids[0].body)
        self.assertEqual(jobs[1].offer_ids.outcome, "lapsed")

    def test_another_center_or_the_end_takes_the_offer_back(self):
        job = self.offered()
        job.center_id = self.make_center()
        self.assertEqual((job.center_state, job.offer_ids.outcome), ("accepted", "withdrawn"))
        cancelled = self.offered()
        cancelled.write({"state": "cancelled"})
        self.assertEqual(cancelled.offer_ids.outcome, "withdrawn")
        self.assertFalse(cancelled.center_state)
        cancelled.write({"state": "new"})
        self.assertEqual(cancelled.center_state, "offered")

    def test_without_a_contract_nothing_is_offered(self):
        self.center.date_to = self.today - timedelta(days=1)
        with self.assertRaisesRegex(UserError, "prolong the contract"):
            self.offered()

    def test_the_ledger_is_kept(self):
        job = self.offered()
        with self.assertRaisesRegex(UserError, "never deleted"):
            job.offer_ids.unlink()
        self.as_(self.bao, job)._accept_job()
        answered = job.offer_ids.date_answered
        job.offer_ids._answer("withdrawn")
        self.assertEqual(
            (job.offer_ids.outcome, job.offer_ids.date_answered), ("accepted", answered)
        )

    def test_offering_many_costs_what_offering_few_does(self):
        def cost(number):
            vals = {"kind": "repair", "unit_id": self.unit.id, "center_id": self.center.id}
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Service.create([vals] * number)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(2)
        self.assertLessEqual(cost(50), cost(5) + 2)
