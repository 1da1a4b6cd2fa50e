from odoo import fields, models


class HauMaiLoyaltyMembership(models.Model):
    """What a customer has with a company: their tier, since when, until when, and why.

    One a commercial customer and root company. Days are days of the company. The
    figures are those of the last review; ``tier_id`` empty: none was reached yet.
    """

    _name = "hau_mai.loyalty.membership"
    _description = "Loyalty Membership"
    _inherit = ["mail.thread", "mail.activity.mixin", "hau_mai.batch.mixin"]
    _order = "amount DESC, id DESC"
    _rec_name = "partner_id"
    _check_company_auto = True

    _partner_unique = models.UniqueIndex(
        "(partner_id, company_id)", "A customer has one membership with a company."
    )
    _ends_idx = models.Index("(company_id, date_drop) WHERE date_drop IS NOT NULL")

    # === FIELDS === #

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
        domain=[("parent_id", "=", False)],
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    tier_id = fields.Many2one(
        "hau_mai.loyalty.tier",
        index=True,
        ondelete="restrict",
        readonly=True,
        check_company=True,
        tracking=True,
    )
    date_since = fields.Date(string="Since", readonly=True)
    date_until = fields.Date(
        string="Valid Until", readonly=True, help="Its last day, before the days of grace."
    )
    date_drop = fields.Date(
        string="Last Day of Grace", readonly=True, help="The tier is had until the end of this day."
    )
    locked_until = fields.Date(
        readonly=True, help="Given by hand: no review changes it before the day after."
    )
    lock_reason = fields.Char(readonly=True)
    date_counted_from = fields.Date(
        string="Counted From", readonly=True, help="What was bought before does not count any more."
    )
    amount = fields.Monetary(readonly=True, string="Amount Counted")
    order_count = fields.Integer(readonly=True, string="Orders Counted")
    points = fields.Float(readonly=True, string="Points Counted")
    date_reviewed = fields.Datetime(string="Last Review", readonly=True)

    # === HOOKS === #

    def _on_tier_changed(self, moves):
        """Called once after changes of tier were written, for all of them.

        :param moves: the new rows of the ledger, a :class:`hau_mai.loyalty.tier.move` each
        """
        return None
