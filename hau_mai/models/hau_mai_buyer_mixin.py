from odoo import fields, models


class HauMaiBuyerMixin(models.AbstractModel):
    """What is about a customer shows the tier they have with the company one works in.

    Nothing is stored: a list pays for it only
    where the column is shown, with one query.
    """

    _name = "hau_mai.buyer.mixin"
    _description = "Of a Customer"

    partner_id = fields.Many2one("res.partner")
    loyalty_tier_id = fields.Many2one(
        related="partner_id.loyalty_tier_id", string="Tier", groups="base.group_user"
    )
    loyalty_tier_color = fields.Integer(
        related="partner_id.loyalty_tier_color",
        string="Color of the Tier",
        groups="base.group_user",
    )
