from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The rewards of a referral are set for the head company: its branches count together."""

    _inherit = "res.config.settings"

    hau_mai_referral_program_id = fields.Many2one(
        related="company_id.root_id.hau_mai_referral_program_id", readonly=False
    )
    hau_mai_referral_points = fields.Float(
        related="company_id.root_id.hau_mai_referral_points", readonly=False
    )
    hau_mai_referee_program_id = fields.Many2one(
        related="company_id.root_id.hau_mai_referee_program_id", readonly=False
    )
    hau_mai_referee_points = fields.Float(
        related="company_id.root_id.hau_mai_referee_points", readonly=False
    )
    hau_mai_referral_voucher_days = fields.Integer(
        related="company_id.root_id.hau_mai_referral_voucher_days", readonly=False
    )
    hau_mai_referral_amount_min = fields.Monetary(
        related="company_id.root_id.hau_mai_referral_amount_min",
        readonly=False,
        currency_field="hau_mai_currency_id",
    )
    hau_mai_referral_days = fields.Integer(
        related="company_id.root_id.hau_mai_referral_days", readonly=False
    )
    hau_mai_referral_max = fields.Integer(
        related="company_id.root_id.hau_mai_referral_max", readonly=False
    )
    hau_mai_referral_max_days = fields.Integer(
        related="company_id.root_id.hau_mai_referral_max_days", readonly=False
    )
    hau_mai_referral_text = fields.Text(
        related="company_id.root_id.hau_mai_referral_text", readonly=False
    )
