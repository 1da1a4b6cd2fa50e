from odoo import api, fields, models

from ..models.hau_mai_complaint import SEVERITIES
from ..models.hau_mai_complaint_move import PARTIES


class HauMaiComplaintDecision(models.TransientModel):
    """The dialog behind a decision on cases that needs somebody to wait for, a day, a reason."""

    _name = "hau_mai.complaint.decision"
    _description = "Decision on Cases"

    complaint_ids = fields.Many2many("hau_mai.complaint", string="Cases", required=True)
    decision = fields.Selection(
        [
            ("wait", "Wait"),
            ("later", "Later"),
            ("duplicate", "Duplicate"),
            ("reopen", "Reopen"),
            ("handover", "Hand over"),
        ],
        required=True,
        default="wait",
    )
    waiting_for = fields.Selection(PARTIES, string="Whom For", default="customer")
    date_later = fields.Date(string="Until")
    partner_ids = fields.Many2many("res.partner", compute="_compute_partner_ids")
    original_id = fields.Many2one("hau_mai.complaint", string="The Case That Stays")
    team_id = fields.Many2one("hau_mai.complaint.team")
    severity = fields.Selection(SEVERITIES)
    reason = fields.Char()
    words = fields.Text(string="What They Have to Find Out")

    @api.depends("complaint_ids")
    def _compute_partner_ids(self):
        for wizard in self:
            wizard.partner_ids = wizard.complaint_ids.commercial_partner_id

    def action_apply(self):
        """Carry the decision out on all cases it is about."""
        self.ensure_one()
        action = getattr(self, f"_apply_{self.decision}")(self.complaint_ids)
        return action or {"type": "ir.actions.act_window_close"}

    def _apply_wait(self, complaints):
        complaints.action_wait(self.waiting_for, self.reason)

    def _apply_later(self, complaints):
        complaints.action_later(self.date_later, self.reason)

    def _apply_duplicate(self, complaints):
        complaints.action_duplicate(self.original_id, self.reason)

    def _apply_reopen(self, complaints):
        complaints.action_reopen(self.reason)

    def _apply_handover(self, complaints):
        return complaints.action_handover(self.team_id, self.words, self.severity)
