from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.complaint import (
    SAFETY_PRIORITY,
    SEVERITY_PRIORITIES,
    VULNERABLE_PRIORITY,
    weightiest,
)


class HauMaiComplaint(models.Model):
    """How urgent a case is, and why; what somebody chose by hand stays until it is taken back."""

    _inherit = "hau_mai.complaint"

    is_vulnerable = fields.Boolean(
        compute="_compute_is_vulnerable",
        store=True,
        readonly=False,
        precompute=True,
        groups="hau_mai.group_user_own",
    )
    priority_by_hand = fields.Boolean(
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Somebody chose the priority: it does not follow the severity any more.",
    )
    priority_reason = fields.Char(
        string="Why This Priority", compute="_compute_priority_reason", groups="base.group_user"
    )

    # === COMPUTE METHODS === #

    @api.depends("partner_id")
    def _compute_is_vulnerable(self):
        """Taken from the customer; a case that was marked stays so."""
        for complaint in self:
            complaint.is_vulnerable = (
                complaint.is_vulnerable or complaint.partner_id._is_vulnerable()
            )

    @api.depends("severity", "type", "is_vulnerable", "priority_by_hand")
    def _compute_priority(self):
        for complaint in self:
            if not complaint.priority_by_hand or not complaint.priority:
                complaint.priority = complaint._proposed_priority()

    @api.depends("severity", "type", "is_vulnerable", "priority_by_hand", "priority")
    def _compute_priority_reason(self):
        labels = dict(self._fields["priority"]._description_selection(self.env))
        for complaint in self.sudo():
            priority, reasons = weightiest(complaint._priority_grounds())
            why = self.env._(
                "%(priority)s: %(reasons)s", priority=labels[priority], reasons=", ".join(reasons)
            )
            if complaint.priority_by_hand:
                why = self.env._("Chosen by hand; by itself it would be %s", why)
            complaint.priority_reason = why

    # === ONCHANGE METHODS === #

    @api.onchange("priority")
    def _onchange_priority(self):
        """A click on a star is a choice, unless it is what the case has by itself."""
        self.priority_by_hand = self.priority != self.sudo()._proposed_priority()

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create(vals_list)
        chosen = [
            complaint.id
            for complaint, vals in zip(complaints, vals_list, strict=True)
            if vals.get("priority")
        ]
        self.browse(chosen)._note_priority_by_hand()
        return complaints

    def write(self, vals):
        result = super().write(vals)
        if vals.get("priority") and "priority_by_hand" not in vals:
            self._note_priority_by_hand()
        return result

    # === ACTION METHODS === #

    def action_reset_priority(self):
        """Let the priority follow from the case again."""
        return self.write({"priority_by_hand": False})

    # === BUSINESS METHODS === #

    def _priority_grounds(self):
        """What speaks for which priority; the highest counts. Each concern adds its own.

        Whoever adds a ground extends the dependencies of ``_compute_priority``.

        :return: list of (priority, reason), the reason a few words
        """
        self.ensure_one()
        severities = dict(self._fields["severity"]._description_selection(self.env))
        severity = self.env._("severity %s", severities.get(self.severity, "").lower())
        grounds = [(SEVERITY_PRIORITIES.get(self.severity, "1"), severity)]
        if self.is_vulnerable:
            reason = self.env._("vulnerable consumer (Law 19/2023/QH15, art. 8)")
            grounds.append((VULNERABLE_PRIORITY, reason))
        if self.type == "safety":
            grounds.append((SAFETY_PRIORITY, self.env._("somebody may be hurt")))
        return grounds

    def _proposed_priority(self):
        """The priority the case has when nobody chooses one."""
        return weightiest(self._priority_grounds())[0]

    def _note_priority_by_hand(self):
        """Remember where somebody chose another priority than follows from the case."""
        for by_hand, complaints in self.grouped(
            lambda c: c.priority != c.sudo()._proposed_priority()
        ).items():
            changed = complaints.filtered(lambda c, by_hand=by_hand: c.priority_by_hand != by_hand)
            changed.priority_by_hand = by_hand

    # === CORE OVERRIDES === #

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Who may not know who is vulnerable does not see it from the order either."""
        if field_name == "is_vulnerable" and not self._may_know_vulnerable():
            return SQL()
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    def _sorted_order_to_function(self, order):
        """The same, where records that are there already are put in order."""
        if not self._may_know_vulnerable():
            terms = [term for term in order.split(",") if "is_vulnerable" not in term]
            order = ",".join(terms) or "id"
        return super()._sorted_order_to_function(order)

    def _may_know_vulnerable(self):
        return self._has_field_access(self._fields["is_vulnerable"], "read")
