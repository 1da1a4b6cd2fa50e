from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

PRICELISTS = "product.group_product_pricelist"


class HauMaiLoyaltyTier(models.Model):
    """The pricelist of a tier. Nothing is written on customers: it is what a member gets where
    nobody chose one for them, and orders that exist keep theirs."""

    _inherit = "hau_mai.loyalty.tier"

    pricelist_id = fields.Many2one(
        "product.pricelist",
        domain="[('company_id', 'in', (False, company_id))]",
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
        help="For members who have no pricelist of their own. It goes before that of the country.",
    )
    pricelist_warning = fields.Text(compute="_compute_pricelist_warning")

    # === COMPUTE METHODS === #

    @api.depends("pricelist_id", "company_id")
    @api.depends_context("lang")
    def _compute_pricelist_warning(self):
        """What stands in the way of the pricelist, a sentence a line."""
        for tier in self:
            words = tier._word_pricelist() if tier.pricelist_id else []
            tier.pricelist_warning = "\n".join(words)

    def _word_pricelist(self):
        self.ensure_one()
        pricelist = self.pricelist_id.sudo()
        words = []
        if not self._pricelists_are_on():
            words.append(
                self.env._("Pricelists are switched off in the settings of Sales: it does nothing.")
            )
        if not pricelist.active:
            words.append(self.env._("It is archived: members get what others get."))
        if pricelist.currency_id != self.company_id.currency_id:
            words.append(
                self.env._(
                    "It is in %(currency)s: members are quoted in %(currency)s.",
                    currency=pricelist.currency_id.name,
                )
            )
        if pricelist.company_id and self.company_id.sudo().child_ids:
            words.append(
                self.env._(
                    "It belongs to %s: orders of its branches cannot use it. Leave the company of "
                    "the pricelist empty for them.",
                    pricelist.company_id.name,
                )
            )
        if groups := pricelist.country_group_ids:
            words.append(
                self.env._(
                    "It is meant for %s; members get it wherever they live.",
                    ", ".join(groups.mapped("name")),
                )
            )
        return words + self._word_others_choosing(pricelist)

    @api.model
    def _pricelists_are_on(self):
        """Whether the company works with pricelists at all."""
        return self.env["res.groups"]._is_feature_enabled(PRICELISTS)

    def _word_others_choosing(self, pricelist):
        """Who else decides: what was chosen for a customer, programs for some pricelists."""
        words = []
        company = self.company_id._origin
        own = self._count_own_pricelists(pricelist, company) if self._origin else 0
        if own:
            words.append(
                self.env._("%s members have a pricelist of their own, which goes before it.", own)
            )
        programs = self.env["loyalty.program"].sudo().search(
            [
                ("pricelist_ids", "!=", False),
                ("pricelist_ids", "not in", pricelist._origin.ids),
                ("company_id", "in", (False, company.id)),
            ]
        )  # fmt: skip
        if programs:
            words.append(
                self.env._(
                    "These programs are for other pricelists, so members do not get them: %s.",
                    ", ".join(programs.mapped("name")),
                )
            )
        return words

    def _count_own_pricelists(self, pricelist, company):
        """How many members have another pricelist, chosen for them by hand or by a grade."""
        chosen = "specific_property_product_pricelist"
        members = Domain("tier_id", "=", self._origin.id)
        own = Domain(chosen, "not in", (False, pricelist._origin.id))
        partners = self.env["res.partner"].sudo().with_company(company)
        return partners.search_count(Domain("membership_ids", "any", members) & own)

    # === CONSTRAINT METHODS === #

    @api.constrains("pricelist_id", "company_id")
    def _check_pricelist(self):
        for tier in self:
            company = tier.pricelist_id.sudo().company_id
            if company and company != tier.company_id:
                raise ValidationError(
                    self.env._(
                        "The pricelist “%(pricelist)s” belongs to %(other)s and could not be used "
                        "on orders of %(company)s. Choose one of %(company)s for the tier "
                        "“%(tier)s”, or one for all companies.",
                        pricelist=tier.pricelist_id.sudo().name,
                        other=company.name,
                        company=tier.company_id.name,
                        tier=tier.name,
                    )
                )
