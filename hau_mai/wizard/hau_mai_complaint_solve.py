from odoo import api, fields, models

from ..models.hau_mai_complaint import RESOLUTIONS
from ..models.hau_mai_complaint_return import RETURN_CONDITIONS
from ..models.hau_mai_service import SERVICE_KINDS
from ..tools.compensation import SUGGESTED


def _suggested(kind):
    """How a choice follows the resolution, until it is made by hand."""

    @api.depends("resolution")
    def compute(self):
        for wizard in self:
            wizard[f"with_{kind}"] = SUGGESTED.get(wizard.resolution) == kind

    return compute


class HauMaiComplaintSolve(models.TransientModel):
    """The dialog that solves a case: why it went wrong, what is done, what the customer is told.

    One click does all of it, or nothing where something of it is refused.
    """

    _name = "hau_mai.complaint.solve"
    _description = "Solve a Case"

    complaint_id = fields.Many2one(
        "hau_mai.complaint", string="Case", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="complaint_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    cause_id = fields.Many2one(
        "hau_mai.complaint.cause",
        string="Why It Went Wrong",
        compute="_compute_from_complaint",
        store=True,
        readonly=False,
        required=True,
        ondelete="cascade",
        domain="[('company_id', 'in', (False, company_id))]",
    )
    resolution = fields.Selection(
        RESOLUTIONS,
        compute="_compute_from_complaint",
        store=True,
        readonly=False,
        required=True,
    )
    told = fields.Text(string="What the Customer Is Told")

    with_service = fields.Boolean(
        string="Service Job", compute=_suggested("service"), store=True, readonly=False
    )
    service_kind = fields.Selection(
        SERVICE_KINDS, compute="_compute_service_kind", store=True, readonly=False
    )
    service_request = fields.Text(string="What Is to Be Done")

    with_replacement = fields.Boolean(
        string="Replacement at Zero",
        compute=_suggested("replacement"),
        store=True,
        readonly=False,
    )
    product_id = fields.Many2one(
        "product.product",
        string="Replaced By",
        compute="_compute_product_id",
        store=True,
        readonly=False,
        ondelete="cascade",
        domain="[('sale_ok', '=', True), ('company_id', 'in', (False, company_id))]",
    )
    quantity = fields.Float(default=1, digits="Product Unit")

    with_credit = fields.Boolean(
        string="Credit Note", compute=_suggested("credit"), store=True, readonly=False
    )
    credit_scope = fields.Selection(
        [
            ("all", "All of the order"),
            ("product", "The product of the case"),
            ("amount", "An amount"),
        ],
        string="Credit",
        default="all",
    )
    credit_amount = fields.Float(
        string="Amount Credited",
        digits="Product Price",
        help="With taxes, in the currency of the invoice.",
    )

    with_voucher = fields.Boolean(
        string="Voucher", compute=_suggested("voucher"), store=True, readonly=False
    )
    voucher_amount = fields.Monetary(string="Amount of the Voucher")
    voucher_hint = fields.Char(compute="_compute_voucher_hint")

    with_return = fields.Boolean(string="Return")
    return_quantity = fields.Float(string="Quantity Returned", default=1, digits="Product Unit")
    return_condition = fields.Selection(RETURN_CONDITIONS, string="Condition", default="used")
    done_already = fields.Char(compute="_compute_done_already")

    # === COMPUTE METHODS === #

    @api.depends("complaint_id")
    def _compute_from_complaint(self):
        for wizard in self:
            complaint = wizard.complaint_id
            wizard.cause_id = complaint.cause_id
            wizard.resolution = complaint.resolution

    @api.depends("complaint_id")
    def _compute_product_id(self):
        for wizard in self:
            wizard.product_id = wizard.complaint_id.product_id

    @api.depends("resolution", "complaint_id")
    def _compute_service_kind(self):
        for wizard in self:
            wizard.service_kind = wizard.complaint_id._job_kind(wizard.resolution)

    @api.depends("voucher_amount", "with_voucher", "complaint_id")
    def _compute_voucher_hint(self):
        """Before it is done: what stands against this voucher."""
        for wizard in self:
            complaint, amount = wizard.complaint_id, wizard.voucher_amount
            allowed, code = complaint._voucher_verdict(amount)
            asked = wizard.with_voucher and bool(amount) and not allowed
            wizard.voucher_hint = asked and complaint._word_voucher(code, amount)

    @api.depends("complaint_id")
    def _compute_done_already(self):
        for wizard in self:
            done = wizard.complaint_id._actions_of_this_round()
            names = ", ".join(done.mapped("display_name"))
            wizard.done_already = bool(done) and self.env._("Not done again: %s.", names)

    # === ACTION METHODS === #

    def action_apply(self):
        """Do what was chosen, solve the case and tell the customer.

        A second click finds it all done and changes nothing.

        :return: the document, where one was made; else the case again
        """
        self.ensure_one()
        complaint = self.complaint_id
        complaint._begin_action()
        was_solved = complaint.state == "solved"
        actions = self._carry_out()
        complaint._telling_itself().action_solve()
        if not was_solved:
            complaint._tell_customer("solved", reason=self._words_for_customer(actions))
        return self._open(actions)

    def action_do(self):
        """Do what was chosen and leave the case open, to be solved when it is done."""
        self.ensure_one()
        self.complaint_id._begin_action()
        return self._open(self._carry_out())

    # === BUSINESS METHODS === #

    def _carry_out(self):
        """Write down cause and resolution, and do what was chosen; what was done is found."""
        complaint = self.complaint_id
        complaint.write({"cause_id": self.cause_id.id, "resolution": self.resolution})
        actions = self.env["hau_mai.complaint.action"]
        if self.with_service:
            actions |= complaint._make_service(self.service_kind, self.service_request)
        if self.with_replacement:
            actions |= complaint._make_replacement(self.product_id, self.quantity)
        if self.with_credit:
            actions |= complaint._make_credit(self.credit_scope, self.credit_amount)
        if self.with_voucher:
            actions |= complaint._make_voucher(self.voucher_amount)
        if self.with_return:
            actions |= complaint._make_return(self.return_quantity, self.return_condition)
        return actions

    def _words_for_customer(self, actions):
        """What the agent wrote, and the code of a voucher that is given."""
        vouchers = actions.filtered(lambda a: a.kind == "voucher" and a.state == "done")
        codes = [self.complaint_id._word_code(voucher) for voucher in vouchers]
        return "\n\n".join(filter(None, [self.told, *codes]))

    def _open(self, actions):
        """The one document that was made, where the user may see it; else back to the case."""
        if len(actions) == 1 and actions.may_open:
            return actions.action_open_document()
        return {"type": "ir.actions.act_window_close"}
