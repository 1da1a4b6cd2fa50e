from odoo import api, fields, models


class HauMaiServiceLine(models.Model):
    """The line of a quotation on which the customer is asked to pay for this."""

    _inherit = "hau_mai.service.line"

    order_line_ids = fields.One2many(
        "sale.order.line",
        "service_line_id",
        string="Order Lines",
        groups="sales_team.group_sale_salesman",
    )
    order_state = fields.Selection(
        [("draft", "Quotation"), ("sent", "Quotation sent"), ("sale", "Agreed")],
        string="Agreed?",
        compute="_compute_order_state",
        compute_sudo=True,
    )

    @api.depends("order_line_ids.state")
    def _compute_order_state(self):
        for line in self:
            states = set(line.order_line_ids.mapped("state"))
            line.order_state = next((s for s in ("sale", "sent", "draft") if s in states), False)

    def _is_settled(self):
        return super()._is_settled() or self.order_state == "sale"

    def _prepare_order_line_vals(self):
        """The line of the quotation; it promises no warranty card."""
        self.ensure_one()
        return {
            "service_line_id": self.id,
            "product_id": self.product_id.id,
            "name": self.name or self.product_id.display_name,
            "product_uom_qty": self.quantity,
            "product_uom_id": self.uom_id.id,
            "price_unit": self.price_unit,
            "discount": self.discount,
            "sequence": self.sequence,
            "warranty_policy_id": False,
        }
