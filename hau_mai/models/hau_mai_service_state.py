from odoo import fields, models

from .hau_mai_service import OPEN_STATES


class HauMaiService(models.Model):
    """The way of a job from the call to the hand-over: its buttons."""

    _inherit = "hau_mai.service"

    passed_over = fields.Char(
        readonly=True,
        copy=False,
        help="Which steps were left out when it was marked as done.",
    )
    again_count = fields.Integer(
        string="Taken Up Again", readonly=True, copy=False, help="How often it came back."
    )

    # === ACTION METHODS === #

    def action_done(self):
        """Finish the work, from every open state; what was passed over is recorded.

        :raises UserError: when a job is over already
        """
        for service in self:
            if service.state not in OPEN_STATES:
                service._check_transition("done")
        for service in self.filtered(lambda s: s.state in OPEN_STATES):
            service.write({"state": "done", "passed_over": service._word_passed_over()})
        return True

    def _word_passed_over(self):
        """The steps between this state and done that nobody took, as words."""
        self.ensure_one()
        labels = dict(self._fields["state"]._description_selection(self.env))
        steps = ("scheduled", "in_progress")
        order = [key for key, _label in self._fields["state"].selection]
        left = [step for step in steps if order.index(step) > order.index(self.state)]
        return ", ".join(labels[step] for step in left) or False
