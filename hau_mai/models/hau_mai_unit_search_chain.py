from odoo import api, models
from odoo.fields import Domain


class HauMaiUnit(models.Model):
    """Finding all that were exchanged one for the other by the number of any of them."""

    _inherit = "hau_mai.unit"

    @api.model
    def _search_box_domain(self, value):
        domain = super()._search_box_domain(value)
        key = self._normalize_key(value)
        if not key:
            return domain
        linked = Domain("chain_id", "!=", False)
        found = self.sudo().search(linked & Domain("search_key", "like", key), limit=100)
        return domain | Domain("chain_id", "in", found.chain_id.ids) if found else domain
