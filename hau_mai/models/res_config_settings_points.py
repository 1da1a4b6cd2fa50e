from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    hau_mai_points_taken_back = fields.Boolean(
        related="company_id.hau_mai_points_taken_back", readonly=False
    )
