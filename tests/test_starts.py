"""When a warranty starts, by each trigger; going back; dates by hand."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from .common import HauMaiCase


class StartsCase(HauMaiCase):
    def at(self, text, hour=3):
        """Noon or so of that day in Ho Chi Minh City."""
        return freeze_time(f"{text} {hour:02}:00:00")

    def sell(self, trigger, quantity=1, on="2026-01-10", duration=12, **policy):
        policy = self.make_policy(trigger, trigger=trigger, duration=duration, **policy)
        product = self.make_product(
            f"By {trigger}", warranty_policy_id=policy.id, invoice_policy="order"
        )
        with self.at(on):
            return self.make_order((product, quantity))

    def starts(self, order):
        self.env.invalidate_all()
        return [
            str(unit.date_start or "")
            for unit in order.unit_ids.sorted("id")
            if unit.state == "valid"
        ]

    def invoice(self, order, on, quantity=None):
        """A posted invoice for what is to be invoiced, or for a quantity of the first line."""
        with self.at(on):
            move = order._create_invoices()
            if quantity is not None:
                line = move.invoice_line_ids.filtered(lambda row: row.product_id)[:1]
                line.quantity = quantity
            move.invoice_date = on
            move.action_post()
            self.env.flush_all()
        return move

    def credit(self, move, on, quantity=None):
        with self.at(on):
            note = move._reverse_moves([{"invoice_date": on}])
            if quantity is not None:
                note.invoice_line_ids.filtered("product_id").quantity = quantity
            note.action_post()
            self.env.flush_all()
        return note


class TestByOrder(StartsCase):
    def test_on_the_day_of_the_company(self):
        policy = self.make_policy("P", trigger="order", duration=12)
        product = self.make_product("P", warranty_policy_id=policy.id)
        for moment, day in [
            ("2026-01-10 16:59:59", "2026-01-10"),
            ("2026-01-10 17:00:01", "2026-01-11"),
        ]:
            with freeze_time(moment):
                self.assertEqual(self.starts(self.make_order((product, 1))), [day])

    def test_confirmed_again_it_counts_from_the_new_order(self):
        order = self.sell("order", 2)
        self.assertEqual(self.starts(order), ["2026-01-10"] * 2)
        with self.at("2026-02-01"):
            order._action_cancel()
            order.action_draft()
            order.action_confirm()
        self.assertEqual(self.starts(order), ["2026-02-01"] * 2)


class TestByDelivery(StartsCase):
    def test_the_nth_card_with_the_nth_delivered(self):
        order = self.sell("delivery", 4)
        for on, quantity, starts in [
            ("2026-01-10", 1, ["2026-01-10", "", "", ""]),
            ("2026-01-20", 3, ["2026-01-10", "2026-01-20", "2026-01-20", ""]),
            ("2026-02-01", 4, ["2026-01-10", "2026-01-20", "2026-01-20", "2026-02-01"]),
        ]:
            with self.at(on):
                self.deliver(order.order_line, quantity)
            self.assertEqual(self.starts(order), starts)

    def test_fewer_delivered_sets_the_last_started_back(self):
        order = self.sell("delivery", 3)
        for on, quantity, starts in [
            ("2026-01-10", 2, ["2026-01-10", "2026-01-10", ""]),
            ("2026-01-20", 3, ["2026-01-10", "2026-01-10", "2026-01-20"]),
            ("2026-02-01", 1, ["2026-01-10", "", ""]),
            ("2026-02-05", 3, ["2026-01-10", "2026-02-05", "2026-02-05"]),
        ]:
            with self.at(on):
                self.deliver(order.order_line, quantity)
            self.assertEqual(self.starts(order), starts)
        self.assertEqual(set(order.unit_ids.mapped("state")), {"valid"})

    def test_a_serial_number_holds_and_the_manager_is_asked_once(self):
        manager = self.make_user("after_manager")
        self.company.hau_mai_followup_user_id = manager
        order = self.sell("delivery", 2)
        with self.at("2026-01-10"):
            self.deliver(order.order_line, 2)
        for n, unit in enumerate(order.unit_ids):
            unit.serial_number = f"SN {n}"
        with self.at("2026-02-01"):
            self.deliver(order.order_line, 1)
            self.assertEqual(self.starts(order), ["2026-01-10"] * 2)
            activities = order.unit_ids.activity_ids
            self.assertEqual(len(activities), 1)
            self.assertEqual(activities.user_id, manager)
            self.assertIn("less delivered than before", activities.summary)
            self.deliver(order.order_line, 0)
            self.assertEqual(len(order.unit_ids.activity_ids), 2)
            self.assertEqual(self.starts(order), ["2026-01-10"] * 2)
        self.assertEqual(set(order.unit_ids.mapped("state")), {"valid"})

    def test_those_without_a_serial_go_first(self):
        order = self.sell("delivery", 3)
        with self.at("2026-01-10"):
            self.deliver(order.order_line, 1)
        with self.at("2026-01-20"):
            self.deliver(order.order_line, 3)
        first, second, third = order.unit_ids.sorted("id")
        third.serial_number = "SN"
        with self.at("2026-02-01"):
            self.deliver(order.order_line, 2)
        self.assertEqual(self.starts(order), ["2026-01-10", "", "2026-01-20"])
        self.assertFalse(order.unit_ids.activity_ids)

    def test_a_shared_card_is_split(self):
        policy = self.make_policy("P", duration=12, component=True)
        product = self.make_product("P", warranty_policy_id=policy.id)
        with self.at("2026-01-10"):
            order = self.make_order((product, 30))
        with self.at("2026-01-10"):
            self.deliver(order.order_line, 10)
        with self.at("2026-02-01"):
            self.deliver(order.order_line, 12)
        self.env.invalidate_all()
        units = order.unit_ids.sorted("quantity")
        self.assertEqual(units.mapped("quantity"), [2, 10, 18])
        self.assertEqual(
            units.mapped("date_start"), [self.day("2026-02-01"), self.day("2026-01-10"), False]
        )
        for unit in units:
            self.assertEqual(unit.coverage_ids.mapped("name"), ["Whole unit", "Compressor"])
            self.assertEqual(unit.coverage_ids[1].component_ids, self.compressor)
            self.assertEqual(set(unit.coverage_ids.mapped("date_start")), {unit.date_start})
        self.assertEqual(units[0].date_end_main, self.day("2027-02-01"))
        self.assertFalse(units[2].date_end_main)
        self.assertEqual(len(set(units.mapped("name"))), 3)
        with self.at("2026-03-01"):
            self.deliver(order.order_line, 30)
        self.env.invalidate_all()
        self.assertEqual(sum(order.unit_ids.mapped("quantity")), 30)
        self.assertTrue(all(order.unit_ids.mapped("date_start")))

    def test_two_and_a_half(self):
        meter = self.env.ref("uom.product_uom_meter")
        cable = self.make_product("C", uom_id=meter.id, warranty_policy_id=self.policy.id)
        with self.at("2026-01-10"):
            order = self.make_order((cable, 2.5))
            self.deliver(order.order_line, 1)
        self.env.invalidate_all()
        self.assertEqual(
            [(u.quantity, bool(u.date_start)) for u in order.unit_ids.sorted("id")],
            [(1.0, True), (1.5, False)],
        )
        with self.at("2026-01-12"):
            self.deliver(order.order_line, 0)
        self.assertFalse(any(order.unit_ids.mapped("date_start")))
        self.assertEqual(sum(order.unit_ids.mapped("quantity")), 2.5)

    def test_delivered_in_dozens(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        line = {"product_id": self.product.id, "product_uom_qty": 1, "product_uom_id": dozen.id}
        order = self.make_order(line)
        self.assertEqual(len(order.unit_ids), 12)
        self.deliver(order.order_line, 0.5)
        self.assertEqual(len(order.unit_ids.filtered("date_start")), 6)
        self.deliver(order.order_line, 1)
        self.assertEqual(len(order.unit_ids.filtered("date_start")), 12)

    def test_more_delivered_than_ordered_starts_what_is_there(self):
        order = self.sell("delivery", 1)
        line = order.order_line
        if line.qty_delivered_method == "manual":
            line.qty_delivered = 5
            self.assertEqual(len(order.unit_ids.filtered("date_start")), 1)

    def test_a_card_added_later_to_what_was_delivered(self):
        order = self.sell("delivery", 1)
        with self.at("2026-01-12"):
            self.deliver(order.order_line, 1)
        order.order_line.product_uom_qty = 2
        self.assertEqual(self.starts(order), ["2026-01-12", ""])
        with self.at("2026-02-12"):
            self.deliver(order.order_line, 2)
        self.assertEqual(self.starts(order), ["2026-01-12", "2026-02-12"])

    def test_the_order_says_when_all_its_goods_were_delivered(self):
        other, service = self.make_product("No policy"), self.make_product("S", type="service")
        with self.at("2026-01-10"):
            order = self.make_order((self.product, 2), (other, 1), (service, 1))
            first, second, _service = order.order_line
            self.deliver(first, 2)
            self.assertFalse(order.date_delivered)
        with self.at("2026-01-15"):
            self.deliver(second, 1)
        self.assertEqual(order.date_delivered, self.day("2026-01-15"))
        with self.at("2026-01-20"):
            first.product_uom_qty = 3
        self.assertFalse(order.date_delivered)
        with self.at("2026-01-25"):
            self.deliver(first, 3)
        self.assertEqual(order.date_delivered, self.day("2026-01-25"))
        only_service = self.make_order((service, 1))
        only_service.order_line.qty_delivered = 1
        self.assertFalse(only_service.date_delivered)

    def test_cancelled_and_confirmed_again_keeps_the_day_of_what_was_delivered(self):
        order = self.sell("delivery", 2)
        line = order.order_line
        with self.at("2026-01-12"):
            self.deliver(line, 1)
        with self.at("2026-02-01"):
            order._action_cancel()
            self.assertEqual(set(order.unit_ids.mapped("warranty_status")), {"void"})
            order.action_draft()
            order.action_confirm()
            self.env.flush_all()
        self.assertEqual(self.starts(order), ["2026-01-12", ""])

    def test_a_service_whose_delivery_is_reckoned_by_timesheets(self):
        service = self.make_product("Job", type="service", warranty_policy_id=self.policy.id)
        with self.at("2026-01-10"):
            order = self.make_order((service, 1))
            # quantities that are computed pass through no write(): recompute by hand
            line = order.order_line
            self.env.add_to_compute(line._fields["qty_delivered"], line)
            line._fields["qty_delivered"]._update_cache(line, 1.0, dirty=True)
            self.env.remove_to_compute(line._fields["qty_delivered"], line)
            line.modified(["qty_delivered"])
            self.env.flush_all()
        self.assertEqual(self.starts(order), ["2026-01-10"])


class TestByInvoice(StartsCase):
    def test_posted_counts_a_draft_does_not(self):
        order = self.sell("invoice", 2)
        with self.at("2026-01-12"):
            move = order._create_invoices()
            self.assertEqual(self.starts(order), ["", ""])
            move.invoice_date = "2026-01-15"
            move.action_post()
            self.assertEqual(self.starts(order), ["2026-01-15"] * 2)
            self.assertIn("from the invoice on", order.unit_ids[0].coverage_ids.explanation)
            move.button_draft()
            self.assertEqual(self.starts(order), ["", ""])
            move.invoice_date = "2026-01-16"
            move.action_post()
            self.assertEqual(self.starts(order), ["2026-01-16"] * 2)

    def test_invoiced_in_parts(self):
        order = self.sell("invoice", 3)
        self.invoice(order, "2026-01-12", 1)
        self.assertEqual(self.starts(order), ["2026-01-12", "", ""])
        self.invoice(order, "2026-02-12")
        self.assertEqual(self.starts(order), ["2026-01-12", "2026-02-12", "2026-02-12"])

    def test_a_credit_note_sets_back(self):
        order = self.sell("invoice", 2)
        move = self.invoice(order, "2026-01-12")
        self.credit(move, "2026-01-20", 1)
        self.assertEqual(self.starts(order), ["2026-01-12", ""])
        self.credit(move, "2026-01-21", 1)
        self.assertEqual(self.starts(order), ["", ""])

    def test_a_corrected_invoice_within_thirty_days_keeps_the_first_day(self):
        for credited, again, start in [
            ("2026-01-20", "2026-01-20", "2026-01-12"),
            ("2026-01-20", "2026-02-19", "2026-01-12"),
            ("2026-01-20", "2026-02-20", "2026-02-20"),
        ]:
            with self.subTest(again=again):
                order = self.sell("invoice", 2)
                move = self.invoice(order, "2026-01-12")
                self.credit(move, credited)
                self.assertEqual(self.starts(order), ["", ""])
                self.invoice(order, again)
                self.assertEqual(self.starts(order), [start] * 2)

    def test_a_corrected_part_keeps_its_day(self):
        order = self.sell("invoice", 2)
        first = self.invoice(order, "2026-01-12", 1)
        self.invoice(order, "2026-02-01", 1)
        self.credit(first, "2026-02-03")
        self.invoice(order, "2026-02-05")
        self.assertEqual(sorted(self.starts(order)), ["2026-01-12", "2026-02-01"])

    def test_several_lines_on_one_invoice(self):
        policy = self.make_policy("I", trigger="invoice", duration=12)
        products = [
            self.make_product(f"P{n}", warranty_policy_id=policy.id, invoice_policy="order")
            for n in range(3)
        ]
        with self.at("2026-01-10"):
            order = self.make_order(*[(product, 2) for product in products])
        self.invoice(order, "2026-01-12")
        self.assertEqual(self.starts(order), ["2026-01-12"] * 6)

    def test_a_shared_card_is_split_by_invoices(self):
        order = self.sell("invoice", 30)
        self.invoice(order, "2026-01-12", 12)
        self.env.invalidate_all()
        self.assertEqual(
            sorted((u.quantity, str(u.date_start or "")) for u in order.unit_ids),
            [(12.0, "2026-01-12"), (18.0, "")],
        )

    def test_invoiced_before_it_was_confirmed_again(self):
        order = self.sell("invoice", 1)
        self.invoice(order, "2026-01-12")
        order._action_cancel()
        order.action_draft()
        order.action_confirm()
        self.assertEqual(self.starts(order), ["2026-01-12"])


class TestByActivation(StartsCase):
    def test_activated_by_staff(self):
        order = self.sell("activation", activation_limit_days=30)
        unit = order.unit_ids
        with self.at("2026-01-12"):
            self.deliver(order.order_line, 1)
            self.assertEqual(unit.warranty_status, "not_started")
            self.assertEqual(unit.date_start, self.day("2026-02-11"))
            self.assertIn("30 days after delivery without", unit.coverage_ids.explanation)
        with self.at("2026-01-20"):
            unit.action_activate()
        self.assertEqual(self.starts(order), ["2026-01-20"])
        self.assertIn("from activation on", unit.coverage_ids.explanation)

    def test_activated_before_it_was_delivered(self):
        order = self.sell("activation")
        order.unit_ids.action_activate("2026-01-11")
        self.assertEqual(self.starts(order), ["2026-01-11"])
        with self.at("2026-01-12"):
            self.deliver(order.order_line, 1)
        self.assertEqual(self.starts(order), ["2026-01-11"])

    def test_activated_too_late_it_has_started_by_itself(self):
        order = self.sell("activation", activation_limit_days=30)
        with self.at("2026-01-12"):
            self.deliver(order.order_line, 1)
        with self.at("2026-03-20"):
            order.unit_ids.action_activate()
            self.assertEqual(self.starts(order), ["2026-02-11"])
            self.assertIn("30 days after delivery", order.unit_ids.coverage_ids.explanation)

    def test_not_before_it_was_ordered(self):
        order = self.sell("activation")
        with self.assertRaisesRegex(ValidationError, "before it was ordered"):
            order.unit_ids.action_activate("2026-01-01")

    def test_a_void_card_cannot_be_activated(self):
        unit = self.sell("activation").unit_ids
        unit.action_void("Mistake")
        with self.assertRaises(UserError):
            unit.action_activate()


class TestTermsOwnTrigger(StartsCase):
    def test_each_period_counts_from_its_own_moment(self):
        policy = self.env["hau_mai.warranty.policy"].create(
            {
                "name": "Two guarantors",
                "start_trigger": "delivery",
                "term_ids": [
                    Command.create({"name": "Shop", "duration": 12}),
                    Command.create(
                        {
                            "name": "Maker",
                            "duration": 24,
                            "guarantor": "maker",
                            "start_trigger": "invoice",
                        }
                    ),
                    Command.create(
                        {"name": "Exchange", "duration": 30, "duration_unit": "day",
                         "start_trigger": "order"}
                    ),
                ],
            }
        )  # fmt: skip
        product = self.make_product("P", warranty_policy_id=policy.id, invoice_policy="order")
        with self.at("2026-01-10"):
            order = self.make_order((product, 1))
        unit = order.unit_ids
        shop, maker, exchange = unit.coverage_ids
        self.assertEqual(exchange.date_end, self.day("2026-02-09"))
        with self.at("2026-01-11"):
            unit.invalidate_recordset()
            self.assertEqual(unit.warranty_status, "active")
            self.assertFalse(shop.date_start or unit.date_start)
        with self.at("2026-01-20"):
            self.deliver(order.order_line, 1)
        self.invoice(order, "2026-01-25")
        self.assertEqual(shop.date_end, self.day("2027-01-20"))
        self.assertEqual(maker.date_end, self.day("2028-01-25"))
        self.assertEqual(unit.date_start, self.day("2026-01-20"))
        self.assertEqual(unit.date_end_main, self.day("2027-01-20"))
        self.assertEqual(unit.date_end, self.day("2028-01-25"))

    def test_for_life_has_no_end(self):
        order = self.sell("delivery", duration=0)
        with self.at("2026-01-12"):
            self.deliver(order.order_line, 1)
        unit = order.unit_ids
        self.assertTrue(unit.date_start)
        self.assertFalse(unit.date_end or unit.date_end_main)
        self.assertEqual(unit.warranty_status, "active")
        self.assertIn("for life", unit.status_sentence)


class TestByHand(StartsCase):
    def test_a_date_by_hand_wins_until_it_is_taken_back(self):
        order = self.sell("delivery", 2)
        unit, other = order.unit_ids.sorted("id")
        unit.action_start("2025-12-01", "Bought in the old shop")
        self.assertEqual(self.starts(order), ["2025-12-01", ""])
        self.assertIn("set by hand (Bought in the old shop)", unit.coverage_ids.explanation)
        with self.at("2026-01-12"):
            self.deliver(order.order_line, 2)
        self.assertEqual(self.starts(order), ["2025-12-01", "2026-01-12"])
        with self.at("2026-01-13"):
            self.deliver(order.order_line, 0)
        self.assertEqual(self.starts(order), ["2025-12-01", ""])
        with self.at("2026-01-14"):
            self.deliver(order.order_line, 2)
        unit.action_start(False)
        self.assertEqual(self.starts(order), ["2026-01-14", "2026-01-14"])
        self.assertFalse(unit.date_start_reason)

    def test_it_wins_over_order_invoice_and_activation_too(self):
        for trigger in ("order", "invoice", "activation"):
            order = self.sell(trigger)
            order.unit_ids.action_start("2025-12-01", "Shown in the window")
            order.date_order = datetime(2026, 1, 5)
            self.invoice(order, "2026-01-12")
            order.unit_ids.action_activate("2026-01-13")
            self.assertEqual(self.starts(order), ["2025-12-01"], trigger)

    def test_it_needs_a_reason_and_a_valid_card(self):
        unit = self.sell("delivery").unit_ids
        for reason in (None, "", "  "):
            with self.assertRaises(UserError):
                unit.action_start("2026-01-01", reason)
        with self.assertRaises(UserError):
            unit.action_void("  ")
        unit.action_void("Mistake")
        with self.assertRaises(UserError):
            unit.action_start("2026-01-01", "Anyway")

    def test_void_and_restored_by_hand(self):
        unit = self.sell("delivery").unit_ids
        unit.action_void("Mistake")
        self.assertEqual((unit.state, unit.state_reason), ("void", "Mistake"))
        unit.action_restore()
        self.assertEqual((unit.state, unit.state_reason), ("valid", False))
        unit.state = "replaced"
        with self.assertRaisesRegex(UserError, "is replaced and cannot become valid"):
            unit.action_restore()

    def test_a_card_registered_by_hand(self):
        unit = self.env["hau_mai.unit"].create(
            {
                "partner_id": self.partner.id,
                "product_id": self.product.id,
                "policy_id": self.policy.id,
                "serial_number": "from 2019",
            }
        )
        self.assertEqual(unit.warranty_status, "not_started")
        self.assertEqual(len(unit.coverage_ids), 2)
        unit.action_start(self.today - timedelta(days=10), "Sold before Odoo")
        self.assertEqual(unit.warranty_status, "active")
        bare = self.env["hau_mai.unit"].create(
            {"partner_id": self.partner.id, "product_id": self.product.id}
        )
        self.assertEqual(bare.warranty_status, "none")
        self.assertEqual(bare.status_sentence, "Sold without a warranty")
