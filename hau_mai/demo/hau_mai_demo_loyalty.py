"""What the demo's XML cannot say of tiers and referrals: how they came about, review by review."""

from contextlib import contextmanager

from odoo import api, fields, models
from odoo.tools import SQL

from .hau_mai_demo import QUIET
from .hau_mai_demo_complaint import SILENT


class HauMaiDemo(models.AbstractModel):
    """Reviews the demo's members as the scheduled action would have, day by day."""

    _inherit = "hau_mai.demo"

    # === TIERS === #

    @api.model
    def _review_tiers(self, agos):
        """Review all customers on days in the past, the longest ago first, and now."""
        for ago in agos:
            with self._before(self._moment(ago) if ago.days else fields.Datetime.now()):
                self._at(ago, self._review_all)

    @api.model
    @contextmanager
    def _before(self, moment):
        """Later orders are not there yet: reviews count whatever is confirmed."""
        self.env.flush_all()
        ids = [
            row[0]
            for row in self.env.execute_query(
                SQL("SELECT id FROM sale_order WHERE state = 'sale' AND date_order > %s", moment)
            )
        ]
        self._set_state(ids, "draft")
        yield
        self.env.flush_all()
        self._set_state(ids, "sale")

    @api.model
    def _set_state(self, order_ids, state):
        if order_ids:
            self.env.execute_query(
                SQL(
                    "UPDATE sale_order SET state = %s WHERE id IN %s RETURNING id",
                    state,
                    tuple(order_ids),
                )
            )
            self.env["sale.order"].invalidate_model(["state"], flush=False)

    @api.model
    def _review_all(self):
        company, now = self.env.company, fields.Datetime.now()
        memberships = self.env["hau_mai.loyalty.membership"].with_context(**QUIET)
        memberships._due_memberships(company, company._hau_mai_day(now))._review(now)
        if not company.hau_mai_tiers_running:
            company.hau_mai_tiers_running = now

    @api.model
    def _give_tiers(self, decisions):
        """Give tiers by hand.

        :param decisions: list of (customer id, ago, tier id, until, reason, user id)
        """
        memberships = self.env["hau_mai.loyalty.membership"].with_context(**SILENT)
        for partner_id, ago, tier_id, until, reason, user_id in decisions:
            member = memberships.search([("partner_id", "=", partner_id)]).with_user(user_id)
            tier = self.env["hau_mai.loyalty.tier"].browse(tier_id)
            self._at(ago, member._give_by_hand, tier, self._day(until), reason)
            self._date_move(member, ago)

    @api.model
    def _date_move(self, membership, ago):
        """The latest change of a tier was then; the ledger itself is only added to."""
        moves = self.env["hau_mai.loyalty.tier.move"].sudo()
        latest = moves.search(
            [("partner_id", "=", membership.partner_id.id)], order="id desc", limit=1
        )
        self.env.execute_query(
            SQL(
                "UPDATE hau_mai_loyalty_tier_move SET date = %s WHERE id = %s RETURNING id",
                self._moment(ago),
                latest.id,
            )
        )
        latest.invalidate_recordset(["date"])

    @api.model
    def _propose(self, draft_id, amounts):
        """Other thresholds in a draft.

        :param amounts: ``{tier id: amount to reach}``
        """
        for line in self.env["hau_mai.loyalty.draft"].browse(draft_id).line_ids:
            line.amount_min = amounts.get(line.tier_id.id, line.amount_min)

    # === REFERRALS === #

    @api.model
    def _refer(self, referrals):
        """Name who brought whom.

        :param referrals: list of (name, ago, new customer id, who brought them, how, order id
            or False, ago of the reward or False); each gets the external id of its name
        """
        for name, ago, referee_id, referrer_id, how, order_id, rewarded in referrals:
            vals = {
                "referee_id": referee_id,
                "referrer_id": referrer_id,
                "how": how,
                "date": self._moment(ago),
                "user_id": self.env["res.partner"].browse(referrer_id).user_id.id,
                "company_id": self.env.company.id,
                "order_id": order_id,
            }
            referral = self._at(
                ago, self.env["hau_mai.referral"].with_context(**SILENT).sudo().create, vals
            )
            self.env["ir.model.data"]._update_xmlids(
                [{"xml_id": f"hau_mai.{name}", "record": referral, "noupdate": True}]
            )
            if rewarded:
                self._at(rewarded, self._reward_referral, referral)

    @api.model
    def _reward_referral(self, referral):
        """The order was paid and its return window over; both got their voucher."""
        order = referral.order_id
        referral.write(
            {
                "order_name": order.name,
                "amount": order.amount_untaxed,
                "date_due": self.env.company._hau_mai_day(fields.Datetime.now()),
            }
        )
        referral._reward(fields.Datetime.now())
