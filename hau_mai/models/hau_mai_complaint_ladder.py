from odoo import api, fields, models
from odoo.fields import Domain

from .hau_mai_complaint_stage import OPEN_KINDS


class HauMaiComplaint(models.Model):
    """Who was told that the case is late, and who takes care of it."""

    _inherit = "hau_mai.complaint"

    alert_ids = fields.One2many(
        "hau_mai.sla.alert", "complaint_id", string="Warnings", groups="hau_mai.group_user_own"
    )
    miss_ids = fields.One2many(
        "hau_mai.sla.miss",
        "complaint_id",
        string="Broken Promises",
        groups="hau_mai.group_user_own",
    )
    is_escalated = fields.Boolean(
        string="Escalated",
        compute="_compute_is_escalated",
        search="_search_is_escalated",
        groups="hau_mai.group_user_own",
        help="Somebody was told that it is late or nearly so, and nobody has acknowledged it.",
    )
    escalation = fields.Char(
        compute="_compute_is_escalated",
        groups="hau_mai.group_user_own",
        help="Who was told, when, and of what.",
    )

    # === COMPUTE METHODS === #

    @api.depends("alert_ids.date_acknowledged", "alert_ids.date_settled")
    @api.depends_context("lang")
    def _compute_is_escalated(self):
        alerts = self.env["hau_mai.sla.alert"].search(
            [("complaint_id", "in", self.ids), *self.env["hau_mai.sla.alert"]._open_domain()]
        )
        by_case = alerts.grouped("complaint_id")
        for complaint in self:
            last = by_case.get(complaint._origin, alerts.browse())[:1]
            complaint.is_escalated = bool(last)
            complaint.escalation = last and last._word()

    def _search_is_escalated(self, operator, value):
        if operator != "in":
            return NotImplemented
        open_alerts = Domain("alert_ids", "any", self.env["hau_mai.sla.alert"]._open_domain())
        return open_alerts if True in value else ~open_alerts

    # === CRUD METHODS === #

    def write(self, vals):
        if "user_id" not in vals:
            return super().write(vals)
        before = {complaint.id: complaint.user_id for complaint in self}
        result = super().write(vals)
        for user, complaints in self.grouped("user_id").items():
            given = complaints.filtered(lambda c: c.user_id and c.user_id != before[c.id])
            given._settle_alerts(self.env._("%s has the case now.", user.name))
        return result

    # === ACTION METHODS === #

    def action_take(self):
        result = super().action_take()
        self._settle_alerts(self.env._("%s took the case.", self.env.user.name))
        return result

    def action_acknowledge_alerts(self):
        """Take care of these cases: nobody else is told that they are late."""
        self.check_access("write")
        alerts = self.sudo()._open_alerts()
        alerts._acknowledge()
        self._message_log_batch(
            bodies={
                case.id: self.env._("%s takes care of it; nobody else is told.", self.env.user.name)
                for case in self
                if case in alerts.complaint_id
            }
        )
        return True

    # === BUSINESS METHODS === #

    def _on_stage_changed(self, before):
        """A case that is taken up again can be late again, whoever took care of it before."""
        result = super()._on_stage_changed(before)
        again = self.filtered(lambda c: c.state in OPEN_KINDS and before[c.id] not in OPEN_KINDS)
        again.sudo().sla_status_ids.filtered("ladder_stopped").ladder_stopped = False
        return result

    def _open_alerts(self):
        """What somebody was told of these cases and nobody has taken care of."""
        alerts = self.env["hau_mai.sla.alert"]
        return alerts.search([("complaint_id", "in", self.ids), *alerts._open_domain()])

    def _settle_alerts(self, why):
        """Nobody needs to be warned of these cases any more for now.

        :param str why: a sentence
        """
        if self:
            self.sudo()._open_alerts()._settle(why)
