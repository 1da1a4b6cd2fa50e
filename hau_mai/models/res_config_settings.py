from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    hau_mai_warranty_policy_id = fields.Many2one(
        related="company_id.warranty_policy_id",
        readonly=False,
        domain="['|', ('company_id', '=', False), ('company_id', 'parent_of', company_id)]",
    )
    hau_mai_units_per_line = fields.Integer(
        related="company_id.hau_mai_units_per_line", readonly=False
    )
    hau_mai_expiring_days = fields.Integer(
        related="company_id.hau_mai_expiring_days", readonly=False
    )
    hau_mai_planning_horizon = fields.Integer(
        related="company_id.hau_mai_planning_horizon", readonly=False
    )
    hau_mai_followup_user_id = fields.Many2one(
        related="company_id.hau_mai_followup_user_id",
        readonly=False,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    hau_mai_hotline = fields.Char(related="company_id.hau_mai_hotline", readonly=False)
    hau_mai_email = fields.Char(related="company_id.hau_mai_email", readonly=False)
    hau_mai_hours = fields.Char(related="company_id.hau_mai_hours", readonly=False)
    hau_mai_vietnam_rules = fields.Boolean(
        related="company_id.hau_mai_vietnam_rules", readonly=False
    )
    hau_mai_tz = fields.Selection(
        related="company_id.resource_calendar_id.tz",
        string="Time Zone of the Company's Days",
        readonly=False,
    )
    hau_mai_today = fields.Date(
        string="Today There", compute="_compute_hau_mai_today", help="Which day it is now."
    )

    @api.depends("hau_mai_tz", "company_id")
    def _compute_hau_mai_today(self):
        for settings in self:
            settings.hau_mai_today = fields.Date.context_today(
                self.with_context(tz=settings.hau_mai_tz or "UTC")
            )
