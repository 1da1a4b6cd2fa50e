from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    hau_mai_sms_price = fields.Float(related="company_id.hau_mai_sms_price", readonly=False)
