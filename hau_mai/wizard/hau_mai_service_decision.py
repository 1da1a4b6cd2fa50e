from datetime import timedelta

from odoo import api, fields, models


class HauMaiServiceDecision(models.TransientModel):
    """The dialog behind a decision on jobs that needs a moment, somebody to wait for, a reason."""

    _name = "hau_mai.service.decision"
    _description = "Decision on Service Jobs"

    service_ids = fields.Many2many("hau_mai.service", string="Jobs", required=True)
    decision = fields.Selection(
        [
            ("schedule", "Schedule"),
            ("wait", "Wait"),
            ("again", "Take up again"),
            ("cancel", "Cancel"),
        ],
        required=True,
        default="wait",
    )
    waiting_for = fields.Selection(
        selection=lambda self: (
            self.env["hau_mai.service"]._fields["waiting_for"]._description_selection(self.env)
        ),
        string="Whom For",
    )
    date_start = fields.Datetime(string="Appointment")
    user_id = fields.Many2one(
        "res.users", string="Technician", domain="[('share', '=', False)]", ondelete="cascade"
    )
    conflict = fields.Char(compute="_compute_conflict")
    reason = fields.Char()

    @api.depends("date_start", "user_id", "service_ids")
    def _compute_conflict(self):
        """Where the technician is already at that time, said before it is decided."""
        for wizard in self:
            job = wizard.service_ids._origin
            if len(job) != 1 or not wizard.date_start:
                wizard.conflict = False
                continue
            draft = job.new(
                {
                    "date_start": wizard.date_start,
                    "date_end": wizard.date_start + timedelta(minutes=job.planned_minutes),
                    "user_id": (wizard.user_id or job.user_id).id,
                    "state": "scheduled",
                },
                origin=job,
            )
            wizard.conflict = draft.appointment_conflict

    def action_apply(self):
        """Carry the decision out on all jobs it is about."""
        self.ensure_one()
        getattr(self, f"_apply_{self.decision}")(self.service_ids)
        return {"type": "ir.actions.act_window_close"}

    def _apply_schedule(self, services):
        services.action_schedule(self.date_start, self.user_id.id)

    def _apply_wait(self, services):
        services.action_wait(self.waiting_for or False, self.reason)

    def _apply_again(self, services):
        services.action_again(self.reason)

    def _apply_cancel(self, services):
        services.action_cancel(self.reason or "")
