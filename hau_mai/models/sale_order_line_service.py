from odoo import fields, models


class SaleOrderLine(models.Model):
    """A line of a repair's quotation: it sells no new thing, so it makes no warranty card."""

    _inherit = "sale.order.line"

    service_line_id = fields.Many2one(
        "hau_mai.service.line",
        string="Line of the Job",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        readonly=True,
    )

    def _is_after_sales_line(self):
        return not self.order_id.service_id and super()._is_after_sales_line()
