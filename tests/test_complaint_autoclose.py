"""Solved cases nobody answers: one notice, then the end; never over something promised."""

from datetime import date, timedelta

from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase

from odoo.addons.hau_mai.tools.autoclose import (
    SilenceFacts,
    closing_day,
    silence_step,
    working_days_after,
)

from .complaint_common import ComplaintCase

MONDAY = date(2026, 11, 2)
DAYS = [MONDAY + timedelta(days=n) for n in range(60) if (MONDAY + timedelta(days=n)).weekday() < 5]
SETTING = {"close_after": 5, "notice_before": 2}


def day(number):
    return MONDAY + timedelta(days=number)


class TestSilence(TransactionCase):
    def test_what_is_due_on_which_day(self):
        facts = SilenceFacts(solved=MONDAY)
        steps = [silence_step(facts, DAYS, day(n), **SETTING) for n in range(8)]
        self.assertEqual(steps, [None] * 3 + ["notice"] * 5)
        told = SilenceFacts(solved=MONDAY, notice=day(3))
        steps = [silence_step(told, DAYS, day(n), **SETTING) for n in range(3, 9)]
        self.assertEqual(steps, [None, None, None, None, "close", "close"])

    def test_what_stops_it(self):
        late = day(30)
        for facts, step in (
            (SilenceFacts(MONDAY, notice=day(3)), "close"),
            (SilenceFacts(MONDAY, notice=day(3), promised=True), None),
            (SilenceFacts(MONDAY, notice=day(3), waits=True), None),
            (SilenceFacts(MONDAY, notice=day(3), untold=True), "ask"),
            (SilenceFacts(MONDAY, promised=True), None),
        ):
            with self.subTest(facts=facts):
                self.assertEqual(silence_step(facts, DAYS, late, **SETTING), step)
        never = {"close_after": 0, "notice_before": 2}
        self.assertIsNone(silence_step(SilenceFacts(MONDAY), DAYS, late, **never))

    def test_after_an_outage_the_notice_still_goes_before(self):
        told = SilenceFacts(solved=MONDAY, notice=day(30))
        self.assertIsNone(silence_step(told, DAYS, day(30), **SETTING))
        self.assertIsNone(silence_step(told, DAYS, day(31), **SETTING))
        self.assertEqual(silence_step(told, DAYS, day(32), **SETTING), "close")

    @given(
        solved=st.integers(0, 30),
        close=st.integers(1, 10),
        before=st.integers(1, 10),
        outage=st.sets(st.integers(0, 55)),
        closed=st.sets(st.sampled_from(DAYS), max_size=10),
    )
    def test_whatever_runs_when_it_is_told_once_and_long_enough_before(
        self, solved, close, before, outage, closed
    ):
        before = min(before, close)
        days = [each for each in DAYS if each not in closed]
        setting = {"close_after": close, "notice_before": before}
        facts, notices, end = SilenceFacts(solved=day(solved)), [], None
        for number in range(solved, 60):
            today = day(number)
            if number in outage or end:
                continue
            step = silence_step(facts, days, today, **setting)
            if step == "notice":
                notices.append(today)
                facts = SilenceFacts(solved=day(solved), notice=today)
                promised = closing_day(days, facts, today, **setting)
            elif step == "close":
                end = today
        self.assertLessEqual(len(notices), 1)
        if end:
            self.assertGreaterEqual(working_days_after(days, notices[0], end), before)
            self.assertGreaterEqual(working_days_after(days, day(solved), end), close)
            self.assertGreaterEqual(end, promised, "never before the day the customer was told")


