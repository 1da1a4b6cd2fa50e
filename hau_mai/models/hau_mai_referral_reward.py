from odoo import fields, models

from ..tools.benefit import take_back

#: Who gets something -> the field of the customer, of the card, of what was given, and of
#: the company's program and points for it.
SIDES = {
    "referrer": (
        "referrer_id",
        "referrer_card_id",
        "referrer_points",
        "hau_mai_referral_program_id",
        "hau_mai_referral_points",
    ),
    "referee": (
        "referee_id",
        "referee_card_id",
        "referee_points",
        "hau_mai_referee_program_id",
        "hau_mai_referee_points",
    ),
}


class HauMaiReferral(models.Model):
    """What both get, by a loyalty program each, and how it is taken back."""

    _inherit = "hau_mai.referral"

    date_rewarded = fields.Datetime(string="Rewarded On", readonly=True, copy=False, index=True)
    referrer_card_id = fields.Many2one(
        "loyalty.card",
        string="Reward for Bringing",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        groups="sales_team.group_sale_salesman",
    )
    referrer_points = fields.Float(readonly=True, copy=False)
    referee_card_id = fields.Many2one(
        "loyalty.card",
        string="Reward for Coming",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        groups="sales_team.group_sale_salesman",
    )
    referee_points = fields.Float(readonly=True, copy=False)

    def _reward(self, now):
        """Give both their reward; without a program for either, it waits for one."""
        for company, referrals in self.grouped("company_id").items():
            if not company._hau_mai_rewards_referrals():
                referrals.reason = self.env._("No reward is chosen in the settings yet.")
                continue
            for side in SIDES:
                referrals._give(side)
            referrals.write({"state": "rewarded", "reason": False, "date_rewarded": now})
            for referral in referrals:
                referral.amount_min = company.hau_mai_referral_amount_min

    def _give(self, side):
        """Coupons of the side's program, or points on their loyalty cards."""
        customer, card, given, program, points = SIDES[side]
        company = self.company_id
        program, points = company[program], company[points]
        if not program:
            return
        cards = program.with_company(company)._hau_mai_give(
            [referral[customer] for referral in self],
            [referral._word_reward(side) for referral in self],
            points,
            company._hau_mai_referral_until(),
        )
        for referral, got in zip(self, cards, strict=True):
            referral.write({card: got.id, given: points})

    def _word_reward(self, side):
        """What the history of the card says."""
        self.ensure_one()
        if side == "referrer":
            return self.env._("For bringing %s", self.referee_id.name)
        return self.env._("Welcome: brought by %s", self.referrer_id.name)

    def _take_back(self, reasons, **vals):
        """Take back what is unused of both rewards; what was used is said.

        :param reasons: ``{referral: why}``
        """
        for referral in self:
            words = [reasons[referral]]
            for side in SIDES:
                words += referral._take_card(side, reasons[referral])
            referral.write({"state": "refused", "reason": " ".join(words), **vals})

    def _take_card(self, side, reason):
        """Take the points of one reward off its card; a sentence when some were used."""
        customer, card, given, *_setting = SIDES[side]
        card = self[card]
        if not card:
            return []
        taken = take_back(self[given], 1, 0, card.points)
        if taken.points:
            vals = {"card_id": card.id, "description": reason, "hau_mai_referral_id": self.id}
            self.env["loyalty.history"].create(vals)._hau_mai_take(taken.points, reason)
        if not taken.missing:
            return []
        return [self.env._("The reward of %s had been used already.", self[customer].name)]
