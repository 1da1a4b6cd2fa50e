"""A sale becomes a warranty."""

from freezegun import freeze_time

from .common import HauMaiCase


class TestMainJob(HauMaiCase):
    def test_confirmed_order_makes_one_card_each_with_all_periods(self):
        order = self.make_order((self.product, 3))
        self.assertEqual(len(order.unit_ids), 3)
        unit = order.unit_ids[0]
        self.assertEqual(unit.partner_id, self.partner)
        self.assertEqual(unit.order_id, order)
        self.assertEqual(unit.policy_id, self.policy)
        self.assertEqual(unit.coverage_ids.mapped("name"), ["Whole unit", "Compressor"])
        self.assertEqual(unit.warranty_status, "not_started")
        self.assertFalse(unit.date_start)
        self.assertEqual(len(set(order.unit_ids.mapped("name"))), 3)

    def test_delivery_starts_the_warranty(self):
        with freeze_time("2026-01-10 03:00:00"):
            order = self.make_order((self.product, 2))
            self.deliver(order.order_line, 1)
            first, second = order.unit_ids.sorted("id")
            self.assertEqual(first.date_start, self.day("2026-01-10"))
            self.assertEqual(first.date_end_main, self.day("2028-01-10"))
            self.assertEqual(first.date_end, self.day("2036-01-10"))
            self.assertEqual(first.warranty_status, "active")
            self.assertIn("24 months from delivery", first.coverage_ids[0].explanation)
            self.assertFalse(second.date_start)
            self.assertEqual(second.warranty_status, "not_started")
            self.assertFalse(order.date_delivered)
        with freeze_time("2026-02-01 18:30:00"):
            # half past one in the morning of 2 February in Ho Chi Minh City
            self.deliver(order.order_line, 2)
            self.assertEqual(second.date_start, self.day("2026-02-02"))
            self.assertEqual(first.date_start, self.day("2026-01-10"))
            self.assertEqual(order.date_delivered, self.day("2026-02-02"))

    def test_cancelling_voids_and_confirming_again_makes_whole(self):
        order = self.make_order((self.product, 2))
        units = order.unit_ids
        order._action_cancel()
        self.assertEqual(set(units.mapped("warranty_status")), {"void"})
        order.action_draft()
        order.action_confirm()
        self.assertEqual(order.unit_ids, units)
        self.assertEqual(set(units.mapped("state")), {"valid"})

    def test_quantity_raised_and_lowered(self):
        order = self.make_order((self.product, 2))
        line = order.order_line
        self.deliver(line, 1)
        line.product_uom_qty = 4
        self.assertEqual(len(order.unit_ids), 4)
        line.product_uom_qty = 1
        valid = order.unit_ids.filtered(lambda unit: unit.state == "valid")
        self.assertEqual(len(valid), 1)
        self.assertTrue(valid.date_start)
        self.assertEqual(len(order.unit_ids), 4)

    def test_an_empty_line_of_a_quotation_can_be_added(self):
        order = self.make_order(confirm=False)
        line = self.env["sale.order.line"].new({"order_id": order.id})
        self.assertFalse(line.warranty_policy_id)
        self.assertFalse(line.warranty_sentence)
