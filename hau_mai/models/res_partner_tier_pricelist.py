from odoo import models


class ResPartner(models.Model):
    """Members have the pricelist of their tier, unless another one is chosen for them."""

    _inherit = "res.partner"

    # === COMPUTE METHODS === #

    def _inverse_product_pricelist(self):
        """What a member has anyway is not kept as their own, so that it goes with the tier;
        anything else is, also what customers without a tier have."""
        by_tier = self._hau_mai_tier_pricelists()
        members = self.filtered(lambda partner: partner.id in by_tier)
        for partner in members:
            chosen = partner.property_product_pricelist
            own = chosen if chosen != by_tier[partner.id] else chosen.browse()
            partner.specific_property_product_pricelist = own
        return super(ResPartner, self - members)._inverse_product_pricelist()

    # === BUSINESS METHODS === #

    def _hau_mai_tier_pricelists(self):
        """The pricelists of the customers' tiers that orders of the current company can take.

        :return: {partner id: pricelist} of those who have one
        """
        given = self._hau_mai_tier_gives("pricelist_id", self.env.company)
        pricelists = self.env["product.pricelist"].browse({id_ for _tier, id_ in given.values()})
        domain = pricelists._get_partner_pricelist_multi_search_domain_hook(self.env.company.id)
        usable = set(pricelists.sudo().filtered_domain(domain).ids)
        return {
            partner_id: pricelists.browse(id_)
            for partner_id, (_tier, id_) in given.items()
            if id_ in usable
        }
