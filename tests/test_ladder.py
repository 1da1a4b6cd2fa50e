"""Before it is too late: who is told when, once, and who has to know afterwards."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .test_sla_clock import SlaCase


class LadderCase(SlaCase):
    """Eight working hours from Monday 10:00: at risk at 16:00, due Tuesday 10:00.

    Lan has the cases, Hoa leads the team, Minh decides when nobody else does.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Alert = cls.env["hau_mai.sla.alert"]
        cls.Miss = cls.env["hau_mai.sla.miss"]
        cls.team.user_id = cls.desk
        cls.company.hau_mai_followup_user_id = cls.manager
        cls.default_steps = cls.env["hau_mai.sla.step"].search([("policy_id", "=", False)])

    def run_job(self, text):
        """The scheduled action, at a moment of the shop."""
        self.env.flush_all()
        with self.at(text), self.enter_registry_test_mode():
            self.env.ref("hau_mai.ir_cron_escalate").method_direct_trigger()
        self.env.invalidate_all()

    def case_of_lan(self, text="2026-11-02 10:00", **vals):
        return self.open_at(text, user_id=self.agent.id, **vals)

    def told(self, complaint):
        """Who was told, in the order it happened."""
        alerts = self.Alert.search([("complaint_id", "in", complaint.ids)], order="date, id")
        return [alert.user_id.name for alert in alerts if alert.user_id]

    def activities(self, complaint):
        return complaint.activity_ids.mapped("user_id.name")

    def digests(self, user):
        notified = self.env["mail.notification"].search(
            [("res_partner_id", "=", user.partner_id.id)]
        )
        return notified.mail_message_id.filtered(lambda m: "need you" in (m.subject or ""))


