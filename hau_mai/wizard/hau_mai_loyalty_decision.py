from odoo import api, fields, models


class HauMaiLoyaltyDecision(models.TransientModel):
    """The dialog to give a tier by hand, or to go back to the rules, with a reason."""

    _name = "hau_mai.loyalty.decision"
    _description = "Tier by Hand"
    _check_company_auto = True

    decision = fields.Selection(
        [("give", "Give a tier by hand"), ("rules", "Back to the rules")],
        required=True,
        default="give",
    )
    partner_id = fields.Many2one("res.partner", string="Customer", required=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company.root_id
    )
    current_tier_id = fields.Many2one(
        "hau_mai.loyalty.tier", compute="_compute_current_tier_id", string="Now"
    )
    tier_id = fields.Many2one(
        "hau_mai.loyalty.tier",
        string="New Tier",
        domain="[('company_id', '=', company_id)]",
        check_company=True,
    )
    date_until = fields.Date(
        string="Until",
        default=lambda self: fields.Date.add(self.env.company._hau_mai_today(), months=12),
        help="Its last day. Afterwards the customer has again what they earned.",
    )
    reason = fields.Char(required=True)

    @api.depends("partner_id", "company_id")
    def _compute_current_tier_id(self):
        for decision in self:
            partner = decision.partner_id.with_company(decision.company_id)
            decision.current_tier_id = partner.loyalty_tier_id

    def action_apply(self):
        self.ensure_one()
        memberships = self.env["hau_mai.loyalty.membership"]
        memberships.check_access("write")
        partner = self.partner_id.commercial_partner_id
        membership = memberships._ensure(self.company_id.root_id, partner.ids).sudo(False)
        membership.check_access("write")
        if self.decision == "give":
            membership._give_by_hand(self.tier_id, self.date_until, self.reason)
        else:
            membership._back_to_rules(self.reason)
        return {"type": "ir.actions.act_window_close"}
