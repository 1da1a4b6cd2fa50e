from odoo import models


class AccountMove(models.Model):
    """What is paid or credited may change the customer's tier."""

    _inherit = "account.move"

    def _on_money_changed(self):
        result = super()._on_money_changed()
        self.filtered(lambda move: move.is_sale_document(include_receipts=True))._tell_loyalty()
        return result

    def _tell_loyalty(self):
        """Have the customers reviewed soon; credit notes count with every setting."""
        moves = self.sudo().filtered(
            lambda move: (
                move.move_type == "out_refund"
                or move.company_id.root_id.hau_mai_tier_basis == "paid"
            )
        )
        self.env["hau_mai.loyalty.due"].sudo()._mark(
            (move.partner_id, move.company_id) for move in moves
        )
