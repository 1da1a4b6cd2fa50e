"""The Vietnamese a shop sees, and the file it comes from."""

import re
from pathlib import Path

import polib

from odoo.tests import HttpCase, TransactionCase

from .common import HauMaiCase

ROOT = Path(__file__).parent.parent
VIETNAMESE = "vi_VN"

#: English → Vietnamese words of the trade; the same word everywhere.
GLOSSARY = {
    "After-Sales": "Hậu mãi",
    "Warranty Card": "Phiếu bảo hành",
    "Warranty Policy": "Chính sách bảo hành",
    "Warranty Period": "Thời hạn bảo hành",
    "Exclusions": "Trường hợp loại trừ",
    "Extended warranty": "Bảo hành mở rộng",
    "Customer": "Khách hàng",
    "Sales Order": "Đơn bán hàng",
    "Serial Number": "Số sê-ri",
    "Responsible": "Người phụ trách",
    "Activity": "Hoạt động",
    "Parts": "Linh kiện",
    "Consents": "Sự đồng ý",
    "Date of Birth": "Ngày sinh",
    "Done": "Hoàn tất",
    "Cancelled": "Đã hủy",
    "Settings": "Cài đặt",
}

#: What a translator must leave as it is: %s, %(name)s, {{ expression }}, tags and their classes.
KEPT = re.compile(r"%\(\w+\)s|%[sd]|\{\{.*?\}\}|</?\w+|class=\"[^\"]*\"|invisible=\"[^\"]*\"")


class TestFile(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        files = [polib.pofile(str(path)) for path in sorted(ROOT.glob("hau_mai*/i18n/vi.po"))]
        cls.entries = [entry for file in files for entry in file]

    def test_placeholders_and_tags_are_kept(self):
        for entry in self.entries:
            with self.subTest(entry.msgid):
                self.assertCountEqual(KEPT.findall(entry.msgstr), KEPT.findall(entry.msgid))
                self.assertEqual(entry.msgstr.count("\n"), entry.msgid.count("\n"))

    def test_the_words_are_those_of_the_glossary(self):
        words = {entry.msgid: entry.msgstr for entry in self.entries}
        self.assertEqual({word: words.get(word) for word in GLOSSARY}, GLOSSARY)

    def test_one_way_of_writing(self):
        """hóa and hủy, as most of Odoo's Vietnamese, not hoá and huỷ."""
        other = re.compile("hoá|huỷ|thoả|uỷ", re.IGNORECASE)
        self.assertEqual([e.msgstr for e in self.entries if other.search(e.msgstr)], [])


class TestVietnamese(HauMaiCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(VIETNAMESE)
        cls.env["ir.module.module"]._load_module_terms(["hau_mai"], [VIETNAMESE])
        cls.vi = cls.env(context={**cls.env.context, "lang": VIETNAMESE})
        cls.partner.lang = VIETNAMESE
        for term, name in zip(cls.policy.term_ids, ("Toàn bộ máy", "Máy nén"), strict=True):
            term.with_env(cls.vi).name = name

    def make_started_unit(self):
        unit = self.make_order().unit_ids
        unit.action_start(self.day("2026-01-10"), "Ngày ghi trên phiếu giao hàng")
        return unit.with_env(self.vi)

    def test_labels_of_fields_choices_and_menus(self):
        fields = self.vi["hau_mai.unit"].fields_get(
            ["name", "policy_id", "partner_id", "serial_number", "user_id", "warranty_status"]
        )
        self.assertEqual(
            {name: field["string"] for name, field in fields.items()},
            {
                "name": "Số phiếu bảo hành",
                "policy_id": "Chính sách bảo hành",
                "partner_id": "Khách hàng",
                "serial_number": "Số sê-ri",
                "user_id": "Người phụ trách",
                "warranty_status": "Tình trạng bảo hành",
            },
        )
        statuses = dict(fields["warranty_status"]["selection"])
        self.assertEqual(statuses["active"], "Còn bảo hành")
        self.assertEqual(statuses["expiring"], "Sắp hết hạn")
        menu = self.vi.ref("hau_mai.hau_mai_menu_root")
        self.assertEqual(menu.name, "Hậu mãi")
        self.assertIn("Phiếu bảo hành", menu.child_id.child_id.mapped("name"))

    def test_a_screen(self):
        arch = self.vi["hau_mai.unit"].get_view(view_type="form")["arch"]
        self.assertIn("Vô hiệu hóa", arch)
        self.assertNotIn("Make Void", arch)

    def test_verdicts_can_be_read_out(self):
        unit = self.make_started_unit()
        self.assertEqual(
            unit._coverage_verdict(kind="labour", on_date=self.day("2028-01-10")),
            (True, "Nhân công: được bảo hành theo “Toàn bộ máy” đến hết ngày 10/01/2028."),
        )
        self.assertEqual(
            unit._coverage_verdict(kind="labour", on_date=self.day("2030-06-01")),
            (False, "Không được bảo hành: “Toàn bộ máy” đã hết hạn ngày 10/01/2028."),
        )
        self.assertEqual(
            unit._coverage_verdict(kind="transport", on_date=self.day("2026-06-01")),
            (False, "Không được bảo hành: không có thời hạn bảo hành nào bao gồm vận chuyển."),
        )

    def test_why_this_date(self):
        unit = self.make_order().unit_ids
        period = unit.with_env(self.vi).coverage_ids[0]
        self.assertEqual(period.explanation, "24 tháng, tính từ khi sản phẩm được giao")
        self.deliver(unit.sale_line_id, 1)
        day = self.today.strftime("%d/%m/%Y")
        self.assertIn(f"24 tháng kể từ ngày giao hàng {day}", period.explanation)

    def test_large_figures_are_written_as_in_vietnam(self):
        term = self.policy.term_ids[0].with_env(self.vi)
        term.write({"usage_limit": 10000, "usage_unit": "km"})
        self.assertIn("24 tháng hoặc 10.000 km", term._prepare_sentence())

    def test_a_refusal_to_contact(self):
        self.partner.do_not_contact = True
        partner = self.partner.with_env(self.vi)
        allowed, reason = partner._contact_verdict("activity", "service", self.env.cr.now())
        self.assertFalse(allowed)
        self.assertEqual(reason, "Khách hàng này đã yêu cầu không liên hệ.")

    def test_the_order_in_the_portal_speaks_vietnamese_to_its_customer(self):
        order = self.make_order(confirm=False)
        url = order._portal_ensure_token() and order.get_portal_url()
        sentence = (
            "Bảo hành: Toàn bộ máy 24 tháng (linh kiện, nhân công); "
            "Máy nén 10 năm (linh kiện). Tính từ khi giao hàng."
        )
        self.assertIn(sentence, self.url_open(url).text)
