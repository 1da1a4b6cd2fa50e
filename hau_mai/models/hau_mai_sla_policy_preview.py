from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.sla import OVER
from .hau_mai_sla_policy import CHOICES

#: So many teams are shown with their own hours.
TEAMS_SHOWN = 3


class HauMaiSlaPolicy(models.Model):
    """What a promise will do, and to whom: shown beside the form while it is written."""

    _inherit = "hau_mai.sla.policy"

    promise = fields.Char(compute="_compute_promise", help="The promised time in words.")
    cases = fields.Char(
        string="For", compute="_compute_cases", help="Which cases get the promise, in words."
    )
    preview = fields.Json(
        compute="_compute_preview", help="What customers may expect, and an example from now."
    )

    # === COMPUTE METHODS === #

    @api.depends("days", "hours", "minutes")
    @api.depends_context("lang")
    def _compute_promise(self):
        for policy in self:
            policy.promise = policy._promise() and policy._promise_label()

    @api.depends("team_ids", "category_ids", *CHOICES)
    @api.depends_context("lang")
    def _compute_cases(self):
        for policy in self:
            policy.cases = "; ".join(policy._case_words()) or self.env._("Every case")

    @api.depends(
        "target", "days", "hours", "minutes", "team_ids", "category_ids", "calendar_id",
        "pause_stage_ids", "company_id", "sequence", "active", *CHOICES,
    )  # fmt: skip
    @api.depends_context("lang", "company")
    def _compute_preview(self):
        for policy in self:
            promised = bool(policy._promise())
            policy.preview = {
                "sentence": promised and policy._preview_sentence(),
                "example": self.env._("An example: a case opened now"),
                "rows": policy._preview_rows() if promised else [],
                "notes": policy._preview_notes(),
            }

    # === PREVIEW === #

    def _case_words(self):
        """The conditions of the promise in words; nothing when every case gets it."""
        words = [", ".join(names) for names in (
            self.team_ids.mapped("name"), self.category_ids.mapped("display_name"),
        ) if names]  # fmt: skip
        for fname, of_case in CHOICES.items():
            field = self.env["hau_mai.complaint"]._fields[of_case]
            labels = dict(field._description_selection(self.env))
            if self[fname]:
                words.append(", ".join(labels.get(key, key) for key in self[fname]))
        return words

    def _preview_sentence(self):
        time = self._promise_label()
        return {
            "acknowledge": self.env._("Within %s we confirm that we received it.", time),
            "first_response": self.env._("Within %s one of us answers.", time),
            "next_response": self.env._("Within %s we answer when you write again.", time),
            "solution": self.env._("Within %s we solve it, or say in writing why not.", time),
            "report": self.env._("Within %s after it is over we report the result.", time),
        }[self.target or "solution"]

    def _preview_rows(self):
        """When a case opened now would be due, by the hours of the first teams."""
        now = fields.Datetime.now()
        rows = {}
        for case in self._preview_cases():
            calendar = self._calendar_of(case)
            if not calendar or calendar in rows:
                continue
            hours = calendar._hau_mai_hours(now, now, case.company_id)
            clock = (
                self.env["hau_mai.sla.status"]
                .sudo()
                .new(
                    {
                        "company_id": case.company_id.id,
                        "calendar_id": calendar.id,
                        "days": self.days,
                        "hours": self.hours,
                        "minutes": self.minutes,
                        "date_start": now,
                        "target": self.target,
                        "deadline": hours.deadline(now, self._promise()) or False,
                    }
                )
            )
            rows[calendar] = {
                "name": case.team_id.name or calendar.name,
                "end": clock._when_label(clock.deadline) if clock.deadline else "",
                "explanation": clock.explanation,
                "covered": calendar.sudo().name,
                "width": 100,
            }
        return list(rows.values())

    def _preview_cases(self):
        """Cases as they may come in, for an example of each team."""
        company = self.company_id or self.env.company
        teams = self.team_ids._origin or self.env["hau_mai.complaint.team"].search(
            [("company_id", "=", company.id)]
        )
        Case = self.env["hau_mai.complaint"].sudo()
        if not teams:
            return [Case.new({"company_id": company.id})]
        return [
            Case.new({"company_id": team.company_id.id, "team_id": team.id})
            for team in teams[:TEAMS_SHOWN]
        ]

    def _preview_notes(self):
        """Sentences about when the clock stands still, and how many cases it fits."""
        stages = ", ".join(self.pause_stage_ids.mapped("name"))
        notes = [
            self.env._("The clock stands still in: %s.", stages)
            if stages
            else self.env._("Nothing stops the clock."),
        ]
        notes += self._preview_parties()
        words = self._case_words()
        for_whom = "; ".join(words) if words else self.env._("every case")
        notes.append(self.env._("For: %s.", for_whom))
        if self.env["hau_mai.complaint"].has_access("read"):
            notes.append(
                self.env._("It fits %s of the cases that are open.", self._fitting_count())
            )
        notes.append(
            self.env._(
                "Of the promises of the same kind that fit a case, the first in the list counts. "
                "Cases that have a promise keep its figures."
            )
        )
        return notes

    def _preview_parties(self):
        """Whether waiting for somebody else than the customer stops the clock."""
        company = (self.company_id or self.env.company).sudo()
        stopping = {
            self.env._("a supplier"): company.hau_mai_supplier_stops_clock,
            self.env._("a service center"): company.hau_mai_center_stops_clock,
        }
        going = [name for name, stops in stopping.items() if not stops]
        if not going or not self.pause_stage_ids:
            return []
        return [
            self.env._(
                "It runs on while one waits for %s (Settings).", self.env._(" or ").join(going)
            )
        ]

    def _fitting_count(self):
        """How many open cases the conditions fit."""
        return self.env["hau_mai.complaint"].search_count(
            Domain("state", "not in", OVER) & self._match_domain()
        )
