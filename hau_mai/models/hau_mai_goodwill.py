from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

from ..tools.recurrence import add_duration
from ..tools.turns import take_turns
from .hau_mai_warranty_term import DURATION_UNITS, SCOPES

#: What becomes of a goodwill: state -> states it may go to.
TRANSITIONS = {"asked": {"approved", "refused"}, "approved": set(), "refused": set()}


class HauMaiGoodwill(models.Model):
    """Warranty that is given though nobody promised it, and what it may cost.

    Over the limit of who gives it, it waits for somebody whose limit is higher; until then
    nothing is covered by it. Written by the methods here only, never by hand.
    """

    _name = "hau_mai.goodwill"
    _description = "Goodwill"
    _order = "id desc"
    _check_company_auto = True

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "Say what the goodwill may cost: more than nothing."
    )
    _duration_positive = models.Constraint(
        "CHECK (duration > 0)", "Goodwill is given for a time: at least for a day."
    )
    _waiting_idx = models.Index("(company_id) WHERE state = 'asked'")

    # === FIELDS === #

    unit_id = fields.Many2one(
        "hau_mai.unit",
        string="Warranty Card",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
        check_company=True,
    )
    company_id = fields.Many2one(related="unit_id.company_id", store=True)
    categ_id = fields.Many2one(related="unit_id.categ_id", store=True)
    product_id = fields.Many2one(related="unit_id.product_id", store=True)
    scope = fields.Selection(SCOPES, string="On", required=True, readonly=True)
    component_ids = fields.Many2many("product.product", string="Components", readonly=True)
    covers_parts = fields.Boolean(string="Parts", readonly=True)
    covers_labour = fields.Boolean(string="Labour", readonly=True)
    covers_transport = fields.Boolean(string="Transport", readonly=True)
    date_from = fields.Date(string="From", required=True, readonly=True)
    duration = fields.Integer(required=True, readonly=True)
    duration_unit = fields.Selection(DURATION_UNITS, required=True, readonly=True)
    date_to = fields.Date(string="Until", compute="_compute_date_to", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(
        string="May Cost", required=True, readonly=True, help="What it may cost the company."
    )
    reason = fields.Char(required=True, readonly=True)
    state = fields.Selection(
        [("asked", "To approve"), ("approved", "In force"), ("refused", "Refused")],
        string="Status",
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one(
        "res.users", string="By", required=True, ondelete="restrict", readonly=True
    )
    date = fields.Datetime(
        string="Given On", required=True, default=fields.Datetime.now, readonly=True
    )
    decided_by_id = fields.Many2one("res.users", ondelete="restrict", readonly=True)
    date_decided = fields.Datetime(string="Decided On", readonly=True)
    refusal_reason = fields.Char(string="Why It Was Refused", readonly=True)
    activity_id = fields.Many2one(
        "mail.activity", string="Task of Who Decides", ondelete="set null", readonly=True
    )
    coverage_ids = fields.One2many("hau_mai.coverage", "goodwill_id", string="Warranty Period")
    may_decide = fields.Boolean(compute="_compute_may_decide")

    # === COMPUTE METHODS === #

    @api.depends("unit_id", "amount")
    def _compute_display_name(self):
        for goodwill in self:
            goodwill.display_name = f"{goodwill.unit_id.name}: {goodwill._amount_in_words()}"

    @api.depends("date_from", "duration", "duration_unit")
    def _compute_date_to(self):
        for goodwill in self:
            goodwill.date_to = add_duration(
                goodwill.date_from, goodwill.duration, goodwill.duration_unit
            )

    @api.depends("state", "amount")
    @api.depends_context("uid")
    def _compute_may_decide(self):
        for goodwill in self:
            goodwill.may_decide = (
                goodwill.state == "asked"
                and goodwill.unit_id.may_write
                and goodwill.unit_id._goodwill_verdict(goodwill.amount)[0]
            )

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was given to a customer is never deleted."))

    # === ACTION METHODS === #

    def action_approve(self):
        """Give what somebody else asked for.

        :raises UserError: when it was decided already, or is over the limit of the user too
        """
        self.ensure_one()
        self._check_deciding("approved")
        self._decide("approved")
        self._put_in_force()
        return True

    def action_refuse(self, reason=None):
        """Do not give what somebody asked for; they are told why.

        :param str reason: the dialog asks for it when left out
        :raises UserError: without a reason, when it was decided already, or is over the
            limit of the user too
        """
        self.ensure_one()
        if reason is None:
            return self.unit_id._open_ruling(self.env._("Refuse the Goodwill"), self)
        if not reason.strip():
            raise UserError(self.env._("Say why it is refused: who asked has to be told."))
        self._check_deciding("refused")
        self._decide("refused", refusal_reason=reason)
        told = self.unit_id.sudo().with_context(lang=self.user_id.lang or self.env.lang)
        told._remind(
            self.user_id,
            told.env._(
                "The goodwill of %(amount)s was not approved: %(reason)s",
                amount=self._amount_in_words(),
                reason=reason,
            ),
        )
        return True

    # === BUSINESS METHODS === #

    def _check_deciding(self, state):
        """Whether the user may decide about it, and nobody has.

        :raises AccessError: when they may not change the card
        :raises UserError: when it is decided, or their own limit is too low
        """
        self.unit_id.check_access("write")
        take_turns(self.sudo().unit_id)
        if state not in TRANSITIONS[self.state]:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(self.env._("This was decided already: %s.", labels[self.state]))
        allowed, code = self.unit_id._goodwill_verdict(self.amount)
        if not allowed:
            raise UserError(self.unit_id._word_goodwill(code, self.amount))

    def _decide(self, state, **vals):
        row = self.sudo()
        row.write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "date_decided": fields.Datetime.now(),
                **vals,
            }
        )
        row.activity_id.action_feedback()

    def _put_in_force(self):
        """The warranty period it gives; once, by a unique index."""
        self.ensure_one()
        goodwill = self.sudo()
        goodwill.unit_id._raise_if_void()
        goodwill.env["hau_mai.coverage"].create(goodwill._prepare_coverage_vals())
        goodwill.unit_id._message_log(
            body=self.env._(
                "Goodwill until %(day)s (%(amount)s): %(reason)s",
                day=format_date(self.env, self.date_to),
                amount=self._amount_in_words(),
                reason=self.reason,
            )
        )

    def _prepare_coverage_vals(self):
        self.ensure_one()
        unit = self.unit_id
        speaking = self.with_context(lang=unit.partner_id.lang or self.env.lang)
        name = speaking.env._("Goodwill")
        if self.scope == "component":
            parts = ", ".join(speaking.component_ids.mapped("display_name"))
            name = speaking.env._("Goodwill: %s", parts)
        return {
            "unit_id": unit.id,
            "goodwill_id": self.id,
            "origin": "goodwill",
            "sequence": 60,
            "name": name,
            "scope": self.scope,
            "component_ids": [fields.Command.set(self.component_ids.ids)],
            "covers_parts": self.covers_parts,
            "covers_labour": self.covers_labour,
            "covers_transport": self.covers_transport,
            "date_start": self.date_from,
            "duration": self.duration,
            "duration_unit": self.duration_unit,
        }

    def _amount_in_words(self):
        return formatLang(self.env, self.amount, currency_obj=self.company_id.currency_id)
