"""The papers of a warranty card: what stands on them, in whose language, how large, for whom."""

import io
import re
import shutil

from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.tools import html2plaintext

from .common import HauMaiCase


class TestWarrantyPapers(HauMaiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("vi_VN")
        cls.company.write({"hau_mai_hotline": "1800 6868"})
        cls.policy.write(
            {
                "content": "<p style='font-size: 6px'>We repair it at our cost.</p>",
                "method": "<p>Call us or come by.</p>",
                "exclusions": "<p>Not what fell into water.</p>",
            }
        )
        cls.policy.update_field_translations(
            "exclusions", {"vi_VN": {"Not what fell into water.": "Trừ trường hợp vào nước."}}
        )
        cls.seller = cls.make_user("sales_own")
        cls.order = cls.make_order((cls.product, 1), user_id=cls.seller.id)
        cls.unit = cls.order.unit_ids
        cls.unit.serial_number = "SN-77"

    def html(self, paper, records=None, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.env.user)
        name = f"hau_mai.report_{paper}"
        return report._render_qweb_html(name, (records or self.unit).ids)[0].decode()

    def text(self, paper, records=None, user=None):
        return re.sub(r"\s+", " ", html2plaintext(self.html(paper, records, user)))

    def pdf(self, paper, records):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        with self.allow_pdf_render():
            content, kind = report._render_qweb_pdf(f"hau_mai.report_{paper}", records.ids)
        self.assertEqual(kind, "pdf")
        return PdfReader(io.BytesIO(content))

    # === WHAT STANDS ON THEM === #

    def test_the_card_says_what_was_promised(self):
        self.unit.date_start_manual = "2026-01-10"
        text = self.text("warranty_card")
        for part in (
            self.unit.name,
            "AC 9000",
            "SN-77",
            "Nguyễn Văn An",
            "1800 6868",
            self.order.name,
            "Whole unit",
            "parts, labour",
            "01/10/2026",
            "01/10/2028",
            "Compressor",
            "01/10/2036",
            "Call us or come by.",
            "We repair it at our cost.",
            "Not what fell into water.",
        ):
            self.assertIn(part, text)

    def test_a_period_that_has_not_started_says_from_when_it_counts(self):
        self.assertIn("24 months, counted once it is delivered", self.text("warranty_card"))

    def test_the_slip_carries_no_terms_but_the_way_to_them(self):
        self.unit.date_start_manual = "2026-01-10"
        slip = self.text("warranty_slip")
        for part in (self.unit.name, "AC 9000", "SN-77", "01/10/2028", "Terms: scan the code"):
            self.assertIn(part, slip)
        self.assertNotIn("fell into water", slip)
        self.assertNotIn("<table", self.html("warranty_slip"))

    def test_the_code_leads_to_the_public_page_and_prints_offline(self):
        self.assertFalse(self.unit.access_token)
        html = self.html("warranty_card")
        self.assertTrue(self.unit.access_token)
        self.assertIn(self.unit._prepare_paper()["qr"], html)
        self.assertNotRegex(html, r'<img[^>]*src="(?!data:)')
        self.assertNotIn(self.unit._owner_signature(), html)

    def test_each_in_the_language_of_its_customer(self):
        vietnamese = self.env["res.partner"].create({"name": "Lan", "lang": "vi_VN"})
        unit = self.make_order((self.product, 1), partner_id=vietnamese.id).unit_ids
        (self.unit | unit).write({"date_start_manual": "2026-01-10"})
        text = self.text("warranty_card", self.unit | unit)
        self.assertIn("Not what fell into water.", text)
        self.assertIn("Trừ trường hợp vào nước.", text)
        self.assertIn("10/01/2028", text)

    def test_what_is_not_valid_says_so_across(self):
        self.assertNotIn("VOID", self.text("warranty_card"))
        self.unit.action_void("Never delivered")
        self.assertIn("VOID* Never delivered", self.text("warranty_card"))
        self.assertIn("VOID", self.text("warranty_slip"))

    def test_a_quantity_says_how_many(self):
        unit = self.make_order((self.product, 300)).unit_ids
        self.assertIn("Quantity 300 Units", self.text("warranty_card", unit))
        self.assertNotIn("Quantity", self.text("warranty_card"))

    def test_an_extension_is_named_as_one(self):
        self.env["hau_mai.coverage"].sudo().create(
            {"unit_id": self.unit.id, "name": "Two more years", "origin": "extension",
             "duration": 2, "duration_unit": "year", "date_start": "2028-01-11"}
        )  # fmt: skip
        self.assertIn("Two more years* (Extended warranty)", self.text("warranty_card"))

    def test_all_cards_of_an_order_in_one_print(self):
        order = self.make_order((self.product, 3), user_id=self.seller.id)
        units = order.unit_ids.sorted("id")
        units[1].action_void("Broken at the door")
        units[2].partner_id = self.env["res.partner"].create({"name": "Whom it was given to"})
        text = self.text("order_warranty_cards", order, self.seller)
        self.assertIn(units[0].name, text)
        self.assertNotIn(units[1].name, text)
        self.assertNotIn(units[2].name, text)

    def test_html_in_names_stays_text(self):
        self.unit.serial_number = "<script>alert(1)</script>"
        self.partner.name = "<img src=x onerror=alert(2)>"
        for paper in ("warranty_card", "warranty_slip"):
            html = self.html(paper)
            self.assertIn("&lt;script&gt;alert(1)", html)
            self.assertNotIn("<script>alert(1)", html)
            self.assertNotIn("<img src=x", html)

    # === HOW LARGE === #

    def test_terms_are_printed_at_twelve_points(self):
        """Decree 55/2024/ND-CP, article 6, whatever the text says itself."""
        html = self.html("warranty_card")
        terms = html[html.index("o_hau_mai_paper_terms") :]
        for part in ("Whole unit", "Call us or come by.", "Not what fell into water."):
            self.assertIn(part, terms)
        rule = re.search(r"\.o_hau_mai_paper_terms, \.o_hau_mai_paper_terms \*\s*{([^}]*)}", html)
        size = re.search(r"font-size: ([0-9.]+)pt !important", rule[1])
        self.assertGreaterEqual(float(size[1]), 12)

    def test_terms_are_twelve_points_in_the_real_pdf(self):
        if not shutil.which("wkhtmltopdf"):
            return
        sizes = {}

        def look(text, transform, matrix, _font, size):
            words = " ".join(text.split())
            sizes[words] = abs(matrix[3] * transform[3]) * size

        self.pdf("warranty_card", self.unit).pages[0].extract_text(visitor_text=look)
        for words in ("Whole unit", "We repair it at our cost.", "Not what fell into water."):
            self.assertGreaterEqual(round(sizes[words], 2), 12, words)

    def test_it_prints_and_long_terms_go_on_to_the_next_page(self):
        if not shutil.which("wkhtmltopdf"):
            self.assertEqual(self.env["ir.actions.report"].get_wkhtmltopdf_state(), "install")
            return
        self.policy.exclusions = "<p>Not what fell into water.</p>" * 40
        long_one = self.make_order((self.product, 1)).unit_ids
        short, long = (self.pdf("warranty_card", unit) for unit in (self.unit, long_one))
        self.assertEqual(len(short.pages), 1)
        self.assertGreater(len(long.pages), 1)
        # A5: 148 × 210 mm
        box = short.pages[0].mediabox
        self.assertAlmostEqual(float(box.width), 148 / 25.4 * 72, delta=3)
        both = self.pdf("warranty_card", self.unit | long_one)
        self.assertEqual(len(both.pages), len(short.pages) + len(long.pages))
        slip = self.pdf("warranty_slip", self.unit)
        self.assertAlmostEqual(float(slip.pages[0].mediabox.width), 80 / 25.4 * 72, delta=3)

    # === FOR WHOM === #

    def test_salespersons_print_the_cards_of_their_orders_only(self):
        self.assertIn(self.unit.name, self.text("warranty_card", user=self.seller))
        stranger = self.make_user("sales_own", login="stranger")
        with self.assertRaises(AccessError):
            self.html("warranty_card", user=stranger)

    def test_queries_do_not_grow_with_the_cards(self):
        few, many = (self.make_order((self.product, n)).unit_ids for n in (2, 40))
        counts = []
        for units in (few, many):
            counts.append(self.queries(lambda units=units: self.html("warranty_card", units)))
        self.assertLessEqual(counts[1], counts[0] + 2, counts)
