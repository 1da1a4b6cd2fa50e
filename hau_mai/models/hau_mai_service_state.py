from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.service import passed_over
from .hau_mai_service import OPEN_STATES


class HauMaiService(models.Model):
    """The way of a job from the call to the hand-over: its buttons."""

    _inherit = "hau_mai.service"

    date_begun = fields.Datetime(
        string="Begun On", readonly=True, copy=False, help="When the work began for the first time."
    )
    waiting_reason = fields.Char(copy=False, tracking=True, groups="base.group_user")
    passed_over = fields.Char(
        readonly=True,
        copy=False,
        tracking=True,
        groups="base.group_user",
        help="Which steps were left out when it was marked as done.",
    )
    again_count = fields.Integer(
        string="Taken Up Again", readonly=True, copy=False, help="How often it came back."
    )
    waiting_sentence = fields.Char(
        string="Who Waits for Whom", compute="_compute_waiting_sentence", groups="base.group_user"
    )

    may_write = fields.Boolean(
        compute="_compute_may_write", help="Whether the user may change the job."
    )

    # === COMPUTE METHODS === #

    @api.depends("user_id", "responsible_id")
    @api.depends_context("uid")
    def _compute_may_write(self):
        writable = self._filtered_access("write") if any(self._ids) else self
        for service in self:
            service.may_write = service in writable

    @api.depends("state", "waiting_for", "waiting_reason", "partner_id", "center_id")
    def _compute_waiting_sentence(self):
        """ "We wait for the customer: which colour they want." """
        for service in self:
            service.waiting_sentence = service.state == "waiting" and service._word_waiting()

    def _word_waiting(self):
        customer = self.partner_id.display_name
        center = self.center_id.display_name or self.env._("the service center")
        sentence = {
            "parts": self.env._("We wait for parts, and %s waits for us", customer),
            "customer": self.env._("We wait for %s", customer),
            "center": self.env._(
                "%(customer)s waits for %(center)s", customer=customer, center=center
            ),
            "maker": self.env._("We wait for the manufacturer, and %s for us", customer),
        }.get(self.waiting_for) or self.env._("Waiting; nobody said for whom")
        return ": ".join(filter(None, (sentence, self.waiting_reason)))

    # === CRUD METHODS === #

    def write(self, vals):
        """What was over and goes on is taken up again, also when its card is dragged back."""
        if vals.get("state") == "in_progress" and "again_count" not in vals:
            over = self.filtered(lambda service: service.state in ("done", "closed"))
            if over:
                over.action_again()
        return super().write(vals)

    # === ACTION METHODS === #

    def action_schedule(self, start, user=None):
        """Give the jobs an appointment, and the customer the news.

        :param datetime start: naive UTC
        :param user: id of the technician; None leaves who it is
        :raises UserError: without a moment
        """
        start = fields.Datetime.to_datetime(start)
        if not start:
            raise UserError(self.env._("Say when the appointment is."))
        vals = {"date_start": start} | ({"user_id": user} if user else {})
        waiting = self.filtered(lambda s: s.state not in ("new", "scheduled"))
        (self - waiting).write(vals)
        waiting.write(vals | {"state": "scheduled"})
        self._tell_customer("appointment")
        return True

    def action_on_the_way(self):
        """The technician has set out."""
        return self.write({"state": "on_the_way"})

    def action_start(self):
        """Begin the work."""
        return self.write({"state": "in_progress"})

    def action_resume(self):
        """What was waited for is there: go on."""
        return self.write({"state": "in_progress"})

    def action_wait(self, waiting_for=None, reason=None):
        """Put the jobs aside until somebody else has done something.

        :param str waiting_for: parts, customer, center or maker; None asks
        :param str reason: what exactly
        """
        if waiting_for is None:
            return self._open_decision("wait")
        vals = {"waiting_for": waiting_for, "waiting_reason": reason}
        return self.write({"state": "waiting", **vals})

    def action_finish(self):
        """The dialog for the end of the work: checklist, result, signature."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Work Done"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref("hau_mai.hau_mai_service_view_form_finish").id, "form")],
            "target": "new",
        }

    def action_apply_finish(self):
        """Finish from the dialog, where a repair says how it ended.

        :raises UserError: when it does not
        """
        self.check_access("write")
        for service in self:
            if service.kind == "repair" and not service.result:
                raise UserError(
                    self.env._("Choose how the repair %s ended: its result.", service.name)
                )
        return self.action_done()

    def action_done(self):
        """Finish the work, from every open state; what was passed over is recorded.

        :raises UserError: when a job is over already
        """
        for service in self:
            if service.state not in OPEN_STATES:
                service._check_transition("done")
        jobs = self.filtered(lambda s: s.state in OPEN_STATES)
        for words, services in jobs.grouped(lambda s: s._word_passed_over()).items():
            services.write({"state": "done", "passed_over": words})
        return True

    def action_hand_over(self):
        """Give the thing back to the customer: the job is closed.

        :raises UserError: when the work is not done
        """
        jobs = self.filtered(lambda s: s.state != "closed")
        returned = jobs.filtered("date_returned")
        returned.write({"state": "closed"})
        (jobs - returned).write({"state": "closed", "date_returned": fields.Datetime.now()})
        return True

    def action_again(self, reason=None):
        """The fault is back: go on with a job that was over. What it was is kept in its history.

        :param str reason: why
        :raises UserError: when a job is not over
        """
        self.check_access("write")
        for service in self:
            if service.state not in ("done", "closed"):
                raise UserError(
                    self.env._("Job %s is not done, so it cannot be taken up again.", service.name)
                )
        self._log_before_again(reason)
        for count, services in self.grouped("again_count").items():
            services.write(services._prepare_again_vals(count))
        return True

    def action_cancel(self, reason=None):
        """Cancel the jobs; nothing is deleted.

        :param str reason: why; None asks
        :raises UserError: when the reason is missing
        """
        if reason is None:
            return self._open_decision("cancel")
        if not reason.strip():
            raise UserError(self.env._("Say why the job is cancelled."))
        return self.write({"state": "cancelled", "cancel_reason": reason})

    def action_reopen(self):
        """A cancelled job is to be done after all."""
        return self.write({"state": "new", "cancel_reason": False})

    def action_decide(self):
        """The dialog for the decision named in the context (``default_decision``)."""
        return self._open_decision(self.env.context.get("default_decision", "wait"))

    def _open_decision(self, decision):
        """The dialog that asks for what a decision needs: a moment, whom, why."""
        names = {
            "schedule": self.env._("Schedule"),
            "wait": self.env._("Wait"),
            "again": self.env._("Take Up Again"),
            "cancel": self.env._("Cancel the Job"),
        }
        return {
            "type": "ir.actions.act_window",
            "name": names[decision],
            "res_model": "hau_mai.service.decision",
            "view_mode": "form",
            "target": "new",
            "context": {"default_service_ids": self.ids, "default_decision": decision},
        }

    # === BUSINESS METHODS === #

    def _prepare_state_vals(self, vals):
        extra = super()._prepare_state_vals(vals)
        if vals["state"] != "waiting":
            extra["waiting_reason"] = False
        if vals["state"] == "cancelled" and not vals.get("cancel_reason"):
            user = self.env.user.name
            extra["cancel_reason"] = self.env._("Cancelled by %s, who gave no reason", user)
        return extra

    def _on_state_changed(self, before):
        begun = self.filtered(lambda s: s.state == "in_progress" and not s.date_begun)
        if begun:
            begun.date_begun = fields.Datetime.now()
        return super()._on_state_changed(before)

    def _word_passed_over(self):
        """The steps nobody took before the job was marked as done, as words."""
        self.ensure_one()
        labels = dict(self._fields["state"]._description_selection(self.env))
        unanswered = len(self.check_ids.filtered(lambda check: not check.result))
        quotation = self._open_quotation()
        steps = passed_over(
            appointment=bool(self.date_start or self.date_received),
            begun=bool(self.date_begun),
            checks_open=unanswered,
            found=bool(self.result) or self.kind != "repair",
            answered=not quotation,
        )
        words = {
            "quotation": self.env._("Answer to the quotation %s", quotation.name),
            "checks": self.env._("%s items of the checklist", unanswered),
            "result": self.env._("Result"),
        }
        return ", ".join(words.get(step) or labels[step] for step in steps) or False

    def _prepare_again_vals(self, count):
        vals = super()._prepare_again_vals(count)
        return vals | {"again_count": count + 1, "result": False, "passed_over": False}

    def _log_before_again(self, reason):
        """Write into the history what the job was, before it is taken up again."""
        bodies = {service.id: service._word_history(reason) for service in self}
        signed = self.filtered("customer_signature")
        (self - signed)._message_log_batch(bodies=bodies)
        for service in signed:
            who = service.signed_by or service.partner_id.display_name
            signature = service._keep_signature("customer_signature", who)
            service._message_log(body=bodies[service.id], attachment_ids=signature.ids)

    def _word_history(self, reason):
        """Why it is taken up again, and how it had ended, a line each."""
        self.ensure_one()
        results = dict(self._fields["result"]._description_selection(self.env))
        lines = [
            (self.env._("Taken up again"), reason or self.env._("no reason given")),
            (self.env._("Done on"), self._moment_in_words(self.date_done)),
            (self.env._("Handed back on"), self._moment_in_words(self.date_returned)),
            (self.env._("Result"), results.get(self.result)),
            (self.env._("What was found"), self.diagnosis),
            (self.env._("Passed over"), self.passed_over),
        ]
        told = [Markup("%s: %s") % line for line in lines if line[1]]
        return Markup("<br/>").join(told)
