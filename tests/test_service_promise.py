"""Moving what was promised: with a reason, kept, told; one job, or all before Tết."""

from datetime import datetime, timedelta

from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import Form
from odoo.tools import html2plaintext

from odoo.addons.hau_mai.tools.promise import (
    PromiseFacts,
    move_refusal,
    nth_day_after,
    receipt_refusal,
)

from .service_common import ServiceCase

NOW = datetime(2026, 2, 2, 3)
LATER = NOW + timedelta(days=5)


class TestPromiseTools(ServiceCase):
    def test_a_receipt_needs_a_later_promise(self):
        self.assertEqual(receipt_refusal(NOW, None), "missing")
        self.assertEqual(receipt_refusal(NOW, NOW - timedelta(hours=1)), "before")
        self.assertIsNone(receipt_refusal(NOW, LATER))

    def test_why_a_promise_cannot_move(self):
        facts = {"open": True, "old": LATER, "received": NOW, "reason": "a part"}
        cases = [
            ({}, LATER + timedelta(days=1), None),
            ({"open": False}, LATER, "over"),
            ({}, None, "no_date"),
            ({}, NOW - timedelta(days=1), "past"),
            ({}, LATER, "same"),
            ({"reason": " "}, LATER + timedelta(days=1), "no_reason"),
            ({"reason": "", "received": None}, LATER + timedelta(days=1), None),
            ({"reason": "", "old": None}, LATER, None),
        ]
        for changes, new, code in cases:
            with self.subTest(changes=changes, new=new):
                self.assertEqual(move_refusal(PromiseFacts(**facts | changes), new, NOW), code)

    @given(st.sets(st.dates(), max_size=40), st.dates(), st.integers(0, 12))
    def test_the_nth_day_is_counted_from_the_next(self, days, day, count):
        days = sorted(days)
        later = [other for other in days if other > day]
        expected = later[count - 1] if 0 < count <= len(later) else None
        self.assertEqual(nth_day_after(days, day, count), expected)


