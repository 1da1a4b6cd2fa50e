from odoo import api, fields, models

from ..tools.maintenance import NOT_STARTED, OPEN


class HauMaiService(models.Model):
    """The planned visits of a job: what becomes of them when it is done, cancelled, taken up."""

    _inherit = "hau_mai.service"

    # === FIELDS === #

    date_planned = fields.Date(
        string="Due Day",
        index="btree_not_null",
        copy=False,
        help="The working day for which the visits of this job are planned; the appointment is "
        "made with the customer.",
    )
    has_meter = fields.Boolean(related="unit_id.has_meter", groups="hau_mai.group_user_own")
    visits_alert = fields.Char(compute="_compute_visits_alert", groups="base.group_user")

    # === COMPUTE METHODS === #

    @api.depends("occurrence_ids.to_do", "occurrence_ids.window_to", "occurrence_ids.state")
    @api.depends_context("lang")
    def _compute_visits_alert(self):
        """What is special about finishing the job today."""
        for service in self:
            service.visits_alert = service._word_visits_alert()

    def _word_visits_alert(self):
        self.ensure_one()
        live = self.occurrence_ids.filtered(lambda visit: visit.state in OPEN)
        outside = live.filtered(
            lambda visit: visit.to_do and visit.timing != "in_time" and not visit.reason
        )
        parts = []
        if outside:
            names = ", ".join(outside.mapped("display_name"))
            parts.append(
                self.env._("Today is outside the window of %s: say why in the list.", names)
            )
        left = live.filtered(lambda visit: not visit.to_do)
        if left:
            names = ", ".join(left.mapped("display_name"))
            parts.append(self.env._("Goes onto a new job when this one is done: %s.", names))
        return " ".join(parts)

    # === ACTION METHODS === #

    def action_add_reading(self):
        """The dialog for what the meter shows at this job."""
        self.ensure_one()
        action = self.unit_id.action_add_reading()
        action["context"] |= {"default_service_id": self.id, "default_source": "service"}
        return action

    # === BUSINESS METHODS === #

    def _on_state_changed(self, before):
        result = super()._on_state_changed(before)
        with_visits = self.sudo().filtered("occurrence_ids")
        with_visits._in_states("done")._finish_visits()
        with_visits._in_states("cancelled")._give_visits_back()
        with_visits.filtered(
            lambda service: (
                before[service.id] in ("done", "closed") and service.state not in ("done", "closed")
            )
        )._take_visits_up()
        with_visits.filtered(
            lambda service: before[service.id] == "cancelled" and service.state == "new"
        )._book_visits_again()
        return result

    def _in_states(self, *states):
        return self.filtered(lambda service: service.state in states)

    def _finish_visits(self):
        """What was ticked is done; the rest is carried over onto a job of its own."""
        left = self.env["hau_mai.maintenance.occurrence"]
        for service in self:
            visits = service.occurrence_ids.filtered(lambda visit: visit.state in OPEN)
            ticked = visits.filtered("to_do")
            ticked._do(service.company_id._hau_mai_day(service.date_done))
            rest = visits - ticked
            for visit in rest:
                reason = visit.reason or self.env._("Not done with job %s", service.name)
                visit.write({"state": "carried_over", "to_do": True, "reason": reason})
            left |= rest
        if left:
            self.env["hau_mai.maintenance.planner"]._make_jobs_of_rest(left)

    def _give_visits_back(self):
        """The visits of a cancelled job are due again: the next run makes another one."""
        self.occurrence_ids.filtered(lambda visit: visit.state in ("booked", "carried_over")).write(
            {"state": "due"}
        )

    def _take_visits_up(self):
        """A job that is taken up again has its visits still to be done."""
        self.occurrence_ids.filtered(lambda visit: visit.state == "done").write(
            {"state": "booked", "date_done": False}
        )

    def _book_visits_again(self):
        """A cancelled job that is opened again takes back what nobody else took."""
        self.occurrence_ids.filtered(lambda visit: visit.state == "due").write({"state": "booked"})

    def _cancel_not_started(self, reason):
        """Cancel maintenance jobs that nobody has begun."""
        self.filtered(
            lambda service: service.kind == "maintenance" and service.state in NOT_STARTED
        ).write({"state": "cancelled", "cancel_reason": reason})

    def _cancel_without_visits(self, reason):
        """Cancel jobs that were only planned and have no visit to be done any more."""
        self.filtered(
            lambda service: not any(visit.state in OPEN for visit in service.occurrence_ids)
        )._cancel_not_started(reason)

    def _plan_day(self):
        """Plan jobs without an appointment for a working day that suits their visits."""
        self.env["hau_mai.maintenance.planner"]._plan_days(
            self.filtered(lambda service: service.state in NOT_STARTED and not service.date_start)
        )
