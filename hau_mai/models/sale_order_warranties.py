from odoo import models

#: So many cards of an order stand on its page; the rest is a click away.
CARDS_SHOWN = 10


class SaleOrder(models.Model):
    """The warranty cards of an order, for its customer."""

    _inherit = "sale.order"

    def _portal_warranties(self, user):
        """What the page of the order shows of its cards to a visitor; those are left out that
        are somebody else's by now.

        Called with all rights, after the access to the order was checked.

        :return: ([(card, whether they may open it)], how many more there are)
        """
        self.ensure_one()
        customer = self.partner_id.commercial_partner_id
        cards = self.unit_ids.filtered(
            lambda unit: unit.partner_id.commercial_partner_id == customer and unit.coverage_ids
        ).sorted("id")
        shown = cards[:CARDS_SHOWN]
        readable = shown._portal_readable(user)
        return [(card, card in readable) for card in shown], len(cards) - len(shown)