class TestMovingPromises(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.email = "an@example.com"
        cls.job = cls.make_job()

    @classmethod
    def make_job(cls, promised="2035-02-06 10:00:00", **vals):
        job = cls.make_service(date_promised=promised, **vals)
        job.action_receive()
        return job

    def dialog(self, jobs=None, **context):
        if jobs:
            action = jobs.action_move_promise()
            context = action["context"]
        return Form(self.env["hau_mai.promise.move"].with_context(**context))

    def test_moving_keeps_the_old_date_and_tells_the_customer(self):
        self.job.with_user(self.desk).action_move_promise("2035-02-10 10:00:00", "The part is late")
        self.assertEqual(str(self.job.date_promised), "2035-02-10 10:00:00")
        move = self.job.promise_ids
        self.assertEqual(str(move.date_old), "2035-02-06 10:00:00")
        self.assertEqual(str(move.date_new), "2035-02-10 10:00:00")
        self.assertEqual((move.reason, move.user_id), ("The part is late", self.desk))
        notice = self.job.notice_ids.filtered(lambda row: row.event == "promise_moved")
        self.assertEqual((notice.state, notice.detail), ("sent", "The part is late"))
        mail = self.env["mail.mail"].search(
            [("res_id", "=", self.job.id)], order="id desc", limit=1
        )
        text = " ".join(html2plaintext(mail.body_html).split())
        self.assertIn("has moved to *02/10/2035 5:00 PM*.", text)
        self.assertIn("The reason: The part is late.", text)

    def test_it_may_move_there_and_back_and_each_time_is_told(self):
        for date in ("2035-02-10 10:00:00", "2035-02-06 10:00:00", "2035-02-10 10:00:00"):
            self.job.action_move_promise(date, "Again")
        told = self.job.notice_ids.filtered(lambda row: row.event == "promise_moved")
        self.assertEqual(len(told), 3)

    def test_sentences_say_why_not(self):
        cases = [
            (("2035-02-10 10:00:00", ""), "Say why the promised date of job"),
            (("2035-02-06 10:00:00", "x"), "is promised for this moment already"),
            (("2020-01-01 10:00:00", "x"), "for a moment that is over"),
            ((False, "x"), "Choose the new promised date"),
        ]
        for args, sentence in cases:
            with self.subTest(args=args), self.assertRaisesRegex(UserError, sentence):
                self.job.action_move_promise(*args)
        self.job.state = "cancelled"
        with self.assertRaisesRegex(UserError, "is done or over"):
            self.job.action_move_promise("2035-02-10 10:00:00", "x")
        self.assertFalse(self.job.promise_ids)

    def test_written_over_it_is_a_move_without_a_reason(self):
        before = self.job.date_promised
        self.job.date_promised = "2035-02-10 10:00:00"
        move = self.job.promise_ids
        self.assertEqual((move.date_old, move.date_new), (before, self.job.date_promised))
        self.assertEqual(move.reason, "No reason was given")
        with self.assertRaisesRegex(UserError, "moved but not taken away"):
            self.job.date_promised = False
        new = self.make_service(date_promised="2035-02-06 10:00:00")
        new.date_promised = "2035-02-10 10:00:00"
        self.assertFalse(new.promise_ids, "nothing was promised before the receipt")

    def test_the_dialog_moves_one_job(self):
        form = self.dialog(self.job)
        form.reason = "The part is late"
        self.assertEqual(form.mode, "date")
        form.date_promised = "2035-02-12 10:00:00"
        self.assertIn("Jobs that move to 02/12/2035: 1.", form.preview)
        form.save().action_apply()
        self.assertEqual(str(self.job.date_promised), "2035-02-12 10:00:00")

    def test_before_tet_all_of_the_closing_move_to_the_first_day_after(self):
        self.company.write({"hau_mai_closed_from": "2035-02-05", "hau_mai_closed_to": "2035-02-13"})
        inside = self.job + self.make_job("2035-02-13 16:30:00")  # 23:30 there
        outside = self.make_job("2035-02-13 17:30:00") + self.make_job("2035-02-04 16:00:00")
        form = self.dialog()
        form.reason = "Tết"
        self.assertEqual(form.mode, "after")
        self.assertEqual(form.service_count, 2)
        self.assertIn("Jobs that move to 02/14/2035: 2.", form.preview)
        before = self.env["mail.mail"].search_count([])
        form.save().action_apply()
        self.assertEqual({str(job.date_promised) for job in inside}, {"2035-02-14 10:00:00"})
        self.assertFalse(outside.promise_ids)
        self.assertEqual(self.env["mail.mail"].search_count([]), before + 2, "one message each")

    def test_jobs_that_cannot_move_are_named_and_the_others_move(self):
        done = self.make_job()
        done.state = "done"
        form = self.dialog(self.job + done)
        form.mode = "days"
        form.days = 3
        form.reason = "Moving house"
        self.assertIn(f"Job {done.name} is done or over", form.refusals)
        self.assertNotIn(self.job.name, form.refusals)
        form.save().action_apply()
        self.assertEqual(str(self.job.date_promised), "2035-02-09 10:00:00", "Tuesday + 3")
        self.assertFalse(done.promise_ids)

    def test_moving_nothing_is_refused(self):
        self.job.state = "done"
        form = self.dialog(self.job)
        form.date_promised = "2035-02-12 10:00:00"
        form.reason = "x"
        self.assertEqual(form.service_count, 0)
        with self.assertRaisesRegex(UserError, "is done or over"):
            form.save().action_apply()

    def test_moving_a_hundred_costs_hardly_more_queries_than_moving_ten(self):
        counts = []
        for number in (10, 40):
            jobs = self.Service.create(
                [{"unit_id": self.unit.id, "date_promised": "2035-02-06 10:00:00"}] * number
            )
            jobs.date_received = NOW
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with freeze_time("2034-01-01"):
                jobs.action_move_promise("2035-03-01 10:00:00", "x")
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 3, counts)
