"""The way of a case: what may follow what, and what is written down of it."""

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
