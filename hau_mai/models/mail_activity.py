from odoo import models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _open_touchpoints(self):
        """The follow-ups these activities are to settle."""
        if not self:
            return self.env["hau_mai.touchpoint"]
        return (
            self.env["hau_mai.touchpoint"]
            .sudo()
            .search([("activity_id", "in", self.ids), ("state", "=", "open")])
        )

    def _action_done(self, feedback=False, attachment_ids=None):
        """Marked as done in the standard way: the customer was reached."""
        self._open_touchpoints()._settle("reached", feedback)
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)

    def write(self, vals):
        """A follow-up goes along when its activity is put on another day or given away."""
        result = super().write(vals)
        followed = {"date_planned": "date_deadline", "user_id": "user_id"}
        changes = {ours: vals[theirs] for ours, theirs in followed.items() if theirs in vals}
        if changes and not self.env.context.get("hau_mai_follows_touchpoint"):
            self._open_touchpoints().with_context(hau_mai_follows_activity=True).write(changes)
        return result

    def unlink(self):
        """Deleted by hand, nothing was done: say who did it."""
        self._open_touchpoints()._cancel_deleted()
        return super().unlink()
