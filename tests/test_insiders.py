"""People of the shop who know RPC: what the screens do not offer, the server refuses too."""

from datetime import timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.service.model import call_kw

from .channel_common import ChannelCase
from .referral_common import ReferralCase


class TestInsiders(ReferralCase, ChannelCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.make_user("after_own", name="Lan")
        cls.agent = cls.make_user("after_all", name="Hoa")
        cls.call = cls.Touchpoint.create(
            {
                "rule_id": cls.make_rule().id,
                "partner_id": cls.partner.id,
                "company_id": cls.company.id,
                "res_model": "res.partner",
                "res_id": cls.partner.id,
                "channel": "activity",
                "purpose": "service",
                "date_planned": cls.today,
                "user_id": cls.seller.id,
            }
        )

    def as_user(self, user, model, method, *args, **context):
        """As a client calls it, with a context of its own."""
        result = call_kw(self.env[model].with_user(user), method, list(args), {"context": context})
        self.env.flush_all()
        return result

    # === REFERRALS === #

    def test_defaults_in_the_context_are_no_way_around_the_guard(self):
        """A code named before the order, a reward by oneself: neither by ``default_…``."""
        self.sell(1000, self.friend).date_order = self.now() - timedelta(days=3)
        vals = {"referrer_id": self.partner.id, "referee_id": self.friend.id}
        [made] = self.as_user(
            self.seller,
            "hau_mai.referral",
            "create",
            [vals],
            default_date="2001-01-01 00:00:00",
            default_state="rewarded",
            default_user_id=self.manager.id,
            default_decided_by_id=self.manager.id,
        )
        referral = self.Referral.browse(made)
        self.assertEqual(referral.state, "review")
        self.assertEqual(referral.user_id, self.seller)
        self.assertFalse(referral.decided_by_id)

    def test_a_dialog_may_still_say_which_customer_it_is_about(self):
        [made] = self.as_user(
            self.seller,
            "hau_mai.referral",
            "create",
            [{"referee_id": self.friend.id}],
            default_referrer_id=self.partner.id,
        )
        self.assertEqual(self.Referral.browse(made).referrer_id, self.partner)

    # === FOLLOW-UPS === #

    def test_a_follow_up_shows_nobody_elses_message_or_voucher(self):
        """What left is written by the system: pointing it elsewhere would show what is there."""
        secret = self.env["mail.message"].create({"body": "salary of the boss"})
        card = self.make_program()._hau_mai_issue(self.friend, ["For a friend"])
        other = self.env["res.partner"].create({"name": "Other"})
        attempts = {
            "message_id": secret.id,
            "card_id": card.id,
            "partner_id": other.id,
            "res_id": other.id,
            "res_model": "sale.order",
            "rule_id": self.make_rule(name="Another").id,
            "company_id": self.env["res.company"].create({"name": "Elsewhere"}).id,
            "purpose": "marketing",
            "sms_uuid": "x",
            "sent_text": "never sent",
        }
        for fname, value in attempts.items():
            with self.subTest(field=fname), self.assertRaises(UserError):
                self.as_user(
                    self.seller, "hau_mai.touchpoint", "write", self.call.ids, {fname: value}
                )
        self.env.invalidate_all()
        [read] = self.call.with_user(self.seller).read(["sent_html", "voucher_code"])
        self.assertFalse(read["sent_html"] or read["voucher_code"])

    def test_the_count_of_contacts_is_not_made_smaller_by_hand(self):
        self.call.write({"date_sent": self.now(), "sent_by": "email", "purpose": "marketing"})
        for vals in ({"date_sent": False}, {"sent_by": "post"}, {"delivery": "answered"}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.as_user(self.agent, "hau_mai.touchpoint", "write", self.call.ids, vals)

    def test_what_people_do_with_a_follow_up_they_still_do(self):
        calls = self.call.with_user(self.seller)
        calls.write({"date_planned": self.days(3), "user_id": self.agent.id})
        self.assertEqual((self.call.date_planned, self.call.user_id), (self.days(3), self.agent))
        self.call.user_id = self.seller
        calls.action_reached()
        self.assertEqual(self.call.state, "done")

    # === REGISTERS === #

    def test_who_records_a_consent_says_so_themselves(self):
        """Proof names who wrote it down, when, and nobody else's computer."""
        vals = {
            "partner_id": self.partner.id, "purpose": "marketing", "channel": "email",
            "state": "granted", "method": "staff",
        }  # fmt: skip
        [made] = self.as_user(
            self.seller,
            "hau_mai.consent",
            "create",
            [vals | {"user_id": self.manager.id, "ip": "203.0.113.7"}],
            default_user_id=self.manager.id,
        )
        consent = self.env["hau_mai.consent"].browse(made)
        self.assertEqual((consent.user_id, consent.ip), (self.seller, False))

    def test_a_customers_own_word_is_not_made_up(self):
        for method in ("link", "web"):
            vals = {
                "partner_id": self.partner.id, "purpose": "marketing", "channel": "email",
                "state": "granted", "method": method,
            }  # fmt: skip
            [made] = self.as_user(self.seller, "hau_mai.consent", "create", [vals])
            self.assertEqual(self.env["hau_mai.consent"].browse(made).user_id, self.seller)

    def test_a_request_begins_where_requests_begin(self):
        """Who may only write requests down cannot write down that they were answered."""
        vals = {"partner_id": self.partner.id, "kind": "know"}
        ahead = {"state": "done", "date_answered": "2001-01-01 00:00:00", "result": "Done."}
        for values, context in (
            (vals | ahead, {}),
            (vals, {f"default_{name}": value for name, value in ahead.items()}),
        ):
            [made] = self.as_user(
                self.agent, "hau_mai.privacy.request", "create", [values], **context
            )
            request = self.env["hau_mai.privacy.request"].browse(made)
            self.assertEqual((request.state, request.date_answered), ("new", False))

    # === TEXTS === #

    def test_a_text_that_leaves_by_a_rule_runs_no_code(self):
        """Messages are written with all rights: who writes the text must not get them."""
        manager = self.manager
        self.assertFalse(manager.has_group("mail.group_mail_template_editor"))
        rule = self.make_message_rule()
        key = "object.env['ir.config_parameter'].sudo().get_param('database.secret')"
        attempts = (
            {"subject": f"{{{{ {key} }}}}"},
            {"body_html": f'<p t-out="{key}"/>'},
        )
        for vals in attempts:
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.as_user(
                    manager,
                    "mail.template",
                    "create",
                    [
                        {
                            "name": "Mine",
                            "model_id": self.env["ir.model"]._get_id("hau_mai.touchpoint"),
                            "subject": "x",
                            "body_html": "<p>x</p>",
                            **vals,
                        }
                    ],
                )
        for text in ("summary", "note"):
            with self.subTest(text=text), self.assertRaises(ValidationError):
                self.as_user(
                    manager, "hau_mai.care.rule", "write", rule.ids, {text: f"{{{{ {key} }}}}"}
                )

    def test_placeholders_are_for_everybody(self):
        [made] = self.as_user(
            self.manager,
            "mail.template",
            "create",
            [
                {
                    "name": "Mine",
                    "model_id": self.env["ir.model"]._get_id("hau_mai.touchpoint"),
                    "subject": "Order {{ object.order_name }}",
                    "body_html": '<p>Hello <t t-out="object.partner_id.name"/></p>',
                }
            ],
        )
        rule = self.make_message_rule(mail_template_id=made)
        self.assertEqual(rule.mail_template_id.id, made)
