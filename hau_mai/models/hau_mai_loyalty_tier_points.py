from odoo import fields, models


class HauMaiLoyaltyTier(models.Model):
    """How many times the points of loyalty programs members get."""

    _inherit = "hau_mai.loyalty.tier"

    points_factor = fields.Float(
        string="Points Multiplied By",
        default=1.0,
        digits=(6, 2),
        tracking=True,
        help="Members get so many times the points of loyalty programs. Coupons, promotions and "
        "gift cards are not multiplied.",
    )
