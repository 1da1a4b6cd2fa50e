from odoo import api, fields, models

from ..tools.sla import FROM_THE_START, OVER, Step

#: What of a case chooses its promises.
CHOOSING = {
    "team_id", "type", "category_id", "severity", "priority", "is_vulnerable", "channel", "source",
    "company_id", "partner_id", "date_open",
}  # fmt: skip

#: What of a case moves its clocks.
MOVING = {
    "stage_id", "waiting_for", "date_acknowledged", "date_first_response", "date_solved",
    "date_closed", "date_reported",
}  # fmt: skip


class HauMaiComplaint(models.Model):
    """Which promises of time a case was given, and what moves their clocks."""

    _inherit = "hau_mai.complaint"

    date_reported = fields.Datetime(
        string="Reported On",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="When the result was reported to the authority or the association that sent the "
        "case (Law 19/2023/QH15, art. 57.5).",
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create(vals_list)
        complaints._apply_sla()
        return complaints

    def write(self, vals):
        result = super().write(vals)
        if self._sla_fields() & vals.keys():
            self._apply_sla()
        elif MOVING & vals.keys():
            self._update_clocks()
        return result

    # === ACTION METHODS === #

    def action_report_sent(self):
        """The result was reported to who sent these cases.

        A case that was reported keeps its first date.
        """
        unreported = self.filtered(lambda case: not case.date_reported)
        unreported.write({"date_reported": fields.Datetime.now()})
        return True

    # === HOOKS === #

    def _on_stage_changed(self, before):
        """A case that is over promises its report; one that is taken up again does not yet."""
        result = super()._on_stage_changed(before)
        turned = self.filtered(lambda case: (case.state in OVER) != (before[case.id] in OVER))
        turned._apply_sla()
        return result

    def _prepare_reopen_vals(self, count):
        return super()._prepare_reopen_vals(count) | {"date_reported": False}

    def _on_customer_message(self, messages):
        """An answer was given, and the customer writes again: the next one is promised."""
        result = super()._on_customer_message(messages)
        cases = self.sudo()
        waiting = cases.sla_status_ids.filtered(
            lambda clock: clock.target == "next_response" and not clock.date_reached
        ).complaint_id
        first = {message.res_id: message for message in messages.sorted("id", reverse=True)}
        asked = (cases - waiting).filtered(
            lambda case: case.date_first_response and case.state not in OVER and case.id in first
        )
        wanted = self.env["hau_mai.sla.policy"]._first_matches(asked)
        clocks = (
            self.env["hau_mai.sla.status"]
            .sudo()
            ._start(
                [
                    (
                        case,
                        wanted[case.id]["next_response"],
                        first[case.id].date,
                        str(first[case.id].id),
                    )
                    for case in asked
                    if "next_response" in wanted[case.id]
                ]
            )
        )
        clocks._on_clocks_changed()
        return result

    def _on_agent_message(self, messages):
        """The customer was answered."""
        result = super()._on_agent_message(messages)
        answered = {message.res_id: message.date for message in messages}
        clocks = self.sudo().sla_status_ids.filtered(
            lambda clock: clock.target == "next_response" and not clock.date_reached
        )
        for clock in clocks:
            clock.date_reached = answered.get(clock.complaint_id.id)
        clocks._refresh()
        return result

    # === BUSINESS METHODS === #

    @api.model
    def _sla_fields(self):
        """Fields that choose the promises of a case. A seam for others' conditions."""
        return CHOOSING

    def _apply_sla(self):
        """Give these cases the promises that fit them now, as if they had been so from the start.

        A promise that still fits is left alone with the figures it was given with. One
        that does not is kept, archived: it comes back when it fits again.
        """
        cases = self.sudo()
        clocks = self.env["hau_mai.sla.status"].sudo().with_context(active_test=False)
        known = clocks.search([("complaint_id", "in", cases.ids)]).grouped("complaint_id")
        wanted = self.env["hau_mai.sla.policy"]._first_matches(cases)
        fitting, missing = clocks.browse(), []
        for case in cases:
            had = known.get(case, clocks.browse())
            for policy, start, key in case._sla_wanted(wanted[case.id], had):
                same = had.filtered(lambda c, p=policy, k=key: (c.policy_id, c.key) == (p, k))
                fitting |= same
                if not same:
                    missing.append((case, policy, start, key))
        everything = clocks.browse().union(*known.values())
        outdated = (everything - fitting).filtered(lambda clock: clock._is_replaced())
        outdated.write({"active": False})
        fitting.filtered(lambda clock: not clock.active).write({"active": True})
        started = clocks._start(missing)
        changed = fitting.filtered(lambda clock: clock._is_open())._bring_up_to_date()
        (outdated | started | changed).with_context(active_test=True)._on_clocks_changed()

    def _sla_wanted(self, wanted, had):
        """The clocks this case has to have.

        :param dict wanted: {target: promise} that fit it now
        :param had: all its clocks, archived ones too
        :return: [(promise, start, key of the occasion)]
        """
        if self.parent_id:  # within the house: who asked waits for the answer, nobody else
            wanted = {target: policy for target, policy in wanted.items() if target == "solution"}
        starts = [(target, self.date_open, "") for target in FROM_THE_START]
        if self.state in OVER:
            starts.append(("report", self.date_solved or self.date_closed, str(self.reopen_count)))
        starts += [
            (clock.target, clock.date_start, clock.key)
            for clock in had
            if clock.target == "next_response" and clock.active and not clock.date_reached
        ]
        return [(wanted[target], start, key) for target, start, key in starts if target in wanted]

    def _update_clocks(self):
        """The clocks of these cases that still run follow what happened."""
        self.sudo().sla_status_ids.filtered(lambda clock: clock._is_open())._refresh()

    def _sla_steps(self):
        """The way of this case, as plain values in the order it was written down."""
        self.ensure_one()
        return [
            Step(move.date, move.kind, move.stage_id.id, move.waiting_for or None)
            for move in self.move_ids.sorted("id")
        ]

    def _sla_moments(self):
        """When what is promised to the customer was done."""
        self.ensure_one()
        return {
            "acknowledged": self.date_acknowledged or None,
            "first_response": self.date_first_response or None,
            "solved": self.date_solved or None,
            "closed": self.date_closed or None,
            "reported": self.date_reported or None,
        }
