from odoo import models


class HauMaiTouchpoint(models.Model):
    """Whom one calls: the tier is seen by who calls."""

    _name = "hau_mai.touchpoint"
    _inherit = ["hau_mai.touchpoint", "hau_mai.buyer.mixin"]
