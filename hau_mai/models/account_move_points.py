from odoo import models


class AccountMove(models.Model):
    """Credit notes take loyalty points back, and give them back when they are taken back."""

    _inherit = "account.move"

    def _on_money_changed(self):
        result = super()._on_money_changed()
        self._settle_points()
        return result

    def _settle_points(self):
        """See :meth:`sale.order._settle_points`."""
        refunds = self.sudo().filtered(lambda move: move.move_type == "out_refund")
        if orders := refunds._hau_mai_orders():
            orders._settle_points(refunds)
