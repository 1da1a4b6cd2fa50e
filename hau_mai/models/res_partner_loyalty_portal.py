from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: What a customer redeems with a code, and what they collect points or money on.
VOUCHERS = ("coupons", "gift_card", "next_order_coupons")
WALLETS = ("loyalty", "ewallet")

#: So many changes of tier, vouchers and friends are shown.
SHOWN = 20


class ResPartner(models.Model):
    """What a customer sees of their loyalty in the portal: theirs, and nobody else's.

    Portal users have no rights on any of it. So everything is read with all rights and
    by one customer: the tier and the friends are those of the commercial customer, cards
    those of the person and of the commercial customer.
    """

    _inherit = "res.partner"

    def _portal_loyalty(self, company):
        """All the page shows.

        :return: dict with customer, membership, tier, percent, sentences, benefits, moves,
            vouchers, wallets and refers (whether bringing others is rewarded)
        """
        self.ensure_one()
        partner = self.sudo().with_company(company)
        customer = partner.commercial_partner_id
        membership = customer._hau_mai_membership(company)
        cards = partner._portal_cards(company)
        return {
            "customer": customer,
            "membership": membership,
            "tier": membership.tier_id,
            **(membership._describe_progress() if membership else {}),
            "benefits": membership.tier_id._benefits() if membership.tier_id else [],
            "moves": customer._portal_tier_moves(company),
            "vouchers": cards.filtered(lambda card: card.program_type in VOUCHERS),
            "wallets": cards.filtered(lambda card: card.program_type in WALLETS),
            "refers": company._hau_mai_rewards_referrals(),
        }

    def _portal_cards(self, company):
        """Vouchers and points that can still be used with a company."""
        today = company._hau_mai_today()
        people = self | self.commercial_partner_id
        domain = Domain("partner_id", "in", people.ids) & Domain("points", ">", 0)
        domain &= Domain("program_type", "in", VOUCHERS + WALLETS)
        domain &= Domain("program_id.active", "=", True)
        domain &= Domain("company_id", "=", False) | Domain("company_id", "parent_of", company.ids)
        domain &= Domain("expiration_date", "=", False) | Domain("expiration_date", ">=", today)
        return self.env["loyalty.card"].search(
            domain, order="expiration_date, id DESC", limit=2 * SHOWN
        )

    def _portal_tier_moves(self, company):
        """The changes of tier a customer is shown: no renewals of the rules, no names of ours."""
        return self.env["hau_mai.loyalty.tier.move"].search(
            [("partner_id", "=", self.id), ("company_id", "=", company.root_id.id)], limit=SHOWN
        )

    def _portal_referral(self, company):
        """What the customer passes on, and whom they brought: first names only.

        :return: dict with code, link, text, friends ((name, label, color)) and asks
            (whether they may say who told them)
        """
        self.ensure_one()
        customer = self.sudo().commercial_partner_id
        link = customer._referral_link()
        referrals = self.env["hau_mai.referral"].sudo()
        domain = [("company_id", "=", company.root_id.id), ("state", "!=", "refused")]
        friends = referrals.search([*domain, ("referrer_id", "=", customer.id)], limit=SHOWN)
        return {
            "code": customer.referral_code,
            "link": link,
            "text": company.sudo().root_id.hau_mai_referral_text,
            "friends": [friend._portal_friend() for friend in friends],
            "asks": not customer._brought_by_somebody(company)
            and customer._is_new_customer(company),
        }

    def _portal_name_referrer(self, code, company, how="portal"):
        """Write down whose code a new customer names.

        :raises UserError: when it is nobody's, or they are no new customer
        """
        self.ensure_one()
        customer = self.sudo().with_company(company).commercial_partner_id
        referrer = self.env["sale.order"].sudo()._find_referrer(code)
        if not customer._is_new_customer(company):
            raise UserError(self.env._("A code can only be named before the first order."))
        if customer._brought_by_somebody(company):
            raise UserError(self.env._("You have told us already who sent you. Thank you!"))
        self.env["hau_mai.referral"].with_company(company)._bring(
            [(customer, referrer)], how=how, code=code
        )

    def _brought_by_somebody(self, company):
        live = self.env["hau_mai.referral"]._live_by_customer(company.root_id, self.ids)
        return bool(live or self.sudo().referred_by_id)

    def _portal_first_name(self):
        """The name others may see: of a person the given name, last in Vietnamese."""
        self.ensure_one()
        if self.is_company:
            return self.name
        words = (self.name or "").split() or [""]
        vietnamese = (self.lang or "").startswith("vi") or self.env.company.hau_mai_vietnam_rules
        return words[-1] if vietnamese else words[0]
