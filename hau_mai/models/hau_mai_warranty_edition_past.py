from odoo import api, models


class HauMaiWarrantyEdition(models.Model):
    """What a run under way makes cards under is not changed under it."""

    _inherit = "hau_mai.warranty.edition"

    @api.model
    def _sold_editions(self, policies):
        lines = self.env["hau_mai.past.orders.line"].sudo()
        domain = [("edition_id.policy_id", "in", policies.ids)]
        frozen = {edition.id for (edition,) in lines._read_group(domain, ["edition_id"])}
        return super()._sold_editions(policies) | frozen
