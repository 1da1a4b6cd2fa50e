from odoo import api, fields, models
from odoo.fields import Domain


class HauMaiSlaPolicy(models.Model):
    """A promise for members of some tiers only."""

    _inherit = "hau_mai.sla.policy"

    tier_ids = fields.Many2many(
        "hau_mai.loyalty.tier",
        string="Tiers",
        help="Only for customers who had one of these tiers when they opened the case; for "
        "everybody when empty.",
    )

    # === COMPUTE METHODS === #

    @api.depends("tier_ids")
    @api.depends_context("lang")
    def _compute_cases(self):
        return super()._compute_cases()

    @api.depends("tier_ids")
    @api.depends_context("lang", "company")
    def _compute_preview(self):
        return super()._compute_preview()

    # === CONSTRAINT METHODS === #

    @api.constrains("company_id", "team_ids", "calendar_id", "tier_ids")
    def _check_company_of_parts(self):
        return super()._check_company_of_parts()

    # === BUSINESS METHODS === #

    def _company_parts(self):
        return [*super()._company_parts(), *self.tier_ids]

    def _match_domain(self):
        domain = super()._match_domain()
        if self.tier_ids:
            domain &= Domain("loyalty_tier_id", "in", self.tier_ids._origin.ids)
        return domain

    def _case_words(self):
        words = super()._case_words()
        if self.tier_ids:
            words.append(self.env._("%s members", ", ".join(self.tier_ids.mapped("name"))))
        return words
