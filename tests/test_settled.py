"""What people decided about a card is not undone by the next change of its order."""

from .common import HauMaiCase


class TestSettled(HauMaiCase):
    def settle(self, decide):
        order = self.make_order((self.product, 2))
        unit = order.unit_ids.sorted("id")[0]
        decide(unit)
        order.order_line.price_unit = 90
        self.assertEqual(len(order.unit_ids), 2)
        self.assertEqual(len(order.unit_ids.filtered(lambda u: u.state == "valid")), 1)
        order.order_line.product_uom_qty = 3
        self.assertEqual(len(order.unit_ids.filtered(lambda u: u.state == "valid")), 2)
        return unit

    def test_void_by_hand_is_not_made_again(self):
        unit = self.settle(lambda unit: unit.action_void("Sold to a dealer"))
        self.assertEqual(unit.warranty_status, "void")

    def test_returned_is_not_made_again(self):
        unit = self.settle(lambda unit: unit.write({"state": "returned"}))
        self.assertEqual(unit.warranty_status, "returned")

    def test_replaced_is_not_made_again(self):
        unit = self.settle(lambda unit: unit.write({"state": "replaced"}))
        self.assertEqual(unit.warranty_status, "replaced")

    def test_cancelling_the_order_leaves_the_decision(self):
        order = self.make_order((self.product, 1))
        order.unit_ids.action_void("Sold to a dealer")
        order._action_cancel()
        order.action_draft()
        order.action_confirm()
        self.assertEqual(order.unit_ids.void_code, "by_hand")
        self.assertEqual(order.unit_ids.state_reason, "Sold to a dealer")
