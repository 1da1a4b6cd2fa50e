from odoo import api, fields, models
from odoo.tools import format_date

from ..tools.maintenance import Rhythm, Visit, free_codes, next_visit, window
from .hau_mai_maintenance_plan_line import FIGURES

#: So many visits of each line an example shows.
EXAMPLES = 4


class HauMaiMaintenancePlan(models.Model):
    """What a plan will do, and to whom: shown beside the form while it is written."""

    _inherit = "hau_mai.maintenance.plan"

    preview = fields.Json(
        compute="_compute_preview",
        help="What the customer reads, and the visits of something that starts today.",
    )

    @api.depends("company_id", "lead_days", "pause_during_repair", "line_ids",
                 *(f"line_ids.{fname}" for fname in ("name", "part_ids", *FIGURES)))  # fmt: skip
    @api.depends_context("lang", "company")
    def _compute_preview(self):
        for plan in self:
            plan.preview = {
                "sentence": plan._prepare_sentence(),
                "example": self.env._("An example that starts today; green: free"),
                "rows": [line._preview_row() for line in plan.line_ids],
                "notes": plan._preview_notes(),
            }

    def _preview_notes(self):
        """Sentences about what happens and to which products."""
        self.ensure_one()
        if not self.line_ids:
            return [
                self.env._(
                    "A plan without lines promises nothing. Choose it on a product or a category "
                    "to say so where their category or the company promises something."
                ),
                *self._preview_reach(),
            ]
        company = self.company_id or self.env.company
        days = self.lead_days or company.hau_mai_lead_days
        notes = [
            self.env._("The job of a visit is made %s days before it is due.", days),
            self.env._("What was sold keeps the plan as it was: changes count for new sales."),
        ]
        if self.pause_during_repair:
            notes.append(self.env._("Days in repair move the visits that follow."))
        return notes + self._preview_reach()


class HauMaiMaintenancePlanLine(models.Model):
    _inherit = "hau_mai.maintenance.plan.line"

    def _preview_row(self):
        """The next visits of something that starts today, as the preview shows them."""
        self.ensure_one()
        company = self.plan_id.company_id or self.env.company
        visits = self._preview_visits(company._hau_mai_today())
        codes, _left = free_codes(visits, self.free_visits)
        more = bool(visits) and (not self.visits or self.visits > len(visits))
        return {
            "name": self.name or "",
            "dates": [
                {
                    "label": format_date(self.env, visit.date_due),
                    "free": bool(codes[visit.number]) or self.free_during_warranty,
                }
                for visit in visits
            ],
            "more": more,
            "explanation": self._rhythm_words(self),
            "covered": self._preview_words(),
        }

    def _preview_visits(self, start):
        """The first visits, each done on the day it is due."""
        self.ensure_one()
        rhythm = Rhythm(
            self.interval, self.interval_unit or "month", 0, self.visits, self.anchor,
            int(self.first_month or 0), self.window_before, self.window_after,
        )  # fmt: skip
        visits = []
        while len(visits) < EXAMPLES and self.interval:
            upcoming = next_visit(start, visits, rhythm)
            if not upcoming or not upcoming.date:
                break
            day = upcoming.date
            last = window(day, rhythm)[1]
            visits.append(Visit(upcoming.number, "done", day, day, last, True))
        return visits

    def _preview_words(self):
        """What else is to be known of a line, in a few words."""
        self.ensure_one()
        parts = [
            self.env._(
                "%(before)s days before to %(after)s days after",
                before=self.window_before,
                after=self.window_after,
            )
        ]
        if self.free_during_warranty:
            parts.append(self.env._("free while a warranty runs"))
        names = self.part_ids.product_id.mapped("display_name")
        if names:
            parts.append(self.env._("with %s", ", ".join(names)))
        if self.earn_after and self.earn_kind == "visit":
            parts.append(self.env._("%s in a row on time: one more free visit", self.earn_after))
        elif self.earn_after:
            length = self.env["hau_mai.coverage"]._duration_label(
                self.earn_duration, self.earn_duration_unit or "month"
            )
            parts.append(
                self.env._(
                    "%(count)s in a row on time: warranty %(length)s longer",
                    count=self.earn_after,
                    length=length,
                )
            )
        return " · ".join(parts)
