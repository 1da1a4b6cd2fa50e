from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .hau_mai_complaint_stage import OPEN_KINDS


class HauMaiComplaint(models.Model):
    """What comes of a new case: taken, refused, a duplicate, or put aside for later."""

    _inherit = "hau_mai.complaint"

    _date_later_idx = models.Index("(date_later) WHERE date_later IS NOT NULL")

    date_later = fields.Date(
        string="Put Aside Until",
        readonly=True,
        copy=False,
        tracking=True,
        groups="base.group_user",
        help="Until this day, or until the customer writes. The clocks go on meanwhile.",
    )
    later_reason = fields.Char(
        string="Why Put Aside", readonly=True, copy=False, tracking=True, groups="base.group_user"
    )
    is_asleep = fields.Boolean(
        string="Put Aside",
        compute="_compute_is_asleep",
        search="_search_is_asleep",
        groups="base.group_user",
    )

    # === COMPUTE METHODS === #

    @api.depends("date_later", "state", "company_id")
    def _compute_is_asleep(self):
        for complaint in self:
            later = complaint.date_later
            complaint.is_asleep = (
                bool(later)
                and complaint.state in OPEN_KINDS
                and later > complaint.company_id._hau_mai_today()
            )

    def _search_is_asleep(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "in", OPEN_KINDS) & self.env["res.company"]._hau_mai_day_domain(
            lambda day: Domain("date_later", ">", day)
        )

    # === CRUD METHODS === #

    def _prepare_stage_vals(self, stage, vals):
        extra = super()._prepare_stage_vals(stage, vals)
        if stage.kind not in OPEN_KINDS:
            extra |= {"date_later": False, "later_reason": False}
        return extra

    # === ACTION METHODS === #

    def action_take(self):
        result = super().action_take()
        self.sudo().filtered("date_later")._wake()
        return result

    def action_later(self, until, reason):
        """Put the cases aside until a day, or until the customer writes. Their clocks go on.

        :param until: a day after today, a date or "2026-12-31"
        :param str reason: why it can wait
        :raises UserError: when a case is over, the day is not ahead, or no reason is given
        """
        self.check_access("write")
        until = fields.Date.to_date(until)
        if not (reason or "").strip():
            raise UserError(self.env._("Say why it can wait."))
        for complaint in self:
            if complaint.state not in OPEN_KINDS:
                raise UserError(self.env._("Case %s is over.", complaint.name))
            if not until or until <= complaint.company_id._hau_mai_today():
                raise UserError(
                    self.env._(
                        "Choose a day after today until which case %s is put aside.",
                        complaint.name,
                    )
                )
        return self.write({"date_later": until, "later_reason": reason})

    def action_wake(self):
        """Take back that the cases were put aside."""
        self.check_access("write")
        self._wake()
        return True

    def action_decide(self):
        """The dialog for the decision named in the context (``default_decision``)."""
        return self._open_decision(self.env.context.get("default_decision", "wait"))

    def _open_decision(self, decision):
        """The dialog that asks for what a decision needs: whom for, until when, why."""
        names = {
            "wait": self.env._("Wait"),
            "later": self.env._("Later"),
            "duplicate": self.env._("Duplicate"),
            "reopen": self.env._("Reopen"),
            "handover": self.env._("Ask Another Team"),
        }
        return {
            "type": "ir.actions.act_window",
            "name": names[decision],
            "res_model": "hau_mai.complaint.decision",
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_ids": self.ids, "default_decision": decision},
        }

    # === BUSINESS METHODS === #

    def _wake(self):
        self.write({"date_later": False, "later_reason": False})

    def _on_customer_message(self, messages):
        """Who writes is not put aside any longer."""
        self.sudo().filtered("date_later")._wake()
        return super()._on_customer_message(messages)
