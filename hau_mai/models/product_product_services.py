from odoo import api, fields, models


class ProductProduct(models.Model):
    """The jobs done on one variant."""

    _inherit = "product.product"

    variant_service_count = fields.Integer(
        string="Service Jobs (Variant)", compute="_compute_variant_service_count"
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_variant_service_count(self):
        counts = self.env["hau_mai.service"]._count_by(
            "product_id", [("product_id", "in", self.ids)]
        )
        for product in self:
            product.variant_service_count = counts.get(product._origin, 0)

    def action_view_services(self):
        """The jobs on these variants."""
        return self.env["hau_mai.service"]._prepare_action([("product_id", "in", self.ids)])
