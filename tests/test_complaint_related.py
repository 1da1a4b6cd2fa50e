"""Cases that have to do with each other: related, split, handed over, taken up again."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command

from .complaint_common import ComplaintCase


class TestRelated(ComplaintCase):
    def test_each_shows_the_other(self):
        first, second, third = (self.make_complaint() for _number in range(3))
        first.related_ids = second | third
        self.assertEqual((second.related_ids, third.related_ids), (first, first))
        second.related_ids |= third
        self.assertEqual(third.related_ids, first | second)
        third.related_ids = second
        self.assertEqual((first.related_ids, second.related_ids), (second, first | third))
        third.related_ids = third
        self.assertFalse(third.related_ids)


class TestReopen(ComplaintCase):
    def over(self, days):
        complaint = self.make_complaint()
        self.solve(complaint)
        complaint.date_solved = self.moment(days=-days)
        return complaint

    def test_soon_the_case_itself_is_taken_up_again(self):
        complaint = self.over(14)
        self.assertEqual(complaint._reopen_or_new("It drips again"), complaint)
        self.assertEqual((complaint.state, complaint.reopen_count), ("in_progress", 1))
        self.assertIn("It drips again", "".join(complaint.message_ids.mapped("body")))
        self.assertEqual(complaint._reopen_or_new("And again"), complaint)
        self.assertEqual(complaint.reopen_count, 1)

    def test_later_a_new_one_is_linked_to_it(self):
        complaint = self.over(15)
        new = complaint._reopen_or_new("It drips <again>", self.partner)
        self.assertEqual(complaint.state, "solved")
        self.assertEqual((new.state, new.partner_id), ("new", self.partner))
        self.assertEqual(new.related_ids, complaint)
        self.assertIn("It drips &lt;again&gt;", new.description)
        self.assertEqual(new.subject, "Again: It does not cool")
        self.company.hau_mai_reopen_days = 15
        self.assertEqual(complaint._reopen_or_new("Hello?"), complaint)

    def test_what_goes_on_elsewhere_goes_on_there(self):
        original, double, merged = (self.make_complaint() for _number in range(3))
        double.action_duplicate(original)
        merged._merge_into(double.original_id)
        self.assertEqual(double._reopen_or_new("Hello?"), original)
        self.assertEqual(merged._reopen_or_new("Hello?"), original)


class TestSplit(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls.make_complaint(unit_id=cls.unit.id)
        cls.messages = cls.env["mail.message"]
        for number in range(3):
            message = cls.complaint.message_post(
                body=f"Word {number}",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                author_id=cls.partner.id,
                attachments=[(f"{number}.txt", b"photo")],
            )
            message.date = cls.complaint.date_open + timedelta(hours=number + 1)
            cls.messages |= message

    def split(self, *ticked, **vals):
        action = self.complaint.action_split()
        dialog = (
            self.env[action["res_model"]]
            .with_context(**action["context"])
            .with_user(self.agent)
            .create({"subject": "The bill", **vals})
        )
        self.assertEqual(dialog.line_ids.message_id, self.messages)
        for number in ticked:
            dialog.line_ids[number].chosen = True
        return self.Complaint.browse(dialog.action_apply()["res_id"])

    def test_the_ticked_ones_go_with_what_is_attached(self):
        new = self.split(1)
        moved = self.messages[1]
        self.assertEqual(self.messages.filtered(lambda m: m.res_id == new.id), moved)
        self.assertEqual(moved.attachment_ids.res_id, new.id)
        self.assertEqual(
            (self.messages - moved).attachment_ids.mapped("res_id"), [self.complaint.id] * 2
        )
        self.assertEqual(new.date_open, moved.date)
        self.assertEqual((new.subject, new.unit_id), ("The bill", self.unit))
        self.assertEqual((new.related_ids, self.complaint.related_ids), (self.complaint, new))

    def test_from_one_on(self):
        new = self.split(1, onwards=True)
        self.assertEqual(self.messages.filtered(lambda m: m.res_id == new.id), self.messages[1:])

    def test_messages_of_another_case_are_not_taken(self):
        other = self.make_complaint()
        with self.refused("Choose the messages"):
            other._split(self.messages)
        with self.refused("Choose the messages"):
            self.split()

    def test_the_dialog_shows_no_message_the_user_may_not_read(self):
        hidden = self.env["res.partner"].create({"name": "Hidden"})
        secret = hidden.message_post(body="A secret", subtype_xmlid="mail.mt_note")
        self.env["ir.rule"].create(
            {
                "name": "Not this one",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": [("id", "!=", hidden.id)],
            }
        )
        dialogs = self.env["hau_mai.complaint.split"].with_user(self.agent)
        with self.assertRaises(AccessError):
            dialogs.create(
                {
                    "complaint_id": self.complaint.id,
                    "subject": "The bill",
                    "line_ids": [Command.create({"message_id": secret.id})],
                }
            )


class TestHandover(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.engineering = cls.env["hau_mai.complaint.team"].create({"name": "Engineering"})
        cls.complaint = cls.make_complaint(user_id=cls.agent.id, unit_id=cls.unit.id)

    def hand_over(self):
        action = self.complaint.with_user(self.agent).action_handover(
            self.engineering, "Is this batch known?", "high"
        )
        return self.Complaint.browse(action["res_id"])

    def test_it_comes_back_with_an_answer(self):
        child = self.hand_over()
        self.assertEqual((child.team_id, child.severity), (self.engineering, "high"))
        self.assertEqual((child.unit_id, child.is_grievance), (self.unit, False))
        self.assertEqual(
            self.complaint._open_promises(), [f"Engineering has not answered {child.name} yet."]
        )
        child.answer = "Yes, exchange it"
        self.solve(child)
        self.assertEqual(self.complaint.activity_ids.user_id, self.agent)
        self.assertIn("Yes, exchange it", self.complaint.activity_ids.summary)
        self.assertIn("Yes, exchange it", "".join(self.complaint.message_ids.mapped("body")))
        self.assertFalse(self.complaint._open_promises() or self.complaint.open_children)
        self.assertEqual(self.complaint.state, "new")

    def test_nobody_ends_a_case_over_an_open_question_in_silence(self):
        child = self.hand_over()
        self.assertIn(child.name, self.complaint.open_children)
        self.solve(self.complaint)
        self.assertIn(
            f"Engineering has not answered {child.name}",
            "".join(self.complaint.message_ids.mapped("body")),
        )
        child.answer = "Too late"
        self.solve(child)
        self.assertFalse(self.complaint.activity_ids)

    def test_the_customer_neither_sees_nor_hears_of_it(self):
        child = self.hand_over()
        portal = self.env["res.users"].create(
            {
                "name": "An",
                "login": "an_portal",
                "partner_id": self.partner.id,
                "group_ids": [self.env.ref("base.group_portal").id],
            }
        )
        seen = self.Complaint.with_user(portal).search([])
        self.assertIn(self.complaint, seen)
        self.assertNotIn(child, seen)

    def test_it_says_what_it_needs(self):
        with self.refused("say what it has to find out"):
            self.complaint.action_handover(self.engineering.id, " ")
        with self.refused("is not a severity"):
            self.complaint.action_handover(self.engineering.id, "Why?", "huge")
        self.complaint.action_close()
        with self.refused("is over"):
            self.complaint.action_handover(self.engineering.id, "Why?")
