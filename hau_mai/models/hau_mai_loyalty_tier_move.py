from odoo import fields, models

MOVE_KINDS = [
    ("first", "First review"),
    ("upgrade", "Upgrade"),
    ("downgrade", "Downgrade"),
    ("renewal", "Kept"),
    ("by_hand", "By hand"),
    ("rules", "New rules"),
    ("merge", "Contacts joined"),
]


class HauMaiLoyaltyTierMove(models.Model):
    """The ledger of tiers: every change with the figures that led to it, never edited."""

    _name = "hau_mai.loyalty.tier.move"
    _description = "Change of Tier"
    _inherit = ["hau_mai.append.only.mixin"]
    _order = "date DESC, id DESC"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    tier_from_id = fields.Many2one(
        "hau_mai.loyalty.tier", string="From", ondelete="restrict", readonly=True
    )
    tier_to_id = fields.Many2one(
        "hau_mai.loyalty.tier", string="To", ondelete="restrict", readonly=True
    )
    kind = fields.Selection(MOVE_KINDS, required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True, index=True, default=fields.Datetime.now)
    reason = fields.Char(required=True, readonly=True)
    amount = fields.Monetary(readonly=True)
    order_count = fields.Integer(readonly=True, string="Orders")
    points = fields.Float(readonly=True)
    user_id = fields.Many2one("res.users", string="By", readonly=True, ondelete="restrict")
