from datetime import timedelta

from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    """How often and when customers hear of the company, and how old the do-not-call list is."""

    _inherit = "res.config.settings"

    hau_mai_contact_week = fields.Integer(related="company_id.hau_mai_contact_week", readonly=False)
    hau_mai_contact_month = fields.Integer(
        related="company_id.hau_mai_contact_month", readonly=False
    )
    hau_mai_contact_gap_days = fields.Integer(
        related="company_id.hau_mai_contact_gap_days", readonly=False
    )
    hau_mai_contact_hold_days = fields.Integer(
        related="company_id.hau_mai_contact_hold_days", readonly=False
    )
    hau_mai_low_rating_days = fields.Integer(
        related="company_id.hau_mai_low_rating_days", readonly=False
    )
    hau_mai_quiet_holidays = fields.Boolean(
        related="company_id.hau_mai_quiet_holidays", readonly=False
    )
    hau_mai_sms_from = fields.Float(related="company_id.hau_mai_sms_from", readonly=False)
    hau_mai_sms_to = fields.Float(related="company_id.hau_mai_sms_to", readonly=False)
    hau_mai_call_from = fields.Float(related="company_id.hau_mai_call_from", readonly=False)
    hau_mai_call_to = fields.Float(related="company_id.hau_mai_call_to", readonly=False)
    hau_mai_email_from = fields.Float(related="company_id.hau_mai_email_from", readonly=False)
    hau_mai_email_to = fields.Float(related="company_id.hau_mai_email_to", readonly=False)
    hau_mai_do_not_call_days = fields.Integer(
        related="company_id.hau_mai_do_not_call_days", readonly=False
    )
    hau_mai_do_not_call_date = fields.Date(compute="_compute_hau_mai_do_not_call")
    hau_mai_do_not_call_old = fields.Boolean(compute="_compute_hau_mai_do_not_call")

    @api.depends("hau_mai_do_not_call_days", "hau_mai_vietnam_rules")
    def _compute_hau_mai_do_not_call(self):
        """The day of the list, and whether it is too long ago, or there is none."""
        date = self.env["hau_mai.do.not.call"]._latest_date()
        for settings in self:
            days = settings.hau_mai_do_not_call_days
            oldest = settings.company_id._hau_mai_today() - timedelta(days=days)
            too_old = not date or bool(days) and date < oldest
            settings.hau_mai_do_not_call_date = date
            settings.hau_mai_do_not_call_old = settings.hau_mai_vietnam_rules and too_old
