from odoo import models


class AccountMove(models.Model):
    """A credit note takes back what the order was rewarded with; a payment taken back is told."""

    _inherit = "account.move"

    def _on_money_changed(self):
        result = super()._on_money_changed()
        sold = self.filtered(lambda move: move.is_sale_document(include_receipts=True))
        if orders := sold._hau_mai_orders():
            self.env["hau_mai.referral"]._look_again(orders)
        return result
