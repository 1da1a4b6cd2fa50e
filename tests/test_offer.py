"""What offers something is advertising, and says so."""

import pytest

from odoo.exceptions import ValidationError

from odoo.addons.hau_mai.tools.offer import Advertiser, Text, advertising_faults, find_offer

from .care_common import CareCase

SHOP = Advertiser("Minh Shop", ("1800 1234",), "1 Lê Lợi")


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        ("Your repair {{ object.job_number }} is ready", ""),
        ("Bảo hành của bạn còn đến {{ object.warranty_end }}", ""),
        ("We offer our apologies and ask for your opinion", ""),
        ("Xin cảm ơn quý khách đã tin tưởng", ""),
        ("AC 9000, 220 V, 12 months", ""),
        ("Use {{ object.voucher_code }}", "object.voucher_code"),
        ("<p>Use <t t-out='object.voucher_code'/></p>", "object.voucher_code"),
        ("Your points: {{ object.partner_id.name }}, a special offer for you", "special offer"),
        ("Save 20 % today", "20 %"),
        ("Giảm giá cho khách quen", "Giảm giá"),
        ("ưu đãi đặc biệt", "ưu đãi"),
        ("Chỉ 1.500.000 đ", "1.500.000 đ"),
        ("only 500k for a cleaning", "500k"),
        ("A <b>discount</b> for you", "discount"),
        ("Khuyến mãi tháng 6", "Khuyến mãi"),
        ("miễn phí vận chuyển", "miễn phí vận"),
        ("", ""),
        (None, ""),
    ],
)
def test_find_offer(text, offer):
    assert find_offer(text) == offer


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ("[QC] Minh Shop: giảm giá. Từ chối: {{ object.preferences_url }}", []),
        ("[AD] Minh Shop: sale. Stop: reply STOP", []),
        (" [QC] x. TC gửi 1800 1234", []),
        ("Minh Shop [QC]: giảm giá. Từ chối: {{ object.preferences_url }}", ["no_label"]),
        ("[QC] Minh Shop: giảm giá", ["no_stop"]),
        ("Stop reading. " + "x" * 200, ["no_label", "no_stop"]),
    ],
)
def test_advertising_by_sms(body, faults):
    assert advertising_faults(Text("SMS", "sms", body), SHOP) == faults


LINK = "<a t-att-href='object.preferences_url'>Từ chối</a>"


@pytest.mark.parametrize(
    ("subject", "body", "faults"),
    [
        ("[QC] Sale", f"<p>Sale. <t t-out='object.advertiser'/> {LINK}</p>", []),
        ("[AD] Sale", f"Minh Shop, 1 Lê Lợi, 1800 1234 {LINK}", []),
        (
            "[QC] Sale",
            f"<t t-out='object.company_id.name'/> <t t-out='object.company_id.phone'/> "
            f"<t t-out='object.company_id.partner_id.contact_address'/> {LINK}",
            [],
        ),
        ("Sale", f"<t t-out='object.advertiser'/> {LINK}", ["no_label_subject"]),
        ("[QC] Sale", "<t t-out='object.advertiser'/>", ["no_link"]),
        ("[QC] Sale", f"Minh Shop {LINK}", ["no_advertiser_phone", "no_advertiser_address"]),
    ],
)
def test_advertising_by_email(subject, body, faults):
    assert advertising_faults(Text("Email", "email", body, subject), SHOP) == faults


def test_a_call_needs_no_label():
    assert advertising_faults(Text("Note", "activity", "a voucher"), SHOP) == []


class TestRuleOffers(CareCase):
    def test_an_offer_is_marketing_whatever_it_is_called(self):
        for purpose in ("service", "survey"):
            with self.assertRaisesRegex(ValidationError, "contains an offer .20%."):
                self.make_rule(purpose=purpose, note="Tell them of 20% on cleaning")
        self.make_rule(purpose="marketing", note="Tell them of 20% on cleaning")

    def test_neither_by_changing_the_purpose_nor_in_another_language(self):
        rule = self.make_rule(purpose="marketing", note="20% on cleaning")
        with self.assertRaisesRegex(ValidationError, "contains an offer"):
            rule.purpose = "service"
        self.env["res.lang"]._activate_lang("vi_VN")
        rule = self.make_rule(note="How are you?")
        with self.assertRaisesRegex(ValidationError, "giảm giá"):
            rule.with_context(lang="vi_VN").note = "Mời giảm giá"
        with self.assertRaisesRegex(ValidationError, "giảm giá"):
            rule.update_field_translations("note", {"vi_VN": "Mời giảm giá"})

    def test_advertising_says_that_it_is(self):
        self.company.hau_mai_vietnam_rules = True
        rule = self.make_rule(purpose="marketing")
        text = Text("SMS", "sms", "giảm giá")
        with self.assertRaisesRegex(ValidationError, r"Begin the message with \[QC\]"):
            rule._check_offer([text], "marketing", self.company)
        self.company.hau_mai_vietnam_rules = False
        rule._check_offer([text], "marketing", self.company)

    def test_placeholders_say_who_writes_and_how_to_refuse(self):
        self.company.write({"street": "1 Lê Lợi", "hau_mai_hotline": "1800 1234"})
        rule = self.make_rule(delay=0, note="{{ object.advertiser }} {{ object.preferences_url }}")
        self.make_orders(self.partner)
        self.plan(rule)
        touchpoint = self.touchpoints(rule)
        self.assertIn("1 Lê Lợi", touchpoint.advertiser)
        self.assertIn("1800 1234", touchpoint.advertiser)
        self.assertIn("/contact/", touchpoint.preferences_url)
