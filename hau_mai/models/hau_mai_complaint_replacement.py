from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class HauMaiComplaint(models.Model):
    """The replacement: a quotation of the same thing, or another, that costs nothing."""

    _inherit = "hau_mai.complaint"

    def _make_replacement(self, product, quantity=1):
        """Quote a replacement at zero, once for the case and the product.

        :raises UserError: without a product or a quantity
        """
        self.ensure_one()
        self._raise_without_customer()
        if not product or quantity <= 0:
            raise UserError(
                self.env._("Say which product replaces it, and how many of it, on %s.", self.name)
            )

        def make():
            # made for the agent, who may change the case but not sell
            orders = self.env["sale.order"].sudo().with_company(self.company_id)
            order = orders.create(self._prepare_replacement_vals(product, quantity))
            return {"order_id": order.id, "name": order.name, "note": product.display_name}

        return self._do_once("replacement", make, product.id)

    def _prepare_replacement_vals(self, product, quantity):
        line = {
            "product_id": product.id,
            "product_uom_qty": quantity,
            "price_unit": 0,
            "discount": 0,
        }
        if self.unit_id:
            # the card of what is exchanged gives its guarantee on to the replacement
            line["warranty_policy_id"] = False
        return {
            "complaint_id": self.id,
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "user_id": (self.user_id or self.env.user).id,
            "origin": self.name,
            "client_order_ref": self.order_id.sudo().name,
            "order_line": [Command.create(line)],
        }

    def _open_promises(self):
        orders = self._done("replacement").order_id.filtered(
            lambda order: order.state in ("draft", "sent")
        )
        return super()._open_promises() + [
            self.env._("The replacement on %s is not confirmed yet.", order.name)
            for order in orders
        ]
