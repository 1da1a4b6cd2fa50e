from odoo import api, models


class HauMaiLoyaltyMembership(models.Model):
    """Contacts that become one: their memberships too, with the better of the tiers."""

    _inherit = "hau_mai.loyalty.membership"

    @api.model
    def _merge_partners(self, src_partners, dst_partner):
        """Join the memberships of these contacts, company by company.

        The better tier stays with its dates; the ledger keeps every row and tells of the
        join. What was bought counts together from the next review on, which comes soon.
        """
        memberships = self.search([("partner_id", "in", (src_partners | dst_partner).ids)])
        self.env["hau_mai.loyalty.due"].create(
            [
                {"partner_id": dst_partner.id, "company_id": company.id}
                for company in memberships.company_id
            ]
        )
        for joined in memberships.grouped("company_id").values():
            if len(joined) > 1:
                joined._join(dst_partner)

    def _join(self, partner):
        """Let the best of these memberships of one company stay, for this contact."""
        best = self.sorted(self._merit, reverse=True)[0]
        own = self.filtered(lambda membership: membership.partner_id == partner)
        moves = self.env["hau_mai.loyalty.tier.move"].create(
            {
                "partner_id": partner.id,
                "company_id": best.company_id.id,
                "tier_from_id": own.tier_id.id,
                "tier_to_id": best.tier_id.id,
                "kind": "merge",
                "reason": self.env._(
                    "Joined with %s.", ", ".join((self - own).partner_id.mapped("name"))
                ),
                "amount": sum(self.mapped("amount")),
                "order_count": sum(self.mapped("order_count")),
                "points": sum(self.mapped("points")),
                "user_id": self.env.uid,
            }
        )
        (self - best)._leave_to(best)
        best.write({"partner_id": partner.id, "fingerprint": False})
        self._on_tier_changed(moves)

    @staticmethod
    def _merit(membership):
        """The higher tier first, then the one that is had longer."""
        place = membership.tier_id._place() if membership.tier_id else (-1, 0)
        until = membership.date_until or membership.env.cr.now().date().replace(year=9999)
        return (place, until if membership.tier_id else until.min, membership.id)

    def _leave_to(self, best):
        """These memberships end; what was said about them stays with the other one."""
        self.env["mail.message"].search(
            [("model", "=", self._name), ("res_id", "in", self.ids)]
        ).write({"res_id": best.id})
        self.unlink()
        self.env.flush_all()
