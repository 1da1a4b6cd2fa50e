from odoo import models


class ResPartner(models.Model):
    """The membership of a customer, their tier, and what it gives them: the seams."""

    _inherit = "res.partner"

    def action_give_tier(self):
        """The dialog to give this customer a tier by hand."""
        self.ensure_one()
        return self.env["hau_mai.loyalty.membership"]._action_decide_for(
            self, self.env.company, self.env._("Give a Tier by Hand"), "give"
        )

    def _hau_mai_membership(self, company):
        """The membership of this customer, or of the company they belong to; empty without one.

        Read with all rights: ask only for customers the user may see.
        """
        self.ensure_one()
        return (
            self.env["hau_mai.loyalty.membership"]
            .sudo()
            .search(
                [
                    ("partner_id", "=", self.commercial_partner_id.id),
                    ("company_id", "=", company.root_id.id),
                ]
            )
        )

    def _hau_mai_tier(self, company):
        """The tier this customer has with a company, or none; see :meth:`_hau_mai_tiers`."""
        self.ensure_one()
        tiers = self._hau_mai_tiers(company)
        return tiers.get(self.id, self.env["hau_mai.loyalty.tier"])

    def _hau_mai_tiers(self, company):
        """The tiers these customers have with a company, in one query.

        A company's people have the tier of the company they belong to, a branch's
        customers that of its head. An archived tier gives nothing.

        :return: {partner id: tier} of those who have one, readable for everybody
        """
        found = dict(
            self.env["hau_mai.loyalty.membership"]
            .sudo()
            ._read_group(
                [
                    ("partner_id", "in", self.commercial_partner_id.ids),
                    ("company_id", "=", company.root_id.id),
                    ("tier_id.active", "=", True),
                ],
                ["partner_id"],
                ["tier_id:recordset"],
            )
        )
        customers = {partner.id: partner.commercial_partner_id._origin for partner in self}
        return {id_: found[customer] for id_, customer in customers.items() if customer in found}

    def _hau_mai_tier_gives(self, fname, company):
        """What the tiers of these customers give them; no query when no tier gives it.

        :param str fname: field of a benefit of :class:`hau_mai.loyalty.tier`
        :return: {partner id: (tier, value)} of those who get something
        """
        giving = company and self.env["hau_mai.loyalty.tier"]._giving(fname, company.root_id.id)
        if not giving or not self:
            return {}
        return {
            id_: (tier, giving[tier.id])
            for id_, tier in self._hau_mai_tiers(company).items()
            if tier.id in giving
        }
