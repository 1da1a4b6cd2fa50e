from odoo import api, fields, models


class HauMaiComplaint(models.Model):
    """The tier the customer had when the case was opened: what it gave them stays with the case."""

    _inherit = "hau_mai.complaint"

    loyalty_tier_id = fields.Many2one(
        "hau_mai.loyalty.tier",
        string="Tier of Customer",
        compute="_compute_loyalty_tier_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="base.group_user",
        help="When the case was opened.",
    )
    loyalty_tier_color = fields.Integer(
        related="loyalty_tier_id.color", string="Color of the Tier", groups="base.group_user"
    )

    # === COMPUTE METHODS === #

    @api.depends("partner_id", "company_id")
    def _compute_loyalty_tier_id(self):
        for company, complaints in self.grouped("company_id").items():
            tiers = complaints.partner_id._hau_mai_tiers(company) if company else {}
            for complaint in complaints:
                complaint.loyalty_tier_id = tiers.get(complaint.partner_id.id)

    @api.depends("loyalty_tier_id")
    def _compute_priority(self):
        return super()._compute_priority()

    @api.depends("loyalty_tier_id")
    def _compute_priority_reason(self):
        return super()._compute_priority_reason()

    # === BUSINESS METHODS === #

    def _priority_grounds(self):
        grounds = super()._priority_grounds()
        tier = self.sudo().loyalty_tier_id
        if tier.case_priority:
            grounds.append((tier.case_priority, self.env._("%s member", tier.name)))
        return grounds
