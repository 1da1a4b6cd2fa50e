from odoo import fields, models


class ResCompany(models.Model):
    """What a company sets for its service jobs; each concern adds its own."""

    _inherit = "res.company"

    maintenance_plan_id = fields.Many2one(
        "hau_mai.maintenance.plan",
        string="Default Maintenance Plan",
        check_company=True,
        help="For goods whose product and category say nothing. Never for services.",
    )
