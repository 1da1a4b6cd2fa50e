from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    hau_mai_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the Company"
    )
    hau_mai_repair_pricelist_id = fields.Many2one(
        related="company_id.hau_mai_repair_pricelist_id", readonly=False
    )
    hau_mai_goodwill_limit = fields.Monetary(
        related="company_id.hau_mai_goodwill_limit",
        currency_field="hau_mai_currency_id",
        readonly=False,
    )
    hau_mai_deposit_percent = fields.Float(
        related="company_id.hau_mai_deposit_percent", readonly=False
    )
    hau_mai_check_fee_product_id = fields.Many2one(
        related="company_id.hau_mai_check_fee_product_id", readonly=False
    )
    hau_mai_guarantee_parts_months = fields.Integer(
        related="company_id.hau_mai_guarantee_parts_months", readonly=False
    )
    hau_mai_guarantee_labour_months = fields.Integer(
        related="company_id.hau_mai_guarantee_labour_months", readonly=False
    )
    hau_mai_claim_days = fields.Integer(related="company_id.hau_mai_claim_days", readonly=False)
