from odoo import models


class SaleOrder(models.Model):
    """Orders by the day of the year they were placed on, for anniversaries."""

    _inherit = "sale.order"

    _anniversary_idx = models.Index(
        "(((EXTRACT(month FROM date_order) * 100 + EXTRACT(day FROM date_order))::integer)) "
        "WHERE state = 'sale'"
    )
