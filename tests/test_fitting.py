"""The warranty cards fit the order, whoever changed it, in whatever state; nothing is deleted."""

from datetime import datetime

from odoo.exceptions import UserError
from odoo.fields import Command

from .common import HauMaiCase


class FittingCase(HauMaiCase):
    def valid(self, order):
        return order.unit_ids.filtered(lambda unit: unit.state == "valid")

    def void(self, order):
        return order.unit_ids.filtered(lambda unit: unit.state == "void")

    def reopen(self, order, confirm=True, **vals):
        """Cancel, set back to draft, change, confirm."""
        order._action_cancel()
        order.action_draft()
        if vals:
            order.order_line[:1].write(vals)
        if confirm:
            order.action_confirm()


class TestQuantity(FittingCase):
    def test_a_quotation_has_no_cards(self):
        order = self.make_order((self.product, 2), confirm=False)
        order.order_line.product_uom_qty = 3
        self.assertFalse(order.unit_ids)
        order.action_quotation_sent()
        self.assertFalse(order.unit_ids)

    def test_up_creates_only_what_is_missing(self):
        order = self.make_order((self.product, 2))
        first = order.unit_ids
        order.order_line.product_uom_qty = 5
        self.assertEqual(len(self.valid(order)), 5)
        self.assertLess(first, order.unit_ids)
        order.order_line.product_uom_qty = 5
        self.assertEqual(len(order.unit_ids), 5)

    def test_down_voids_with_a_reason_first_those_not_started_and_without_serial(self):
        order = self.make_order((self.product, 4))
        first, second, third, fourth = order.unit_ids.sorted("id")
        fourth.serial_number = "SN-4"
        self.deliver(order.order_line, 1)
        self.assertTrue(first.date_start)
        for quantity, taken in [(3, third), (2, second)]:
            order.order_line.product_uom_qty = quantity
            self.assertEqual(taken.state, "void")
            self.assertEqual(taken.state_reason, "The order line no longer contains it.")
            self.assertEqual(len(self.valid(order)), quantity)
        self.assertEqual(self.valid(order), first + fourth)
        self.assertEqual(len(order.unit_ids), 4)

    def test_up_again_makes_the_same_cards_whole(self):
        order = self.make_order((self.product, 3))
        cards = order.unit_ids
        order.order_line.product_uom_qty = 1
        order.order_line.product_uom_qty = 3
        self.assertEqual(order.unit_ids, cards)
        self.assertEqual(self.valid(order), cards)
        self.assertEqual(cards.mapped("state_reason"), [False] * 3)

    def test_down_to_nothing(self):
        order = self.make_order((self.product, 3))
        order.order_line.product_uom_qty = 0
        self.assertFalse(self.valid(order))
        self.assertEqual(len(self.void(order)), 3)

    def test_the_measure_is_changed(self):
        order = self.make_order((self.product, 2))
        order.order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        self.assertEqual(len(self.valid(order)), 24)

    def test_a_price_of_zero_takes_the_promise_back(self):
        order = self.make_order((self.product, 2))
        order.order_line.price_unit = 0
        self.assertFalse(self.valid(order))
        order.order_line.price_unit = 10
        self.assertEqual(len(self.valid(order)), 2)
        self.assertEqual(len(order.unit_ids), 2)

    def test_a_shared_card_is_split_where_less_is_sold(self):
        order = self.make_order((self.product, 30))
        [card] = order.unit_ids
        order.order_line.product_uom_qty = 28
        self.assertEqual(self.valid(order), card)
        self.assertEqual(card.quantity, 28)
        self.assertEqual(self.void(order).quantity, 2)
        self.assertNotEqual(self.void(order).name, card.name)
        self.assertEqual(
            self.void(order).coverage_ids.mapped("name"), card.coverage_ids.mapped("name")
        )
        order.order_line.product_uom_qty = 30
        self.assertEqual(sorted(self.valid(order).mapped("quantity")), [2, 28])
        self.assertFalse(self.void(order))

    def test_a_line_added_to_a_confirmed_order(self):
        order = self.make_order((self.product, 1))
        order.order_line = [Command.create({"product_id": self.product.id, "product_uom_qty": 2})]
        self.assertEqual(len(self.valid(order)), 3)

    def test_a_line_deleted_from_a_quotation_that_was_confirmed_once(self):
        order = self.make_order((self.product, 1), (self.product, 2))
        self.reopen(order, confirm=False)
        deleted = order.order_line[1].unit_ids
        order.order_line[1].unlink()
        order.action_confirm()
        self.assertEqual(len(self.valid(order)), 1)
        self.assertEqual(deleted.mapped("state"), ["void"] * 2)
        self.assertEqual(deleted.order_id, order)
        self.assertEqual(deleted.product_id, self.product)

    def test_a_confirmed_line_cannot_be_deleted_and_its_cards_stay(self):
        order = self.make_order((self.product, 1))
        with self.assertRaises(UserError), self.env.cr.savepoint():
            order.order_line.unlink()
        self.assertEqual(self.valid(order), order.unit_ids)


