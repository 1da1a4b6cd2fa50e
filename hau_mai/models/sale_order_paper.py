from odoo import models


class SaleOrder(models.Model):
    """The papers of all that an order sold, in one print."""

    _inherit = "sale.order"

    def _units_of_customer(self):
        """The valid cards of these orders that still belong to who ordered."""
        return self.unit_ids.filtered(
            lambda unit: (
                unit.state == "valid"
                and unit.partner_id.commercial_partner_id
                == unit.order_id.partner_id.commercial_partner_id
            )
        ).sorted("id")
