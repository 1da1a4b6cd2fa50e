from odoo import api, fields, models


class ProductCategory(models.Model):
    """Which maintenance is promised with the products of a category."""

    _inherit = "product.category"

    maintenance_plan_id = fields.Many2one(
        "hau_mai.maintenance.plan",
        company_dependent=True,
        check_company=True,
        help="For all products of this category and of those below it that have none of their own.",
    )
    maintenance_hint = fields.Char(compute="_compute_maintenance_hint")

    @api.depends("parent_id")
    @api.depends_context("company", "lang")
    def _compute_maintenance_hint(self):
        hints = self._promise_hints("maintenance_plan_id")
        for category in self:
            category.maintenance_hint = hints[category]

    @api.constrains("maintenance_plan_id")
    def _check_maintenance_plan_company(self):
        self._check_promise_company("maintenance_plan_id")
