from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    hau_mai_visit_minutes = fields.Integer(
        related="company_id.hau_mai_visit_minutes", readonly=False
    )
    hau_mai_installation_minutes = fields.Integer(
        related="company_id.hau_mai_installation_minutes", readonly=False
    )
    hau_mai_rate_services = fields.Boolean(
        related="company_id.hau_mai_rate_services", readonly=False
    )
