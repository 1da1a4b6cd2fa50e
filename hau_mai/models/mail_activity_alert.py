from odoo import models


class MailActivity(models.Model):
    """An activity about a late case: doing it takes care of the case."""

    _inherit = "mail.activity"

    def _open_alerts(self):
        """The warnings these activities stand for."""
        alerts = self.env["hau_mai.sla.alert"].sudo()
        if not self or self.env.context.get("hau_mai_follows_alert"):
            return alerts
        return alerts.search([("activity_id", "in", self.ids), *alerts._open_domain()])

    def _action_done(self, feedback=False, attachment_ids=None):
        """Marked as done in the standard way: acknowledged."""
        alerts = self._open_alerts()
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        alerts._acknowledge(keep_activities=True)
        return result

    def unlink(self):
        """Deleted by hand: it is settled, and the next step comes when it is due."""
        why = self.env._("%s deleted the activity.", self.env.user.name)
        self._open_alerts()._settle(why, keep_activities=True)
        return super().unlink()
