from odoo import models


class HauMaiUnit(models.Model):
    """Whose card it is: the tier of the owner."""

    _name = "hau_mai.unit"
    _inherit = ["hau_mai.unit", "hau_mai.buyer.mixin"]