class TestAutoclose(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.email = "an@example.com"
        cls.company.write(
            {
                "resource_calendar_id": cls.calendar.id,
                "hau_mai_tell_customers": True,
                "hau_mai_tell_by": "email",
                "hau_mai_rate_complaints": False,
            }
        )

    def run_job(self, moment):
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref("hau_mai.ir_cron_close_complaints").method_direct_trigger()
        self.env.invalidate_all()

    def solved(self, **vals):
        """A case that was solved on Monday the 2nd."""
        with freeze_time("2026-11-02 03:00:00"):
            complaint = self.make_complaint(**vals)
            self.solve(complaint)
        self.env.flush_all()
        return complaint

    def notices(self, complaint):
        return complaint.notice_ids.filtered(lambda notice: notice.event == "closing_soon")

    def test_one_notice_and_then_the_end(self):
        complaint = self.solved()
        story = []
        for number in range(2, 11):
            for _again in range(2):
                self.run_job(f"2026-11-{number:02} 04:00:00")
            story.append((len(self.notices(complaint)), complaint.state))
        self.assertEqual(story, [(0, "solved")] * 3 + [(1, "solved")] * 4 + [(1, "closed")] * 2)
        self.assertEqual(complaint.close_reason, "silent")
        mail = self.env["mail.mail"].search(
            [("model", "=", complaint._name), ("res_id", "=", complaint.id)], order="id"
        )
        self.assertEqual(len(mail), 4, "received, solved, closes soon, closed")
        self.assertIn("11/09/2026", mail[2].body_html)

    def test_after_a_month_without_the_job_the_notice_still_goes_first(self):
        complaint = self.solved()
        self.run_job("2026-12-03 04:00:00")
        self.assertEqual((complaint.state, len(self.notices(complaint))), ("solved", 1))
        self.run_job("2026-12-04 04:00:00")
        self.assertEqual(complaint.state, "solved")
        self.run_job("2026-12-07 04:00:00")
        self.assertEqual(complaint.state, "closed")

    def test_never_over_a_promise_or_a_message_without_an_answer(self):
        promised, waits = self.solved(), self.solved()
        self.patch(
            type(self.Complaint),
            "_open_promises",
            lambda complaint: ["A voucher"] if complaint == promised else [],
        )
        waits.message_post(
            body="Still drips", message_type="comment", subtype_xmlid="mail.mt_comment",
            author_id=self.partner.id,
        )  # fmt: skip
        for number in (9, 20, 27):
            self.run_job(f"2026-11-{number:02} 04:00:00")
        self.assertEqual((promised.state, waits.state), ("solved", "solved"))
        self.assertFalse(self.notices(promised) or self.notices(waits))

    def test_who_cannot_be_told_is_called_by_a_person(self):
        self.partner.email = False
        complaint = self.solved(user_id=self.agent.id)
        for number in (5, 6, 9, 10, 11):
            self.run_job(f"2026-11-{number:02} 04:00:00")
        self.assertEqual(complaint.state, "solved")
        self.assertEqual(self.notices(complaint).state, "refused")
        self.assertEqual(complaint.activity_ids.user_id, self.agent)
        self.assertIn("could not be told", complaint.activity_ids.summary)

    def test_zero_days_close_nothing(self):
        self.company.hau_mai_autoclose_days = 0
        complaint = self.solved()
        self.run_job("2026-12-03 04:00:00")
        self.assertFalse(self.notices(complaint))

    def test_solved_anew_it_begins_anew(self):
        complaint = self.solved()
        self.run_job("2026-11-05 04:00:00")
        with freeze_time("2026-11-06 03:00:00"):
            complaint.action_reopen("It drips")
            self.solve(complaint)
        self.env.flush_all()
        self.run_job("2026-11-10 04:00:00")
        self.assertEqual((complaint.state, len(self.notices(complaint))), ("solved", 1))
        self.run_job("2026-11-11 04:00:00")
        self.assertEqual(len(self.notices(complaint)), 2)

    def test_settings_that_make_no_sense_are_refused(self):
        for days, notice in ((5, 6), (5, 0), (-1, 1), (61, 2)):
            with self.subTest(days=days, notice=notice), self.assertRaises(ValidationError):
                self.company.write(
                    {"hau_mai_autoclose_days": days, "hau_mai_autoclose_notice_days": notice}
                )
        settings = self.env["res.config.settings"].create(
            {"hau_mai_autoclose_days": 10, "hau_mai_autoclose_notice_days": 7}
        )
        settings.execute()
        self.assertEqual(
            (self.company.hau_mai_autoclose_days, self.company.hau_mai_autoclose_notice_days),
            (10, 7),
        )

    def test_the_job_costs_no_queries_a_case(self):
        counts = []
        for number in (2, 8, 24):
            vals = {"subject": "X", "partner_id": self.partner.id, "team_id": self.team.id}
            vals |= {"cause_id": self.cause.id, "resolution": "repair"}
            with freeze_time("2026-11-02 03:00:00"):
                quiet = self.Complaint.with_context(install_mode=True)
                cases = quiet.create([dict(vals) for _each in range(number)])
                cases.action_solve()
            cases = self.Complaint.browse(cases.ids)
            for moment in ("2026-11-05 04:00:00", "2026-11-09 04:00:00"):
                self.env.flush_all()
                self.env.invalidate_all()
                with freeze_time(moment):
                    before = self.env.cr.sql_log_count
                    cases._break_silence(fields.Datetime.now())
                    self.env.flush_all()
                counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(set(cases.mapped("state")), {"closed"})
        self.assertLessEqual(counts[4], counts[2] + 3, counts)
        self.assertLessEqual(counts[5], counts[3] + 3, counts)
