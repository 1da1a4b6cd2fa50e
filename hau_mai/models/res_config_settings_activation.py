from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    hau_mai_activation_confirm = fields.Boolean(
        related="company_id.hau_mai_activation_confirm", readonly=False
    )
    hau_mai_activation_confirm_dealer = fields.Boolean(
        related="company_id.hau_mai_activation_confirm_dealer", readonly=False
    )
