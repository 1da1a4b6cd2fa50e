from odoo import models


class AccountMove(models.Model):
    """Money that came in or went back: one seam for points, tiers and referrals."""

    _inherit = "account.move"

    # === CORE OVERRIDES === #

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self.filtered(lambda move: move.move_type == "out_refund")._on_money_changed()
        return result

    def _invoice_paid_hook(self):
        result = super()._invoice_paid_hook()
        self._on_money_changed()
        return result

    # === HOOKS === #

    def _on_money_changed(self):
        """Called after an invoice was paid or is not paid any more, and after a credit note
        was posted or taken back. Whoever does the books needs no rights on loyalty.
        """
        return None

    # === BUSINESS METHODS === #

    def _hau_mai_orders(self):
        """The orders whose lines are on these invoices or credit notes."""
        return self.sudo().invoice_line_ids.sale_line_ids.order_id
