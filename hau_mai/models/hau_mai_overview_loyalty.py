from datetime import timedelta

from odoo import api, models

#: A tier that ends within so many days is worth a word to its customer.
ENDING_DAYS = 30


class HauMaiOverview(models.AbstractModel):
    """Loyalty on the first screen: members by tier, who rose, whose tier ends, what to decide."""

    _inherit = "hau_mai.overview"

    @api.model
    def _get_tiles(self):
        tiles = super()._get_tiles()
        if self.env["hau_mai.loyalty.membership"].has_access("read"):
            tiles.append(self._tile_loyalty())
        return tiles

    @api.model
    def _tile_loyalty(self):
        members = [("company_id", "=", self.env.company.root_id.id), ("tier_id", "!=", False)]
        figures = [*self._figures_to_decide(), *self._figures_of_tiers(members)]
        return {
            "key": "loyalty",
            "title": self.env._("Loyalty"),
            "icon": "fa-star",
            "sequence": 60,
            "figures": figures,
            "empty": self.env._("No customer has a tier yet."),
        }

    @api.model
    def _figures_to_decide(self):
        """What somebody has to do: referrals to decide, tiers that end."""
        today = self._today()
        company = ("company_id", "=", self.env.company.root_id.id)
        review = [company, ("state", "=", "review")]
        ending = [
            company,
            ("date_until", ">=", today),
            ("date_until", "<=", today + timedelta(days=ENDING_DAYS)),
        ]
        risen = [
            company,
            ("kind", "=", "upgrade"),
            *self._between("hau_mai.loyalty.tier.move", "date", today.replace(day=1), today),
        ]
        return [
            self._loyalty_figure(
                "review", self.env._("referrals to decide"), "hau_mai.referral", review, "warning"
            ),
            self._loyalty_figure(
                "upgrades",
                self.env._("upgrades this month"),
                "hau_mai.loyalty.tier.move",
                risen,
                "success",
            ),
            self._loyalty_figure(
                "ending",
                self.env._("tiers end in %s days", ENDING_DAYS),
                "hau_mai.loyalty.membership",
                ending,
                "warning",
            ),
        ]

    @api.model
    def _figures_of_tiers(self, members):
        """How many customers have each tier, the highest first; in one query."""
        model = "hau_mai.loyalty.membership"
        counts = self.env[model]._read_group(members, ["tier_id"], ["__count"])
        return [
            self._figure(
                f"tier_{tier.id}",
                tier.name,
                count,
                self._list_action(model, tier.name, [*members, ("tier_id", "=", tier.id)]),
            )
            for tier, count in sorted(counts, key=lambda row: -row[0].sequence)
        ]

    @api.model
    def _loyalty_figure(self, key, label, model, domain, color):
        action = self._list_action(model, label, domain)
        return self._figure(key, label, self._count(model, domain), action, color)
