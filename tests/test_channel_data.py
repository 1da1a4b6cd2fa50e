"""The texts and rules that come with the add-on: they can be written, and none is on."""

from .channel_common import ChannelCase

#: Texts with the placeholders of tiers and referrals.
TEXTS = (
    "thank_you", "birthday", "warranty_ends", "visit_due", "voucher", "miss_you", "guidance",
)  # fmt: skip


class TestChannelData(ChannelCase):
    def texts(self, kind):
        return {key: self.env.ref(f"hau_mai.{kind}_template_touchpoint_{key}") for key in TEXTS}

    def test_every_text_can_be_written(self):
        self.company.phone = "1900 1234"
        touchpoint = self.send(self.make_message_rule())
        for key, text in self.texts("mail").items():
            with self.subTest(text=key):
                values = text._generate_template(touchpoint.ids, ("subject", "body_html"))
                body = values[touchpoint.id]["body_html"]
                self.assertIn("Nguyễn Văn An", body)
                self.assertIn(self.company.name, body)
                self.assertIn("1900 1234", body)
                self.assertIn(touchpoint.preferences_url, body)
        for key, text in self.texts("sms").items():
            with self.subTest(text=key):
                body = text._render_field("body", touchpoint.ids)[touchpoint.id]
                self.assertIn(self.company.name, body)

    def test_offers_are_labelled_and_say_how_to_stop(self):
        for key in ("voucher", "miss_you"):
            mail, sms = self.texts("mail")[key], self.texts("sms")[key]
            self.assertTrue(mail.subject.startswith("[QC]"))
            self.assertTrue(sms.body.startswith("[QC]"))
            self.assertIn("object.preferences_url", mail.body_html)
            self.assertIn("object.preferences_url", sms.body)

    def test_no_rule_that_writes_to_customers_is_on_by_itself(self):
        rules = self.env["hau_mai.care.rule"].with_context(active_test=False)
        names = ("thank_you_email", "warranty_ends_email", "visit_due_sms", "birthday_voucher",
                 "miss_you_email")  # fmt: skip
        for name in names:
            rule = self.env.ref(f"hau_mai.care_rule_{name}")
            self.assertFalse(rule.active)
            self.assertTrue(rule.sentence)
            rule.active = True
        self.assertFalse(rules.search([("channel", "=", "gift")]))
