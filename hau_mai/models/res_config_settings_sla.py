from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    hau_mai_at_risk_percent = fields.Integer(
        related="company_id.hau_mai_at_risk_percent", readonly=False
    )
    hau_mai_supplier_stops_clock = fields.Boolean(
        related="company_id.hau_mai_supplier_stops_clock", readonly=False
    )
    hau_mai_center_stops_clock = fields.Boolean(
        related="company_id.hau_mai_center_stops_clock", readonly=False
    )
