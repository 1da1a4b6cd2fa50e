from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    hau_mai_compensation_program_id = fields.Many2one(
        related="company_id.hau_mai_compensation_program_id", readonly=False
    )
    hau_mai_voucher_limit_user = fields.Monetary(
        related="company_id.hau_mai_voucher_limit_user",
        currency_field="hau_mai_currency_id",
        readonly=False,
    )
    hau_mai_voucher_limit_all = fields.Monetary(
        related="company_id.hau_mai_voucher_limit_all",
        currency_field="hau_mai_currency_id",
        readonly=False,
    )
    hau_mai_voucher_days = fields.Integer(related="company_id.hau_mai_voucher_days", readonly=False)
