from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.promise import PromiseFacts, move_refusal
from .hau_mai_service import OPEN_STATES

#: Marks a write as a move with its reason. An object: no context from outside can be it.
_MOVING = object()


class HauMaiService(models.Model):
    """The promised date after the receipt: moved with a reason, kept with its history."""

    _inherit = "hau_mai.service"

    promise_ids = fields.One2many(
        "hau_mai.service.promise",
        "service_id",
        string="Moves of the Promised Date",
        groups="base.group_user",
        copy=False,
    )

    # === CRUD METHODS === #

    def write(self, vals):
        """Once received, a promise that is written over is a move like any other: it is
        kept, and the customer is told. Only its reason is missing, and that is said.

        :raises UserError: when the promise would be taken away
        """
        if "date_promised" in vals and self.env.context.get("hau_mai_moving") is not _MOVING:
            new = fields.Datetime.to_datetime(vals["date_promised"])
            moved = self.filtered(
                lambda job: job.date_received and job.date_promised not in (False, new)
            )
            if moved and not new:
                raise UserError(
                    self.env._(
                        "Job %s was received with a promised date, which can be moved but not "
                        "taken away.",
                        moved[0].name,
                    )
                )
            if moved:
                moved._move_promises(dict.fromkeys(moved, new), self.env._("No reason was given"))
        return super().write(vals)

    # === ACTION METHODS === #

    def action_move_promise(self, date=None, reason=None):
        """Promise these jobs for another moment; the customers are told why.

        Opens the dialog when neither is given.

        :param date: the new promised moment, naive UTC
        :param str reason: required once a job is received
        :raises UserError: naming the first job that cannot be moved, and why
        """
        self.check_access("write")
        if date is None and reason is None:
            return self._open_promise_dialog()
        new = fields.Datetime.to_datetime(date)
        refused = self._promise_refusals(dict.fromkeys(self, new), reason)
        if refused:
            raise UserError(next(iter(refused.values())))
        self._move_promises(dict.fromkeys(self, new), reason)
        return True

    def _open_promise_dialog(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Move the Promise"),
            "res_model": "hau_mai.promise.move",
            "view_mode": "form",
            "target": "new",
            "context": {"default_service_ids": self.ids},
        }

    # === BUSINESS METHODS === #

    def _promise_refusals(self, dates, reason):
        """``{job: sentence}`` of those of these jobs that cannot be moved.

        :param dates: {job: new promised moment, or None}
        """
        now = fields.Datetime.now()
        refused = {}
        for service in self:
            facts = PromiseFacts(
                open=service.state in OPEN_STATES,
                old=service.date_promised or None,
                received=service.date_received or None,
                reason=reason or "",
            )
            if code := move_refusal(facts, dates[service], now):
                refused[service] = service._refusal_sentence(code)
        return refused

    def _refusal_sentence(self, code):
        """Why this job's promise cannot be moved, as people say it."""
        sentences = {
            "over": self.env._("Job %s is done or over; its promised date stays as it was."),
            "no_date": self.env._("Choose the new promised date of job %s."),
            "past": self.env._("Job %s cannot be promised for a moment that is over."),
            "same": self.env._("Job %s is promised for this moment already."),
            "no_reason": self.env._("Say why the promised date of job %s moves."),
        }
        return sentences[code] % self.name

    def _move_promises(self, dates, reason):
        """Write new promised dates, keep the old ones, and tell the customers.

        :param dates: {job: new promised moment}
        """
        self.env["hau_mai.service.promise"].sudo().create(
            [
                {
                    "service_id": service.id,
                    "date_old": service.date_promised,
                    "date_new": dates[service],
                    "reason": reason,
                    "user_id": self.env.uid,
                }
                for service in self
            ]
        )
        self._keep_loaners_until(dates)
        for date, services in self.grouped(dates.get).items():
            services.with_context(hau_mai_moving=_MOVING).write({"date_promised": date})
        received = self.filtered("date_received")
        received._tell_customer("promise_moved", reason=reason)
