from odoo import api, models
from odoo.exceptions import UserError

#: The usual tiers: place, color, what to reach in dong and in any other currency.
USUAL = ((10, 0, 0, 0), (20, 10, 5_000_000, 200), (30, 3, 15_000_000, 600),
         (40, 4, 30_000_000, 1_200))  # fmt: skip


class HauMaiLoyaltyTier(models.Model):
    """The usual tiers, for a company that has none."""

    _inherit = "hau_mai.loyalty.tier"

    @api.model
    def action_use_usual_tiers(self):
        """Make the usual four tiers for the company one works in.

        :raises UserError: when it has tiers already
        """
        company = self.env.company.root_id
        if self.search_count([("company_id", "=", company.id)], limit=1):
            raise UserError(
                self.env._("%s has tiers already: change or archive those.", company.name)
            )
        column = 2 if company.currency_id.name == "VND" else 3
        names = self._usual_names(self.env["res.lang"].get_installed())
        tiers = self.with_context(lang="en_US").create(
            [
                {
                    "name": translations["en_US"],
                    "sequence": row[0],
                    "color": row[1],
                    "amount_min": row[column],
                    "company_id": company.id,
                }
                for row, translations in zip(USUAL, names, strict=True)
            ]
        )
        for tier, translations in zip(tiers, names, strict=True):
            tier.update_field_translations("name", translations)
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("hau_mai.hau_mai_loyalty_tier_action"),
            "target": "main",
        }

    @api.model
    def _usual_names(self, languages):
        """What the usual tiers are called: ``{language: name}`` of each."""
        names = [{} for _row in USUAL]
        for code in {"en_US", *(code for code, _name in languages)}:
            env = self.with_context(lang=code).env
            words = (env._("Bronze"), env._("Silver"), env._("Gold"), env._("Diamond"))
            for translations, word in zip(names, words, strict=True):
                translations[code] = word
        return names
