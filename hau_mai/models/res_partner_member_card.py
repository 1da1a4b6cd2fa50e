from odoo import models

from ..tools.qr import qr_data_uri

#: The colors of Odoo's tags, dark enough for white letters: what a card is printed in.
CARD_COLORS = (
    "#4a4f59", "#a8452f", "#b0641b", "#9a7d0a", "#1f6f8b", "#6b4a6b",
    "#8a4b3c", "#2c7a7b", "#334b8a", "#8b2f63", "#2f7d4f", "#5b3f92",
)  # fmt: skip


class ResPartner(models.Model):
    """The membership card: paper that says what tier somebody has, and whose it is."""

    _inherit = "res.partner"

    def _prepare_member_card(self):
        """What stands on the card of the commercial customer with the current company.

        The QR code is the customer's link: at the counter it finds them, on a friend's
        telephone it leads to the sign-up.

        :return: dict with company, name, tier, color, until, code and qr
        """
        self.ensure_one()
        customer = self.commercial_partner_id
        company = self.env.company
        membership = customer._hau_mai_membership(company)
        tier = membership.tier_id
        link = customer._referral_link()
        return {
            "company": company,
            "name": customer.name,
            "tier": tier.name or "",
            "color": CARD_COLORS[tier.color % len(CARD_COLORS)],
            "since": membership.date_since,
            "until": membership.date_until,
            "code": customer.sudo().referral_code,
            "qr": qr_data_uri(link),
        }

    def _member_card_copies(self):
        """The customers, each in their own language."""
        return [
            partner.with_context(lang=partner.lang or self.env.lang)
            for partner in self.commercial_partner_id
        ]
