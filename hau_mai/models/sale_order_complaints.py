from odoo import models


class SaleOrder(models.Model):
    """The cases about what was sold with an order; its salesperson reads them too."""

    _name = "sale.order"
    _inherit = ["sale.order", "hau_mai.complained.mixin"]

    _complaint_path = "order_id"

    def _prepare_complaint_defaults(self):
        return {"default_order_id": self.id, "default_partner_id": self.partner_id.id}
