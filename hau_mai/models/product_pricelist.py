from odoo import api, models


class ProductPricelist(models.Model):
    """The pricelist a customer has by their tier."""

    _inherit = "product.pricelist"

    @api.model
    def _get_partner_pricelist_multi(self, partner_ids):
        """What was chosen for a customer goes first, then that of their tier, then core's."""
        result = super()._get_partner_pricelist_multi(partner_ids)
        if not self.env["hau_mai.loyalty.tier"]._pricelists_are_on():
            return result
        partners = self.env["res.partner"].with_context(active_test=False).browse(partner_ids)
        for id_, pricelist in partners._hau_mai_tier_pricelists().items():
            chosen = partners.browse(id_).specific_property_product_pricelist
            if not chosen._get_partner_pricelist_multi_filter_hook():
                result[id_] = pricelist
        return result
