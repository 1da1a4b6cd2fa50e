"""Who spoke last on a case: the customer, one of us, or nobody in particular."""

from odoo.tests import TransactionCase

from odoo.addons.hau_mai.tools.conversation import MessageFacts, speaker

from .complaint_common import ComplaintCase


class TestSpeaker(TransactionCase):
    def test_whose_word_a_message_is(self):
        cases = [
            (MessageFacts("email", customer=True), "customer"),
            (MessageFacts("comment", customer=True), "customer"),
            (MessageFacts("email", customer=True, note=True), "customer"),
            (MessageFacts("comment", inside=True), "agent"),
            (MessageFacts("email", inside=True), "agent"),
            (MessageFacts("comment", inside=True, note=True), None),
            (MessageFacts("comment", inside=True, customer=True), "customer"),
            (MessageFacts("comment", inside=True, customer=True, note=True), None),
            (MessageFacts("email"), "customer"),
            (MessageFacts("email", waiting_for="customer"), "customer"),
            (MessageFacts("email", waiting_for="supplier"), None),
            (MessageFacts("email", waiting_for="center"), None),
            (MessageFacts("email", customer=True, waiting_for="supplier"), "customer"),
            (MessageFacts("notification", customer=True), None),
            (MessageFacts("auto_comment", inside=True), None),
            (MessageFacts("out_of_office", customer=True), None),
            (MessageFacts("user_notification", inside=True), None),
        ]
        for facts, expected in cases:
            with self.subTest(facts=facts):
                self.assertEqual(speaker(facts), expected)


class TestConversation(ComplaintCase):
    def say(self, complaint, author, body="Hello", subtype="mail.mt_comment", **kwargs):
        user = author.user_ids[:1]
        poster = complaint.with_user(user) if user else complaint
        return poster.message_post(
            body=body, message_type="comment", subtype_xmlid=subtype, author_id=author.id, **kwargs
        )

    def test_an_answer_is_kept_once_and_takes_the_case_up(self):
        complaint = self.make_complaint(user_id=self.agent.id)
        self.say(complaint, self.partner, "It drips")
        self.assertTrue(complaint.date_last_customer)
        self.say(complaint, self.agent.partner_id, "We look into it")
        self.assertEqual(complaint.state, "in_progress")
        first = complaint.date_first_response
        self.assertTrue(first and complaint.date_acknowledged)
        self.assertFalse(complaint.date_last_customer or complaint.unanswered_message_id)
        complaint.date_first_response = "2026-01-05 03:00:00"
        self.say(complaint, self.agent.partner_id, "More")
        self.assertEqual(str(complaint.date_first_response), "2026-01-05 03:00:00")

    def test_the_first_message_without_an_answer_is_remembered(self):
        complaint = self.make_complaint()
        first = self.say(complaint, self.partner, "It drips")
        self.say(complaint, self.partner, "Hello?")
        self.assertEqual(complaint.unanswered_message_id, first)

    def test_a_note_answers_nobody(self):
        complaint = self.make_complaint(user_id=self.agent.id)
        self.say(complaint, self.partner)
        self.say(complaint, self.agent.partner_id, "Difficult", "mail.mt_note")
        self.assertTrue(complaint.unanswered_message_id)
        self.assertFalse(complaint.date_first_response)
        self.assertEqual(complaint.state, "new")

    def test_a_note_cannot_be_sent_outside(self):
        complaint = self.make_complaint(user_id=self.agent.id)
        with self.refused("A note is read by your colleagues only, not by Nguyễn Văn An"):
            self.say(
                complaint, self.agent.partner_id, "Difficult", "mail.mt_note",
                partner_ids=self.partner.ids,
            )  # fmt: skip
        manager = self.manager.partner_id
        note = self.say(
            complaint, self.agent.partner_id, "Look", "mail.mt_note", partner_ids=manager.ids
        )
        self.assertEqual(note.notified_partner_ids, manager)

    def test_the_supplier_answers_for_themselves(self):
        complaint = self.make_complaint()
        supplier = self.env["res.partner"].create({"name": "Maker", "email": "m@maker.example"})
        complaint.action_wait("supplier", "a board")
        self.say(complaint, supplier, "It is on its way")
        self.assertFalse(complaint.unanswered_message_id)
        self.assertEqual(complaint.state, "waiting")

    def test_who_waited_for_the_customer_goes_on(self):
        complaint = self.make_complaint()
        complaint.action_wait("customer", "a photo")
        self.say(complaint, self.partner, "Here")
        self.assertEqual((complaint.state, complaint.waiting_for), ("in_progress", False))

    def test_solving_answers_what_was_asked(self):
        complaint = self.make_complaint()
        self.say(complaint, self.partner)
        self.solve(complaint)
        self.assertFalse(complaint.unanswered_message_id)
        self.assertTrue(complaint.date_first_response)

    def test_answers_come_back_to_the_team(self):
        domain = self.env["mail.alias.domain"].create({"name": "shop.example"})
        self.team.write({"alias_name": "care", "alias_domain_id": domain.id})
        complaint = self.make_complaint()
        self.assertIn("care@shop.example", complaint._notify_get_reply_to()[complaint.id])
        self.assertEqual(self.team.alias_contact, "everyone")
