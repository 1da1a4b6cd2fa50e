from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ..tools.turns import take_turns

ACTION_KINDS = [
    ("service", "Service job"),
    ("replacement", "Replacement"),
    ("credit_note", "Credit note"),
    ("voucher", "Voucher"),
    ("return", "Return"),
]

#: kind -> the field that holds its document
DOCUMENTS = {
    "service": "service_id",
    "replacement": "order_id",
    "credit_note": "move_id",
    "voucher": "card_id",
    "return": "return_id",
}


class HauMaiComplaintAction(models.Model):
    """What was done for the customer of a case, each once, with the document that came of it.

    Written by the case's own methods only, never by hand. What has a document is done:
    asked for it again, the document is shown and nothing happens.
    """

    _name = "hau_mai.complaint.action"
    _description = "Action of a Case"
    _order = "date desc, id desc"
    _check_company_auto = True

    _once = models.UniqueIndex(
        "(complaint_id, kind, key) WHERE state IN ('to_approve', 'done')",
        "This was done for the case already.",
    )
    _waiting_idx = models.Index("(company_id) WHERE state = 'to_approve'")

    # === FIELDS === #

    complaint_id = fields.Many2one(
        "hau_mai.complaint",
        string="Case",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
        check_company=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    kind = fields.Selection(ACTION_KINDS, required=True, readonly=True)
    key = fields.Char(
        required=True, readonly=True, help="What is done once for each: the round, the invoice."
    )
    name = fields.Char(string="Document", readonly=True, help="Kept when the document is deleted.")
    state = fields.Selection(
        string="Status",
        selection=[
            ("to_approve", "To approve"),
            ("done", "Done"),
            ("refused", "Refused"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="done",
        readonly=True,
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(
        readonly=True, help="What the customer was given, in the currency of the document."
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the Company"
    )
    cost = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        help="What it costs the company. Of a job: what nobody pays for, once it is done.",
    )
    note = fields.Char(readonly=True)
    service_id = fields.Many2one(
        "hau_mai.service",
        string="Service Job",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
    )
    order_id = fields.Many2one(
        "sale.order",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        groups="sales_team.group_sale_salesman",
    )
    move_id = fields.Many2one(
        "account.move",
        string="Credit Note",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        groups="account.group_account_readonly,account.group_account_invoice",
    )
    card_id = fields.Many2one(
        "loyalty.card",
        string="Voucher",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        groups="sales_team.group_sale_salesman",
    )
    return_id = fields.Many2one(
        "hau_mai.complaint",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
    )
    user_id = fields.Many2one(
        "res.users", string="By", required=True, ondelete="restrict", readonly=True
    )
    date = fields.Datetime(string="On", required=True, default=fields.Datetime.now, readonly=True)
    decided_by_id = fields.Many2one("res.users", ondelete="restrict", readonly=True)
    date_decided = fields.Datetime(string="Decided On", readonly=True)
    reason = fields.Char(string="Why It Was Refused", readonly=True)
    activity_id = fields.Many2one(
        "mail.activity", string="Task of Who Decides", ondelete="set null", readonly=True
    )
    may_decide = fields.Boolean(compute="_compute_may_decide")
    may_open = fields.Boolean(compute="_compute_may_open")

    # === COMPUTE METHODS === #

    @api.depends("kind", "name")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for action in self:
            action.display_name = f"{labels.get(action.kind, '')} {action.name or ''}".strip()

    @api.depends("state", "amount")
    @api.depends_context("uid")
    def _compute_may_decide(self):
        for action in self:
            action.may_decide = (
                action.state == "to_approve"
                and action.complaint_id.may_write
                and action.complaint_id._voucher_verdict(action.amount)[0]
            )

    @api.depends("service_id", "order_id", "move_id", "card_id", "return_id")
    @api.depends_context("uid")
    def _compute_may_open(self):
        """Whether there is a document, and the user may read it."""
        self.may_open = False
        for kind, fname in DOCUMENTS.items():
            actions = self.filtered(lambda action, kind=kind: action.kind == kind)
            readable = actions.sudo()[fname].with_env(self.env)._filtered_access("read")
            for action in actions:
                action.may_open = bool(action.sudo()[fname] & readable.sudo())

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was done for a customer is never deleted."))

    # === ACTION METHODS === #

    def action_approve(self):
        """Give the voucher that somebody else asked for, and tell the customer the code.

        :raises UserError: when it was decided already, or is over the limit of the user too
        """
        self.ensure_one()
        complaint = self.complaint_id
        self._check_deciding()
        self.sudo().write(
            {
                **complaint._prepare_card_vals(complaint._make_voucher_card(self.amount)),
                **self._prepare_decision_vals("done"),
            }
        )
        self.sudo().activity_id.action_feedback()
        complaint._tell_voucher(self)
        return True

    def action_refuse(self, reason=None):
        """Do not give the voucher that somebody asked for; they are told why.

        :param str reason: the dialog asks for it when left out
        :raises UserError: without a reason, when it was decided already, or is over the
            limit of the user too
        """
        self.ensure_one()
        if reason is None:
            return self.complaint_id._open_refusal() | {
                "name": self.env._("Refuse the Voucher"),
                "context": {"default_action_id": self.id},
            }
        self.complaint_id._raise_without_reason(reason)
        self._check_deciding()
        self.sudo().write({"reason": reason, **self._prepare_decision_vals("refused")})
        self.sudo().activity_id.action_feedback()
        self.complaint_id._remind(
            self.user_id,
            self.env._(
                "The voucher of %(amount)s was not approved: %(reason)s",
                amount=self._amount_in_words(),
                reason=reason,
            ),
        )
        return True

    def action_open_document(self):
        """Open what was made.

        :raises UserError: when it is gone, or waits for an approval
        """
        self.ensure_one()
        self.check_access("read")
        document = self.sudo()._document().with_env(self.env)
        if not document:
            raise UserError(self.env._("%s has no document to open.", self.display_name))
        document.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "views": [(False, "form")],
        }

    # === BUSINESS METHODS === #

    def _document(self):
        """The record that came of it, in the environment of the caller; maybe none."""
        self.ensure_one()
        return self[DOCUMENTS[self.kind]]

    def _is_void(self):
        """Whether the document was cancelled or deleted, so that it can be made again."""
        self.ensure_one()
        document = self.sudo()._document()
        if self.state == "to_approve":
            return False
        if not document or self.kind == "voucher":
            return not document or not document.active
        return document.state in ("cancel", "cancelled", "refused")

    def _check_deciding(self):
        """Whether the user may decide about it, and nobody has.

        :raises AccessError: when they may not change the case
        :raises UserError: when it is decided, or their own limit is too low
        """
        self.complaint_id.check_access("write")
        take_turns(self.sudo())
        if self.state != "to_approve":
            raise UserError(self.env._("This was decided already: %s.", self._state_in_words()))
        allowed, code = self.complaint_id._voucher_verdict(self.amount)
        if not allowed:
            raise UserError(self.complaint_id._word_voucher(code, self.amount))

    def _prepare_decision_vals(self, state):
        """Who decided, and when."""
        return {
            "state": state,
            "decided_by_id": self.env.uid,
            "date_decided": fields.Datetime.now(),
        }

    def _state_in_words(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _amount_in_words(self):
        return formatLang(self.env, self.amount, currency_obj=self.currency_id)
