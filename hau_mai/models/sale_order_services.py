from odoo import api, fields, models


class SaleOrder(models.Model):
    """The jobs done on what was sold with an order."""

    _inherit = "sale.order"

    service_count = fields.Integer(string="Service Jobs", compute="_compute_service_count")

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_service_count(self):
        counts = self.env["hau_mai.service"]._count_by("order_id", [("order_id", "in", self.ids)])
        for order in self:
            order.service_count = counts.get(order._origin, 0)

    def action_view_services(self):
        """The jobs on what was sold with these orders."""
        return self.env["hau_mai.service"]._prepare_action([("order_id", "in", self.ids)])
