"""What the tests of satisfaction have in common: rules that ask, and customers to be asked."""

from .care_common import CareCase


class SatisfactionCase(CareCase):
    """The shop asks by e-mail how an order was, and whether customers recommend it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Nps = cls.env["hau_mai.nps"]
        cls.Review = cls.env["hau_mai.review"]
        cls.Complaint = cls.env["hau_mai.complaint"]
        cls.manager = cls.make_user("after_manager", name="Minh", email="minh@example.com")
        cls.company.hau_mai_followup_user_id = cls.manager
        cls.partner.email = "an@example.com"

    @classmethod
    def make_asking_rule(cls, **vals):
        """A rule that asks how an order was on the day it is confirmed."""
        return cls.make_rule(
            name="How was it?",
            delay=0,
            channel="rating",
            purpose="survey",
            mail_template_id=cls.env.ref("hau_mai.mail_template_rate_order").id,
            **vals,
        )

    @classmethod
    def make_nps_rule(cls, **vals):
        """A rule that asks whether they recommend us."""
        return cls.make_rule(
            name="Recommend?",
            trigger="nps_due",
            delay=0,
            channel="nps",
            purpose="survey",
            mail_template_id=cls.env.ref("hau_mai.mail_template_nps").id,
            **vals,
        )

    def delivered(self, day, partner=None, **vals):
        """An order whose goods all came on this day."""
        order = self.make_order(partner_id=(partner or self.partner).id, **vals)
        order.date_delivered = day
        return order

    def make_turn(self, partner=None, asked=True, **vals):
        """A customer's question, open for 30 days when it was asked."""
        partner = partner or self.partner
        values = {
            "partner_id": partner.id,
            "commercial_partner_id": partner.commercial_partner_id.id,
            "company_id": self.company.id,
            "date_due": self.days(0),
        }
        if asked:
            values |= {"state": "asked", "date_sent": self.now(), "date_until": self.days(30)}
        return self.Nps.create(values | vals)

    def mails(self, partner=None):
        """What waits to be sent to a customer."""
        partner = partner or self.partner
        return self.env["mail.mail"].search([("recipient_ids", "in", partner.ids)])
