from odoo import fields, models


class ResPartner(models.Model):
    """Dealers sell on what they buy from us, and activate it for their customers."""

    _inherit = "res.partner"

    hau_mai_dealer = fields.Boolean(
        string="Dealer",
        groups="hau_mai.group_manager",
        help="Their people activate in the portal what they bought, for whom they sold it to.",
    )

    def _hau_mai_is_dealer(self):
        """Whether these are people of a dealer."""
        return bool(self) and all(self.sudo().commercial_partner_id.mapped("hau_mai_dealer"))
