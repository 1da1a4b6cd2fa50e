from markupsafe import Markup

from odoo import api, fields, models

#: Cases that a digest names; the rest is a number.
NAMED = 10


class HauMaiSlaAlert(models.Model):
    """One message for each person and run, about all that was brought to them."""

    _inherit = "hau_mai.sla.alert"

    @api.model
    def _send_digests(self):
        """Tell everybody of what they were not told of yet and what is still open.

        What a run that was killed left untold is told by the next one.
        """
        now = fields.Datetime.now()
        untold = self.search([("date_told", "=", False), ("user_id", "!=", False)])
        untold = untold.try_lock_for_update(allow_referencing=True)
        still_open = untold.filtered_domain(self._open_domain())
        for user, alerts in still_open.grouped("user_id").items():
            alerts._send_digest(user, now)
        untold.write({"date_told": now})

    def _send_digest(self, user, now):
        """Tell a user of these alerts: vulnerable consumers first, then what is latest."""
        alerts = self.with_context(lang=user.lang or self.env.lang).sorted(
            lambda alert: (not alert.complaint_id.is_vulnerable, alert.deadline, alert.id)
        )
        cases = alerts.complaint_id
        late = alerts.filtered(lambda alert: alert.deadline <= now).complaint_id
        subject = alerts.env._(
            "Cases that need you: %(count)s, of which %(late)s overdue",
            count=len(cases),
            late=len(late),
        )
        action = self.env.ref("hau_mai.hau_mai_complaint_action_escalated")
        lines = [alert._digest_line(action, now) for alert in alerts[:NAMED]]
        if len(alerts) > NAMED:
            lines.append(alerts.env._("and %s more", len(alerts) - NAMED))
        user._hau_mai_send_digest(subject, lines, action, alerts.env._("Open these cases"))

    def _digest_line(self, action, now):
        """The case with a link, what is promised and until when, and why one is told."""
        case = self.complaint_id
        parts = [case.partner_id.name, self.status_id._word_alert(now), self.why]
        if case.is_vulnerable:
            parts.insert(0, self.env._("vulnerable consumer"))
        return Markup('<a href="/odoo/action-%s/%s">%s</a> %s') % (
            action.id,
            case.id,
            f"{case.name} {case.subject}",
            " · ".join(part for part in parts if part),
        )
