from odoo import models


class ProductTemplate(models.Model):
    """The cases about a product, all its variants together, by their causes."""

    _name = "product.template"
    _inherit = ["product.template", "hau_mai.complained.mixin"]

    _complaint_path = "product_id.product_tmpl_id"

    def _prepare_complaint_defaults(self):
        return {"default_product_id": self.product_variant_id.id}

    def action_view_complaints(self):
        action = super().action_view_complaints()
        return self.env["hau_mai.complaint"]._by_cause(action)
