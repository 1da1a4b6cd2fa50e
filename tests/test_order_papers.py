"""The quotation on paper and in the portal says what is promised, in the customer's language."""

from odoo.tests import HttpCase

from .common import HauMaiCase

SENTENCE = "Warranty: Whole unit 24 months (parts, labour); Compressor 10 years (parts)."


class TestOrderPapers(HauMaiCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plain = cls.make_product(
            "Vase", categ_id=cls.env["product.category"].create({"name": "V"}).id
        )
        cls.order = cls.make_order((cls.product, 1), (cls.plain, 1), confirm=False)

    def print_order(self):
        html, _type = self.env["ir.actions.report"]._render_qweb_html(
            "sale.report_saleorder", self.order.ids
        )
        return html.decode()

    def test_the_paper_has_one_sentence_under_the_line(self):
        html = self.print_order()
        self.assertEqual(html.count('name="warranty_sentence"'), 1)
        self.assertEqual(html.count(SENTENCE), 1)

    def test_the_paper_speaks_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.policy.term_ids[0].with_context(lang="vi_VN").name = "Toàn bộ máy"
        self.partner.lang = "vi_VN"
        self.assertIn("Toàn bộ máy", self.print_order())

    def test_no_warranty_is_said_too(self):
        self.order.order_line[0].warranty_policy_id = self.make_policy("None", term_ids=[])
        self.assertIn("No warranty", self.print_order())

    def test_the_portal_page_shows_it_before_and_after_confirmation(self):
        url = self.order._portal_ensure_token() and self.order.get_portal_url()
        self.assertEqual(self.url_open(url).text.count(SENTENCE), 1)
        self.order.action_confirm()
        self.assertEqual(self.url_open(url).text.count(SENTENCE), 1)

    def test_paper_and_portal_say_how_to_reach_us(self):
        contact = 'name="after_sales_contact"'
        self.assertNotIn(contact, self.print_order())
        self.company.write({"hau_mai_hotline": "1900 6789", "hau_mai_hours": "8:00 to 21:00"})
        self.order._portal_ensure_token()
        for page in (self.print_order(), self.url_open(self.order.get_portal_url()).text):
            self.assertEqual(page.count(contact), 1)
            self.assertIn("1900 6789", page)
            self.assertIn("8:00 to 21:00", page)

    def test_nothing_promised_no_after_sales_contact(self):
        self.company.hau_mai_hotline = "1900 6789"
        self.order.order_line[0].unlink()
        self.assertNotIn("1900 6789", self.print_order())
