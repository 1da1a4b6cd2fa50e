from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    hau_mai_goodwill_limit_user = fields.Monetary(
        related="company_id.hau_mai_goodwill_limit_user",
        currency_field="hau_mai_currency_id",
        readonly=False,
    )
    hau_mai_goodwill_limit_all = fields.Monetary(
        related="company_id.hau_mai_goodwill_limit_all",
        currency_field="hau_mai_currency_id",
        readonly=False,
    )
