from odoo import api, models
from odoo.fields import Command

from .hau_mai_maintenance_plan_line import FIGURES

#: What makes two schedules the same promise.
PROMISED = (*FIGURES, "lead_days", "pause_during_repair")


class HauMaiMaintenanceSchedule(models.Model):
    """What a schedule has in common with its plan, and with those cut off it."""

    _inherit = "hau_mai.maintenance.schedule"

    def _prepare_split_vals(self):
        """Values of this schedule for a part of its unit, with the visits that are over."""
        self.ensure_one()
        [vals] = self.copy_data({"unit_id": False, "date_anchor_manual": self.date_anchor_manual,
                                 "anchor_reason": self.anchor_reason})  # fmt: skip
        closed = self.occurrence_ids.filtered(
            lambda visit: visit.state in ("done", "missed", "skipped")
        )
        fnames = ("number", "date_due", "date_done", "state", "reason")
        vals["occurrence_ids"] = [
            Command.create({fname: visit[fname] for fname in fnames}) for visit in closed
        ]
        return vals

    def _to_promise(self):
        """What this schedule promises, to be compared with a blueprint's."""
        self.ensure_one()
        return self._promise_key({fname: self[fname] for fname in PROMISED})

    @api.model
    def _promise_key(self, vals):
        """What is promised, without how it is worded, as something that can be sorted."""
        return [str(vals[fname] or "") for fname in PROMISED]
