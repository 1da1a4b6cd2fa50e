from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.hau_mai_touchpoint import LIVE, OUTCOMES


class HauMaiTouchpointOutcomeWizard(models.TransientModel):
    """Asks how a contact went, what was said, and when to call again."""

    _name = "hau_mai.touchpoint.outcome"
    _description = "Outcome of a Follow-up"

    touchpoint_ids = fields.Many2many("hau_mai.touchpoint", string="Follow-ups", required=True)
    outcome = fields.Selection(OUTCOMES, required=True, default="call_again")
    feedback = fields.Text(string="What Was Said")
    call_again_on = fields.Date()
    explanation = fields.Char(compute="_compute_explanation", string="What Follows")

    @api.depends("outcome")
    def _compute_explanation(self):
        sentences = {
            "reached": self.env._("The follow-up is done."),
            "no_answer": self.env._("The next try is planned, as the rule says."),
            "call_again": self.env._("It is planned again for the day you choose."),
            "wrong_number": self.env._("The follow-up is done; the customer's page says so."),
            "refused": self.env._(
                "The follow-up is done, and nobody will contact them for this purpose any more."
            ),
            "problem": self.env._(
                "The follow-up is done, and a case is opened with what was said."
            ),
        }
        for wizard in self:
            wizard.explanation = sentences.get(wizard.outcome, "")

    def action_apply(self):
        """Record the outcome on all chosen follow-ups that are not over yet."""
        self.ensure_one()
        if self.outcome == "call_again" and not self.call_again_on:
            raise UserError(self.env._("Choose the day on which to call again."))
        touchpoints = self.touchpoint_ids.filtered(lambda touchpoint: touchpoint.state in LIVE)
        touchpoints._record_outcome(self.outcome, self.feedback, self.call_again_on)
        return {"type": "ir.actions.act_window_close"}
