from odoo import api, fields, models


class HauMaiTouchpointTier(models.Model):
    """What the customer's tier is, in words, for every follow-up."""

    _inherit = "hau_mai.touchpoint"

    membership_id = fields.Many2one("hau_mai.loyalty.membership", compute="_compute_documents")
    tier_name = fields.Char(compute="_compute_placeholders")
    tier_until = fields.Char(compute="_compute_placeholders", string="Tier Valid Until")
    tier_missing = fields.Char(compute="_compute_placeholders", string="Missing for the Tier")

    # === COMPUTE METHODS === #

    @api.depends("res_model", "res_id", "occurrence")
    def _compute_documents(self):
        """The membership of the customer with the company."""
        res = super()._compute_documents()
        touchpoints = self.sudo()
        memberships = self.env["hau_mai.loyalty.membership"].sudo()
        found = memberships.search(
            [
                ("partner_id", "in", touchpoints.partner_id.commercial_partner_id.ids),
                ("company_id", "in", touchpoints.company_id.root_id.ids),
            ]
        ).grouped(lambda membership: (membership.partner_id, membership.company_id))
        for touchpoint in touchpoints:
            key = (touchpoint.partner_id.commercial_partner_id, touchpoint.company_id.root_id)
            touchpoint.membership_id = found.get(key, memberships)
        return res

    def _prepare_placeholders(self, coverage, day):
        texts = super()._prepare_placeholders(coverage, day)
        membership = self.membership_id
        missing = membership and membership._missing_in_words()
        return texts | {
            "tier_name": membership.tier_id.name,
            "tier_until": day(membership.date_until),
            "tier_missing": missing,
        }

    # === TOOLS === #

    @api.model
    def _placeholders(self):
        return super()._placeholders() | {
            "object.tier_name": self.env._("the customer's tier"),
            "object.tier_until": self.env._("the last day of the tier"),
            "object.tier_missing": self.env._(
                "what is missing for keeping it, else for the next tier"
            ),
        }