class TestCancel(FittingCase):
    def test_cancelling_voids_with_the_reason_and_forgets_nothing(self):
        order = self.make_order((self.product, 2))
        order._action_cancel()
        for unit in order.unit_ids:
            self.assertEqual((unit.state, unit.state_reason), ("void", "The order was cancelled."))
            self.assertEqual(unit.warranty_status, "void")
            self.assertEqual(len(unit.coverage_ids), 2)
            self.assertEqual(
                unit._coverage_verdict(),
                (False, "Not covered: this card is void. The order was cancelled."),
            )

    def test_confirmed_again_the_same_cards_are_whole_again(self):
        order = self.make_order((self.product, 2), (self.product, 30))
        cards = order.unit_ids
        numbers = sorted(cards.mapped("name"))
        for _n in range(2):
            self.reopen(order)
            self.assertEqual(self.valid(order), cards)
            self.assertEqual(sorted(order.unit_ids.mapped("name")), numbers)
            self.assertFalse(any(cards.mapped("state_reason")))

    def test_in_draft_they_stay_void(self):
        order = self.make_order((self.product, 2))
        self.reopen(order, confirm=False)
        self.assertEqual(len(self.void(order)), 2)

    def test_terms_that_changed_meanwhile_make_new_cards(self):
        order = self.make_order((self.product, 2))
        old = order.unit_ids
        self.policy.term_ids[0].duration = 36
        self.reopen(order)
        self.assertEqual(self.void(order), old)
        self.assertEqual(len(self.valid(order)), 2)
        self.assertEqual(self.valid(order).coverage_ids.mapped("duration"), [36, 10, 36, 10])
        self.assertEqual(old.coverage_ids.mapped("duration"), [24, 10, 24, 10])

    def test_each_thing_that_is_promised_makes_a_difference(self):
        term = self.policy.term_ids[0]
        for vals in [
            {"covers_transport": True},
            {"usage_limit": 1000, "usage_unit": "hour"},
            {"guarantor": "maker"},
            {"start_trigger": "invoice"},
            {"scope": "component", "component_ids": [Command.set(self.product.ids)]},
            {"component_ids": [Command.set(self.compressor.ids)]},
            {"duration_unit": "week"},
        ]:
            with self.subTest(**vals):
                order = self.make_order((self.product, 1))
                old = order.unit_ids
                term.write(vals)
                self.reopen(order)
                self.assertEqual(old.state, "void")
                self.assertEqual(len(self.valid(order)), 1)

    def test_another_text_makes_new_cards_too(self):
        order = self.make_order((self.product, 1))
        old = order.unit_ids
        self.policy.exclusions = "<p>Water damage</p>"
        self.reopen(order)
        self.assertEqual(self.void(order), old)
        self.assertIn("Water", str(self.valid(order).exclusions))
        self.assertNotIn("Water", str(old.exclusions))

    def test_a_policy_changed_without_meaning_makes_the_same_whole(self):
        order = self.make_order((self.product, 1))
        cards = order.unit_ids
        self.policy.write({"sequence": 99, "max_repairs": 5})
        self.reopen(order)
        self.assertEqual(self.valid(order), cards)

    def test_another_policy_on_the_line_makes_new_cards(self):
        order = self.make_order((self.product, 1))
        old = order.unit_ids
        other = self.make_policy("Other", duration=6)
        self.reopen(order, warranty_policy_id=other.id)
        self.assertEqual(self.void(order), old)
        self.assertEqual(self.valid(order).policy_id, other)

    def test_another_product_makes_new_cards(self):
        order = self.make_order((self.product, 2))
        old = order.unit_ids
        other = self.make_product("Other", warranty_policy_id=self.policy.id)
        self.reopen(order, product_id=other.id)
        self.assertEqual(self.void(order), old)
        self.assertEqual(self.valid(order).product_id, other)
        self.assertEqual(old.product_id, self.product)

    def test_what_was_voided_by_hand_is_neither_revived_nor_made_again(self):
        order = self.make_order((self.product, 2))
        first, second = order.unit_ids.sorted("id")
        first.action_void("Stolen from the shop")
        self.reopen(order)
        self.assertEqual(first.state, "void")
        self.assertEqual(first.state_reason, "Stolen from the shop")
        self.assertEqual(self.valid(order), second)
        self.assertEqual(len(order.unit_ids), 2)

    def test_one_returned_and_one_less_ordered_leaves_the_other(self):
        order = self.make_order((self.product, 2))
        first, second = order.unit_ids.sorted("id")
        first.state = "returned"
        order.order_line.product_uom_qty = 1
        self.assertEqual((first.state, second.state), ("returned", "valid"))

    def test_returned_and_replaced_cards_are_left_alone(self):
        order = self.make_order((self.product, 2))
        first, second = order.unit_ids.sorted("id")
        first.state, second.state = "returned", "replaced"
        order._action_cancel()
        self.assertEqual((first.state, second.state), ("returned", "replaced"))

    def test_the_cancelled_order_is_deleted_the_cards_stay(self):
        order = self.make_order((self.product, 2))
        cards, name = order.unit_ids, order.name
        order._action_cancel()
        order.unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(len(cards.exists()), 2)
        for card in cards:
            self.assertFalse(card.order_id or card.sale_line_id)
            self.assertEqual(card.order_name, name)
            self.assertEqual(card.product_id, self.product)
            self.assertEqual(card.partner_id, self.partner)
            self.assertEqual(card.date_ordered, self.today)
            self.assertEqual(len(card.coverage_ids), 2)
            self.assertEqual(card.warranty_status, "void")

    def test_a_card_is_never_deleted(self):
        card = self.make_order((self.product, 1)).unit_ids
        with self.assertRaises(UserError):
            card.unlink()

    def test_a_locked_order_still_starts_and_voids(self):
        order = self.make_order((self.product, 2))
        order.action_lock()
        self.deliver(order.order_line, 1)
        self.assertEqual(len(order.unit_ids.filtered("date_start")), 1)
        order.action_unlock()
        order._action_cancel()
        self.assertEqual(len(self.void(order)), 2)


