from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    hau_mai_holdout_percent = fields.Float(
        related="company_id.hau_mai_holdout_percent", readonly=False
    )
    hau_mai_effect_days = fields.Integer(related="company_id.hau_mai_effect_days", readonly=False)
