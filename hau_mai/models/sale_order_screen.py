from odoo import api, fields, models

from .sale_order_line import PROMISES


class SaleOrder(models.Model):
    """What the quotation says about its warranties."""

    _inherit = "sale.order"

    warranties_outdated = fields.Boolean(
        compute="_compute_warranties_outdated",
        help="Product, category or company promise something else today than the lines say.",
    )

    @api.depends("state", "order_line.product_id", *(f"order_line.{fname}" for fname in PROMISES))
    def _compute_warranties_outdated(self):
        for order in self:
            open_order = order.state in ("draft", "sent")
            lines = order.order_line.filtered(
                lambda line: line.product_id and not line.display_type
            )
            templates = (
                lines.product_template_id if open_order else lines.product_template_id.browse()
            )
            company = order.company_id or self.env.company
            order.warranties_outdated = open_order and any(
                line[fname] != promised[line.product_template_id]
                for fname in PROMISES
                for promised in [templates._promised(fname, company)]
                for line in lines
            )
