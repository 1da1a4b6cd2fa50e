from odoo import api, fields, models
from odoo.exceptions import UserError

from .hau_mai_complaint_move import PARTIES
from .hau_mai_complaint_stage import OPEN_KINDS, TRANSITIONS


class HauMaiCaseMixin(models.AbstractModel):
    """The life of a case: its way through the stages, and what follows from what happens to it.

    The hooks at the end are where each concern of a case (its clocks, its conversation,
    its papers) takes part; it overrides them in a file of its own.
    """

    _name = "hau_mai.case.mixin"
    _description = "Life of a Case"

    # === CRUD METHODS === #

    def write(self, vals):
        if not {"stage_id", "waiting_for"} & vals.keys():
            return super().write(vals)
        self.check_access("write")
        before = {complaint.id: complaint.state for complaint in self}
        was = {complaint.id: (complaint.stage_id, complaint.waiting_for) for complaint in self}
        if "stage_id" in vals:
            stage = self.env["hau_mai.complaint.stage"].browse(vals["stage_id"])
            over = self.filtered(lambda complaint: complaint.state not in OPEN_KINDS)
            if over and stage.kind in OPEN_KINDS and "reopen_count" not in vals:
                over._reopen_into(stage, vals)
                return (self - over).write(vals)
            staying = self.filtered(lambda complaint: complaint.state == stage.kind)
            if staying and staying != self:
                return staying.write(vals) and (self - staying).write(vals)
            self._check_transition(stage)
            if not staying:  # what is done already keeps its moments
                vals = self._prepare_stage_vals(stage, vals) | vals
        result = super().write(vals)
        moved = self.filtered(lambda c: (c.stage_id, c.waiting_for) != was[c.id])
        moved._log_moves()
        moved.filtered(lambda c: c.state != before[c.id])._on_stage_changed(before)
        return result

    # === ACTION METHODS === #

    def action_take(self):
        """Take the cases: they are the user's from now on, and in progress."""
        begun = {"user_id": self.env.uid, "stage_id": self._stage_of("in_progress").id}
        for is_new, complaints in self.grouped(lambda c: c.state == "new").items():
            complaints.write(begun if is_new else {"user_id": self.env.uid})
        return True

    def action_wait(self, party="customer", reason=False):
        """Put the cases aside until somebody else has done something.

        :param str party: customer, supplier or center
        :param str reason: what is waited for
        :raises UserError: when the party is none of these
        """
        if party not in dict(PARTIES):
            raise UserError(
                self.env._("A case waits for the customer, a supplier or a service center.")
            )
        vals = {"waiting_for": party, "waiting_reason": reason}
        return self.write({"stage_id": self._stage_of("waiting").id, **vals})

    def action_resume(self):
        """What was waited for is there: go on."""
        waiting = self.filtered(lambda c: c.state == "waiting")
        return waiting.write({"stage_id": self._stage_of("in_progress").id})

    def action_solve(self):
        """The cases are solved.

        :raises ValidationError: where the cause or the resolution is missing
        """
        return self.write({"stage_id": self._stage_of("solved").id})

    def action_close(self, close_reason="by_hand"):
        """Close the cases.

        :param str close_reason: a key of ``CLOSE_REASONS``
        """
        stage = self._stage_of("closed")
        return self.write({"stage_id": stage.id, "close_reason": close_reason})

    def action_reopen(self, reason=None):
        """Take up again what was solved, refused or closed.

        :param str reason: why, for the history
        :raises UserError: when a case is open
        """
        self.check_access("write")
        for complaint in self:
            if complaint.state in OPEN_KINDS:
                raise UserError(self.env._("Case %s is open already.", complaint.name))
        for count, complaints in self.grouped("reopen_count").items():
            complaints.write(complaints._prepare_reopen_vals(count))
        if reason:
            self._message_log_batch(bodies={c.id: self.env._("Reopened: %s", reason) for c in self})
        return True

    # === BUSINESS METHODS === #

    @api.model
    def _stage_of(self, kind):
        """The first stage of a kind.

        :raises UserError: when somebody archived the last one
        """
        stage = self.env["hau_mai.complaint.stage"]._first_of(kind)
        if not stage:
            label = dict(self._fields["state"]._description_selection(self.env))[kind]
            raise UserError(
                self.env._(
                    "There is no stage of the kind “%s” any more. Create or unarchive one in "
                    "After-Sales > Configuration > Case Stages.",
                    label,
                )
            )
        return stage

    def _check_transition(self, stage):
        """Refuse a change of stage that the table does not allow.

        :raises UserError: naming the case and both stages
        """
        for complaint in self:
            kind = complaint.state
            if kind != stage.kind and stage.kind not in TRANSITIONS[kind]:
                raise UserError(
                    self.env._(
                        "Case %(case)s is “%(old)s” and cannot become “%(new)s”.",
                        case=complaint.name,
                        old=complaint.stage_id.name,
                        new=stage.name,
                    )
                )

    def _prepare_stage_vals(self, stage, vals):
        """What a change of stage writes besides: its moments, whom is waited for.

        :param vals: what is written with it, which goes before
        """
        now = fields.Datetime.now()
        extra = {}
        if stage.kind == "waiting":
            extra["waiting_for"] = "customer"
        else:
            extra |= {"waiting_for": False, "waiting_reason": False}
        if stage.kind in ("solved", "refused"):
            extra["date_solved"] = now
        elif stage.kind in OPEN_KINDS:
            extra |= {"date_solved": False, "date_closed": False, "close_reason": False}
        if stage.kind == "closed":
            if not vals.get("close_reason"):
                self._check_answered()
            extra["date_closed"] = now
            extra["close_reason"] = vals.get("close_reason") or "by_hand"
        return extra

    def _check_answered(self):
        """A card dragged to the end: somebody who is not content has had an answer before.

        :raises UserError: naming the case that has not
        """
        for complaint in self:
            if complaint.is_grievance and complaint.state in OPEN_KINDS:
                raise UserError(
                    self.env._(
                        "Solve or refuse case %s before it is closed: the customer waits for an "
                        "answer.",
                        complaint.name,
                    )
                )

    @api.model
    def _prepare_first_vals(self, vals):
        """Values of a new case; one that is over already, as in an import, has its moments."""
        stage = self.env["hau_mai.complaint.stage"].browse(vals["stage_id"])
        if stage.kind in ("new", "in_progress"):
            return vals
        return self.browse()._prepare_stage_vals(stage, vals) | vals

    def _prepare_reopen_vals(self, count):
        """Values of cases that are taken up again. Each concern adds what it has to forget.

        :param int count: how often they were reopened before
        """
        return {"stage_id": self._stage_of("in_progress").id, "reopen_count": count + 1}

    def _reopen_into(self, stage, vals):
        """A card dragged back takes the case up again, with all that this forgets and counts."""
        self._check_transition(stage)
        for count, complaints in self.grouped("reopen_count").items():
            complaints.write(complaints._prepare_reopen_vals(count) | vals)

    def _log_moves(self):
        """Note where these cases stand from now on, and for whom they wait."""
        now = fields.Datetime.now()
        self.env["hau_mai.complaint.move"].sudo().create(
            [
                {
                    "complaint_id": complaint.id,
                    "company_id": complaint.company_id.id,
                    "date": now if complaint.move_ids else complaint.date_open,
                    "stage_id": complaint.stage_id.id,
                    "kind": complaint.state,
                    "waiting_for": complaint.waiting_for,
                    "user_id": self.env.uid,
                }
                for complaint in self.sudo()
            ]
        )

    # === HOOKS === #

    def _on_stage_changed(self, before):
        """What follows from another kind of stage. Each concern overrides it and calls ``super``.

        :param before: {id: kind it had}
        """

    def _on_customer_message(self, messages):
        """What follows when customers wrote about these cases. Each concern overrides it.

        :param messages: the new messages, one of each case
        """

    def _on_agent_message(self, messages):
        """What follows when one of us answered visibly to customers. Each concern overrides it.

        :param messages: the new messages, one of each case
        """

    def _on_messages_moved(self):
        """What follows when messages came to these cases, or went, by a merge or a split."""

    def _tell_customer(self, event, **values):
        """Tell the customers of these cases what happened, once for each occasion.

        :param str event: received, solved, refused, closing_soon, closed, merged, reopened
        :param values: what the message names besides the case: ``reason``
        """

    def _portal_documents(self):
        """The papers that the customer may download: attachments, with all rights.

        Each concern adds its own. Whoever calls it has checked that it is their case.
        """
        self.ensure_one()
        return self.env["ir.attachment"].sudo()

    def _open_promises(self):
        """Sentences about what is still promised to the customer of this case.

        Each concern adds its own; a case with one is never closed by itself.
        """
        self.ensure_one()
        return []
