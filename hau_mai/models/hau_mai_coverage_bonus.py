from odoo import api, models

from ..tools.benefit import end_with_bonus


class HauMaiCoverage(models.Model):
    """What a customer's tier added to the main warranty when the unit was sold."""

    _inherit = "hau_mai.coverage"

    @api.depends("is_main", "unit_id.warranty_bonus_months")
    def _compute_date_end(self):
        return super()._compute_date_end()

    def _prolong(self, end):
        end = super()._prolong(end)
        months = self._bonus_months()
        if not months:
            return end
        return end_with_bonus(self.date_start, end, self.duration, self.duration_unit, months)

    def _bonus_months(self):
        """How many months a tier added to this period: to what the policy promised of the
        whole unit, also when that begins anew after an exchange."""
        self.ensure_one()
        if not self.is_main or self.origin not in ("policy", "exchange"):
            return 0
        return self.unit_id.warranty_bonus_months

    def _explain_prolonged(self):
        phrases = super()._explain_prolonged()
        months = self.date_end and self._bonus_months()
        if not months:
            return phrases
        return [
            *phrases,
            self.env._(
                "%(length)s longer for %(tier)s members",
                length=self._duration_label(months, "month"),
                tier=self.unit_id.sudo().bonus_tier_id.name,
            ),
        ]
