from dataclasses import replace

from odoo import api, fields, models

#: What a draft may change of a tier.
DRAFTED = (
    "amount_min", "amount_keep", "orders_min", "points_min", "match", "window", "window_months",
)  # fmt: skip


class HauMaiLoyaltyDraftLine(models.Model):
    """A tier as it would be: its thresholds, beside those in force."""

    _name = "hau_mai.loyalty.draft.line"
    _description = "Draft of a Tier"
    _order = "draft_id, sequence, id"
    _rec_name = "tier_id"

    _once = models.UniqueIndex("(draft_id, tier_id)", "Each tier stands in a draft once.")

    draft_id = fields.Many2one(
        "hau_mai.loyalty.draft", required=True, index=True, ondelete="cascade"
    )
    tier_id = fields.Many2one(
        "hau_mai.loyalty.tier", required=True, readonly=True, ondelete="cascade"
    )
    sequence = fields.Integer(related="tier_id.sequence", store=True)
    company_id = fields.Many2one(related="draft_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount_now = fields.Monetary(related="tier_id.amount_min", string="Amount in Force")
    amount_min = fields.Monetary(string="Amount to Reach")
    amount_keep = fields.Monetary(string="Amount to Keep")
    orders_min = fields.Integer(string="Orders to Reach")
    points_min = fields.Float(string="Points to Reach")
    match = fields.Selection(
        lambda self: self._selection_of("match"), string="Needs", required=True, default="any"
    )
    window = fields.Selection(
        lambda self: self._selection_of("window"),
        string="What Counts",
        required=True,
        default="rolling",
    )
    window_months = fields.Integer(string="Months Counted", default=12)

    _not_negative = models.Constraint(
        "CHECK (amount_min >= 0 AND amount_keep >= 0 AND orders_min >= 0 AND points_min >= 0 "
        "AND window_months > 0)",
        "Thresholds cannot be negative, and the months counted are at least 1.",
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.draft_id._check_open()
        return lines

    def write(self, vals):
        self.draft_id._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_of_drafts(self):
        self.draft_id._check_open()

    # === BUSINESS METHODS === #

    @api.model
    def _selection_of(self, name):
        return self.env["hau_mai.loyalty.tier"]._fields[name]._description_selection(self.env)

    def _rung(self, rung):
        """A rung in force with what the draft changes."""
        return replace(rung, **{name: self[name] for name in DRAFTED})

    def _prepare_tier_vals(self):
        """What the tier gets when the draft comes into force."""
        return {name: self[name] for name in DRAFTED}

    @api.model
    def _prepare_copy_vals(self, tier):
        """A tier as a draft begins with it."""
        return {"tier_id": tier.id, **{name: tier[name] for name in DRAFTED}}
