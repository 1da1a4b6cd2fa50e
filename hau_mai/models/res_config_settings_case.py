from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    hau_mai_mail_megabytes = fields.Integer(
        related="company_id.hau_mai_mail_megabytes", readonly=False
    )
    # not related: the two numbers are checked, and so written, together
    hau_mai_autoclose_days = fields.Integer(
        string="Close Solved Cases After",
        compute="_compute_hau_mai_autoclose",
        inverse="_inverse_hau_mai_autoclose",
    )
    hau_mai_autoclose_notice_days = fields.Integer(
        string="Notice Before Closing",
        compute="_compute_hau_mai_autoclose",
        inverse="_inverse_hau_mai_autoclose",
    )
    hau_mai_rate_complaints = fields.Boolean(
        related="company_id.hau_mai_rate_complaints", readonly=False
    )
    hau_mai_recovery_days = fields.Integer(
        related="company_id.hau_mai_recovery_days", readonly=False
    )
    hau_mai_recovery_tell = fields.Boolean(
        related="company_id.hau_mai_recovery_tell", readonly=False
    )

    @api.depends("company_id")
    def _compute_hau_mai_autoclose(self):
        for settings in self:
            company = settings.company_id
            settings.hau_mai_autoclose_days = company.hau_mai_autoclose_days
            settings.hau_mai_autoclose_notice_days = company.hau_mai_autoclose_notice_days

    def _inverse_hau_mai_autoclose(self):
        for settings in self:
            settings.company_id.write(
                {
                    "hau_mai_autoclose_days": settings.hau_mai_autoclose_days,
                    "hau_mai_autoclose_notice_days": settings.hau_mai_autoclose_notice_days,
                }
            )
