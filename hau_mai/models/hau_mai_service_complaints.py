from odoo import models


class HauMaiService(models.Model):
    """The cases about a job."""

    _name = "hau_mai.service"
    _inherit = ["hau_mai.service", "hau_mai.complained.mixin"]

    _complaint_path = "service_id"

    def _prepare_complaint_defaults(self):
        return {
            "default_service_id": self.id,
            "default_unit_id": self.unit_id.id,
            "default_product_id": self.product_id.id,
            "default_partner_id": self.partner_id.id,
        }
