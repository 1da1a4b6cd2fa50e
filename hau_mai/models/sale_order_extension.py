from odoo import models


class SaleOrder(models.Model):
    """An order with extended warranties: what it may be confirmed with, and its copy."""

    _inherit = "sale.order"

    def _confirmation_error_message(self):
        """An extension extends something that can still be extended, of this customer.

        That the warranty ran out since it was quoted is no obstacle: it was sold in time.
        """
        return super()._confirmation_error_message() or self.order_line._extension_obstacle()

    def copy(self, default=None):
        """In a copy, what extended a line extends the copy of that line."""
        copies = super().copy(default)
        for order, copied in zip(self, copies, strict=True):
            order.order_line._copy_extended(copied)
        return copies

    def unlink(self):
        """The periods stay; see the cards."""
        extending = self.order_line.filtered(lambda line: line._is_extension())
        if extending:
            given = self.env["hau_mai.coverage"].sudo()._of_lines(extending)
            for coverages in given.values():
                coverages.sale_line_id = False
        return super().unlink()


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _extension_obstacle(self):
        """Why an order cannot be confirmed with the extensions among these lines; or False."""
        for line in self.filtered("extends_warranty"):
            if not line._is_extension():
                return self.env._(
                    "“%s” extends nothing yet: choose the line of the order or the warranty card "
                    "that it extends.",
                    line.product_id.display_name,
                )
            if not line.extended_unit_id:
                continue
            unit = line.sudo().extended_unit_id._current_card()
            if unit.state != "valid":
                return unit._word_extension("state", None)
            if unit._is_not_of(line.order_id.partner_id):
                return unit._word_extension("customer", None)
        return False

    def _copy_extended(self, copied):
        """Let the lines of a copy extend each other as these do.

        :param copied: an order that was made from that of these lines
        """
        if not self.extended_line_id or len(copied.order_line) != len(self):
            return
        copies = dict(zip(self, copied.order_line, strict=True))
        for line, copy in copies.items():
            if line.extended_line_id in copies:
                copy.extended_line_id = copies[line.extended_line_id]
