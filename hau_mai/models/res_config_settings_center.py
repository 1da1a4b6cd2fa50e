from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    hau_mai_auto_center = fields.Boolean(related="company_id.hau_mai_auto_center", readonly=False)
    hau_mai_answer_hours = fields.Integer(related="company_id.hau_mai_answer_hours", readonly=False)
    hau_mai_center_days = fields.Integer(related="company_id.hau_mai_center_days", readonly=False)
