from odoo import api, fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """The tier of a customer, with the company one works in."""

    _inherit = "res.partner"

    membership_ids = fields.One2many(
        "hau_mai.loyalty.membership", "partner_id", groups="hau_mai.group_user_own"
    )
    loyalty_tier_id = fields.Many2one(
        "hau_mai.loyalty.tier",
        string="Tier",
        compute="_compute_loyalty_tier_id",
        search="_search_loyalty_tier_id",
        groups="base.group_user",
    )
    loyalty_tier_color = fields.Integer(
        related="loyalty_tier_id.color", string="Color of the Tier", groups="base.group_user"
    )
    referred_by_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        groups="base.group_user",
    )

    # === COMPUTE METHODS === #

    @api.depends("commercial_partner_id")
    @api.depends_context("company")
    def _compute_loyalty_tier_id(self):
        """That of the commercial customer: a company's people count together."""
        tiers = dict(
            self.env["hau_mai.loyalty.membership"]
            .sudo()
            ._read_group(
                [
                    ("partner_id", "in", self.commercial_partner_id.ids),
                    ("company_id", "=", self.env.company.root_id.id),
                ],
                ["partner_id"],
                ["tier_id:recordset"],
            )
        )
        for partner in self:
            partner.loyalty_tier_id = tiers.get(partner.commercial_partner_id._origin)

    def _search_loyalty_tier_id(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        members = Domain("company_id", "=", self.env.company.root_id.id)
        if operator == "in" and False in value:
            without = Domain("tier_id", "!=", False) & members
            wanted = [tier for tier in value if tier]
            named = Domain("tier_id", "in", wanted) & members
            return ~self._of_members(without) | self._of_members(named)
        return self._of_members(Domain("tier_id", operator, value) & members)

    @api.model
    def _of_members(self, domain):
        """The domain of the customers whose membership matches, with their people."""
        members = self.env["hau_mai.loyalty.membership"].sudo()._search(domain)
        return Domain("commercial_partner_id", "in", members.subselect("partner_id"))
