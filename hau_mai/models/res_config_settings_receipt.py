from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    hau_mai_promise_days = fields.Integer(related="company_id.hau_mai_promise_days", readonly=False)
    hau_mai_receipt_format = fields.Selection(
        related="company_id.hau_mai_receipt_format", readonly=False
    )
    hau_mai_storage_note = fields.Text(related="company_id.hau_mai_storage_note", readonly=False)
    # not related: the two days are checked, and so written, together
    hau_mai_closed_from = fields.Date(
        string="Closed From", compute="_compute_hau_mai_closed", inverse="_inverse_hau_mai_closed"
    )
    hau_mai_closed_to = fields.Date(
        string="Closed Until", compute="_compute_hau_mai_closed", inverse="_inverse_hau_mai_closed"
    )
    hau_mai_tell_customers = fields.Boolean(
        related="company_id.hau_mai_tell_customers", readonly=False
    )
    hau_mai_tell_by = fields.Selection(related="company_id.hau_mai_tell_by", readonly=False)
    hau_mai_uncollected_days = fields.Char(
        related="company_id.hau_mai_uncollected_days", readonly=False
    )

    @api.depends("company_id")
    def _compute_hau_mai_closed(self):
        for settings in self:
            settings.hau_mai_closed_from = settings.company_id.hau_mai_closed_from
            settings.hau_mai_closed_to = settings.company_id.hau_mai_closed_to

    def _inverse_hau_mai_closed(self):
        for settings in self:
            settings.company_id.write(
                {
                    "hau_mai_closed_from": settings.hau_mai_closed_from,
                    "hau_mai_closed_to": settings.hau_mai_closed_to,
                }
            )
