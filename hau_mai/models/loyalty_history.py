from odoo import fields, models


class LoyaltyHistory(models.Model):
    """Points that are taken back by a credit note, or with a referral that is refused.

    A credit note has a row for each card and order, whose ``used`` is what it takes at
    present: nothing while it is not posted.
    """

    _inherit = "loyalty.history"

    _hau_mai_refund_unique = models.UniqueIndex(
        "(card_id, hau_mai_refund_id, hau_mai_order_id) WHERE hau_mai_refund_id IS NOT NULL",
        "A credit note takes the points of an order back once.",
    )

    hau_mai_refund_id = fields.Many2one(
        "account.move",
        string="Credit Note",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    hau_mai_order_id = fields.Many2one(
        "sale.order",
        string="Order That Earned Them",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    hau_mai_referral_id = fields.Many2one(
        "hau_mai.referral",
        string="Referral That Was Refused",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )

    def _hau_mai_take(self, points, description):
        """Take so many points with this row, more or less than it took before; quietly."""
        self.ensure_one()
        card = self.card_id.with_context(loyalty_no_mail=True)
        if points != self.used:
            card.points += self.used - points
        self.write({"used": points, "description": description})

    def _get_order_description(self):
        """A credit note that was deleted is named by what the row says."""
        self.ensure_one()
        if self.order_model == "account.move" and not self.hau_mai_refund_id:
            return self.description
        return super()._get_order_description()

    def _get_order_portal_url(self):
        """The credit note, as the customer finds it in the portal."""
        if self.hau_mai_refund_id:
            return self.hau_mai_refund_id.get_portal_url()
        return super()._get_order_portal_url()
