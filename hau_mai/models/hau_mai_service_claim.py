from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: state -> states it may go to
TRANSITIONS = {
    "to_claim": {"claimed", "refused"},
    "claimed": {"to_claim", "credited", "refused"},
    "credited": {"claimed"},
    "refused": {"claimed", "to_claim"},
}


class HauMaiServiceClaim(models.Model):
    """What the manufacturer or supplier owes us for a warranty job that is theirs to pay."""

    _name = "hau_mai.service.claim"
    _description = "Claim from the Manufacturer"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_deadline, id"
    _rec_name = "reference"
    _check_company_auto = True

    _open_idx = models.Index("(company_id, date_deadline) WHERE state IN ('to_claim', 'claimed')")

    service_id = fields.Many2one(
        "hau_mai.service",
        string="Service Job",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(related="service_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    unit_id = fields.Many2one(related="service_id.unit_id")
    product_id = fields.Many2one(related="service_id.product_id", store=True)
    serial_number = fields.Char(related="service_id.serial_number")
    partner_id = fields.Many2one(
        "res.partner",
        string="Supplier",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        check_company=True,
    )
    reference = fields.Char(string="Their Reference", tracking=True)
    line_ids = fields.One2many("hau_mai.service.line", "claim_id", string="Work and Parts")
    state = fields.Selection(
        [
            ("to_claim", "To be claimed"),
            ("claimed", "Claimed"),
            ("credited", "Credited"),
            ("refused", "Refused"),
        ],
        string="Status",
        required=True,
        default="to_claim",
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    amount_expected = fields.Monetary(
        string="Expected",
        compute="_compute_amount_expected",
        store=True,
        readonly=False,
        tracking=True,
        help="Our cost of what they have to pay for.",
    )
    amount_credited = fields.Monetary(string="Credited", tracking=True)
    amount_refused = fields.Monetary(
        string="Refused", compute="_compute_amount_refused", store=True
    )
    date_deadline = fields.Date(string="Claim Until", tracking=True)
    date_claimed = fields.Date(string="Claimed On", readonly=True, copy=False)
    note = fields.Text()
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")

    # === COMPUTE METHODS === #

    @api.depends("reference", "service_id.name", "partner_id.name")
    def _compute_display_name(self):
        for claim in self:
            parts = (claim.service_id.name, claim.partner_id.name, claim.reference)
            claim.display_name = " · ".join(filter(None, parts))

    @api.depends("line_ids.cost")
    def _compute_amount_expected(self):
        for claim in self:
            if claim.state == "to_claim":
                claim.amount_expected = sum(claim.line_ids.mapped("cost"))
            else:
                claim.amount_expected = claim.amount_expected

    @api.depends("amount_expected", "amount_credited", "state")
    def _compute_amount_refused(self):
        for claim in self:
            over = claim.state in ("credited", "refused")
            claim.amount_refused = over and max(claim.amount_expected - claim.amount_credited, 0)

    @api.depends("date_deadline", "state")
    def _compute_is_overdue(self):
        for claim in self:
            today = claim.company_id._hau_mai_today()
            claim.is_overdue = bool(
                claim.state == "to_claim" and claim.date_deadline and claim.date_deadline < today
            )

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("state", "=", "to_claim")
            & Domain("date_deadline", "<", company._hau_mai_today())
            for company in self.env.companies
        )

    # === CRUD METHODS === #

    def write(self, vals):
        if "state" in vals:
            self._check_transition(vals["state"])
            self.mapped("amount_expected")  # as of now: from here on it stays
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("A claim is never deleted, because somebody may ask. Refuse it instead.")
        )

    def _check_transition(self, state):
        """Refuse a change of state that the table does not allow.

        :raises UserError: naming both states
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        for claim in self:
            if claim.state != state and state not in TRANSITIONS[claim.state]:
                raise UserError(
                    self.env._(
                        "The claim %(claim)s is “%(old)s” and cannot become “%(new)s”.",
                        claim=claim.display_name,
                        old=labels[claim.state],
                        new=labels[state],
                    )
                )

    # === ACTION METHODS === #

    def action_claim(self):
        """Sent to the supplier.

        :raises UserError: when it is not said to whom
        """
        for claim in self:
            if not claim.partner_id:
                raise UserError(
                    self.env._("From whom do you claim for job %s?", claim.service_id.name)
                )
            claim.write({"state": "claimed", "date_claimed": claim.company_id._hau_mai_today()})
        return True

    def action_credit(self):
        """They pay: all that was expected, unless somebody wrote another amount."""
        for claim in self:
            amount = claim.amount_credited or claim.amount_expected
            claim.write({"state": "credited", "amount_credited": amount})
        return True

    def action_refuse(self):
        """They do not pay."""
        self.write({"state": "refused", "amount_credited": 0})
        return True

    def action_reopen(self):
        """Take a decision back."""
        for claim in self:
            claim.state = "claimed" if claim.date_claimed else "to_claim"
        return True
