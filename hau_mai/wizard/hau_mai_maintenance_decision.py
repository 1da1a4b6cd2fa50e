from odoo import api, fields, models


class HauMaiMaintenanceDecision(models.TransientModel):
    """The dialog behind a decision on schedules or visits that needs a reason."""

    _name = "hau_mai.maintenance.decision"
    _description = "Decision on Maintenance"

    schedule_ids = fields.Many2many("hau_mai.maintenance.schedule", string="Schedules")
    occurrence_ids = fields.Many2many("hau_mai.maintenance.occurrence", string="Visits")
    decision = fields.Selection(
        [
            ("skip", "Skip a visit"),
            ("move", "Move a visit"),
            ("pause", "Pause a schedule"),
            ("cancel", "Cancel a schedule"),
            ("anchor", "Count from another day"),
        ],
        required=True,
        default="skip",
    )
    date = fields.Date(string="Day", default=lambda self: self.env.company._hau_mai_today())
    reason = fields.Char(string="Why", required=True)

    @api.model
    def _open(self, decision, **ids):
        """The dialog for a decision.

        :param ids: ``schedule_ids`` or ``occurrence_ids``
        """
        labels = dict(self._fields["decision"]._description_selection(self.env))
        context = {f"default_{name}": value for name, value in ids.items()}
        return {
            "type": "ir.actions.act_window",
            "name": labels[decision],
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {"default_decision": decision, **context},
        }

    def action_apply(self):
        self.ensure_one()
        if self.decision == "skip":
            self.occurrence_ids.action_skip(self.reason)
        elif self.decision == "move":
            self.occurrence_ids.action_move(self.date, self.reason)
        elif self.decision == "pause":
            self.schedule_ids.action_pause(self.reason)
        elif self.decision == "cancel":
            self.schedule_ids.action_cancel(self.reason)
        else:
            self.schedule_ids.action_set_anchor(self.date, self.reason)
        return {"type": "ir.actions.act_window_close"}
