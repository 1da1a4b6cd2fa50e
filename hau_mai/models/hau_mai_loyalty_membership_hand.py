from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.loyalty import State


class HauMaiLoyaltyMembership(models.Model):
    """A tier given by hand: with a reason, until a day, and then back to what was earned."""

    _inherit = "hau_mai.loyalty.membership"

    earned_tier_id = fields.Many2one(
        "hau_mai.loyalty.tier",
        readonly=True,
        ondelete="restrict",
        check_company=True,
        help="What they had by the rules when another one was given by hand.",
    )
    earned_since = fields.Date(readonly=True)
    earned_until = fields.Date(readonly=True)

    # === ACTION METHODS === #

    def action_give_tier(self):
        """The dialog to give another tier by hand."""
        return self._action_decide(self.env._("Give a Tier by Hand"), "give")

    def action_back_to_rules(self):
        """The dialog to take back what was given by hand."""
        return self._action_decide(self.env._("Back to the Rules"), "rules")

    @api.model
    def _action_decide_for(self, partner, company, name, decision):
        """The dialog for a customer, who may not be a member yet."""
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "hau_mai.loyalty.decision",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_partner_id": partner.commercial_partner_id.id,
                "default_company_id": company.root_id.id,
                "default_decision": decision,
            },
        }

    def _action_decide(self, name, decision):
        self.ensure_one()
        return self._action_decide_for(self.partner_id, self.company_id, name, decision)

    # === BUSINESS METHODS === #

    def _give_by_hand(self, tier, until, reason):
        """Give this customer a tier until a day, whatever the rules say.

        :param date until: its last day
        :param str reason: who reads the ledger later will want to know
        :raises UserError: when the day is over, or the reason is missing
        """
        self.ensure_one()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why this tier is given by hand."))
        today = self.company_id._hau_mai_today()
        if not until or until < today:
            raise UserError(
                self.env._("Choose the last day of the tier given by hand, today or later.")
            )
        vals = {
            "tier_id": tier.id,
            "date_since": today,
            "date_until": until,
            "date_drop": until,
            "locked_until": until,
            "lock_reason": reason.strip(),
        }
        if not self.locked_until:
            vals |= {
                "earned_tier_id": self.tier_id.id,
                "earned_since": self.date_since,
                "earned_until": self.date_until,
            }
        move = self._prepare_hand_vals(tier, reason.strip())
        self.sudo().write(vals)
        self._on_tier_changed(self.env["hau_mai.loyalty.tier.move"].sudo().create(move))

    def _back_to_rules(self, reason):
        """Take back what was given by hand: what was earned holds again, reviewed now."""
        self.ensure_one()
        if not self.locked_until:
            raise UserError(self.env._("Nothing was given to this customer by hand."))
        move = self._prepare_hand_vals(self.earned_tier_id, reason.strip())
        earned = self._earned_state()
        self.sudo().write(
            {
                "tier_id": earned.tier_id,
                "date_since": earned.since,
                "date_until": earned.until,
                "date_drop": earned.drop,
                "locked_until": False,
                "lock_reason": False,
                "earned_tier_id": False,
                "earned_since": False,
                "earned_until": False,
            }
        )
        self._on_tier_changed(self.env["hau_mai.loyalty.tier.move"].sudo().create(move))
        self._review(fields.Datetime.now())

    def _prepare_hand_vals(self, tier, reason):
        return {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "tier_from_id": self.tier_id.id,
            "tier_to_id": tier.id,
            "kind": "by_hand",
            "reason": reason,
            "amount": self.amount,
            "order_count": self.order_count,
            "points": self.points,
            "user_id": self.env.uid,
        }

    def _earned_state(self):
        """What was earned before another tier was given by hand, None without one."""
        if not self.locked_until:
            return None
        until = self.earned_until or None
        grace = self.earned_tier_id.grace_days
        return State(
            tier_id=self.earned_tier_id.id or 0,
            since=self.earned_since or None,
            until=until,
            drop=until and fields.Date.add(until, days=grace),
        )
