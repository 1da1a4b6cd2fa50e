import zlib

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from ..tools.loyalty import Rung, ladder_faults


class HauMaiLoyaltyTier(models.Model):
    """The tiers of a company as a ladder."""

    _inherit = "hau_mai.loyalty.tier"

    ladder_warning = fields.Char(compute="_compute_ladder_warning")

    # === COMPUTE METHODS === #

    @api.depends("sequence", "amount_min", "orders_min", "points_min", "window", "window_months")
    @api.depends_context("lang")
    def _compute_ladder_warning(self):
        """A better tier that asks for less than one below it: nobody stays on the lower one."""
        self.ladder_warning = False
        for company, tiers in self.grouped("company_id").items():
            ladder = tiers.sudo().search([("company_id", "=", company.id)])
            names = {tier.id: tier.name for tier in ladder}
            for lower, higher, threshold in ladder_faults(ladder._rungs()):
                for tier in tiers.filtered(lambda t, pair=(lower.id, higher.id): t.id in pair):
                    tier.ladder_warning = self.env._(
                        "“%(higher)s” stands above “%(lower)s” but asks for less (%(threshold)s): "
                        "who reaches both has “%(higher)s”.",
                        higher=names[higher.id],
                        lower=names[lower.id],
                        threshold=self._fields[threshold].get_description(self.env)["string"],
                    )

    # === CONSTRAINT METHODS === #

    @api.constrains("amount_min", "amount_keep")
    def _check_keep_is_easier(self):
        for tier in self:
            if (
                tier.amount_min
                and tier.currency_id.compare_amounts(tier.amount_keep, tier.amount_min) > 0
            ):
                raise ValidationError(
                    self.env._(
                        "Keeping “%s” takes more than reaching it. Ask for less to keep it, or "
                        "leave it at 0: as much as for reaching it.",
                        tier.name,
                    )
                )

    # === BUSINESS METHODS === #

    def _rungs(self):
        """These tiers for :mod:`tools.loyalty`, the lowest first."""
        return [
            Rung(
                id=tier.id,
                amount_min=tier.amount_min,
                amount_keep=tier.amount_keep,
                orders_min=tier.orders_min,
                points_min=tier.points_min,
                match=tier.match,
                window=tier.window,
                window_months=tier.window_months,
                validity_months=tier.validity_months,
                grace_days=tier.grace_days,
                drop=tier.drop,
                is_open=tier.active,
            )
            for tier in self.sorted(lambda tier: (tier.sequence, tier.id))
        ]

    @api.model
    def _ladder(self, company):
        """The tiers of a root company, with archived ones that customers may still have."""
        tiers = self.sudo().with_context(active_test=False)
        return tiers.search([("company_id", "=", company.id)])._rungs()

    @api.model
    def _rules_digest(self, company, ladder):
        """A short text that is another one when the rules are: the first :data:`REACHING` signs
        when those of reaching tiers are, the others with those of keeping them.
        """
        rules = [
            (rung.id, rung.amount_min, rung.orders_min, rung.points_min, rung.match, rung.counted)
            for rung in ladder
            if rung.is_open
        ]
        reaching = repr((company.hau_mai_tier_basis, rules))
        keeping = repr([(rung.id, rung.amount_keep) for rung in ladder])
        return "".join(f"{zlib.crc32(text.encode()):08x}" for text in (reaching, keeping))

    @api.model
    @ormcache("company_id")
    def _open_ids(self, company_id):
        """Ids of the tiers of a root company that can be reached, the lowest first."""
        tiers = self.sudo().search([("company_id", "=", company_id)], order="sequence, id")
        return tuple(tiers.ids)

    def _place(self):
        """Where a tier stands in the ladder, to compare with another."""
        self.ensure_one()
        return (self.sequence, self.id)
