from odoo import api, fields, models


class SaleOrder(models.Model):
    """What the quotation says about its warranties."""

    _inherit = "sale.order"

    warranties_outdated = fields.Boolean(
        compute="_compute_warranties_outdated",
        help="Product, category or company promise something else today than the lines say.",
    )

    @api.depends("state", "order_line.warranty_policy_id", "order_line.product_id")
    def _compute_warranties_outdated(self):
        for order in self:
            open_order = order.state in ("draft", "sent")
            lines = order.order_line.filtered(
                lambda line: line.product_id and not line.display_type
            )
            templates = (
                lines.product_template_id if open_order else lines.product_template_id.browse()
            )
            policies = templates._warranty_policies(order.company_id or self.env.company)
            order.warranties_outdated = open_order and any(
                line.warranty_policy_id != policies[line.product_template_id] for line in lines
            )
