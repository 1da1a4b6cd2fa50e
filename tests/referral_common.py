"""What the referral tests have in common: rewards, somebody who brings, somebody who comes."""

from odoo.fields import Command

from .loyalty_common import LoyaltyCase


class ReferralCase(LoyaltyCase):
    """A coupon for who brings, points for who comes; an order of 500 is enough."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Referral = cls.env["hau_mai.referral"]
        programs = cls.env["loyalty.program"]
        cls.coupons = programs.create(
            {
                "name": "For bringing",
                "program_type": "coupons",
                "reward_ids": [Command.create({"discount": 10})],
            }
        )
        cls.points = programs.create({"name": "Points", "program_type": "loyalty"})
        cls.company.write(
            {
                "hau_mai_referral_program_id": cls.coupons.id,
                "hau_mai_referee_program_id": cls.points.id,
                "hau_mai_referee_points": 40,
                "hau_mai_referral_amount_min": 500,
                "hau_mai_referral_days": 7,
            }
        )
        cls.friend = cls.env["res.partner"].create({"name": "Lê Cúc", "phone": "+84 91 765 43 21"})
        cls.manager = cls.make_user("after_manager", name="Minh")
        cls.env["sale.order"].search([]).invalidate_recordset()

    def bring(self, friend=None, referrer=None, **vals):
        friend, referrer = friend or self.friend, referrer or self.partner
        return self.Referral._bring([(friend, referrer)], **vals)

    def look(self):
        """What the nightly job does, now, without committing."""
        now = self.now()
        self.Referral.search(self.Referral._due_domain(now))._follow_orders(now)

    def cards(self, partner):
        return self.env["loyalty.card"].search([("partner_id", "=", partner.id)])
