"""The texts about tiers and referrals, in both languages: nothing in them is empty."""

import re

from freezegun import freeze_time

from odoo import fields
from odoo.tools import html2plaintext

from .channel_common import ChannelCase
from .referral_common import ReferralCase

LANGUAGES = ("en_US", "vi_VN")


class TestLoyaltyTexts(ReferralCase, ChannelCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"hau_mai_tiers_running": fields.Datetime.now(), "phone": "1900 1234"})
        cls.agree(cls.partner, "email", "marketing")

    def assertWritten(self, touchpoint):
        """The email and the SMS of its rule, with each of their placeholders filled in."""
        rule = touchpoint.rule_id
        for lang in LANGUAGES:
            self.partner.lang = lang
            spoken = touchpoint.with_context(lang=lang)
            mail = rule.mail_template_id.with_context(lang=lang)
            sms = rule.sms_template_id.with_context(lang=lang)
            texts = mail._generate_template(touchpoint.ids, ("subject", "body_html"))
            values = texts[touchpoint.id]
            written = {
                mail.subject + str(mail.body_html): values["subject"]
                + html2plaintext(values["body_html"]),
                sms.body: sms._render_field("body", touchpoint.ids, set_lang=lang)[touchpoint.id],
            }
            for template, text in written.items():
                self.assertNotIn("object.", text)
                for path in set(re.findall(r"object((?:\.\w+)+)", template)):
                    value = spoken.mapped(path[1:])
                    with self.subTest(rule=rule.name, lang=lang, placeholder=path):
                        self.assertTrue(value and value[0])
                        shown = " ".join(str(value[0]).split()).replace("\xa0", " ")
                        self.assertIn(shown, " ".join(text.split()).replace("\xa0", " "))

    def review(self):
        memberships = self.Membership.sudo()
        due = memberships._due_memberships(self.company, self.company._hau_mai_today())
        return due._review(fields.Datetime.now())

    def sent(self, xmlid):
        """The follow-up of a rule that comes with the add-on and writes an email."""
        rule = self.env.ref(f"hau_mai.{xmlid}")
        self.assertEqual((rule.active, rule.channel), (False, "email"))
        rule.active = True
        return rule

    def test_a_new_tier(self):
        rule = self.sent("care_rule_tier_upgrade_email")
        self.pay(self.sell(1200))
        self.review()
        self.plan(rule)
        self.assertWritten(self.touchpoints(rule))

    def test_a_new_tier_without_an_end(self):
        self.silver.validity_months = 0
        rule = self.sent("care_rule_tier_upgrade_email")
        self.pay(self.sell(1200))
        self.review()
        self.plan(rule)
        touchpoint = self.touchpoints(rule)
        body = rule.mail_template_id._generate_template(touchpoint.ids, ("body_html",))
        self.assertNotIn("until", html2plaintext(body[touchpoint.id]["body_html"]))

    def test_a_tier_that_ends(self):
        rule = self.sent("care_rule_tier_ending_email")
        self.pay(self.sell(1200))
        self.review()
        soon = fields.Date.subtract(self.membership().date_until, days=30)
        with freeze_time(f"{soon} 05:00:00"):
            self.plan(rule)
            self.assertWritten(self.touchpoints(rule))

    def test_a_referral_that_was_rewarded(self):
        rule = self.sent("care_rule_referral_email")
        self.bring()
        self.pay(self.sell(500, self.friend))
        with freeze_time(fields.Datetime.add(fields.Datetime.now(), days=8)):
            self.look()
            self.plan(rule)
            self.assertWritten(self.touchpoints(rule))

    def test_they_may_be_sent_under_the_rules_of_vietnam(self):
        self.company.hau_mai_vietnam_rules = True
        for xmlid in (
            "care_rule_tier_upgrade_email", "care_rule_tier_ending_email",
            "care_rule_referral_email", "care_rule_birthday_tier",
        ):  # fmt: skip
            rule = self.env.ref(f"hau_mai.{xmlid}")
            rule.write({"active": True, "company_id": self.company.id, "fallback": "sms"})
            rule._check_offers()

    def test_points_that_are_missing_are_named_in_the_portal(self):
        self.silver.write({"amount_min": 0, "points_min": 100})
        self.gold.write({"amount_min": 5000, "points_min": 300, "match": "any"})
        self.company.hau_mai_tiers_running = fields.Datetime.now()
        self.points._hau_mai_give([self.partner], ["A gift"], 120)
        self.pay(self.sell(10))
        self.review()
        loyalty = self.partner._portal_loyalty(self.company)
        self.assertEqual(loyalty["tier"], self.silver)
        self.assertIn("180 points more for Gold.", loyalty["sentences"][0])
        self.assertIn("4,990.00 or", loyalty["sentences"][0])
        self.assertIn("100 points more by then keep it", loyalty["sentences"][1])
