from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    hau_mai_case_for_low_rating = fields.Boolean(
        related="company_id.hau_mai_case_for_low_rating", readonly=False
    )
