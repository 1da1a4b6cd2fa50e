"""Serial numbers and cards of an order, in a real browser."""

from odoo.tests import HttpCase

from .common import HauMaiCase


class TestOrderCardsTour(HauMaiCase, HttpCase):
    def test_serials_are_entered_and_cards_sent(self):
        seller = self.make_user("sales_own", login="seller", email="seller@example.com")
        self.partner.email = "an@example.com"
        sold = self.make_order((self.product, 1), user_id=seller.id).unit_ids
        sold.serial_number = "SOLD-1"
        order = self.make_order((self.product, 5), user_id=seller.id)
        self.start_tour(f"/odoo/orders/{order.id}", "hau_mai_order_cards", login="seller")
        units = order.unit_ids.sorted("id")
        self.assertEqual(units.mapped("serial_number"), ["SN-1", "SN-2", "SOLD-1", "SN-4", "SN-5"])
        self.assertTrue(all(units.mapped("date_card_sent")))
