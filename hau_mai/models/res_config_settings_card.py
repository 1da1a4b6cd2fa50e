from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    hau_mai_send_cards = fields.Boolean(related="company_id.hau_mai_send_cards", readonly=False)
