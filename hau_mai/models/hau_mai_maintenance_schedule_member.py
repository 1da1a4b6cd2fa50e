from odoo import api, models


class HauMaiMaintenanceSchedule(models.Model):
    """Visits that are free because the customer is a member."""

    _inherit = "hau_mai.maintenance.schedule"

    @api.depends("occurrence_ids.member_tier_id")
    @api.depends_context("lang")
    def _compute_free(self):
        return super()._compute_free()

    def _given_numbers(self):
        self.ensure_one()
        return {visit.number for visit in self.occurrence_ids if visit.sudo().member_tier_id}

    def _word_free(self, code):
        if code == "member":
            return self.env._("Free: one of the visits members have each year.")
        return super()._word_free(code)
