from odoo import api, fields, models


class SaleOrder(models.Model):
    """The serial numbers of what an order sold."""

    _inherit = "sale.order"

    serial_missing_count = fields.Integer(
        string="Serials Missing",
        compute="_compute_serial_missing_count",
        groups="base.group_user",
        help="So many of its valid warranty cards bear no serial number.",
    )

    @api.depends("unit_count")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_serial_missing_count(self):
        missing = self.filtered("unit_count")._count_valid_units([("serial_number", "=", False)])
        for order in self:
            order.serial_missing_count = missing.get(order, 0)

    def _count_valid_units(self, domain):
        """How many valid warranty cards of each order fulfil a condition: {order: count}."""
        if not self:
            return {}
        valid = [("order_id", "in", self.ids), ("state", "=", "valid")]
        return self.env["hau_mai.unit"]._count_by("order_id", valid + domain)

    def action_enter_serials(self):
        """The dialog in which the serial numbers of the order are typed, pasted or scanned."""
        return self.unit_ids.action_enter_serials()
