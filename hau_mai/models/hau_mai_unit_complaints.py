from odoo import models


class HauMaiUnit(models.Model):
    """The cases about a unit."""

    _name = "hau_mai.unit"
    _inherit = ["hau_mai.unit", "hau_mai.complained.mixin"]

    _complaint_path = "unit_id"

    def _prepare_complaint_defaults(self):
        return {
            "default_unit_id": self.id,
            "default_partner_id": self.partner_id.id,
            "default_product_id": self.product_id.id,
        }
