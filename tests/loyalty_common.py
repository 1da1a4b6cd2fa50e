"""What the loyalty tests have in common: a ladder of tiers, money that comes in, points."""

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
    def make_member(cls, tier, partner=None, since="2026-01-01", **vals):
        """A customer who has this tier."""
        return cls.Membership.create(
            {
                "partner_id": (partner or cls.partner).commercial_partner_id.id,
                "company_id": tier.company_id.id,
                "tier_id": tier.id,
                "date_since": since,
                **vals,
            }
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
        """The order's invoice, posted and paid, by somebody where the company is."""
        invoice = order.with_context(tz="Asia/Ho_Chi_Minh")._create_invoices()
        invoice.action_post()
        cls.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids, tz="Asia/Ho_Chi_Minh"
        ).create({})._create_payments()
        return invoice.with_env(order.env)

    def membership(self, partner=None):
        partner = (partner or self.partner).commercial_partner_id
        return self.Membership.search(
            [("partner_id", "=", partner.id), ("company_id", "=", self.company.id)]
        )


class PointsCase(LoyaltyCase):
    """A program that gives a point for each unit of the currency."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["loyalty.program"].search([]).active = False
        cls.program = cls.make_program("Points", "loyalty")
        cls.service.invoice_policy = "order"

    @classmethod
    def make_program(cls, name, program_type, **vals):
        """A point for each unit of the currency."""
        return cls.env["loyalty.program"].create(
            {
                "name": name,
                "program_type": program_type,
                "applies_on": "both" if program_type == "loyalty" else "future",
                "trigger": "auto",
                "company_id": cls.company.id,
                "rule_ids": [
                    Command.clear(),
                    Command.create({"reward_point_mode": "money", "reward_point_amount": 1}),
                ],
                "reward_ids": [
                    Command.clear(),
                    Command.create(
                        {
                            "reward_type": "discount",
                            "discount_mode": "per_order",
                            "discount": 10,
                            "required_points": 100,
                        }
                    ),
                ],
                **vals,
            }
        )

    def order(self, amount=100, quantity=1, product=None, **vals):
        """A confirmed order that gave its points."""
        line = {"product_id": (product or self.service).id, "product_uom_qty": quantity,
                "price_unit": amount, "tax_ids": [Command.clear()]}  # fmt: skip
        order = self.make_order(line, confirm=False, **vals)
        order._update_programs_and_rewards()
        order.action_confirm()
        return order

    def card(self, partner=None, program=None):
        return self.env["loyalty.card"].search(
            [
                ("program_id", "=", (program or self.program).id),
                ("partner_id", "=", (partner or self.partner).id),
            ]
        )

    def invoice(self, order):
        invoice = order._create_invoices()
        invoice.action_post()
        return invoice

    def refund(self, invoice, quantity=None):
        """A credit note of an invoice, of this quantity of it; posted."""
        refund = invoice._reverse_moves()
        if quantity is not None:
            refund.invoice_line_ids.quantity = quantity
        refund.action_post()
        return refund

    def assertBalanced(self, card):
        rows = card.history_ids
        self.assertAlmostEqual(card.points, sum(rows.mapped("issued")) - sum(rows.mapped("used")))
        self.assertGreaterEqual(card.points, 0)
