from odoo import api, fields, models


class ProductTemplate(models.Model):
    """Which maintenance is promised with a product."""

    _inherit = "product.template"

    maintenance_plan_id = fields.Many2one(
        "hau_mai.maintenance.plan",
        company_dependent=True,
        check_company=True,
        help="Empty: the category's, else the company's default.",
    )
    maintenance_hint = fields.Char(
        compute="_compute_maintenance_hint",
        help="The plan that holds while the product names none, and where it comes from.",
    )

    @api.depends("categ_id", "type")
    @api.depends_context("company", "lang")
    def _compute_maintenance_hint(self):
        hints = self._promise_hints("maintenance_plan_id")
        for template in self:
            template.maintenance_hint = hints[template]
