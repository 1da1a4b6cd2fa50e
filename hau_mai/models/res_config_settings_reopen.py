from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    hau_mai_reopen_days = fields.Integer(related="company_id.hau_mai_reopen_days", readonly=False)
