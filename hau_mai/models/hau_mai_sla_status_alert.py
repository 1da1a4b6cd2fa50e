from odoo import models


class HauMaiSlaStatus(models.Model):
    """The clock and its warnings: what they say, and when nobody needs them any more."""

    _inherit = "hau_mai.sla.status"

    def _word_alert(self, now):
        """ "Solution or refusal: due Tue 13:00"."""
        self.ensure_one()
        values = {
            "promise": dict(self._fields["target"]._description_selection(self.env))[self.target],
            "moment": self._when_label(self.deadline),
        }
        if self.deadline <= now:
            return self.env._("%(promise)s: was due %(moment)s", **values)
        return self.env._("%(promise)s: due %(moment)s", **values)

    def _settle_alerts_over(self):
        """Nobody is warned of a promise that was kept, stands still, or is no longer given."""
        reasons = {clock: clock._why_over() for clock in self}
        over = self.filtered(reasons.get)
        if not over:
            return
        alerts = self.env["hau_mai.sla.alert"]
        told = alerts.search([("status_id", "in", over.ids), *alerts._open_domain()])
        for why, group in told.grouped(lambda alert: reasons[alert.status_id]).items():
            group._settle(why)

    def _why_over(self):
        """Why nobody has to be warned of this clock now, or False."""
        if not self.active:
            return self.env._("The promise no longer applies: the case has changed.")
        if self.date_reached:
            return self.env._("It was done.")
        if self._stands_still():
            return self.env._("The clock stands still: somebody else is waited for.")
        return False
