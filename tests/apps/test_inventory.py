"""With Inventory, Delivery and Projects: warranties follow what really left, and what came back."""

from odoo.tests import Form

from ..care_common import CareCase


class TestInventory(CareCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product.invoice_policy = "order"
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )

    def ship(self, line, quantity):
        """Send this much of a line; the rest waits in a backorder."""
        self.deliver(line, line.qty_delivered + quantity)

    def started(self, order):
        return order.unit_ids.filtered("date_start")

    def dated(self, units, text):
        """Move what was delivered of these units to a day in the past, as time does."""
        units.date_delivered = self.day(text)
        self.env.flush_all()

    # === DELIVERIES === #

    def test_backorders_start_one_after_the_other(self):
        order = self.make_order((self.product, 5))
        self.assertFalse(self.started(order))
        for shipped, total in [(2, 2), (1, 3), (2, 5)]:
            self.ship(order.order_line, shipped)
            self.assertEqual(len(self.started(order)), total)
            self.assertEqual(set(self.started(order).mapped("date_start")), {self.today})
        self.assertEqual(len(order.unit_ids), 5)
        self.assertEqual(order.date_delivered, self.today)
        self.assertEqual(set(order.unit_ids.mapped("warranty_status")), {"active"})

    def test_what_started_earlier_keeps_its_day(self):
        order = self.make_order((self.product, 3))
        self.ship(order.order_line, 1)
        first = self.started(order)
        self.dated(first, "2026-01-10")
        self.ship(order.order_line, 2)
        self.assertEqual(first.date_start, self.day("2026-01-10"))
        self.assertEqual(set((order.unit_ids - first).mapped("date_start")), {self.today})

    def test_a_cancelled_backorder_leaves_the_rest_waiting(self):
        order = self.make_order((self.product, 3))
        self.ship(order.order_line, 1)
        order.picking_ids.filtered(lambda p: p.state not in ("done", "cancel")).action_cancel()
        self.assertEqual(len(self.started(order)), 1)
        waiting = order.unit_ids - self.started(order)
        self.assertEqual(set(waiting.mapped("warranty_status")), {"not_started"})
        self.assertFalse(order.date_delivered)
        order.order_line.product_uom_qty = 1
        self.assertEqual(set(waiting.mapped("state")), {"void"})
        self.assertEqual(order.date_delivered, self.today)

    def test_more_leaves_than_was_ordered(self):
        order = self.make_order((self.product, 1))
        picking = order.picking_ids
        picking.move_ids.write({"quantity": 3, "picked": True})
        picking.button_validate()
        self.assertEqual(order.order_line.qty_delivered, 3)
        self.assertEqual(len(order.unit_ids), 1)
        self.assertEqual(order.unit_ids.date_start, self.today)

    def test_a_shared_card_is_split_by_delivery(self):
        self.company.hau_mai_units_per_line = 2
        order = self.make_order((self.product, 50))
        self.assertEqual(order.unit_ids.quantity, 50)
        self.ship(order.order_line, 20)
        self.assertEqual(
            sorted((unit.quantity, bool(unit.date_start)) for unit in order.unit_ids),
            [(20, True), (30, False)],
        )
        self.ship(order.order_line, 30)
        self.assertEqual(sum(self.started(order).mapped("quantity")), 50)

    def test_dozens_leave_as_pieces(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.make_order(
            {"product_id": self.product.id, "product_uom_qty": 1, "product_uom_id": dozen.id}
        )
        self.assertEqual(len(order.unit_ids), 12)
        self.ship(order.order_line, 0.5)
        self.assertEqual(len(self.started(order)), 6)
        self.ship(order.order_line, 0.5)
        self.assertEqual(len(self.started(order)), 12)

    def test_three_steps_start_with_the_last(self):
        """Picked and packed is not delivered."""
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self.make_order((self.product, 1))
        for _step in range(3):
            self.assertFalse(self.started(order))
            picking = order.picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))
            picking.move_ids.write({"quantity": 1, "picked": True})
            picking.button_validate()
            self.env.flush_all()
        self.assertEqual(order.unit_ids.date_start, self.today)

    # === WHAT COMES BACK === #

    def test_returned_and_sent_again(self):
        order = self.make_order((self.product, 2))
        line = order.order_line
        self.ship(line, 2)
        self.dated(order.unit_ids, "2026-01-10")
        self.deliver(line, 1)
        self.assertEqual(len(self.started(order)), 1, "one came back")
        self.assertEqual(self.started(order).date_start, self.day("2026-01-10"))
        self.assertFalse(order.date_delivered)
        self.deliver(line, 2)
        days = sorted(order.unit_ids.mapped("date_start"))
        self.assertEqual(days, [self.day("2026-01-10"), self.today])
        self.assertEqual(len(order.unit_ids), 2, "the same cards")

    def test_everything_returned(self):
        order = self.make_order((self.product, 2))
        self.ship(order.order_line, 2)
        self.deliver(order.order_line, 0)
        self.assertFalse(self.started(order))
        self.assertEqual(set(order.unit_ids.mapped("warranty_status")), {"not_started"})

    def test_what_has_a_serial_number_is_not_set_back_silently(self):
        order = self.make_order((self.product, 1))
        self.ship(order.order_line, 1)
        unit = order.unit_ids
        unit.serial_number = "SN1"
        self.deliver(order.order_line, 0)
        self.assertEqual(unit.date_start, self.today)
        self.assertEqual(len(unit.activity_ids), 1, "somebody has to look")

    def test_an_exchange_makes_no_second_card(self):
        order = self.make_order((self.product, 1))
        line = order.order_line
        self.ship(line, 1)
        self.dated(order.unit_ids, "2026-01-10")
        wizard = Form(
            self.env["stock.return.picking"].with_context(
                active_id=order.picking_ids.id,
                active_ids=order.picking_ids.ids,
                active_model="stock.picking",
            )
        ).save()
        wizard.product_return_moves.write({"quantity": 1, "to_refund": True})
        wizard.action_create_exchanges()
        for picking in order.picking_ids.filtered(lambda p: p.state != "done").sorted("id"):
            picking.move_ids.write({"quantity": 1, "picked": True})
            picking.button_validate()
        self.env.flush_all()
        self.assertEqual(line.qty_delivered, 1)
        self.assertEqual(len(order.unit_ids), 1)
        self.assertTrue(order.unit_ids.date_start)
        self.assertEqual(order.unit_ids.state, "valid")

    # === ORDERS === #

    def test_a_locked_order_is_delivered(self):
        order = self.make_order((self.product, 2))
        order.action_lock()
        self.ship(order.order_line, 1)
        self.assertEqual(len(self.started(order)), 1)
        self.deliver(order.order_line, 0)
        self.assertFalse(self.started(order))

    def test_a_delivery_fee_promises_nothing(self):
        self.company.warranty_policy_id = self.policy
        fee = self.make_product("Delivery", type="service", warranty_policy_id=self.policy.id)
        carrier = self.env["delivery.carrier"].create(
            {"name": "By van", "product_id": fee.id, "fixed_price": 10, "delivery_type": "fixed"}
        )
        order = self.make_order((self.product, 1), confirm=False)
        order.set_delivery_line(carrier, 10)
        order.action_confirm()
        self.assertEqual(len(order.order_line), 2)
        self.assertEqual(order.unit_ids.product_id, self.product)
        self.ship(order.order_line.filtered(lambda line: not line.is_delivery), 1)
        self.assertEqual(order.date_delivered, self.today, "the fee is not waited for")

    def test_cancelled_after_a_part_was_delivered(self):
        order = self.make_order((self.product, 2))
        self.ship(order.order_line, 1)
        count = self.env["hau_mai.coverage"].search_count([])
        order._action_cancel()
        self.assertEqual(set(order.unit_ids.mapped("state")), {"void"})
        self.assertEqual(self.env["hau_mai.coverage"].search_count([]), count)
        order.action_draft()
        order.action_confirm()
        self.assertEqual(len(order.unit_ids.filtered(lambda u: u.state == "valid")), 2)
        self.assertEqual(len(self.started(order)), 1, "one had left already")

    def test_a_thank_you_call_waits_for_the_last_backorder(self):
        rule = self.make_rule(trigger="order_delivered", delay=3)
        order = self.make_order((self.product, 2))
        self.ship(order.order_line, 1)
        self.plan(rule)
        self.assertFalse(self.touchpoints(rule))
        self.ship(order.order_line, 1)
        self.plan(rule)
        touchpoint = self.touchpoints(rule)
        self.assertEqual(touchpoint.date_planned, self.days(3))
        self.deliver(order.order_line, 1)
        self.plan(rule)
        self.assertEqual(touchpoint.state, "cancelled", "it came back")

    # === SERVICES === #

    def test_a_service_with_a_project_starts_with_its_milestone(self):
        service = self.make_product(
            "Installation",
            type="service",
            service_policy="delivered_milestones",
            service_tracking="task_in_project",
            warranty_policy_id=self.policy.id,
        )
        order = self.make_order((service, 1))
        unit = order.unit_ids
        self.assertEqual(len(unit), 1)
        self.assertFalse(unit.date_start)
        milestone = order.project_ids.milestone_ids or self.env["project.milestone"].create(
            {"name": "Installed", "project_id": order.project_ids.id}
        )
        milestone.write({"sale_line_id": order.order_line.id, "quantity_percentage": 1})
        milestone.is_reached = True
        self.env.flush_all()
        self.assertEqual(order.order_line.qty_delivered, 1)
        self.assertEqual(unit.date_start, self.today)

    # === WHAT IT COSTS === #

    def test_validating_costs_the_same_for_one_line_and_for_twenty(self):
        """Compared with the same goods that promise nothing."""
        differences = []
        for lines in (1, 20):
            costs = []
            for policy in (self.policy, False):
                products = [
                    self.make_product(f"P{n}", warranty_policy_id=policy and policy.id)
                    for n in range(lines)
                ]
                self.make_order((products[0], 1))
                order = self.make_order(*[(product, 1) for product in products])
                picking = order.picking_ids
                picking.move_ids.write({"quantity": 1, "picked": True})
                costs.append(self.queries(picking.button_validate))
            self.assertEqual(len(self.started(order)), 0)
            differences.append(costs[0] - costs[1])
        self.assertLessEqual(differences[1], differences[0] + 2, differences)
        self.assertLessEqual(differences[0], 20, differences)
