"""What the tests of messages have in common: texts, programs, customers who can be reached."""

from odoo.fields import Command

from .care_common import CareCase


class ChannelCase(CareCase):
    """The shop with an e-mail and an SMS text in two languages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("vi_VN")
        cls.partner.email = "an@example.com"
        # Neither caps nor hours: the tests of the gate have them.
        cls.company.write(
            {
                "hau_mai_vietnam_rules": False,
                "hau_mai_contact_week": 0,
                "hau_mai_contact_month": 0,
                "hau_mai_sms_from": 0,
                "hau_mai_sms_to": 24,
            }
        )
        model = cls.env["ir.model"]._get("hau_mai.touchpoint")
        cls.mail_text = cls.env["mail.template"].create(
            {
                "name": "Thanks",
                "model_id": model.id,
                "subject": "Order {{ object.order_name }}",
                "body_html": '<p>Hello <t t-out="object.partner_id.name"/></p>',
            }
        )
        cls.mail_text.with_context(lang="vi_VN").write(
            {
                "subject": "Đơn {{ object.order_name }}",
                "body_html": '<p>Chào <t t-out="object.partner_id.name"/></p>',
            }
        )
        cls.sms_text = cls.env["sms.template"].create(
            {"name": "Thanks", "model_id": model.id, "body": "Thanks, {{ object.partner_id.name }}"}
        )
        cls.sms_text.with_context(lang="vi_VN").body = "Cám ơn {{ object.partner_id.name }}"

    @classmethod
    def make_message_rule(cls, **vals):
        values = {
            "name": "Thank-you",
            "channel": "email",
            "delay": 0,
            "mail_template_id": cls.mail_text.id,
            "sms_template_id": cls.sms_text.id,
        }
        return cls.make_rule(**(values | vals))

    @classmethod
    def make_program(cls, **vals):
        reward = {"reward_type": "discount", "discount_mode": "percent", "discount": 10}
        return cls.env["loyalty.program"].create(
            {
                "name": "Ten percent",
                "program_type": "coupons",
                "reward_ids": [Command.clear(), Command.create(reward | {"required_points": 1})],
                **vals,
            }
        )

    @classmethod
    def make_reachable(cls, count):
        """Customers with an address each."""
        partners = cls.make_customers(count)
        for partner in partners:
            partner.email = f"{partner.id}@example.com"
        return partners

    @classmethod
    def agree(cls, partners, channel, purpose):
        cls.env["hau_mai.consent"].create(
            [
                {
                    "partner_id": partner.id,
                    "purpose": purpose,
                    "channel": channel,
                    "state": "granted",
                    "date": "2020-01-01 00:00:00",
                    "source": "form",
                }
                for partner in partners
            ]
        )

    def send(self, rule, partners=None):
        """Plan and carry out a rule for an order of each of these customers."""
        self.make_orders(partners or self.partner)
        self.plan(rule)
        self.carry_out()
        return self.touchpoints(rule)
