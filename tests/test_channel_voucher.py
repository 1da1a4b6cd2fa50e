"""Vouchers of rules: a coupon with its history, its code in the message, once."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tools import mute_logger

from .channel_common import ChannelCase


class TestChannelVoucher(ChannelCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program = cls.make_program()
        for channel in ("email", "sms"):
            cls.agree(cls.partner, channel, "marketing")
        cls.mail_text.body_html = (
            '<p><t t-out="object.voucher_value"/>: <t t-out="object.voucher_code"/>, '
            '<t t-out="object.voucher_until"/></p>'
        )

    def voucher_rule(self, **vals):
        return self.make_message_rule(
            **{
                "channel": "voucher",
                "program_id": self.program.id,
                "purpose": "marketing",
                **vals,
            }
        )

    def test_a_program_that_gives_nothing_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "Choose the program"):
            self.make_message_rule(channel="voucher", purpose="marketing")
        promotion = self.env["loyalty.program"].create(
            {"name": "Promotion", "program_type": "promotion"}
        )
        with self.assertRaisesRegex(ValidationError, "worth nothing"):
            self.voucher_rule(program_id=promotion.id)

    def test_a_voucher_is_made_and_its_code_is_told(self):
        sent = self.env["mail.mail"].search_count([])
        touchpoint = self.send(self.voucher_rule(voucher_days=30))
        card = touchpoint.card_id
        self.assertEqual((card.program_id, card.partner_id), (self.program, self.partner))
        self.assertEqual(card.expiration_date, self.days(30))
        self.assertEqual(card.history_ids.mapped("issued"), [1])
        self.assertEqual((touchpoint.state, touchpoint.sent_by), ("done", "email"))
        body = touchpoint.mail_mail_id.body_html
        self.assertIn(card.code, body)
        self.assertIn("10%", body)
        self.assertIn(touchpoint.voucher_until, body)
        self.assertEqual(self.env["mail.mail"].search_count([]), sent + 1, "none by core")

    def test_it_is_given_once_whatever_becomes_of_the_message(self):
        touchpoint = self.send(self.voucher_rule(fallback="sms"))
        card = touchpoint.card_id
        touchpoint._not_delivered("No luck")
        self.assertEqual((touchpoint.state, touchpoint.contact_channel), ("planned", "sms"))
        self.carry_out()
        self.assertEqual((touchpoint.sent_by, touchpoint.card_id), ("sms", card))
        self.assertEqual(self.program.coupon_ids, card)

    def test_killed_before_the_commit_it_is_all_done_again_once(self):
        rule = self.voucher_rule()
        self.make_orders(self.partner)
        self.plan(rule)
        touchpoint = self.touchpoints(rule)
        mails = self.env["mail.mail"].search_count([])
        with self.assertRaises(KeyboardInterrupt), self.env.cr.savepoint():
            self.carry_out()
            self.env.flush_all()
            self.assertTrue(touchpoint.card_id)
            raise KeyboardInterrupt
        self.env.invalidate_all()
        self.assertEqual((touchpoint.state, touchpoint.card_id.id), ("planned", False))
        self.carry_out()
        self.assertEqual(len(self.program.coupon_ids), 1)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails + 1)

    def test_one_voucher_for_all_that_is_told_together(self):
        rule = self.voucher_rule()
        touchpoints = self.send(rule, self.partner + self.partner)
        self.assertEqual(len(touchpoints), 2)
        self.assertEqual(len(touchpoints.card_id), 1)
        self.assertEqual(len(touchpoints.mail_mail_id), 1)

    @mute_logger("odoo.addons.mail.models.mail_render_mixin")
    def test_no_voucher_without_its_message(self):
        self.mail_text.body_html = '<p><t t-out="1 // (object.partner_id.color - 7)"/></p>'
        partners = self.make_reachable(6)
        partners[2].color = 7
        self.agree(partners, "email", "marketing")
        rule = self.voucher_rule()
        self.make_orders(partners)
        self.plan(rule)
        self.run_job("hau_mai.ir_cron_carry_out_touchpoints")
        bad = self.touchpoints(rule, partner_id=partners[2].id)
        self.assertEqual((bad.state, bad.card_id.id), ("failed", False))
        self.assertEqual(len(self.program.coupon_ids), 5)

    def test_who_was_born_on_29_february_gets_one_each_year(self):
        self.partner.birthdate = "1996-02-29"
        self.agree(self.partner, "email", "birthday")
        rule = self.voucher_rule(trigger="birthday", purpose="birthday")
        for day, count in (
            ("2027-02-27", 0), ("2027-02-28", 1), ("2027-03-01", 1),
            ("2028-02-28", 1), ("2028-02-29", 2),
        ):  # fmt: skip
            with freeze_time(f"{day} 05:00:00"):
                rule.date_activated = self.now() - timedelta(days=1)
                self.plan(rule)
                self.carry_out()
            self.assertEqual(len(self.program.coupon_ids), count, day)
