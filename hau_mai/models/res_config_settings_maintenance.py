from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """What a company sets for its maintenance."""

    _inherit = "res.config.settings"

    hau_mai_maintenance_plan_id = fields.Many2one(
        related="company_id.maintenance_plan_id",
        readonly=False,
        domain="['|', ('company_id', '=', False), ('company_id', 'parent_of', company_id)]",
    )
    hau_mai_lead_days = fields.Integer(related="company_id.hau_mai_lead_days", readonly=False)
    hau_mai_join_visits = fields.Selection(related="company_id.hau_mai_join_visits", readonly=False)
