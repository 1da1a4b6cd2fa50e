from odoo import fields, models


class HauMaiLoyaltyTierMove(models.Model):
    """The voucher that was given for moving up."""

    _inherit = "hau_mai.loyalty.tier.move"
    _filled_in_later = ("card_id",)

    _card_unique = models.UniqueIndex(
        "(card_id) WHERE card_id IS NOT NULL", "A voucher is given for one change of tier."
    )

    card_id = fields.Many2one("loyalty.card", string="Voucher", readonly=True, ondelete="restrict")
