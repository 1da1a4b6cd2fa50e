from odoo import models


class SaleOrder(models.Model):
    """Who buys: the tier is seen on the quotation already."""

    _name = "sale.order"
    _inherit = ["sale.order", "hau_mai.buyer.mixin"]
