from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    hau_mai_promise_days = fields.Integer(related="company_id.hau_mai_promise_days", readonly=False)
    hau_mai_receipt_format = fields.Selection(
        related="company_id.hau_mai_receipt_format", readonly=False
    )
    hau_mai_storage_note = fields.Text(related="company_id.hau_mai_storage_note", readonly=False)
    hau_mai_closed_from = fields.Date(related="company_id.hau_mai_closed_from", readonly=False)
    hau_mai_closed_to = fields.Date(related="company_id.hau_mai_closed_to", readonly=False)
    hau_mai_tell_customers = fields.Boolean(
        related="company_id.hau_mai_tell_customers", readonly=False
    )
    hau_mai_tell_by = fields.Selection(related="company_id.hau_mai_tell_by", readonly=False)
    hau_mai_uncollected_days = fields.Char(
        related="company_id.hau_mai_uncollected_days", readonly=False
    )
