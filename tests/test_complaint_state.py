"""The way of a case: what may follow what, and what is written down of it."""

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError

from .complaint_common import ComplaintCase


class TestComplaintState(ComplaintCase):
    def test_from_the_call_to_the_end_and_back(self):
        complaint = self.make_complaint()
        self.assertEqual((complaint.state, complaint.is_grievance), ("new", True))
        complaint.with_user(self.agent).action_take()
        self.assertEqual((complaint.state, complaint.user_id), ("in_progress", self.agent))
        complaint.action_wait("supplier", "a board")
        self.assertEqual((complaint.state, complaint.waiting_for), ("waiting", "supplier"))
        complaint.action_resume()
        self.assertFalse(complaint.waiting_for or complaint.waiting_reason)
        self.solve(complaint)
        self.assertTrue(complaint.date_solved)
        complaint.action_close("confirmed")
        self.assertEqual(complaint.close_reason, "confirmed")
        complaint.action_reopen("It drips again")
        self.assertEqual((complaint.state, complaint.reopen_count), ("in_progress", 1))
        self.assertFalse(complaint.date_solved or complaint.date_closed or complaint.close_reason)
        self.assertEqual(
            complaint.move_ids.mapped(lambda move: (move.kind, move.waiting_for)),
            [
                ("new", False),
                ("in_progress", False),
                ("waiting", "supplier"),
                ("in_progress", False),
                ("solved", False),
                ("closed", False),
                ("in_progress", False),
            ],
        )

    def test_what_is_solved_has_a_cause_and_a_resolution(self):
        complaint = self.make_complaint()
        with self.assertRaisesRegex(ValidationError, "choose its cause and its resolution"):
            complaint.action_solve()

    def test_nothing_of_it_is_deleted_or_changed_afterwards(self):
        complaint = self.make_complaint()
        with self.refused("never deleted"):
            complaint.unlink()
        with self.refused("cannot be changed"):
            complaint.move_ids.date = "2020-01-01 00:00:00"
        with self.assertRaises(UserError):
            complaint.move_ids.unlink()

    def test_an_imported_case_stands_where_it_stood_since_it_was_opened(self):
        complaint = self.make_complaint(date_open="2026-01-05 03:00:00")
        self.assertEqual(complaint.move_ids.date, complaint.date_open)
        over = {
            "stage_id": self.Complaint._stage_of("closed").id,
            "date_open": "2026-01-05 03:00:00",
        }
        now, then = (
            self.make_complaint(**over),
            self.make_complaint(**over, date_closed="2026-01-06 03:00:00"),
        )
        self.assertTrue(now.date_closed and now.close_reason)
        self.assertEqual(str(then.date_closed), "2026-01-06 03:00:00")
        waiting = self.make_complaint(stage_id=self.Complaint._stage_of("waiting").id)
        self.assertEqual(waiting.waiting_for, "customer")

    def test_what_is_done_already_keeps_its_moments(self):
        """A second click on a list in which some are solved changes nothing of those."""
        done, left = self.make_complaint(), self.make_complaint()
        (done + left).write({"cause_id": self.cause.id, "resolution": "repair"})
        with freeze_time("2026-01-05 03:00:00"):
            done.action_solve()
        (done + left).action_solve()
        self.assertEqual(str(done.date_solved), "2026-01-05 03:00:00")
        self.assertGreater(left.date_solved, done.date_solved)
        self.assertEqual(left.state, "solved")

    def test_a_case_that_ends_without_a_word_of_ours_was_not_answered(self):
        for reason, answered in (("duplicate", False), ("withdrawn", False), ("by_hand", True)):
            with self.subTest(reason=reason):
                complaint = self.make_complaint()
                complaint.date_last_customer = complaint.date_open
                complaint.action_close(reason)
                self.assertEqual(bool(complaint.date_first_response), answered)
                self.assertFalse(complaint.date_last_customer)

    def test_a_card_dragged_back_is_taken_up_again(self):
        complaint = self.make_complaint()
        complaint.action_refuse("The seal is broken", "Art. 5")
        complaint.stage_id = self.Complaint._stage_of("in_progress")
        self.assertEqual((complaint.reopen_count, complaint.refusal_number), (1, False))
        with self.refused("reason"):
            complaint.stage_id = self.Complaint._stage_of("refused")

    def test_a_card_is_not_dragged_past_the_answer(self):
        complaint, question = self.make_complaint(), self.make_complaint(type="question")
        closed = self.Complaint._stage_of("closed")
        with self.refused(f"Solve or refuse case {complaint.name}"):
            complaint.stage_id = closed
        question.stage_id = closed
        self.assertEqual(question.close_reason, "by_hand")
