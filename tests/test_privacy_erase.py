"""Erasing a customer: what goes, what stays and why, and what is done about the rest."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import new_test_user

from .privacy_common import PrivacyCase


class TestPrivacyErase(PrivacyCase):
    def erase(self, partner, request=None):
        """As a manager does it: the preview, the tick, the button."""
        request = (request or self.make_request("delete", partner)).with_user(self.manager)
        action = request.action_erase()
        wizard = (
            self.env["hau_mai.privacy.erasure"]
            .with_user(self.manager)
            .with_context(**action["context"])
            .create({})
        )
        wizard.understood = True
        wizard.action_apply()
        self.env.invalidate_all()
        return request

    def words_of(self, record):
        return str(record.message_ids.mapped("body")) + str(record.message_ids.attachment_ids)

    # === NOBODY NEEDS IT === #

    def test_who_is_needed_by_nobody_is_emptied_and_archived(self):
        plain = self.make_plain()
        call = self.Touchpoint.search([("partner_id", "=", plain.id)])
        call.message_post(body="chat")
        plain.message_post(body="Phạm Đơn rang")
        self.erase(plain)
        self.assertEqual(plain.name, f"Erased customer {plain.id}")
        self.assertEqual((plain.phone, plain.email, plain.active), (False, False, False))
        self.assertEqual((call.feedback, call.state), (False, "done"))
        self.assertNotIn("chat", self.words_of(call))
        self.assertNotIn("Đơn", self.words_of(plain))
        self.assertEqual(plain.privacy_erased_on, self.today)

    def test_the_search_for_the_person_finds_nothing_to_know_them_by(self):
        plain = self.make_plain()
        self.erase(plain)
        found = self.env["privacy.lookup.wizard"].create(
            {"name": "Phạm Đơn", "email": "don@example.com", "phone": "+84935556677"}
        )
        found.action_lookup()
        left = set(found.line_ids.mapped("res_model")) - {"mail.mail", "sms.sms"}
        self.assertEqual(left, set())

    def test_the_log_knows_how_much_and_not_whom(self):
        self.erase(self.make_plain())
        log = self.env["privacy.log"].search([], limit=1, order="id desc")
        self.assertEqual(log.anonymized_name, "P*** Đ**")
        self.assertNotIn("don@", f"{log.anonymized_email}")
        self.assertIn("When we contacted you: 1", log.execution_details)
        self.assertEqual(log.user_id, self.manager)
        self.assertNotIn("Đơn", f"{log.execution_details}{log.records_description}")

    # === SOMEBODY NEEDS IT === #

    def test_running_warranty_and_invoices_stay_and_marketing_goes(self):
        invoices = self.env["account.move"].search([("partner_id", "=", self.person.id)])
        units = self.env["hau_mai.unit"].search([("partner_id", "=", self.person.id)])
        figures = [(move.name, move.amount_total, move.state) for move in invoices]
        call = self.Touchpoint.search([("partner_id", "=", self.person.id), ("feedback", "!=", "")])
        self.erase(self.person)
        self.assertEqual(self.person.name, "Trần Thị Mai")
        self.assertEqual(self.person.phone, "+84 90 999 88 77")
        self.assertTrue(self.person.active)
        self.assertFalse(self.person.birthdate)
        self.assertFalse(self.person.comment)
        self.assertFalse(call.feedback)
        self.assertEqual([(m.name, m.amount_total, m.state) for m in invoices], figures)
        self.assertTrue(units.coverage_ids)
        self.assertEqual(units.partner_id, self.person)
        for purpose, allowed in (("service", True), ("marketing", False), ("survey", False)):
            verdict = self.person._contact_verdict("email", purpose, fields.Datetime.now())
            self.assertEqual(verdict[0], allowed, purpose)

    def test_with_invoices_only_the_name_and_address_stay(self):
        self.finish_all(self.person)
        self.end_warranties(self.person)
        self.erase(self.person)
        self.assertEqual(self.person.name, "Trần Thị Mai")
        self.assertTrue(self.person.street)
        self.assertEqual((self.person.phone, self.person.email), (False, False))
        self.assertFalse(self.person.active)
        case = self.env["hau_mai.complaint"].search([("partner_id", "=", self.person.id)])
        self.assertEqual((case.subject, case.email_from, case.phone), ("—", False, False))
        self.assertNotIn("Mai", self.words_of(case))

    def test_a_case_stays_until_the_time_of_keeping_is_over(self):
        self.finish_all(self.person)
        self.end_warranties(self.person)
        self.make_retention("complaint", 24)
        case = self.env["hau_mai.complaint"].search([("partner_id", "=", self.person.id)])
        self.erase(self.person)
        self.assertIn("drips at", case.subject)

    def test_proof_of_consent_stays_for_a_year_and_goes_then(self):
        plain = self.make_plain()
        consents = self.env["hau_mai.consent"]
        consents.create(
            {"partner_id": plain.id, "purpose": "marketing", "channel": "sms", "state": "granted",
             "date": self.days_ago(900), "source": "Đơn's form"}
        )  # fmt: skip
        self.erase(plain)
        rows = consents.search([("partner_id", "=", plain.id)])
        self.assertTrue(all(rows.mapped("source")))
        item = self.env["hau_mai.retention.item"].search([("res_id", "=", plain.id)])
        self.assertEqual((item.kind, item.state), ("person", "due"))
        year = fields.Date.add(self.today, years=1)
        self.assertEqual(item.date_due, year + timedelta(days=1))
        self.register._set(rows, {"date": self.days_ago(400)})
        self.register._set(item, {"date_due": self.today})
        self.env.invalidate_all()
        # The refusals of the second erasure are new, and kept for their own year.
        item._erase()
        self.assertFalse(any(rows.mapped("source")))
        self.assertEqual(len(rows.exists()), len(rows))

    def test_what_waits_for_the_end_of_a_warranty_goes_by_itself(self):
        self.finish_all(self.person)
        self.end_warranties(self.person, 100)
        self.erase(self.person)
        item = self.env["hau_mai.retention.item"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", self.person.id)]
        )
        self.assertEqual(item.date_due, self.days(101))
        self.assertTrue(self.person.phone)
        self.end_warranties(self.person)
        self.register._set(item, {"date_due": self.today})
        self.env.invalidate_all()
        self.run_job("hau_mai.ir_cron_retention")
        self.env.invalidate_all()
        self.assertFalse(self.person.phone)

    # === AROUND IT === #

    def test_the_preview_says_what_is_done(self):
        request = self.make_request("delete", self.make_plain())
        wizard = self.env["hau_mai.privacy.erasure"].create({"request_id": request.id})
        for words in ("emptied and archived", "When we contacted you"):
            self.assertIn(words, wizard.preview + wizard.preview_rows)
        self.end_warranties(self.person, 100)
        kept = self.env["hau_mai.privacy.erasure"].create(
            {"request_id": self.make_request("delete").id}
        )
        for words in ("stay for now", "A warranty is still running", "Accounting documents"):
            self.assertIn(words, kept.preview)
        self.assertEqual(self.person.name, "Trần Thị Mai")

    def test_nothing_is_erased_without_the_tick_or_the_identity(self):
        request = self.make_request("delete", self.make_plain(), identity=False)
        with self.assertRaisesRegex(UserError, "how they were recognized"):
            request.action_erase()
        request.identity = "papers"
        wizard = self.env["hau_mai.privacy.erasure"].create({"request_id": request.id})
        with self.assertRaisesRegex(UserError, "cannot be brought back"):
            wizard.action_apply()
        self.assertEqual(request.partner_id.name, "Phạm Đơn")

    def test_the_customer_is_told_before_their_address_is_gone(self):
        plain = self.make_plain()
        request = self.erase(plain)
        self.assertEqual(request.state, "done")
        told = request.notice_ids.filtered(lambda notice: notice.event == "done")
        self.assertEqual(told.state, "sent")
        mail = self.env["mail.mail"].search(
            [("model", "=", request._name), ("res_id", "=", request.id)], order="id desc", limit=1
        )
        self.assertEqual(mail.email_to, "don@example.com")
        self.assertIn("We have erased your data", mail.body_html)

    def test_the_account_is_closed_and_names_nobody(self):
        user = new_test_user(self.env, login="don@example.com", groups="base.group_portal")
        user.partner_id.email = "don@example.com"
        self.erase(user.partner_id)
        self.assertFalse(user.active)
        self.assertNotIn("don", user.login)

    def test_people_of_ours_are_not_erased_by_mistake(self):
        with self.assertRaisesRegex(UserError, "works here"):
            self.erase(self.agent.partner_id)

    def test_evidence_of_vulnerability_goes(self):
        plain = self.make_plain()
        file = self.env["ir.attachment"].create({"name": "card.pdf", "raw": b"x"})
        plain.write({"hau_mai_vulnerable": True, "hau_mai_vulnerable_evidence_ids": file.ids})
        self.erase(plain)
        self.assertFalse(file.exists())
        self.assertFalse(plain.hau_mai_vulnerable)

    def test_nobody_else_is_touched(self):
        call = self.Touchpoint.search([("partner_id", "=", self.other.id)], limit=1)
        before = (self.other.name, self.other.phone, self.other.birthdate, call.feedback)
        self.erase(self.make_plain())
        self.erase(self.person)
        after = (self.other.name, self.other.phone, self.other.birthdate, call.feedback)
        self.assertEqual(after, before)

    def test_what_is_planned_for_marketing_is_cancelled(self):
        planned = self.make_call(
            self.person, state="planned", date_planned=self.today, date_done=False, occurrence=9
        )
        service = self.make_call(
            self.person,
            state="planned",
            date_planned=self.today,
            date_done=False,
            purpose="service",
            occurrence=10,
        )
        self.make_request("withdraw")
        self.assertEqual((planned.state, service.state), ("cancelled", "planned"))

    def test_contacts_that_are_joined_are_looked_at_again_once(self):
        pair = self.make_plain(), self.make_plain("Phạm Đôi")
        for plain in pair:
            self.erase(plain)
        self.env["base.partner.merge.automatic.wizard"]._merge(
            [plain.id for plain in pair], pair[1], extra_checks=False
        )
        items = self.env["hau_mai.retention.item"].search([("kind", "=", "person")])
        self.assertEqual(items.mapped("res_id"), pair[1].ids)

    def test_erasing_twice_changes_nothing_more(self):
        plain = self.make_plain()
        self.erase(plain)
        name, words = plain.name, plain.message_ids.mapped("body")
        plain._privacy_erase(self.company, "again")
        self.env.invalidate_all()
        self.assertEqual((plain.name, plain.message_ids.mapped("body")), (name, words))
