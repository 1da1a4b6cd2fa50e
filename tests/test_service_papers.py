"""The papers of a job: what stands on them, in whose language, and that they print."""

import base64
import re
import shutil

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import html2plaintext

from .service_common import ServiceCase


class TestPapers(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("vi_VN")
        cls.company.write(
            {
                "hau_mai_hotline": "1800 6868",
                "hau_mai_vietnam_rules": True,
                "hau_mai_storage_note": "After 30 days we store it at your cost.",
            }
        )
        cls.job = cls.make_service(
            serial_number="SN 77",
            request="Does not cool",
            accessories="Remote control",
            solution="other",
            solution_note="A fan",
            solution_agreed=True,
            date_promised="2035-12-04 10:00:00",
            condition_ids=[
                Command.create({"name": "Case", "condition": "scratched", "note": "left edge"}),
                Command.create({"name": "Seal"}),
            ],
        )
        cls.job.action_receive()

    def html(self, paper, jobs=None):
        report = self.env["ir.actions.report"]
        name = f"hau_mai.report_service_receipt_{paper}"
        return report._render_qweb_html(name, (jobs or self.job).ids)[0].decode()

    def text(self, paper, jobs=None):
        return re.sub(r"\s+", " ", html2plaintext(self.html(paper, jobs)))

    def test_every_paper_says_what_counts(self):
        for paper in ("a4", "a5", "roll"):
            with self.subTest(paper=paper):
                text = self.text(paper)
                for part in (
                    self.job.name,
                    "12/04/2035",
                    "5:00",
                    "Nguyễn Văn An",
                    "AC 9000",
                    "SN 77",
                    "Does not cool",
                    "Case: scratched (left edge); Seal: …",
                    "Remote control",
                    "Another solution was agreed: A fan (the customer agrees)",
                    "1800 6868",
                ):
                    self.assertIn(part, text)

    def test_a4_has_two_copies_and_a_tag(self):
        text = self.text("a4")
        self.assertEqual(text.count("Copy of the customer"), 1)
        self.assertEqual(text.count("Copy of the shop"), 1)
        self.assertEqual(text.count("After 30 days we store it at your cost."), 2)
        self.assertEqual(self.html("a4").count("o_hau_mai_paper_tag"), 1)
        self.assertNotIn("Copy of", self.text("a5"))

    def test_terms_are_on_the_sheets_and_behind_the_code_of_the_slip(self):
        self.assertIn("does not count in its warranty period", self.text("a5"))
        slip = self.text("roll")
        self.assertNotIn("does not count", slip)
        self.assertIn("Scan: status of the job, full terms", slip)
        self.assertNotIn("<table", self.html("roll"))

    def test_the_code_leads_to_the_page_of_the_job_and_prints_offline(self):
        self.assertTrue(self.job.access_token or self.job._portal_ensure_token())
        image = self.job._paper_qr()
        self.assertTrue(image.startswith("data:image/png;base64,"))
        self.assertTrue(base64.b64decode(image.split(",")[1]).startswith(b"\x89PNG"))
        self.assertIn(image, self.html("roll"))
        self.assertIn(self.job.access_token, self.job.get_portal_url())
        self.assertNotRegex(self.html("roll"), r'<img[^>]*src="(?!data:)')

    def test_each_in_the_language_of_its_customer(self):
        vietnamese = self.env["res.partner"].create({"name": "Lan", "lang": "vi_VN"})
        job = self.make_service(partner_id=vietnamese.id, date_promised="2035-12-04 10:00:00")
        text = self.text("a5", self.job + job)
        self.assertIn("12/04/2035", text)
        self.assertIn("04/12/2035", text)

    def test_the_loan_slip_is_on_the_receipt(self):
        self.assertNotIn("Lent to the customer", self.text("a4"))
        self.env["hau_mai.service.loaner"].create(
            {
                "service_id": self.job.id,
                "product_id": self.product.id,
                "serial_number": "L-1",
                "condition_given": "with remote",
            }
        )
        for paper in ("a4", "a5", "roll"):
            text = self.text(paper)
            self.assertIn("Lent to the customer", text)
            self.assertIn("AC 9000 · L-1, due back on 12/04/2035 (with remote)", text)

    def test_it_prints(self):
        report = self.env["ir.actions.report"]
        if not shutil.which("wkhtmltopdf"):
            self.assertEqual(report.get_wkhtmltopdf_state(), "install")
            return
        with self.allow_pdf_render():
            for paper in ("a4", "a5", "roll"):
                name = f"hau_mai.report_service_receipt_{paper}"
                pdf, kind = report.with_context(force_report_rendering=True)._render_qweb_pdf(
                    name, self.job.ids
                )
                self.assertEqual(kind, "pdf")
                self.assertTrue(pdf.startswith(b"%PDF"))

    def test_a_desk_user_prints_what_a_colleague_took_in(self):
        self.job.responsible_id = self.manager
        own = self.job.with_user(self.technician)
        self.assertTrue(own.env["ir.actions.report"]._render_qweb_html(
            "hau_mai.report_service_receipt_a4", own.ids
        ))  # fmt: skip
        with self.assertRaises(UserError):
            self.job.with_user(self.make_user("sales_own")).action_print_receipt()