class TestLadder(LadderCase):
    # === STEPS === #

    def test_up_the_ladder_step_by_step(self):
        case = self.case_of_lan()
        clock = self.clock(case)
        self.assertEqual(clock.date_next_step, self.local("2026-11-02 16:00"))
        self.run_job("2026-11-02 15:59")
        self.assertEqual(self.told(case), [])
        self.run_job("2026-11-02 16:00")
        self.assertEqual(self.told(case), ["Lan"])
        self.assertEqual(clock.date_next_step, self.local("2026-11-03 10:00"))
        self.run_job("2026-11-03 10:00")
        self.assertEqual(self.told(case), ["Lan", "Hoa"])
        self.run_job("2026-11-04 10:00")
        self.assertEqual(self.told(case), ["Lan", "Hoa", "Minh"])
        self.assertFalse(clock.date_next_step)
        self.assertEqual(sorted(self.activities(case)), ["Hoa", "Lan", "Minh"])

    def test_run_twice_tells_once(self):
        case = self.case_of_lan()
        for _time in range(3):
            self.run_job("2026-11-02 16:00")
        self.assertEqual(self.told(case), ["Lan"])
        self.assertEqual(self.activities(case), ["Lan"])
        self.assertEqual(len(self.digests(self.agent)), 1)

    def test_after_an_outage_only_the_highest_step_is_taken(self):
        cases = self.Complaint.union(*[self.case_of_lan() for _n in range(3)])
        self.run_job("2026-12-02 10:00")
        self.assertEqual(self.told(cases), ["Minh"] * 3)
        passed = self.Alert.search([("complaint_id", "in", cases.ids), ("user_id", "=", False)])
        self.assertEqual(len(passed), 6)
        self.assertTrue(all("Passed over" in why for why in passed.mapped("why")))
        self.assertEqual(len(self.digests(self.manager)), 1)
        self.assertFalse(self.digests(self.agent))
        self.assertEqual(len(self.Miss.search([("complaint_id", "in", cases.ids)])), 3)
        self.run_job("2026-12-02 10:05")
        self.assertEqual(len(self.told(cases)), 3)

    def test_only_in_working_hours(self):
        friday = self.case_of_lan("2026-11-06 09:00")  # at risk at 15:00, due at 17:00
        self.run_job("2026-11-06 15:00")
        self.assertEqual(self.told(friday), ["Lan"])
        self.run_job("2026-11-06 20:00")
        self.run_job("2026-11-08 12:00")
        self.assertEqual(self.told(friday), ["Lan"])
        self.run_job("2026-11-09 09:00")
        self.assertEqual(self.told(friday), ["Lan", "Hoa"])

    def test_after_an_outage_nobody_is_called_at_night(self):
        case = self.case_of_lan()
        for text in ("2026-11-06 23:55", "2026-11-07 10:00", "2026-11-09 08:59"):
            self.run_job(text)
            self.assertEqual(self.told(case), [])
            self.assertFalse(self.digests(self.manager))
            self.assertEqual(self.clock(case).date_next_step, self.local("2026-11-09 09:00"))
        self.assertEqual(len(case.miss_ids), 1, "missed is missed, whoever sleeps")
        self.run_job("2026-11-09 09:00")
        self.assertEqual(self.told(case), ["Minh"])
        self.assertEqual(len(self.digests(self.manager)), 1)

    def test_a_ladder_of_its_own_goes_before_the_default(self):
        self.env["hau_mai.sla.step"].create(
            {"policy_id": self.promise.id, "when": "before", "value": 1, "notify": "leader"}
        )
        case = self.case_of_lan()
        self.assertEqual(self.clock(case).date_next_step, self.local("2026-11-03 09:00"))
        self.run_job("2026-11-03 09:00")
        self.assertEqual(self.told(case), ["Hoa"])

    def test_a_changed_ladder_counts_for_clocks_that_run(self):
        case = self.case_of_lan()
        with self.at("2026-11-02 11:00"):
            self.default_steps[0].value = 50
        self.run_job("2026-11-02 11:01")
        self.assertEqual(self.clock(case).date_next_step, self.local("2026-11-02 14:00"))
        self.assertEqual(self.told(case), [])

    # === PEOPLE === #

    def test_who_is_absent_is_stood_in_for_by_the_next_one_up(self):
        self.agent.write(
            {
                "out_of_office_from": self.local("2026-11-02 08:00"),
                "out_of_office_to": self.local("2026-11-03 20:00"),
            }
        )
        case = self.case_of_lan()
        self.run_job("2026-11-02 16:00")
        self.assertEqual(self.told(case), ["Hoa"])
        self.assertIn("Lan is not there, so Hoa is told.", self.Alert.search([]).mapped("why"))

    def test_nobody_has_the_case_and_the_leader_is_on_leave(self):
        resource = self.env["resource.resource"].create(
            {"name": "Hoa", "user_id": self.desk.id, "calendar_id": self.calendar.id}
        )
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "resource_id": resource.id,
                "date_from": self.local("2026-11-02 00:00"),
                "date_to": self.local("2026-11-03 00:00"),
            }
        )
        case = self.open_at()
        self.run_job("2026-11-02 16:00")
        self.assertEqual(self.told(case), ["Minh"])

    # === WHAT ENDS IT === #

    def test_acknowledging_stops_the_ladder(self):
        case = self.case_of_lan()
        self.run_job("2026-11-02 16:00")
        self.assertTrue(case.is_escalated)
        self.assertIn("Lan was told on", case.escalation)
        self.assertIn(case, self.Complaint.search([("is_escalated", "=", True)]))
        with self.at("2026-11-02 16:10"):
            case.with_user(self.agent).action_acknowledge_alerts()
        self.assertFalse(case.is_escalated)
        self.assertNotIn(case, self.Complaint.search([("is_escalated", "=", True)]))
        self.assertFalse(case.activity_ids)
        alert = self.Alert.search([("complaint_id", "=", case.id)])
        self.assertEqual(alert.acknowledged_by_id, self.agent)
        self.run_job("2026-11-04 16:00")
        self.assertEqual(self.told(case), ["Lan"])
        self.assertTrue(case.miss_ids, "what is missed is missed all the same")

    def test_doing_the_activity_acknowledges(self):
        case = self.case_of_lan()
        self.run_job("2026-11-02 16:00")
        case.activity_ids.with_user(self.agent).action_done()
        self.assertFalse(case.is_escalated)
        self.assertTrue(self.clock(case).ladder_stopped)

    def test_deleting_the_activity_settles_the_step_only(self):
        case = self.case_of_lan()
        self.run_job("2026-11-02 16:00")
        case.activity_ids.unlink()
        self.assertFalse(case.is_escalated)
        self.run_job("2026-11-03 10:00")
        self.assertEqual(self.told(case), ["Lan", "Hoa"])

    def test_no_escalation_after_the_answer(self):
        case = self.case_of_lan()
        self.run_job("2026-11-02 16:00")
        with self.at("2026-11-02 16:30"):
            self.solve(case)
        self.assertFalse(case.activity_ids)
        self.assertFalse(self.clock(case).date_next_step)
        self.run_job("2026-12-01 10:00")
        self.assertEqual(self.told(case), ["Lan"])
        self.assertFalse(case.miss_ids)

    def test_paused_nothing_is_due(self):
        case = self.case_of_lan()
        self.run_job("2026-11-02 16:00")
        with self.at("2026-11-02 16:30"):
            case.action_wait("customer")
        self.assertFalse(case.activity_ids)
        self.assertFalse(self.clock(case).date_next_step)
        self.run_job("2026-11-05 10:00")
        self.assertEqual(self.told(case), ["Lan"])
        with self.at("2026-11-05 10:00"):
            case.action_resume()
        self.assertEqual(self.clock(case).date_next_step, self.local("2026-11-05 11:30"))

    def test_who_waits_after_the_deadline_is_left_alone_meanwhile(self):
        case = self.case_of_lan()
        self.run_job("2026-11-03 10:01")
        with self.at("2026-11-03 11:00"):
            case.action_wait("customer")
        self.run_job("2026-11-10 10:00")
        self.assertEqual(self.told(case), ["Hoa"])

    def test_taking_the_case_settles_what_is_open(self):
        case = self.open_at()
        self.run_job("2026-11-02 16:00")
        self.assertEqual(self.activities(case), ["Hoa"])
        with self.at("2026-11-02 16:20"):
            case.with_user(self.agent).action_take()
        self.assertFalse(case.activity_ids)
        self.run_job("2026-11-03 10:00")
        self.assertEqual(self.told(case), ["Hoa", "Hoa"], "the promise still stands")

    def test_a_case_taken_up_again_can_be_late_again(self):
        case = self.case_of_lan()
        self.run_job("2026-11-02 16:00")
        with self.at("2026-11-02 16:10"):
            case.action_acknowledge_alerts()
            self.solve(case)
        with self.at("2026-11-02 16:20"):
            case.action_reopen()
        self.assertTrue(self.clock(case).date_next_step)
        self.run_job("2026-11-03 12:00")
        self.assertEqual(self.told(case), ["Lan", "Hoa"])

    # === DIGEST === #

    def test_one_digest_a_person_and_run_vulnerable_consumers_first(self):
        for number in range(12):
            self.case_of_lan(subject=f"Case {number}")
        self.case_of_lan(subject="The vulnerable one", is_vulnerable=True)
        self.run_job("2026-11-02 16:00")
        [digest] = self.digests(self.agent)
        self.assertIn("Cases that need you: 13, of which 0 overdue", digest.subject)
        lines = digest.body.split("<li>")
        self.assertIn("The vulnerable one", lines[1])
        self.assertIn("and 3 more", lines[-1])

    def test_one_activity_for_two_promises_of_one_case(self):
        self.make_promise("Answer", target="first_response", hours=8)
        case = self.case_of_lan()
        self.run_job("2026-11-02 16:00")
        self.assertEqual(self.told(case), ["Lan", "Lan"])
        self.assertEqual(self.activities(case), ["Lan"])

    def test_a_run_that_died_before_the_digest_is_told_by_the_next(self):
        self.case_of_lan()
        now = self.local("2026-11-02 16:00")
        with self.at("2026-11-02 16:00"):
            clocks = self.env["hau_mai.sla.status"].sudo()
            clocks.search(clocks._step_due_domain(now))._escalate(now)
        self.assertFalse(self.digests(self.agent))
        self.run_job("2026-11-02 16:05")
        self.assertEqual(len(self.digests(self.agent)), 1)

    # === ROBUST === #

    def test_a_bad_row_does_not_stop_the_others(self):
        cases = self.Complaint.union(*[self.case_of_lan() for _n in range(4)])
        bad = self.clock(cases[1])
        model = type(self.env["hau_mai.sla.status"])
        escalate = model._escalate

        def fail(clocks, now):
            if bad in clocks:
                raise ValueError("The calendar is broken")
            escalate(clocks, now)

        with patch.object(model, "_escalate", fail):
            self.run_job("2026-11-02 16:00")
        self.assertEqual(len(self.told(cases)), 3)
        self.assertIn("The calendar is broken", cases[1].message_ids[:1].body)
        self.assertGreater(bad.date_next_step, self.local("2026-11-02 16:00"))
        self.run_job("2026-11-03 16:00")
        self.assertTrue(self.told(cases[1]))

    def test_a_minute_promise_wakes_the_job_at_its_moment(self):
        self.promise.write({"hours": 0, "minutes": 5})
        job = self.env.ref("hau_mai.ir_cron_escalate")
        self.env["ir.cron.trigger"].search([("cron_id", "=", job.id)]).unlink()
        self.case_of_lan()
        trigger = self.env["ir.cron.trigger"].search([("cron_id", "=", job.id)])
        self.assertEqual(
            trigger.mapped("call_at"), [self.local("2026-11-02 10:03") + timedelta(seconds=45)]
        )

    def test_the_queries_do_not_grow_with_the_cases_and_the_index_is_used(self):
        def queries(count):
            self.Complaint.union(*[self.case_of_lan() for _n in range(count)])
            self.env.flush_all()
            self.env.invalidate_all()
            now = self.local("2026-11-02 16:00")
            with self.at("2026-11-02 16:00"):
                clocks = self.env["hau_mai.sla.status"].sudo()
                due = clocks.search(clocks._step_due_domain(now))
                self.assertEqual(len(due), count)
                before = self.env.cr.sql_log_count
                due._escalate(now)
                self.env.flush_all()
                return self.env.cr.sql_log_count - before

        queries(1)
        few, many = queries(2), queries(20)
        self.assertLessEqual(many, few)
        clocks = self.env["hau_mai.sla.status"].sudo()
        self.env.execute_query(SQL("SET LOCAL enable_seqscan = off"))
        query = clocks._search(clocks._step_due_domain(fields.Datetime.now())).select()
        plan = "\n".join(row[0] for row in self.env.execute_query(SQL("EXPLAIN %s", query)))
        self.assertIn("next_step_idx", plan)

    # === LADDER === #

    def test_steps_say_what_they_mean(self):
        names = self.default_steps.mapped("display_name")
        self.assertEqual(
            names,
            [
                "75 % of the time: Who has the case",
                "When it is due: The team leader",
                "1 working day late: The manager",
            ],
        )
        with self.refused("at most at 100 % of the promised time"):
            self.default_steps[0].value = 120

    def test_a_step_that_was_taken_is_not_deleted(self):
        self.case_of_lan()
        self.run_job("2026-11-02 16:00")
        with self.refused("Switch it off"):
            self.default_steps[0].unlink()

    def test_the_policy_shows_the_moments_of_a_case_opened_now(self):
        with self.at("2026-11-02 10:00"):
            preview = self.promise.ladder_preview
        for text in ("Mon 16:00", "Tue 10:00", "Wed 10:00", "The manager"):
            self.assertIn(text, preview)


