from odoo import models


class SaleOrder(models.Model):
    """What is sold or cancelled may change the customer's tier."""

    _inherit = "sale.order"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") in ("sale", "cancel"):
            self._tell_loyalty()
        return result

    def _tell_loyalty(self):
        """Have the customers reviewed soon, where confirmed orders count."""
        orders = self.sudo().filtered(
            lambda order: order.company_id.root_id.hau_mai_tier_basis == "confirmed"
        )
        self.env["hau_mai.loyalty.due"].sudo()._mark(
            (order.partner_id, order.company_id) for order in orders
        )
