from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """The warranty cards of an order, sent to who ordered."""

    _inherit = "sale.order"

    card_unsent_count = fields.Integer(
        string="Cards Not Sent",
        compute="_compute_card_unsent_count",
        groups="base.group_user",
        help="So many of its valid warranty cards were not sent to their owner.",
    )

    @api.depends("unit_count")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_card_unsent_count(self):
        unsent = self.filtered("unit_count")._count_valid_units([("date_card_sent", "=", False)])
        for order in self:
            order.card_unsent_count = unsent.get(order, 0)

    def action_send_warranty_cards(self):
        """Send the valid cards of these orders that still belong to who ordered.

        :raises UserError: when there is none
        """
        units = self._units_of_customer()
        if not units:
            raise UserError(
                self.env._("This order has no valid warranty card that belongs to its customer.")
            )
        return units.action_send_card()
