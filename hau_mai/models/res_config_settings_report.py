from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    hau_mai_monthly_report = fields.Boolean(
        related="company_id.hau_mai_monthly_report", readonly=False
    )
