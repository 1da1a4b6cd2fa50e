"""Going back further, card by card."""

from ..common import HauMaiCase


class TestGoingBack(HauMaiCase):
    def test_the_manager_is_asked_once_for_each_card(self):
        order = self.make_order((self.product, 2))
        self.deliver(order.order_line, 2)
        for n, unit in enumerate(order.unit_ids):
            unit.serial_number = f"SN {n}"
        for quantity, asked in ((1, 1), (0, 2)):
            self.deliver(order.order_line, quantity)
            self.assertEqual(len(order.unit_ids.activity_ids), asked)
        self.assertEqual(set(order.unit_ids.mapped("state")), {"valid"})
