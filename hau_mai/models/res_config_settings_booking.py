from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    hau_mai_booking_notice_hours = fields.Integer(
        related="company_id.hau_mai_booking_notice_hours", readonly=False
    )
    hau_mai_booking_days = fields.Integer(related="company_id.hau_mai_booking_days", readonly=False)
