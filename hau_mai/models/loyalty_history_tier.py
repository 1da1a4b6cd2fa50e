from odoo import api, models


class LoyaltyHistory(models.Model):
    """Points that are given may change the customer's tier."""

    _inherit = "loyalty.history"

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        cards = rows.sudo().card_id.filtered(
            lambda card: card.partner_id and card.program_type == "loyalty"
        )
        if cards:
            self.env["hau_mai.loyalty.due"].sudo()._mark(
                (card.partner_id, company)
                for card in cards
                for company in card.company_id or self.env.company
                if company._hau_mai_tiers_count_points()
            )
        return rows
