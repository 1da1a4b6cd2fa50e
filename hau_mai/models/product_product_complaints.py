from odoo import models


class ProductProduct(models.Model):
    """The cases about one variant, by their causes."""

    _name = "product.product"
    _inherit = ["product.product", "hau_mai.complained.mixin"]

    _complaint_path = "product_id"

    def _prepare_complaint_defaults(self):
        return {"default_product_id": self.id}

    def action_view_complaints(self):
        action = super().action_view_complaints()
        return self.env["hau_mai.complaint"]._by_cause(action)
