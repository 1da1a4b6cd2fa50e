from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date

from ..tools.repairs import days_added, received_within


class HauMaiCoverage(models.Model):
    """What repairs do to a warranty period: they make it longer, and end what they gave.

    The days between receipt and hand-back of warranty repairs do not count (Law
    19/2023/QH15, art. 30.2.c), where the unit was sold so. They are counted when it is
    handed back; as long as it is in repair, the period has no last day: it does not run
    out on the workbench.
    """

    _inherit = "hau_mai.coverage"

    _in_repair_idx = models.Index("(unit_id) WHERE in_repair IS TRUE")

    repair_days = fields.Integer(
        string="Days in Repair", compute="_compute_date_end", store=True, default=0
    )
    in_repair = fields.Boolean(
        compute="_compute_date_end",
        store=True,
        help="It was received for a warranty repair while this period ran, and is still there.",
    )
    date_ended = fields.Date(
        string="Ended On", readonly=True, help="It was taken back: this is its last day."
    )
    end_reason = fields.Char(string="Why It Ended", readonly=True)

    # === COMPUTE METHODS === #

    @api.depends(
        "date_ended",
        "unit_id.pause_during_repair",
        "unit_id.has_service",
        "unit_id.service_ids.under_warranty",
        "unit_id.service_ids.kind",
        "unit_id.service_ids.state",
        "unit_id.service_ids.date_received",
        "unit_id.service_ids.date_returned",
        "unit_id.service_ids.date_done",
    )
    def _compute_date_end(self):
        self.repair_days = 0
        self.in_repair = False
        result = super()._compute_date_end()
        for coverage in self.filtered("date_ended"):
            coverage.in_repair = False
            coverage.date_end = min(
                filter(None, (coverage.date_end, coverage.date_ended)), default=False
            )
        return result

    @api.depends("repair_days", "date_ended", "end_reason")
    def _compute_explanation(self):
        return super()._compute_explanation()

    # === BUSINESS METHODS === #

    def _prolong(self, end):
        end = super()._prolong(end)
        jobs = self.unit_id._pausing_jobs()
        if not jobs:
            return end
        start, spans = self.date_start, jobs._repair_spans()
        self.repair_days = days_added(start, end, [span for span in spans if span[1]])
        end += timedelta(days=self.repair_days)
        self.in_repair = any(
            not returned and received_within(start, end, received) for received, returned in spans
        )
        return end

    def _explain_prolonged(self):
        phrases = super()._explain_prolonged()
        if self.repair_days:
            phrases.append(
                self.env._(
                    "%(days)s days longer for repair: %(jobs)s",
                    days=self.repair_days,
                    jobs=", ".join(self._pausing_names()),
                )
            )
        return phrases

    def _planned_end(self):
        """Nothing when it was ended: its days are not what was planned."""
        return not self.date_ended and super()._planned_end()

    def _explain_ended(self):
        phrases = super()._explain_ended()
        if self.date_ended:
            phrases.append(
                self.env._(
                    "ended on %(date)s: %(reason)s",
                    date=format_date(self.env, self.date_ended),
                    reason=self.end_reason or "",
                )
            )
        return phrases

    def _pausing_names(self):
        """The jobs that made this period longer, with their days."""
        self.ensure_one()
        names = []
        for job in self.unit_id._pausing_jobs():
            [(received, returned)] = job._repair_spans()
            if returned and returned > self.date_start and received <= self.date_end:
                first, last = (format_date(self.env, day) for day in (received, returned))
                names.append(f"{job.name} ({first} – {last})")
        return names

    def _take_back(self, reason):
        """End periods as if they had never begun; they stay, for whoever asks."""
        for coverage in self.filtered(lambda c: c.date_start and not c.date_ended):
            coverage.write(
                {"date_ended": coverage.date_start - timedelta(days=1), "end_reason": reason}
            )

    def _prepare_split_vals(self):
        vals = super()._prepare_split_vals()
        return vals | {"date_ended": self.date_ended, "end_reason": self.end_reason}
