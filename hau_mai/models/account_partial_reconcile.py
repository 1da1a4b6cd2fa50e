from odoo import models


class AccountPartialReconcile(models.Model):
    """A payment that is taken off an invoice: it may not be paid any more."""

    _inherit = "account.partial.reconcile"

    def unlink(self):
        moves = (self.debit_move_id | self.credit_move_id).move_id
        result = super().unlink()
        moves.exists()._on_money_changed()
        return result
