from odoo import api, models
from odoo.tools import format_date

from ..tools.maintenance import prolong


class HauMaiCoverage(models.Model):
    """What visits on time add to a warranty period."""

    _inherit = "hau_mai.coverage"

    @api.depends(
        "unit_id.schedule_ids.earned",
        "unit_id.schedule_ids.earn_kind",
        "unit_id.schedule_ids.earn_duration",
        "unit_id.schedule_ids.earn_duration_unit",
    )
    def _compute_date_end(self):
        return super()._compute_date_end()

    def _prolong(self, end):
        end = super()._prolong(end)
        rewards = self._rewards()
        return prolong(self.date_start, end, rewards) if rewards else end

    def _rewards(self):
        """What the unit's visits earned for its warranty: (day, duration, unit)."""
        self.ensure_one()
        schedules = self.unit_id.sudo().schedule_ids
        return [reward for schedule in schedules for reward in schedule._rewards()]

    def _explain_prolonged(self):
        phrases = super()._explain_prolonged()
        if not self.date_end:
            return phrases
        return phrases + [
            self.env._(
                "%(length)s longer for visits on time (%(day)s)",
                length=self._duration_label(duration, unit),
                day=format_date(self.env, day),
            )
            for day, duration, unit in sorted(self._rewards())
            if self.date_start <= day <= self.date_end
        ]
