from odoo import models
from odoo.tools import formatLang

from ..tools.benefit import service_discount


class ResPartner(models.Model):
    """Members pay less for services."""

    _inherit = "res.partner"

    def _get_service_discount(self, unit=None):
        """The higher of what the card was sold with and what the customer's tier gives."""
        of_card, card_reason = super()._get_service_discount(unit)
        company = unit and unit.sudo().company_id or self.env.company
        tier, of_tier = self._hau_mai_tier_gives("service_discount", company).get(
            self.id, (None, 0)
        )
        discount = service_discount(of_card, of_tier)
        if discount.source != "tier":
            return of_card, card_reason
        values = {
            "percent": formatLang(self.env, of_tier, digits=0 if of_tier == int(of_tier) else 2),
            "tier": tier.name,
            "card": card_reason,
        }
        if not of_card:
            return of_tier, self.env._("%(percent)s%% for %(tier)s members", **values)
        return of_tier, self.env._(
            "%(percent)s%% for %(tier)s members, instead of %(card)s", **values
        )