class TestMisses(LadderCase):
    def test_a_miss_says_who_had_it_and_who_was_waited_for(self):
        case = self.case_of_lan()
        self.hold(case, "2026-11-02 14:00", "2026-11-03 09:00")
        self.run_job("2026-11-04 09:00")
        miss = case.miss_ids
        self.assertEqual(miss.date, self.local("2026-11-03 13:00"))
        self.assertEqual((miss.user_id, miss.team_id), (self.agent, self.team))
        self.assertEqual((miss.hours_us, miss.hours_customer), (8, 3))
        self.assertIn("Lan had the case.", miss.why)
        self.assertIn("3 working hours for the customer", miss.why)

    def test_a_late_answer_notes_its_miss_without_the_job(self):
        case = self.case_of_lan()
        with self.at("2026-11-03 10:00"):
            self.solve(case)
        self.assertFalse(case.miss_ids, "to the second is in time")
        case = self.case_of_lan()
        with self.at("2026-11-03 10:01"):
            self.solve(case)
        self.assertEqual(len(case.miss_ids), 1)
        self.run_job("2026-11-05 10:00")
        self.assertEqual(len(case.miss_ids), 1)

    def test_one_miss_for_each_message_that_was_not_answered_in_time(self):
        self.make_promise("Answer again", target="next_response", hours=2)
        case = self.case_of_lan()
        promise = self.env["hau_mai.sla.policy"].search([("target", "=", "next_response")])
        clocks = self.env["hau_mai.sla.status"].sudo()
        for key in ("1", "2"):
            with self.at("2026-11-02 11:00"):
                clock = clocks._start([(case, promise, self.local("2026-11-02 11:00"), key)])
                clock._on_clocks_changed()
        self.run_job("2026-11-02 14:00")
        self.run_job("2026-11-02 15:00")
        misses = case.miss_ids.filtered(lambda miss: miss.target == "next_response")
        self.assertEqual(len(misses), 2)

    def test_nobody_changes_or_deletes_it_and_the_reason_is_given_once(self):
        case = self.case_of_lan()
        self.run_job("2026-11-04 09:00")
        miss = case.miss_ids
        for attempt in (
            lambda: miss.sudo().write({"date": "2027-01-01"}),
            lambda: miss.sudo().write({"reason": "a", "user_id": False}),
            lambda: miss.sudo().unlink(),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                attempt()
        self.assertEqual(
            miss.action_explain()["res_model"], "hau_mai.sla.miss.reason", "without a reason: ask"
        )
        miss.with_user(self.agent).action_explain("The part came late")
        self.assertEqual((miss.reason, miss.explained_by_id), ("The part came late", self.agent))
        self.assertIn("The part came late", case.message_ids[:1].body)
        with self.refused("is explained already"):
            miss.action_explain("Another reason")

    def test_own_documents_neither_explain_nor_acknowledge_what_is_somebody_elses(self):
        case = self.case_of_lan()
        self.run_job("2026-11-04 09:00")
        theirs = case.with_user(self.technician)
        dialog = self.env["hau_mai.sla.miss.reason"].with_user(self.technician)
        asked = dialog.create({"miss_ids": case.miss_ids.ids, "reason": "x"})
        for attempt in (theirs.action_acknowledge_alerts, asked.action_apply):
            with self.assertRaises(AccessError):
                attempt()
        self.assertTrue(case.is_escalated)
        self.assertFalse(case.miss_ids.reason)

    def test_the_ledger_of_warnings_is_only_added_to(self):
        case = self.case_of_lan()
        self.run_job("2026-11-02 16:00")
        alert = self.Alert.search([("complaint_id", "=", case.id)])
        for vals in ({"user_id": self.desk.id}, {"why": "x"}, {"date_told": False}):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                alert.sudo().write(vals)


class TestReport(LadderCase):
    def rows(self, groupby, *aggregates):
        self.env.flush_all()
        domain = [("policy_id", "=", self.promise.id)]
        return self.env["hau_mai.sla.report"]._read_group(domain, [groupby], aggregates)

    def test_how_many_were_kept_and_who_was_waited_for(self):
        kept, late, _open = (self.case_of_lan() for _n in range(3))
        self.hold(kept, "2026-11-02 11:00", "2026-11-02 16:00", "customer")
        with self.at("2026-11-02 17:00"):
            self.solve(kept)
        with self.at("2026-11-04 10:00"):
            self.solve(late)
        with self.at("2026-11-02 12:00"):
            self.assertEqual(
                {result: count for result, count in self.rows("result", "__count")},
                {"met": 1, "missed": 1, "open": 1},
            )
            [(_policy, percent, used, customer)] = self.rows(
                "policy_id", "met_percent:avg", "hours_used:sum", "hours_customer:sum"
            )
        self.assertEqual((percent, used, customer), (50, 2 + 16, 5))
        longest = dict(self.rows("waited_most", "__count"))
        self.assertEqual(longest, {"customer": 1, "running": 1, False: 1})

    def test_open_and_past_its_deadline_is_missed_without_any_job(self):
        self.case_of_lan()
        with self.at("2026-11-03 10:01"):
            self.assertEqual(self.rows("result", "__count"), [("missed", 1)])
