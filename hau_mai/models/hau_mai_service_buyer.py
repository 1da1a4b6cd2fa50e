from odoo import models


class HauMaiService(models.Model):
    """Whose job it is: the tier is seen by who does it."""

    _name = "hau_mai.service"
    _inherit = ["hau_mai.service", "hau_mai.buyer.mixin"]
