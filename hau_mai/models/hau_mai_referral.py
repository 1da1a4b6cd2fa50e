from odoo import fields, models

REFERRAL_STATES = [
    ("pending", "Waiting for the order"),
    ("review", "To be decided"),
    ("rewarded", "Rewarded"),
    ("refused", "Refused"),
]


class HauMaiReferral(models.Model):
    """A customer who brought another: from the code that was named to the reward.

    One a new customer and root company: nobody is brought twice.
    """

    _name = "hau_mai.referral"
    _description = "Referral"
    _inherit = ["mail.thread", "hau_mai.batch.mixin"]
    _order = "date DESC, id DESC"
    _rec_name = "referee_id"
    _check_company_auto = True

    _referee_unique = models.UniqueIndex(
        "(referee_id, company_id)", "This customer was brought by somebody already."
    )

    # === FIELDS === #

    referrer_id = fields.Many2one(
        "res.partner",
        string="Brought By",
        required=True,
        index=True,
        ondelete="restrict",
    )
    referee_id = fields.Many2one(
        "res.partner", string="New Customer", required=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
        domain=[("parent_id", "=", False)],
    )
    date = fields.Datetime(
        string="Named On", required=True, readonly=True, default=fields.Datetime.now
    )
    state = fields.Selection(
        REFERRAL_STATES,
        string="Status",
        required=True,
        default="pending",
        readonly=True,
        copy=False,
        tracking=True,
    )
    reason = fields.Char(
        readonly=True, copy=False, help="Why it is held for a decision, or was refused."
    )
