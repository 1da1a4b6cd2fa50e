from odoo import fields, models


class HauMaiCareJourney(models.Model):
    """The journey as a line: its steps by day, and how many customers each reached."""

    _inherit = "hau_mai.care.journey"

    timeline = fields.Html(compute="_compute_timeline", sanitize=False)
    days_in_words = fields.Char(compute="_compute_days_in_words", string="Days")

    # === COMPUTE METHODS === #

    def _compute_timeline(self):
        """A funnel: planned, contacted, answered, bought, step by step."""
        counts = self._step_counts()
        for journey in self:
            steps = journey.step_ids.sorted(lambda step: (step.step_day, step.sequence, step.id))
            journey.timeline = self.env["ir.qweb"]._render(
                "hau_mai.care_journey_timeline",
                {"steps": [self._describe_step(step, counts) for step in steps]},
            )

    def _compute_days_in_words(self):
        for journey in self:
            days = sorted(journey.step_ids.mapped("step_day"))
            journey.days_in_words = self.env._("Day %s", " · ".join(map(str, days))) if days else ""

    # === TOOLS === #

    def _step_counts(self):
        """``{kind: {rule: count}}`` of the follow-ups of all steps, a query a kind."""
        touchpoints = self.env["hau_mai.touchpoint"]
        of_steps = [("rule_id", "in", self.step_ids.ids)]
        kinds = {
            "planned": [("state", "in", ("planned", "open"))],
            "contacted": [("state", "=", "done")],
            "answered": [("state", "=", "done"), *(~touchpoints._unanswered_domain())],
            "bought": [("state", "=", "done"), ("bought_order_id", "!=", False)],
        }
        return {
            kind: dict(touchpoints._read_group(of_steps + domain, ["rule_id"], ["__count"]))
            for kind, domain in kinds.items()
        }

    def _describe_step(self, step, counts):
        """What the line shows of a step."""
        figures = {kind: found.get(step, 0) for kind, found in counts.items()}
        contacted = figures["contacted"]
        return {
            "id": step.id,
            "day": step.step_day,
            "name": step.name,
            "channel": dict(step._fields["channel"]._description_selection(self.env))[step.channel],
            "waits": step.trigger == "after_step",
            "active": step.active,
            "answered_percent": round(100 * figures["answered"] / contacted) if contacted else 0,
            **figures,
        }
