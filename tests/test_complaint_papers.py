"""The papers of a case: the letter of a refusal, the minutes of a negotiation."""

import base64
import re
import shutil

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form
from odoo.tools import html2plaintext

from .complaint_common import ComplaintCase

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
    "AAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class PaperCase(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {"hau_mai_hotline": "1800 6868", "city": "Hà Nội", "hau_mai_vietnam_rules": True}
        )
        cls.complaint = cls.make_complaint(
            user_id=cls.agent.id,
            description="<p>I want a new one</p>",
            product_id=cls.product.id,
            serial_number="SN 77",
            date_open="2026-11-02 03:00:00",
        )
        cls.env.flush_all()

    def text(self, content):
        return re.sub(r"\s+", " ", html2plaintext(content.decode()))

    def printed(self, report, record):
        """A real PDF, where the program that prints it is there."""
        reports = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        if not shutil.which("wkhtmltopdf"):
            self.assertEqual(reports.get_wkhtmltopdf_state(), "install")
            return
        with self.allow_pdf_render():
            content, kind = reports._render_qweb_pdf(report, record.ids)
        self.assertEqual((kind, content[:4]), ("pdf", b"%PDF"))


class TestRefusal(PaperCase):
    def refuse(self, complaint=None, user=None):
        complaint = (complaint or self.complaint).with_user(user or self.agent)
        complaint.action_refuse("The seal is broken", "Art. 5 of the warranty terms")
        complaint.invalidate_recordset()

    def test_a_refusal_is_a_letter_with_its_reasons(self):
        self.refuse()
        complaint = self.complaint
        self.assertEqual(complaint.state, "refused")
        letter = complaint._portal_documents()
        self.assertEqual(letter.name, f"Letter {complaint.refusal_number}.html")
        text = self.text(letter.raw)
        for part in (
            complaint.refusal_number,
            complaint.name,
            "It does not cool",
            "11/02/2026",
            "Nguyễn Văn An",
            "AC 9000, SN 77",
            "I want a new one",
            "The seal is broken",
            "Art. 5 of the warranty terms",
            "SOCIALIST REPUBLIC OF VIETNAM",
            "1800 6868",
            "mediation, arbitration or a court",
        ):
            self.assertIn(part, text)
        self.printed("hau_mai.action_report_complaint_refusal", complaint)

    def test_the_letter_is_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.partner.lang = "vi_VN"
        self.refuse()
        self.assertIn("02/11/2026", self.text(self.complaint._portal_documents().raw))

    def test_abroad_the_heading_of_vietnam_is_left_out_and_no_ground_is_asked_for(self):
        self.company.hau_mai_vietnam_rules = False
        self.complaint.action_refuse("The seal is broken")
        text = self.text(self.complaint._portal_documents().raw)
        self.assertNotIn("VIETNAM", text)
        self.assertNotIn("ground", text)

    def test_without_reason_or_ground_nothing_is_refused(self):
        for args, sentence in (
            ((" ", "Art. 5"), "Say why"),
            (("The seal is broken",), "on which law"),
            (("The seal is broken", " "), "on which law"),
        ):
            with self.refused(sentence):
                self.complaint.action_refuse(*args)
        self.company.hau_mai_vietnam_rules = False
        self.complaint.is_vulnerable = True
        with self.refused("on which law"):
            self.complaint.action_refuse("The seal is broken")
        stage = self.env.ref("hau_mai.complaint_stage_refused")
        with self.assertRaisesRegex(ValidationError, "use the button Refuse"):
            self.complaint.stage_id = stage

    def test_the_dialog_asks_for_what_is_missing(self):
        action = self.complaint.with_user(self.agent).action_refuse()
        wizard = self.env[action["res_model"]].with_user(self.agent)
        form = Form(wizard.with_context(**action["context"]))
        self.assertTrue(form.ground_required)
        form.reason = "The seal is broken"
        form.ground = "Art. 5"
        form.save().action_apply()
        self.assertEqual(self.complaint.refusal_ground, "Art. 5")

    def test_only_papers_of_the_case_are_given_to_its_customer(self):
        self.refuse()
        strange = self.env["ir.attachment"].create({"name": "Salaries", "raw": b"x"})
        self.complaint.paper_ids += strange
        self.assertNotIn(strange, self.complaint._portal_documents())
        self.assertEqual(len(self.complaint._portal_documents()), 1)

    def test_a_second_click_writes_no_second_letter(self):
        self.refuse()
        number = self.complaint.refusal_number
        self.complaint.action_refuse("Something else", "Art. 6")
        self.assertEqual(self.complaint.refusal_number, number)
        self.assertEqual(self.complaint.refusal_reason, "The seal is broken")
        self.assertEqual(len(self.complaint.paper_ids), 1)

    def test_each_of_several_gets_its_own_letter(self):
        complaints = self.complaint + self.make_complaint(user_id=self.agent.id)
        self.refuse(complaints)
        self.assertEqual(len(set(complaints.mapped("refusal_number"))), 2)
        self.assertEqual([len(c.paper_ids) for c in complaints], [1, 1])

    def test_what_is_taken_up_again_keeps_its_letter(self):
        self.refuse()
        self.complaint.action_reopen("New facts")
        self.assertFalse(self.complaint.refusal_reason or self.complaint.refusal_number)
        self.assertEqual(len(self.complaint.paper_ids), 1)
        self.refuse()
        self.assertEqual(len(self.complaint.paper_ids), 2)

    def test_only_who_may_change_the_case_refuses_it(self):
        self.complaint.user_id = self.manager
        with self.assertRaises(AccessError):
            self.refuse()
        wizard = self.env["hau_mai.complaint.refusal"].with_user(self.agent)
        dialog = wizard.create(
            {"complaint_ids": self.complaint.ids, "reason": "No", "ground": "None"}
        )
        with self.assertRaises(AccessError):
            dialog.action_apply()
        self.assertFalse(self.complaint.paper_ids)


