from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.care import DUE_BUCKETS, due_bucket, week_end

#: Not over yet: what a person, or a change of mind, can still stop.
LIVE = ("planned", "open")

OUTCOMES = [
    ("reached", "Reached"),
    ("no_answer", "No answer"),
    ("call_again", "Call again"),
    ("wrong_number", "Wrong number"),
    ("refused", "Does not want to be called"),
    ("problem", "Has a problem"),
]

#: state -> states it may go to. From cancelled, planning brings back what was
#: cancelled for a reason that went away. What left may turn out not to have arrived.
TRANSITIONS = {
    "planned": {"open", "done", "cancelled", "failed"},
    "open": {"planned", "done", "cancelled"},
    "cancelled": {"planned"},
    "failed": {"planned", "done", "cancelled"},
    "done": {"failed"},
}


class HauMaiTouchpoint(models.Model):
    """The ledger of contacts: every follow-up planned and made.

    One row a rule, a target and an occurrence; the unique index is what makes
    planning safe to run twice. Rows are inserted by planning and never deleted;
    ``date_planned`` and ``date_done`` are days of the company.
    """

    _name = "hau_mai.touchpoint"
    _description = "Follow-up"
    _inherit = ["mail.thread", "hau_mai.batch.mixin"]
    _order = "date_planned, id"
    _rec_name = "partner_id"

    _key_unique = models.UniqueIndex(
        "(rule_id, res_model, res_id, occurrence)",
        "A rule makes one follow-up for each occasion.",
    )
    _live_idx = models.Index("(state, date_planned) WHERE state IN ('planned', 'open')")
    _target_idx = models.Index("(res_model, res_id)")

    # === FIELDS === #

    rule_id = fields.Many2one(
        "hau_mai.care.rule", required=True, index=True, ondelete="restrict", readonly=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    res_model = fields.Char(string="Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", required=True, readonly=True
    )
    occurrence = fields.Integer(
        required=True,
        default=0,
        readonly=True,
        help="Tells apart several follow-ups of a rule on one document; does not change "
        "when a date moves.",
    )
    channel = fields.Selection(
        selection=lambda self: self.env["hau_mai.care.rule"]._fields["channel"].selection,
        required=True,
        readonly=True,
    )
    purpose = fields.Selection(
        selection=lambda self: self.env["hau_mai.care.rule"]._fields["purpose"].selection,
        required=True,
        readonly=True,
    )
    date_anchor = fields.Date(string="Counted From", readonly=True)
    date_planned = fields.Date(string="Planned For", required=True)
    date_opened = fields.Datetime(string="Opened On", readonly=True, index="btree_not_null")
    date_done = fields.Date(string="Done On", readonly=True)
    postponed = fields.Boolean(
        readonly=True, help="On a day a person chose; it does not follow its anchor any more."
    )
    reassigned = fields.Boolean(
        readonly=True, help="Given to somebody by hand; the rule does not choose any more."
    )
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("open", "To do"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
            ("failed", "Failed"),
        ],
        string="Status",
        required=True,
        default="planned",
        readonly=True,
    )
    outcome = fields.Selection(OUTCOMES, readonly=True)
    tries = fields.Integer(readonly=True, help="Tries without an answer.")
    feedback = fields.Text(readonly=True)
    reason = fields.Char(readonly=True, help="Why it was cancelled, or could not be done.")
    reason_code = fields.Char(readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        index=True,
        ondelete="set null",
        domain=[("share", "=", False)],
    )
    activity_id = fields.Many2one(
        "mail.activity", index="btree_not_null", ondelete="set null", readonly=True
    )
    due_bucket = fields.Selection(
        [
            ("1_overdue", "Overdue"),
            ("2_today", "Today"),
            ("3_week", "This week"),
            ("4_later", "Later"),
        ],
        string="Due",
        compute="_compute_due_bucket",
        search="_search_due_bucket",
    )
    phone = fields.Char(compute="_compute_phone")

    # === COMPUTE METHODS === #

    @api.depends("rule_id", "partner_id")
    def _compute_display_name(self):
        for touchpoint in self:
            names = (touchpoint.rule_id.name, touchpoint.partner_id.display_name)
            touchpoint.display_name = ": ".join(name for name in names if name)

    @api.depends("date_planned", "state")
    def _compute_due_bucket(self):
        days = self._company_days()
        for touchpoint in self:
            live = touchpoint.state in LIVE and touchpoint.date_planned
            touchpoint.due_bucket = live and due_bucket(live, days[touchpoint.company_id.id])

    def _search_due_bucket(self, operator, value):
        if operator != "in":
            return NotImplemented
        buckets = tuple(bucket or "" for bucket in value)
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "COALESCE(%s, '') IN %s", model._due_bucket_to_sql(alias), buckets
            )
        )

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Group by what is due as seen now: nothing is stored that midnight makes wrong."""
        if groupby_spec == "due_bucket":
            return self._due_bucket_to_sql(alias)
        return super()._read_group_groupby(alias, groupby_spec, query)

    @api.depends("partner_id.phone", "partner_id.commercial_partner_id.phone")
    def _compute_phone(self):
        for touchpoint in self:
            partner = touchpoint.partner_id
            touchpoint.phone = partner.phone or partner.commercial_partner_id.phone

    # === CONSTRAINT METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Follow-ups are kept: they tell what was done for a customer. Cancel it.")
        )

    # === CRUD METHODS === #

    def write(self, vals):
        if "state" in vals:
            self._check_transition(vals["state"])
        touchpoints = self
        if self._is_by_hand(vals):
            touchpoints = self._same_contact()
        if "date_planned" in vals and "postponed" not in vals:
            vals = dict(vals, postponed=True)
        if "user_id" in vals:
            vals = dict(vals, reassigned=bool(vals["user_id"]))
        result = super(HauMaiTouchpoint, touchpoints).write(vals)
        if vals.get("date_planned") and not self.env.context.get("hau_mai_follows_activity"):
            self._move_activities(vals["date_planned"])
        return result

    def _is_by_hand(self, vals):
        """A person gives the call another day or responsible: all it is about goes along."""
        if "postponed" in vals or self.env.context.get("hau_mai_follows_activity"):
            return False
        return "date_planned" in vals or "user_id" in vals

    def _check_transition(self, state):
        for touchpoint in self:
            if state != touchpoint.state and state not in TRANSITIONS[touchpoint.state]:
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "The follow-up “%(name)s” is %(from)s and cannot become %(to)s.",
                        name=touchpoint.display_name,
                        **{"from": labels[touchpoint.state], "to": labels[state]},
                    )
                )

    # === ACTION METHODS === #

    def action_reached(self):
        """One click: the customer was reached."""
        return self._record_outcome("reached")

    def action_no_answer(self):
        """One click: nobody answered; the next try is planned."""
        return self._record_outcome("no_answer")

    def action_wrong_number(self):
        """One click: the number is not the customer's."""
        return self._record_outcome("wrong_number")

    def action_refused(self):
        """One click: the customer does not want to be called about this."""
        return self._record_outcome("refused")

    def action_problem(self):
        """One click: the customer has a problem somebody has to look at."""
        return self._record_outcome("problem")

    def action_outcome(self):
        """Ask for the outcome, what was said, and when to call again."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Outcome"),
            "res_model": "hau_mai.touchpoint.outcome",
            "view_mode": "form",
            "target": "new",
            "context": dict(self.env.context, default_touchpoint_ids=self.ids),
        }

    def action_open_document(self):
        """The order, warranty card or customer this is about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }

    def action_cancel(self):
        """Cancel by hand, with all the call is about."""
        self.check_access("write")
        touchpoints = self.sudo()._same_contact()
        touchpoints._cancel("hand", self.env._("Cancelled by %s.", self.env.user.name))
        return True

    def action_try_again(self):
        """Plan again what failed."""
        self.check_access("write")
        failed = self.sudo().filtered(lambda touchpoint: touchpoint.state == "failed")
        failed.write({"state": "planned", "reason": False, "reason_code": False})
        return True

    # === TOOLS === #

    @api.model
    def _company_days(self):
        """``{company id: today}`` of all companies."""
        return {
            company.id: company._hau_mai_today()
            for company in self.env["res.company"].sudo().search([])
        }

    @api.model
    def _due_bucket_to_sql(self, alias):
        """:func:`tools.care.due_bucket` as SQL, by each company's day."""
        by_day = {}
        for company_id, day in self._company_days().items():
            by_day.setdefault(day, []).append(company_id)
        planned = self._field_to_sql(alias, "date_planned")
        cases = [
            SQL(
                """WHEN %(company)s IN %(ids)s THEN CASE
                    WHEN %(planned)s < %(today)s THEN %(overdue)s
                    WHEN %(planned)s = %(today)s THEN %(due)s
                    WHEN %(planned)s <= %(week_end)s THEN %(week)s
                    ELSE %(later)s END""",
                company=self._field_to_sql(alias, "company_id"),
                ids=tuple(ids),
                planned=planned,
                today=day,
                week_end=week_end(day),
                **dict(zip(("overdue", "due", "week", "later"), DUE_BUCKETS, strict=True)),
            )
            for day, ids in by_day.items()
        ]
        return SQL(
            "CASE WHEN %s NOT IN %s THEN NULL %s END",
            self._field_to_sql(alias, "state"),
            LIVE,
            SQL(" ").join(cases),
        )

    def _move_activities(self, day):
        """An open follow-up put on another day takes its activity along."""
        activities = self.filtered(lambda touchpoint: touchpoint.state == "open").activity_id
        if activities:
            activities.sudo().with_context(hau_mai_follows_touchpoint=True).date_deadline = day
