from odoo import api, models

from ..tools.referral import normalize_code


class HauMaiCounter(models.AbstractModel):
    """Who shows a membership card: its code finds them, and their tier is seen at once."""

    _inherit = "hau_mai.counter"

    @api.model
    def _find_by_code(self, code):
        return self._member_hits(code) + super()._find_by_code(code)

    @api.model
    def _member_hits(self, code):
        """The customer of a card that was scanned, or whose code was typed."""
        partner = self.env["res.partner"]._find_by_referral_code(code)._filtered_access("read")
        if not partner:
            return []
        tier = partner._hau_mai_membership(self.env.company).tier_id
        return [
            self._hit(
                partner,
                partner.display_name,
                (normalize_code(code),),
                (partner.phone, partner.city),
                (tier.name or self.env._("Customer"), "success" if tier else None),
            )
        ]

    @api.model
    def _describe_person(self, partner, role):
        """With the tier, so that whoever serves knows whom they have before them."""
        tier = partner.loyalty_tier_id
        person = super()._describe_person(partner, role)
        return person | {"tier": tier.name or "", "tier_color": tier.color}
