"""What customers are told of their cases: once, where they can be reached, or not at all."""

from psycopg2.errors import UniqueViolation

from odoo.tests import TransactionCase
from odoo.tools import html2plaintext, mute_logger

from odoo.addons.hau_mai.models.hau_mai_complaint_notice import COMPLAINT_EVENTS
from odoo.addons.hau_mai.tools.telling import stage_news

from .complaint_common import ComplaintCase


class TestStageNews(TransactionCase):
    def test_what_a_move_means_to_the_customer(self):
        cases = [
            ("new", "in_progress", {}, None),
            ("in_progress", "waiting", {"waiting_for": "customer", "reason": "A photo"}, "waiting"),
            ("in_progress", "waiting", {"waiting_for": "customer"}, None),
            ("in_progress", "waiting", {"waiting_for": "supplier", "reason": "A board"}, None),
            ("in_progress", "solved", {}, "solved"),
            ("new", "refused", {}, "refused"),
            ("solved", "closed", {"close_reason": "silent"}, "closed"),
            ("solved", "closed", {"close_reason": "silent", "asked": True}, None),
            ("solved", "closed", {"close_reason": "confirmed"}, None),
            ("new", "closed", {"close_reason": "merged"}, None),
            ("closed", "in_progress", {}, "reopened"),
            ("solved", "waiting", {"waiting_for": "supplier"}, "reopened"),
        ]
        for old, new, facts, event in cases:
            with self.subTest(old=old, new=new, **facts):
                self.assertEqual(stage_news(old, new, **facts), event)