class TestMinutes(PaperCase):
    def held(self, **vals):
        minutes = self.env["hau_mai.complaint.minutes"].with_user(self.agent)
        values = {
            "complaint_id": self.complaint.id,
            "date": "2026-11-10 02:00:00",
            "content": "A new one is asked for; we offer a repair.",
            "result": "Repair by 20 November.",
            "is_agreed": True,
        }
        return minutes.create(values | vals)

    def test_minutes_begin_with_who_and_where(self):
        minutes = self.held()
        self.assertEqual(minutes.name, f"{self.complaint.name}/1")
        self.assertEqual((minutes.our_side, minutes.customer_side), ("Lan", "Nguyễn Văn An"))
        self.assertTrue(minutes.place)
        self.assertEqual(self.held().number, 2)
        self.assertEqual(self.complaint.minutes_count, 2)
        several = self.env["hau_mai.complaint.minutes"].create(
            [{"complaint_id": self.complaint.id, "content": "More"}] * 2
        )
        self.assertEqual(several.mapped("number"), [3, 4])

    def test_what_one_side_signed_changes_only_without_the_signature(self):
        minutes = self.held()
        minutes.customer_signature = PIXEL
        with self.refused("Remove the signature"):
            minutes.result = "Nothing"
        minutes.write({"customer_signature": False, "result": "Repair by 25 November."})
        self.assertFalse(minutes.signed_on)

    def test_what_both_sides_signed_is_kept_and_given_to_the_customer(self):
        minutes = self.held(our_side="Lan, Customer Care")
        minutes.customer_signature = PIXEL
        self.assertFalse(self.complaint._portal_documents())
        minutes.company_signature = PIXEL
        self.assertTrue(minutes.signed_on)
        paper = self.complaint._portal_documents()
        text = self.text(paper.raw)
        for part in (
            minutes.name,
            "11/10/2026",
            "9:00",
            "Hà Nội",
            "Lan, Customer Care",
            "A new one is asked for",
            "The parties agreed.",
            "Repair by 20 November.",
            "article 60",
        ):
            self.assertIn(part, text)
        self.assertEqual(paper.raw.decode().count("data:image/png;base64"), 2)
        for vals in (
            {"result": "Nothing"},
            {"is_agreed": False},
            {"customer_signature": False},
            {"company_signature": base64.b64encode(b"x")},
        ):
            with self.refused("stay so"):
                minutes.write(vals)
        with self.refused("signed by their signatures"):
            minutes.signed_on = False
        with self.refused("never deleted"):
            minutes.sudo().unlink()
        self.printed("hau_mai.action_report_complaint_minutes", minutes)

    def test_nobody_signs_an_empty_result(self):
        minutes = self.held(result=False)
        with self.refused("Write the result"):
            minutes.write({"customer_signature": PIXEL, "company_signature": PIXEL})

    def test_minutes_are_written_by_who_may_change_the_case(self):
        self.complaint.user_id = self.manager
        with self.assertRaises(AccessError):
            self.held()

    def test_the_button_leads_to_new_minutes_or_to_those_there_are(self):
        action = self.complaint.action_view_minutes()
        self.assertEqual(action["views"], [(False, "form")])
        self.held()
        self.assertEqual(self.complaint.action_view_minutes()["views"][0], (False, "list"))


class TestFile(PaperCase):
    def file(self, name="complaint_file", user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.agent)
        content = reports._render_qweb_html(f"hau_mai.report_{name}", self.complaint.ids)[0]
        return self.text(content)

    def test_the_file_holds_all_that_happened(self):
        photo = self.env["ir.attachment"].create({"name": "drip.png", "raw": b"drip"})
        note = self.env["ir.attachment"].create({"name": "secret.txt", "raw": b"secret"})
        self.complaint.message_post(
            body="We look at it tomorrow", subtype_xmlid="mail.mt_comment",
            attachment_ids=photo.ids,
        )  # fmt: skip
        self.complaint.message_post(
            body="He always complains", subtype_xmlid="mail.mt_note", attachment_ids=note.ids
        )
        self.complaint.action_wait("supplier")
        self.complaint.write({"cause_id": self.cause.id, "resolution": "repair"})
        self.complaint._make_service("repair")
        self.complaint.action_solve()
        text = self.file()
        for part in (
            self.complaint.name,
            "Nguyễn Văn An",
            "I want a new one",
            "Waiting, waits for: The supplier",
            "Solved (",
            f"Service job {self.complaint.action_ids.name}: Done",
            "We look at it tomorrow",
            "drip.png",
            photo.checksum,
        ):
            self.assertIn(part, text)
        for part in ("He always complains", "secret.txt", "Material"):
            self.assertNotIn(part, text)
            self.assertIn(part, self.file("complaint_file_internal"))
        self.printed("hau_mai.action_report_complaint_file", self.complaint)

    def test_it_is_read_by_who_may_read_the_case(self):
        other = self.make_user("after_own", login="colleague")
        self.assertIn(self.complaint.name, self.file(user=other))
        stranger = self.make_user("sales_own", login="stranger")
        with self.assertRaises(AccessError):
            self.file(user=stranger)
