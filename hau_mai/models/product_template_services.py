from odoo import api, fields, models


class ProductTemplate(models.Model):
    """The jobs done on a product, all its variants together."""

    _inherit = "product.template"

    service_count = fields.Integer(string="Service Jobs", compute="_compute_service_count")

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_service_count(self):
        counts = self.env["hau_mai.service"]._count_by(
            "product_id.product_tmpl_id", [("product_id.product_tmpl_id", "in", self.ids)]
        )
        for template in self:
            template.service_count = counts.get(template._origin, 0)

    def action_view_services(self):
        """The jobs on these products."""
        domain = [("product_id.product_tmpl_id", "in", self.ids)]
        return self.env["hau_mai.service"]._prepare_action(domain)