class TestComplaintTelling(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("vi_VN")
        cls.partner.email = "an@example.com"
        cls.company.write(
            {
                "hau_mai_tell_customers": True,
                "hau_mai_tell_by": "email_sms",
                "hau_mai_email": "care@example.com",
                "hau_mai_rate_complaints": False,
            }
        )

    def told(self, complaint):
        return complaint.notice_ids.sorted("id").mapped("event")

    def mails(self, complaint):
        domain = [("model", "=", "hau_mai.complaint"), ("res_id", "=", complaint.id)]
        return self.env["mail.mail"].search(domain, order="id")

    def test_receipt_is_confirmed_at_once_with_a_way_to_the_case(self):
        complaint = self.make_complaint()
        [mail] = self.mails(complaint)
        self.assertEqual((mail.state, mail.recipient_ids), ("outgoing", self.partner))
        self.assertIn(f"{complaint.name}: received", mail.subject)
        self.assertIn("It does not cool", html2plaintext(mail.body_html))
        self.assertIn("/hau_mai/case/", mail.body_html)
        self.assertIn("Auto-Submitted", mail.headers)
        self.assertTrue(complaint.date_acknowledged)
        self.assertIn("You have our answer by", html2plaintext(mail.body_html))

    def test_files_go_with_an_email(self):
        complaint = self.make_complaint()
        letter = self.env["ir.attachment"].create({"name": "letter.pdf", "raw": b"%PDF"})
        complaint._tell_customer("refused", reason="Bought elsewhere", attachment_ids=letter.ids)
        mail = self.mails(complaint)[-1]
        self.assertEqual(mail.attachment_ids, letter)
        self.assertIn("Bought elsewhere", mail.body_html)

    def test_the_way_of_a_case_in_messages(self):
        complaint = self.make_complaint()
        complaint.action_take()
        complaint.action_wait("supplier", "a board")
        complaint.action_wait("customer", "A photo of the type plate")
        complaint.action_resume()
        self.solve(complaint)
        complaint.action_close()
        complaint.action_reopen("It drips again")
        self.assertEqual(
            self.told(complaint), ["received", "waiting", "solved", "closed", "reopened"]
        )
        asked, solved = self.mails(complaint)[1:3]
        self.assertIn("A photo of the type plate", asked.body_html)
        self.assertIn("Repair", solved.body_html)

    def test_who_is_asked_for_something_reads_what(self):
        complaint = self.make_complaint()
        complaint.action_wait("customer", "A photo of the type plate")
        self.assertEqual(self.told(complaint), ["received", "waiting"])
        self.assertIn("A photo of the type plate", self.mails(complaint)[-1].body_html)
        self.assertEqual(complaint.notice_ids[0].detail, "A photo of the type plate")

    def test_who_solves_in_the_dialog_says_it_in_their_own_words_once(self):
        complaint = self.make_complaint()
        dialog = self.env["hau_mai.complaint.solve"].create(
            {
                "complaint_id": complaint.id,
                "cause_id": self.cause.id,
                "resolution": "guidance",
                "told": "Press the blue button for five seconds.",
            }
        )
        dialog.action_apply()
        self.assertEqual(self.told(complaint), ["received", "solved"])
        self.assertIn("Press the blue button", self.mails(complaint)[-1].body_html)

    def test_nothing_is_told_twice_and_the_index_stands_behind_it(self):
        complaint = self.make_complaint()
        complaint._tell_customer("received")
        self.solve(complaint)
        complaint._tell_customer("solved")
        self.assertEqual(self.told(complaint), ["received", "solved"])
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            complaint.notice_ids[0].copy({"state": "sent"})

    def test_who_is_no_customer_is_told_at_the_address_they_wrote_from(self):
        complaint = self.make_complaint(partner_id=False, email_from="la@example.net")
        notice = complaint.notice_ids
        self.assertEqual(
            (notice.state, notice.partner_id.id, notice.address), ("sent", False, "la@example.net")
        )
        [mail] = self.mails(complaint)
        self.assertEqual((mail.email_to, len(mail.recipient_ids)), ("la@example.net", 0))
        self.assertIn("Dear customer", mail.body_html)

    def test_who_left_only_a_number_gets_a_text_message(self):
        complaint = self.make_complaint(partner_id=False, phone="+84 912 345 678")
        message = self.env["sms.sms"].search([("number", "=", "+84 912 345 678")])
        self.assertIn(complaint.name, message.body)
        self.assertEqual(complaint.notice_ids.channel, "sms")

    def test_who_must_not_be_told_is_not_and_nothing_counts_as_received(self):
        self.partner.do_not_contact = True
        complaint = self.make_complaint()
        self.assertEqual(complaint.notice_ids.state, "refused")
        self.assertFalse(complaint.date_acknowledged or self.mails(complaint))
        bodies = " ".join(complaint.message_ids.mapped("body"))
        self.assertIn("The customer was not told (Received)", bodies)
        blocked = self.make_complaint(partner_id=False, email_from="la@example.net")
        self.env["mail.blacklist"]._add("no@example.net")
        blocked = self.make_complaint(partner_id=False, email_from="no@example.net", phone=False)
        self.assertEqual(blocked.notice_ids.state, "refused")

    def test_imports_demo_data_and_old_cases_tell_nobody(self):
        for key in ("install_mode", "import_file"):
            quiet = self.Complaint.with_context(**{key: True})
            complaint = quiet.create({"subject": "Old", "partner_id": self.partner.id})
            self.assertFalse(complaint.notice_ids)
        closed = self.env.ref("hau_mai.complaint_stage_closed").id
        self.assertFalse(self.make_complaint(stage_id=closed).notice_ids)

    def test_every_text_renders_in_both_languages_by_both_ways(self):
        events = [event for event, _label in COMPLAINT_EVENTS]
        for lang in ("en_US", "vi_VN"):
            self.partner.lang = lang
            for tell_by in ("email", "sms"):
                self.company.hau_mai_tell_by = tell_by
                complaint = self.make_complaint()
                complaint.date_solved = "2026-11-02 03:00:00"
                for event in events:
                    with self.subTest(lang=lang, tell_by=tell_by, event=event):
                        complaint._tell_customer(event, reason="Lũ lụt & bão")
                        told = complaint.notice_ids.mapped(lambda n: (n.event, n.state))
                        self.assertIn((event, "sent"), told)
                if tell_by == "email":
                    bodies = self.mails(complaint).mapped("body_html")
                else:
                    domain = [("partner_id", "=", self.partner.id)]
                    messages = self.env["sms.sms"].search(domain, order="id")
                    bodies = messages[-len(events) :].mapped("body")
                self.assertEqual(len(bodies), len(events))
                self.assertTrue(all(complaint.name in body for body in bodies))
                self.assertFalse([body for body in bodies if "{{" in body or "t-out" in body])

    def test_telling_many_costs_no_queries_a_customer(self):
        self.company.hau_mai_tell_by = "email"
        counts = []
        for number in (1, 10, 40):
            partners = self.env["res.partner"].create(
                [{"name": f"C {n}", "email": f"c{n}@example.com"} for n in range(number)]
            )
            cases = self.Complaint.with_context(install_mode=True).create(
                [{"subject": "X", "partner_id": partner.id} for partner in partners]
            )
            cases = self.Complaint.browse(cases.ids)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cases._tell_customer("received")
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(set(cases.notice_ids.mapped("state")), {"sent"})
        self.assertLessEqual(counts[2], counts[1] + 3, counts)
