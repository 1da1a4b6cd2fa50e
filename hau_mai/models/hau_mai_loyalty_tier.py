from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HauMaiLoyaltyTier(models.Model):
    """A tier of a company's customers: what one has to reach, and what keeping it takes.

    Tiers of a company form a ladder by ``sequence``, the lowest first. They belong to
    the root company: its branches count together. Amounts are untaxed, in the
    company's currency. What a customer has is a :class:`hau_mai.loyalty.membership`.
    """

    _name = "hau_mai.loyalty.tier"
    _description = "Loyalty Tier"
    _inherit = ["mail.thread"]
    _order = "company_id, sequence, id"
    _check_company_auto = True

    _not_negative = models.Constraint(
        "CHECK (amount_min >= 0 AND amount_keep >= 0 AND orders_min >= 0 AND points_min >= 0 "
        "AND window_months > 0 AND validity_months >= 0 AND grace_days >= 0)",
        "Thresholds, validity and grace cannot be negative, and the months counted are at least 1.",
    )

    # === FIELDS === #

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    sequence = fields.Integer(default=10, help="The higher, the better the tier.")
    color = fields.Integer()
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
        domain=[("parent_id", "=", False)],
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount_min = fields.Monetary(
        string="Amount to Reach",
        tracking=True,
        help="Untaxed, less what was refunded or came back.",
    )
    amount_keep = fields.Monetary(
        string="Amount to Keep",
        tracking=True,
        help="Enough for keeping the tier when it is reviewed; 0: as much as for reaching it.",
    )
    orders_min = fields.Integer(string="Orders to Reach", tracking=True)
    points_min = fields.Float(
        string="Points to Reach",
        tracking=True,
        help="Points given by loyalty programs, spent or not, less what was taken back.",
    )
    match = fields.Selection(
        [("any", "Any of them"), ("all", "All of them")],
        string="Needs",
        required=True,
        default="any",
        tracking=True,
        help="Thresholds of 0 do not count. Without any, everybody who bought has the tier.",
    )
    window = fields.Selection(
        [
            ("rolling", "The last months"),
            ("calendar_year", "The calendar year"),
            ("lifetime", "Everything ever"),
            ("since_upgrade", "Since the last change of tier"),
        ],
        string="What Counts",
        required=True,
        default="rolling",
        tracking=True,
    )
    window_months = fields.Integer(string="Months Counted", default=12, tracking=True)
    validity_months = fields.Integer(
        default=12, tracking=True, help="After so many months it is reviewed; 0: it stays for good."
    )
    grace_days = fields.Integer(
        default=15, tracking=True, help="So many days after its end the tier is still had."
    )
    drop = fields.Selection(
        [("one_step", "One step down"), ("to_fit", "To where they stand")],
        string="When Not Kept",
        required=True,
        default="one_step",
        tracking=True,
    )
    membership_ids = fields.One2many(
        "hau_mai.loyalty.membership", "tier_id", string="Members", groups="hau_mai.group_user_own"
    )
    member_count = fields.Integer(
        compute="_compute_member_count", string="Customers", groups="hau_mai.group_user_own"
    )

    # === COMPUTE METHODS === #

    @api.depends_context("uid")
    def _compute_member_count(self):
        counts = dict(
            self.env["hau_mai.loyalty.membership"]._read_group(
                [("tier_id", "in", self.ids)], ["tier_id"], ["__count"]
            )
        )
        for tier in self:
            tier.member_count = counts.get(tier._origin, 0)

    # === CONSTRAINT METHODS === #

    @api.constrains("company_id")
    def _check_company_is_root(self):
        for tier in self:
            if tier.company_id.parent_id:
                raise ValidationError(
                    self.env._(
                        "The tier “%(tier)s” belongs to %(root)s: its branches count together.",
                        tier=tier.name,
                        root=tier.company_id.root_id.name,
                    )
                )
