"""What the loyalty tests have in common: a ladder of tiers, and money that comes in."""

from odoo.fields import Command

from .care_common import CareCase


class LoyaltyCase(CareCase):
    """The shop with a ladder of its own: none, Silver from 1,000, Gold from 5,000."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Tier = cls.env["hau_mai.loyalty.tier"]
        cls.Membership = cls.env["hau_mai.loyalty.membership"]
        cls.Move = cls.env["hau_mai.loyalty.tier.move"]
        cls.Tier.search([]).active = False
        cls.silver = cls.make_tier("Silver", 1000)
        cls.gold = cls.make_tier("Gold", 5000)

    @classmethod
    def make_tier(cls, name, amount, **vals):
        ladder = cls.Tier.search([("company_id", "=", cls.company.id)])
        sequence = max(ladder.mapped("sequence"), default=0) + 10
        return cls.Tier.create(
            {"name": name, "amount_min": amount, "sequence": sequence, "grace_days": 0, **vals}
        )

    @classmethod
    def sell(cls, amount, partner=None, **vals):
        """A confirmed order of a service for this untaxed amount."""
        line = {
            "product_id": cls.service.id,
            "price_unit": amount,
            "tax_ids": [Command.clear()],
        }
        partner = partner or cls.partner
        return cls.make_order(line, partner_id=partner.id, **vals)

    @classmethod
    def pay(cls, order):
        """The order's invoice, posted and paid."""
        invoice = order._create_invoices()
        invoice.action_post()
        cls.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()
        return invoice

    def membership(self, partner=None):
        partner = (partner or self.partner).commercial_partner_id
        return self.Membership.search(
            [("partner_id", "=", partner.id), ("company_id", "=", self.company.id)]
        )
