from markupsafe import Markup

from odoo import api, fields, models

from ..tools.escalation import BEYOND, Clock, schedule


class HauMaiSlaPolicy(models.Model):
    """The promise and its ladder: who is told before it is too late."""

    _inherit = "hau_mai.sla.policy"

    step_ids = fields.One2many(
        "hau_mai.sla.step",
        "policy_id",
        string="Its Own Ladder",
        copy=True,
        help="The default ladder holds while there is none.",
    )
    ladder_preview = fields.Html(
        compute="_compute_ladder_preview",
        help="Who would be told when, of a case that is opened now and not answered.",
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "step_ids.when", "step_ids.value", "step_ids.notify", "step_ids.active", "days", "hours",
        "minutes", "calendar_id", "team_ids", "company_id",
    )  # fmt: skip
    @api.depends_context("lang", "company")
    def _compute_ladder_preview(self):
        for policy in self:
            policy.ladder_preview = policy._promise() and policy._prepare_ladder_preview()

    def _prepare_ladder_preview(self):
        """A line for each step: the moment, who is told, and what makes it that moment."""
        now = fields.Datetime.now()
        case = self._preview_cases()[0]
        calendar = self._calendar_of(case)
        if not calendar:
            return False
        hours = calendar._hau_mai_hours(now, now, case.company_id)
        deadline = hours.deadline(now, self._promise())
        if not deadline:
            return False
        known = calendar._hau_mai_hours(now, deadline + BEYOND, case.company_id).known
        steps = self._ladder_of(case.company_id)
        by_key = {step.id: step for step in steps}
        moments = schedule(
            [step._rung() for step in steps], Clock(now, deadline, self._promise()), known
        )
        clock = self.env["hau_mai.sla.status"].sudo().new({"company_id": case.company_id.id})
        lines = [
            Markup("<li><b>%s</b> · %s</li>")
            % (clock._when_label(moment), by_key[rung.key].display_name)
            for moment, rung in moments
        ]
        due = clock._when_label(deadline)
        said = self.env._("Of a case opened now, due %s and never answered, these are told:", due)
        return Markup("<p>%s</p><ul>%s</ul>") % (said, Markup().join(lines))

    def _ladder_of(self, company):
        """The steps that hold for the promise: its own, else those of the company, else all's."""
        if own := self.step_ids.filtered("active"):
            return own.sorted("sequence")
        default = self.env["hau_mai.sla.step"].search(
            [("policy_id", "=", False), ("company_id", "in", [False, company.id])]
        )
        return default.filtered("company_id") or default