class TestCustomer(FittingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.partner"].create({"name": "Trần Thị Bình"})

    def test_not_started_ones_follow_started_ones_do_not(self):
        order = self.make_order((self.product, 2))
        self.deliver(order.order_line, 1)
        started = order.unit_ids.filtered("date_start")
        order.partner_id = self.other
        self.assertEqual(started.partner_id, self.partner)
        self.assertEqual((order.unit_ids - started).partner_id, self.other)

    def test_the_address_follows_as_well(self):
        site = self.env["res.partner"].create(
            {"name": "Site", "parent_id": self.partner.id, "type": "delivery"}
        )
        order = self.make_order((self.product, 1))
        self.assertFalse(order.unit_ids.address_id == self.other)
        order.partner_shipping_id = site
        self.assertEqual(order.unit_ids.address_id, site)
        order.partner_shipping_id = self.partner
        self.assertFalse(order.unit_ids.address_id)

    def test_cards_made_whole_belong_to_who_buys_now(self):
        order = self.make_order((self.product, 2))
        cards = order.unit_ids
        self.reopen(order, confirm=False)
        order.partner_id = self.other
        order.action_confirm()
        self.assertEqual(self.valid(order), cards)
        self.assertEqual(cards.partner_id, self.other)

    def test_the_responsible_is_the_orders_salesperson_else_the_customers(self):
        user = self.make_user("sales_own")
        seller = self.make_user("sales_all")
        self.partner.user_id = seller
        order = self.make_order((self.product, 1), user_id=user.id)
        self.assertEqual(order.unit_ids.user_id, user)
        order = self.make_order((self.product, 1), user_id=False)
        self.assertEqual(order.unit_ids.user_id, seller)


class TestOrigin(FittingCase):
    def test_an_order_imported_as_confirmed(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "state": "sale",
                "date_order": datetime(2025, 3, 1, 3),
                "order_line": [
                    Command.create({"product_id": self.product.id, "product_uom_qty": 2})
                ],
            }
        )
        self.assertEqual(len(self.valid(order)), 2)
        self.assertEqual(set(order.unit_ids.mapped("date_ordered")), {self.day("2025-03-01")})

    def test_the_date_of_the_order_is_imported_afterwards(self):
        policy = self.make_policy("From the order", trigger="order", duration=12)
        product = self.make_product("P", warranty_policy_id=policy.id)
        order = self.make_order((product, 1))
        self.assertEqual(order.unit_ids.date_start, self.today)
        # 18:30 in UTC is the next day in Ho Chi Minh City
        order.date_order = datetime(2025, 3, 1, 18, 30)
        self.assertEqual(order.unit_ids.date_start, self.day("2025-03-02"))
        self.assertEqual(order.unit_ids.date_end_main, self.day("2026-03-02"))
        self.assertIn("12 months from the order on", order.unit_ids.coverage_ids.explanation)

    def test_a_duplicated_order_makes_its_own_cards(self):
        order = self.make_order((self.product, 2))
        copy = order.copy()
        self.assertFalse(copy.unit_ids)
        self.assertFalse(copy.date_delivered)
        copy.action_confirm()
        self.assertEqual(len(copy.unit_ids), 2)
        self.assertFalse(copy.unit_ids & order.unit_ids)

    def test_a_line_moved_to_another_order_takes_its_cards_along(self):
        order, other = self.make_order((self.product, 2)), self.make_order((self.product, 1))
        other_customer = self.env["res.partner"].create({"name": "Bình"})
        other.partner_id = other_customer
        line, cards = order.order_line, order.unit_ids
        line.order_id = other
        self.assertEqual(cards.order_id, other)
        self.assertEqual(set(cards.mapped("order_name")), {other.name})
        self.assertEqual(cards.partner_id, other_customer)
        self.assertEqual(len(other.unit_ids), 3)
        self.assertEqual(set(other.unit_ids.mapped("state")), {"valid"})

    def test_a_line_moved_to_a_quotation_voids_its_cards(self):
        order = self.make_order((self.product, 2))
        cards = order.unit_ids
        order.order_line.order_id = self.make_order((self.product, 1), confirm=False)
        self.assertEqual(set(cards.mapped("state")), {"void"})

    def test_many_orders_confirmed_at_once(self):
        orders = self.env["sale.order"].union(
            *(self.make_order((self.product, n), confirm=False) for n in (1, 2, 25))
        )
        orders.action_confirm()
        self.assertEqual([len(order.unit_ids) for order in orders], [1, 2, 1])
        self.assertEqual(len(set(orders.unit_ids.mapped("name"))), 4)

    def test_cards_are_made_quietly(self):
        order = (
            self.make_order((self.product, 1), confirm=False)
            .with_context(tracking_disable=False)
        )  # fmt: skip
        order.action_confirm()
        self.assertFalse(order.unit_ids.message_ids)
        self.assertFalse(order.unit_ids.message_follower_ids)

    def test_sold_is_sold(self):
        self.policy.content = "<p>Repair</p>"
        order = self.make_order((self.product, 1))
        unit = order.unit_ids
        self.policy.write({"content": "<p>Exchange</p>", "start_trigger": "order"})
        self.policy.term_ids[0].write({"duration": 1, "name": "Less"})
        self.policy.term_ids[1].unlink()
        self.deliver(order.order_line, 1)
        self.assertEqual(unit.coverage_ids.mapped("name"), ["Whole unit", "Compressor"])
        self.assertEqual(unit.coverage_ids.mapped("duration"), [24, 10])
        self.assertEqual(unit.date_start, self.today)
        self.assertIn("Repair", str(unit.content))
        self.assertIn("Repair", unit.terms_text)

    def test_what_is_promised_is_worded_for_the_customer(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.policy.content = "<p>Repair</p>"
        term = self.policy.term_ids[0]
        term.update_field_translations("name", {"vi_VN": "Toàn máy"})
        self.policy.update_field_translations("content", {"vi_VN": {"Repair": "Sửa chữa"}})
        self.partner.lang = "vi_VN"
        unit = self.make_order((self.product, 1)).unit_ids
        self.assertEqual(unit.coverage_ids[0].name, "Toàn máy")
        self.assertIn("Sửa chữa", unit.terms_text)
        line = self.make_order((self.product, 1), confirm=False).order_line
        self.assertIn("Toàn máy", line.warranty_sentence)
        term.update_field_translations("name", {"vi_VN": "Cả máy"})
        self.env.invalidate_all()
        self.assertIn("Cả máy", line.warranty_sentence)
        self.assertEqual(unit.coverage_ids[0].name, "Toàn máy")

    def test_a_policy_that_was_sold_cannot_be_deleted(self):
        self.make_order((self.product, 1))
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            self.policy.unlink()
