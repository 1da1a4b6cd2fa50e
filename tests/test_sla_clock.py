"""One clock: its deadline to the second, what stops it, what it says of itself."""

from odoo.exceptions import UserError

from .sla_common import SlaCase


class TestSlaClock(SlaCase):
    # === HOLDS === #

    def test_two_holds_move_the_deadline_by_their_working_time(self):
        """The case that helpdesks get wrong: 4 and 1 hours of an 8-hour promise."""
        case = self.open_at()
        self.assertDeadline(case, "2026-11-02 17:00")
        self.hold(case, "2026-11-02 10:00", "2026-11-02 14:00")
        self.assertDeadline(case, "2026-11-03 13:00")
        self.hold(case, "2026-11-02 15:00", "2026-11-02 16:00")
        self.assertDeadline(case, "2026-11-03 14:00")

    def test_paused_has_no_deadline_and_says_what_is_left(self):
        case = self.open_at("2026-11-02 10:00")
        self.wait(case, "2026-11-02 14:00")
        clock = self.clock(case)
        with self.at("2026-11-10 11:00"):
            self.assertEqual((clock.status, clock.deadline), ("paused", False))
            self.assertEqual((clock.remaining, clock.hours_elapsed), (4, 4))
            self.assertEqual(clock.remaining_label, "4 working hours left")
            self.assertEqual(case.sla_state, "paused")
            self.assertFalse(case.date_deadline)

    def test_waiting_at_night_and_over_the_weekend_costs_nothing(self):
        case = self.open_at("2026-11-06 15:00")
        self.hold(case, "2026-11-06 18:00", "2026-11-09 08:00")
        self.assertDeadline(case, "2026-11-09 15:00")

    def test_a_supplier_stops_the_clock_by_setting_and_is_written_down_anyhow(self):
        case = self.open_at()
        self.hold(case, "2026-11-02 10:00", "2026-11-02 14:00", "supplier")
        self.assertDeadline(case, "2026-11-02 17:00")
        kinds = self.clock(case).segment_ids.mapped(lambda row: (row.kind, row.stops))
        self.assertEqual(kinds, [("running", False), ("supplier", False), ("running", False)])

        self.company.hau_mai_supplier_stops_clock = True
        stopped = self.open_at()
        self.hold(stopped, "2026-11-02 10:00", "2026-11-02 14:00", "supplier")
        self.assertDeadline(stopped, "2026-11-03 13:00")
        self.assertDeadline(case, "2026-11-02 17:00")

    def test_from_the_customer_to_the_supplier(self):
        case = self.open_at()
        self.wait(case, "2026-11-02 10:00")
        self.wait(case, "2026-11-02 12:00", "center")
        self.assertDeadline(case, "2026-11-03 11:00")
        self.assertEqual(self.clock(case)._pauses(), [
            (self.local("2026-11-02 10:00"), self.local("2026-11-02 12:00"))
        ])  # fmt: skip

    def test_a_stage_of_ones_own_that_stops_the_clock_waits_for_the_customer(self):
        stage = self.env["hau_mai.complaint.stage"].create(
            {"name": "At the photographer's", "kind": "in_progress"}
        )
        self.promise.pause_stage_ids = stage
        case = self.open_at()
        with self.at("2026-11-02 10:00"):
            case.stage_id = stage
        clock = self.clock(case)
        self.assertEqual(clock.segment_ids[-1].kind, "customer")
        self.assertTrue(clock.is_paused)
        with self.at("2026-11-02 12:00"):
            case.action_wait("customer")
        self.assertDeadline(case, "2026-11-03 11:00")

    def test_segments_are_never_changed_and_end_where_the_next_begins(self):
        case = self.open_at()
        self.hold(case, "2026-11-02 10:00", "2026-11-02 14:00")
        rows = self.clock(case).segment_ids
        self.assertEqual(rows.mapped("date_to"), [
            self.local("2026-11-02 10:00"), self.local("2026-11-02 14:00"), False
        ])  # fmt: skip
        with self.assertRaises(UserError):
            rows[0].kind = "customer"
        with self.assertRaises(UserError):
            rows.unlink()

    # === REACHED === #

    def test_kept_to_the_second(self):
        cases = [self.open_at() for _case in range(2)]
        for case, moment in zip(cases, ("17:00:00", "17:00:01"), strict=True):
            with self.at(f"2026-11-02 {moment}"):
                self.assertEqual(case.sla_state, "at_risk" if moment == "17:00:00" else "overdue")
                self.solve(case)
        self.assertEqual([self.clock(c).status for c in cases], ["met", "missed"])
        self.assertEqual([c.sla_state for c in cases], ["met", "missed"])
        found = self.Status.search(
            [("status", "=", "missed"), ("complaint_id", "in", [c.id for c in cases])]
        )
        self.assertEqual(found.complaint_id, cases[1])

    def test_solved_while_waiting_is_judged_by_the_time_it_ran(self):
        case = self.open_at()
        self.wait(case, "2026-11-02 10:00")
        with self.at("2026-11-05 10:00"):
            self.solve(case)
        clock = self.clock(case)
        self.assertEqual((clock.status, clock.hours_elapsed), ("met", 1))
        self.assertDeadline(case, "2026-11-05 17:00")

    def test_a_miss_while_one_waits_is_a_miss(self):
        case = self.open_at()
        self.wait(case, "2026-11-03 10:00")
        with self.at("2026-11-03 11:00"):
            self.assertEqual((self.clock(case).status, case.sla_state), ("missed", "overdue"))

    def test_reopened_the_clock_goes_on_without_the_time_it_was_solved(self):
        case = self.open_at()
        with self.at("2026-11-02 11:00"):
            self.solve(case)
        with self.at("2026-11-09 11:00"):
            case.action_reopen()
        clock = self.clock(case)
        self.assertEqual((clock.date_reached, clock.status), (False, "missed"))
        self.assertDeadline(case, "2026-11-09 17:00")
        with self.at("2026-11-09 12:00"):
            self.env.invalidate_all()
            self.assertEqual((clock.status, clock.hours_elapsed), ("running", 3))

    def test_solving_answers_everything_that_was_promised(self):
        self.make_promise("Confirm", target="acknowledge", days=1)
        self.make_promise("Answer", target="first_response", hours=1)
        case = self.open_at()
        with self.at("2026-11-02 10:30"):
            case.date_first_response = self.local("2026-11-02 09:30")
            self.solve(case)
        self.assertEqual(
            self.clock(case, "acknowledge").date_reached, self.local("2026-11-02 10:30")
        )
        self.assertEqual(self.clock(case, "first_response").status, "met")
        self.assertEqual(
            self.clock(case, "first_response").date_reached, self.local("2026-11-02 09:30")
        )

    def test_an_authority_is_told_the_result_within_its_own_time(self):
        self.make_promise("Report", target="report", days=5, sources=["authority"])
        case = self.open_at(source="authority")
        self.assertFalse(self.clock(case, "report"))
        with self.at("2026-11-02 12:00"):
            self.solve(case)
        self.assertDeadline(case, "2026-11-09 12:00", "report")
        with self.at("2026-11-03 12:00"):
            case.action_reopen()
            self.assertFalse(self.clock(case, "report"))
        with self.at("2026-11-04 12:00"):
            case.action_solve()
        self.assertDeadline(case, "2026-11-11 12:00", "report")
        with self.at("2026-11-10 09:00"):
            self.assertEqual(
                case.sla_sentence,
                "An authority waits for us: report to who sent the case until Wed 12:00",
            )
            case.action_report_sent()
        self.assertEqual(self.clock(case, "report").status, "met")

    def test_an_answer_is_promised_when_the_customer_writes_again(self):
        self.make_promise("Answer", target="next_response", hours=2)
        case = self.open_at()
        post = lambda text: self.env["mail.message"].create(  # noqa: E731
            {"model": case._name, "res_id": case.id, "date": self.local(text), "body": "?"}
        )
        case._on_customer_message(post("2026-11-02 09:30"))
        self.assertFalse(self.clock(case, "next_response"), "the first answer is still to come")
        case.date_first_response = self.local("2026-11-02 10:00")
        with self.at("2026-11-02 16:00"):
            case._on_customer_message(post("2026-11-02 16:00"))
            case._on_customer_message(post("2026-11-02 16:30"))
        self.assertDeadline(case, "2026-11-03 10:00", "next_response")
        case._on_agent_message(post("2026-11-03 09:59"))
        self.assertEqual(self.clock(case, "next_response").status, "met")
        case._on_customer_message(post("2026-11-03 12:00"))
        self.assertEqual(len(self.clock(case, "next_response")), 2)

    def test_who_writes_is_not_waited_for_any_more(self):
        """Also when the mail lay in the mailbox for a while before the case went on."""
        self.make_promise("Answer", target="next_response", hours=2)
        case = self.open_at(date_first_response=self.local("2026-11-02 09:30"))
        self.wait(case, "2026-11-02 10:00")
        message = self.env["mail.message"].create(
            {"model": case._name, "res_id": case.id, "date": self.local("2026-11-02 11:00")}
        )
        with self.at("2026-11-02 11:20"):
            case._on_customer_message(message)
        self.assertDeadline(case, "2026-11-02 13:00", "next_response")
        self.assertDeadline(case, "2026-11-03 10:20")

    # === WHAT IT SAYS === #

    def test_the_explanation_of_the_issue(self):
        case = self.open_at("2026-11-02 10:00")
        self.hold(case, "2026-11-02 14:00", "2026-11-03 09:00")
        with self.at("2026-11-03 10:00"):
            self.assertEqual(
                self.clock(case).explanation,
                "8 working hours (9–17) from Mon 10:00; waited for the customer from Mon 14:00 "
                "to Tue 9:00; so Tue 13:00",
            )

    def test_explanations_of_every_end(self):
        case = self.open_at("2026-11-02 10:00")
        clock = self.clock(case)
        start = "8 working hours (9–17) from Mon 10:00"
        with self.at("2026-11-03 12:30"):
            self.assertEqual(
                clock.explanation, f"{start}; so Tue 10:00; late by 2 working hours and "
                "30 minutes",
            )  # fmt: skip
        self.wait(case, "2026-11-02 14:00")
        with self.at("2026-11-03 12:30"):
            self.env.invalidate_all()
            self.assertEqual(
                clock.explanation,
                f"{start}; waiting for the customer since Mon 14:00; 4 working hours left",
            )
            self.solve(case)
            self.assertEqual(
                clock.explanation,
                f"{start}; waited for the customer from Mon 14:00 to Tue 12:30; so Tue 16:30; "
                "kept on Tue 12:30",
            )
        with self.at("2026-12-24 12:00"):
            self.env.invalidate_all()
            self.assertIn("from Mon 10:00 (2 Nov); waited", clock.explanation)

    def test_it_is_said_in_the_readers_language_and_the_companys_time(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        case = self.open_at("2026-11-02 10:00")
        reader = self.agent.with_context(lang="vi_VN")
        reader.tz = "Europe/Paris"
        with self.at("2026-11-02 11:00"):
            said = self.clock(case).with_user(reader).with_context(lang="vi_VN").explanation
        self.assertIn("10:00", said)
        self.assertIn("Th 2", said)

    def test_who_waits_for_whom(self):
        case = self.open_at("2026-11-02 10:00")
        with self.at("2026-11-02 11:00"):
            self.assertEqual(
                case.sla_sentence,
                "Nguyễn Văn An waits for us: solution or refusal until Tue 10:00",
            )
        self.wait(case, "2026-11-02 14:00")
        with self.at("2026-11-02 15:00"):
            self.assertEqual(case.sla_sentence, "We wait for the customer since Mon 14:00")
            rows = case.with_user(self.agent).clocks["rows"]
            self.assertEqual(
                [(row["status"], row["remaining"], row["percent"]) for row in rows],
                [("paused", "4 working hours left", 50)],
            )

    def test_at_risk_and_overdue_are_asked_of_the_moment(self):
        case = self.open_at("2026-11-02 09:00")
        for moment, state in (
            ("2026-11-02 14:59", "ok"),
            ("2026-11-02 15:00", "at_risk"),
            ("2026-11-02 17:00", "at_risk"),
            ("2026-11-02 17:01", "overdue"),
        ):
            with self.at(moment), self.subTest(moment=moment):
                self.env.invalidate_all()
                self.assertEqual(case.sla_state, state)
                for other in ("ok", "at_risk", "overdue", "paused", "met", "missed"):
                    found = self.Complaint.search([("sla_state", "=", other), ("id", "=", case.id)])
                    self.assertEqual(bool(found), other == state, other)
