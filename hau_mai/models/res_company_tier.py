from odoo import fields, models
from odoo.tools import ormcache


class ResCompany(models.Model):
    """What counts for the tiers of a company's customers. Set on the root company."""

    _inherit = "res.company"

    hau_mai_tier_basis = fields.Selection(
        [("paid", "Paid invoices"), ("confirmed", "Confirmed orders")],
        string="Counted for Tiers",
        required=True,
        default="paid",
        help="Untaxed, less credit notes at once; of confirmed orders, also less what came "
        "back and is not credited yet.",
    )
    hau_mai_tier_reset = fields.Boolean(
        string="Count Anew After an Upgrade",
        help="What led to a tier does not count for the next one.",
        prefetch="hau_mai",
    )
    hau_mai_tiers_running = fields.Datetime(
        string="Tiers Running Since",
        readonly=True,
        copy=False,
        help="When all customers had been reviewed once. What they had bought until then gave "
        "them a tier silently.",
        prefetch="hau_mai",
    )

    def _hau_mai_family(self):
        """A root company with its branches, which count together."""
        return self.sudo().search([("id", "child_of", self.root_id.ids)])

    @ormcache("self.id")
    def _hau_mai_has_tiers(self):
        """Whether customers of this company have tiers at all."""
        tiers = self.env["hau_mai.loyalty.tier"].sudo()
        return bool(tiers.search_count([("company_id", "=", self.root_id.id)], limit=1))

    @ormcache("self.id")
    def _hau_mai_tiers_count_points(self):
        """Whether points bring customers of this company a tier."""
        tiers = self.env["hau_mai.loyalty.tier"].sudo()
        asking = [("company_id", "=", self.root_id.id), ("points_min", ">", 0)]
        return bool(tiers.search_count(asking, limit=1))
