"""Triage: a case is taken, a duplicate, or put aside until a day or the customer writes."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError

from .complaint_common import ComplaintCase


class TestTriage(ComplaintCase):
    def decide(self, complaints, decision, **vals):
        """By the dialog, as people do it."""
        action = complaints.with_context(default_decision=decision).action_decide()
        dialog = self.env[action["res_model"]].with_context(**action["context"])
        return dialog.with_user(self.agent).create(vals).action_apply()

    def triage(self):
        """What the list "To Triage" shows of the cases of this test."""
        [domain] = [
            node.get("domain")
            for node in self.search_view().iter("filter")
            if node.get("name") == "triage"
        ]
        mine = [("id", "in", self.cases.ids)]
        return self.Complaint.search([*eval(domain), *mine])  # noqa: S307

    def search_view(self):
        from lxml import etree

        return etree.fromstring(self.Complaint.get_view(view_type="search")["arch"])

    def test_what_is_taken_or_put_aside_is_not_to_be_triaged(self):
        self.cases = first, second, third = self.Complaint.union(
            *(self.make_complaint() for _number in range(3))
        )
        self.assertEqual(self.triage(), self.cases)
        first.with_user(self.agent).action_take()
        self.decide(second, "later", date_later=self.today + timedelta(days=2), reason="On holiday")
        self.assertEqual(self.triage(), third)
        self.assertEqual((second.state, second.later_reason), ("new", "On holiday"))

    def test_it_wakes_on_its_day_without_any_job(self):
        self.cases = complaint = self.make_complaint()
        complaint.action_later(self.today + timedelta(days=2), "On holiday")
        self.assertTrue(complaint.is_asleep)
        self.assertFalse(self.triage())
        with freeze_time(self.moment(days=2)):
            self.env.invalidate_all()
            self.assertFalse(complaint.is_asleep)
            self.assertEqual(self.triage(), complaint)

    def test_it_wakes_when_the_customer_writes_or_somebody_takes_it(self):
        first, second = self.make_complaint(), self.make_complaint()
        (first | second).action_later(self.today + timedelta(days=9), "On holiday")
        first._on_customer_message(first.message_post(body="I am back"))
        second.with_user(self.agent).action_take()
        for complaint in (first, second):
            self.assertFalse(complaint.is_asleep or complaint.date_later or complaint.later_reason)

    def test_what_is_over_is_not_asleep(self):
        complaint = self.make_complaint()
        complaint.action_later(self.today + timedelta(days=9), "On holiday")
        complaint.action_close()
        self.assertFalse(complaint.is_asleep or complaint.date_later)
        with self.refused("is over"):
            complaint.action_later(self.today + timedelta(days=9), "On holiday")

    def test_later_wants_a_day_ahead_and_a_reason(self):
        complaint = self.make_complaint()
        with self.refused("a day after today"):
            complaint.action_later(self.today, "On holiday")
        with self.refused("why it can wait"):
            complaint.action_later(self.today + timedelta(days=1), " ")

    def test_who_comes_second_is_told_who_has_it(self):
        complaint = self.make_complaint()
        complaint.with_user(self.agent).action_take()
        complaint.with_user(self.agent).action_take()  # again changes nothing
        with self.refused(f"Lan has case {complaint.name} already"):
            complaint.with_user(self.desk).action_take()
        self.assertEqual(complaint.user_id, self.agent)

    def test_what_somebody_has_who_is_away_can_be_taken(self):
        complaint = self.make_complaint(user_id=self.agent.id)
        self.agent.out_of_office_from = self.moment(days=-1)
        complaint.with_user(self.desk).action_take()
        self.assertEqual(complaint.user_id, self.desk)
        other = self.make_complaint(user_id=self.agent.id)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            other.with_user(self.technician).action_take()

    def test_a_duplicate_is_closed_and_shows_the_one_that_goes_on(self):
        original, double = self.make_complaint(), self.make_complaint()
        self.decide(double, "duplicate", original_id=original.id, reason="Called twice")
        self.assertEqual((double.state, double.close_reason), ("closed", "duplicate"))
        self.assertEqual(original.duplicate_ids, double)
        self.assertIn("Called twice", "".join(double.message_ids.mapped("body")))
        with self.refused("which stays"):
            original.action_duplicate(original)
        with self.refused("its own duplicate"):
            original.action_duplicate(double.id)
        double.action_reopen("It is something else")
        self.assertFalse(double.original_id or double.close_reason)

    def test_waiting_and_reopening_are_decisions_too(self):
        complaint = self.make_complaint()
        self.decide(complaint, "wait", waiting_for="supplier", reason="a board")
        self.assertEqual((complaint.state, complaint.waiting_for), ("waiting", "supplier"))
        complaint.action_close()
        self.decide(complaint, "reopen", reason="It came")
        self.assertEqual(complaint.state, "in_progress")
