"""Which order lines promise something, and how many warranty cards they make."""

from odoo.fields import Command

from .common import HauMaiCase


class LinesCase(HauMaiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit_uom = cls.env.ref("uom.product_uom_unit")
        cls.dozen = cls.env.ref("uom.product_uom_dozen")
        cls.no_warranty = cls.env["hau_mai.warranty.policy"].create({"name": "No warranty"})

    def cards(self, *lines, **vals):
        """Quantities on the valid cards of a confirmed order of these lines."""
        order = self.make_order(*lines, **vals)
        return sorted(order.unit_ids.filtered(lambda u: u.state == "valid").mapped("quantity"))


class TestWhichLines(LinesCase):
    def test_sections_and_notes_promise_nothing(self):
        order = self.make_order(
            {"display_type": "line_section", "name": "Section"},
            {"product_id": self.product.id},
            {"display_type": "line_note", "name": "Note"},
        )
        self.assertEqual(len(order.unit_ids), 1)
        self.assertFalse(order.order_line[0].warranty_sentence)

    def test_zero_and_negative_quantities_promise_nothing(self):
        self.assertEqual(self.cards((self.product, 0), (self.product, -2)), [])

    def test_a_price_of_zero_promises_nothing(self):
        self.assertEqual(
            self.cards({"product_id": self.product.id, "price_unit": 0, "product_uom_qty": 1}), []
        )

    def test_a_line_with_a_full_discount_was_sold_at_a_price(self):
        self.assertEqual(self.cards({"product_id": self.product.id, "discount": 100}), [1])

    def test_goods_without_a_policy_make_no_card(self):
        self.assertEqual(self.cards((self.make_product("Cable tie"), 3)), [])

    def test_down_payments_promise_nothing(self):
        order = self.make_order((self.product, 1))
        wizard = self.env["sale.advance.payment.inv"].create(
            {
                "advance_payment_method": "percentage",
                "amount": 50,
                "sale_order_ids": [Command.set(order.ids)],
            }
        )
        wizard.create_invoices()
        down = order.order_line.filtered("is_downpayment")
        self.assertTrue(down)
        down.filtered("product_id").warranty_policy_id = self.policy
        self.assertEqual(len(order.unit_ids), 1)

    def discount(self, order, **vals):
        self.env["sale.order.discount"].create(
            {"sale_order_id": order.id, **vals}
        ).action_apply_discount()
        return order.order_line - order.order_line[0]

    def test_discount_lines_promise_nothing(self):
        for vals in [
            {"discount_type": "amount", "discount_amount": 10},
            {"discount_type": "so_discount", "discount_percentage": 0.1},
        ]:
            with self.subTest(**vals):
                order = self.make_order((self.product, 1), confirm=False)
                discount = self.discount(order, **vals)
                self.assertTrue(discount)
                discount.warranty_policy_id = self.policy
                order.action_confirm()
                self.assertEqual(len(order.unit_ids), 1)
                self.assertFalse(discount.warranty_sentence)

    def test_the_combo_promises_nothing_its_items_do(self):
        items = [self.product, self.make_product("Stand", warranty_policy_id=self.policy.id)]
        combos = self.env["product.combo"].create(
            [
                {"name": item.name, "combo_item_ids": [Command.create({"product_id": item.id})]}
                for item in items
            ]
        )
        combo = self.make_product(
            "Set",
            type="combo",
            combo_ids=[Command.set(combos.ids)],
            warranty_policy_id=self.policy.id,
        )
        order = self.make_order({"product_id": combo.id, "product_uom_qty": 2}, confirm=False)
        for item in combos.combo_item_ids:
            self.env["sale.order.line"].create(
                {
                    "order_id": order.id,
                    "product_id": item.product_id.id,
                    "product_uom_qty": 2,
                    "combo_item_id": item.id,
                    "linked_line_id": order.order_line[0].id,
                }
            )
        self.assertFalse(order.order_line[0].warranty_policy_id)
        order.action_confirm()
        self.assertEqual(len(order.unit_ids), 4)
        self.assertEqual(order.unit_ids.product_id, items[0] + items[1])

    def reward_order(self, reward):
        self.env["loyalty.program"].create(
            {
                "name": "Program",
                "program_type": "promotion",
                "trigger": "auto",
                "rule_ids": [Command.create({"minimum_qty": 1})],
                "reward_ids": [Command.create(reward)],
            }
        )
        order = self.make_order((self.product, 1), confirm=False)
        order._update_programs_and_rewards()
        [(coupon, rewards)] = order._get_claimable_rewards().items()
        order._apply_program_reward(rewards, coupon)
        return order

    def test_a_free_product_is_under_warranty(self):
        gift = self.make_product("Fan", warranty_policy_id=self.policy.id)
        order = self.reward_order(
            {"reward_type": "product", "reward_product_id": gift.id, "required_points": 1}
        )
        order.action_confirm()
        self.assertEqual(order.unit_ids.product_id, self.product + gift)

    def test_a_free_product_goes_with_the_cancelled_order(self):
        gift = self.make_product("Fan", warranty_policy_id=self.policy.id)
        order = self.reward_order(
            {"reward_type": "product", "reward_product_id": gift.id, "required_points": 1}
        )
        order.action_confirm()
        card = order.unit_ids.filtered(lambda unit: unit.product_id == gift)
        order._action_cancel()
        self.assertEqual(len(order.order_line), 1, "core deletes the reward line")
        self.assertEqual(card.state, "void")
        self.assertEqual(card.state_reason, "The order was cancelled.")
        self.assertEqual(card.order_id, order)
        self.assertEqual(card.order_name, order.name)
        order.action_draft()
        order.action_confirm()
        self.assertEqual(card.state, "void")
        valid = order.unit_ids.filtered(lambda unit: unit.state == "valid")
        self.assertEqual(valid.product_id, self.product)

    def test_a_reward_discount_promises_nothing(self):
        order = self.reward_order({"reward_type": "discount", "discount": 10, "required_points": 1})
        reward = order.order_line.filtered("reward_id")
        self.assertTrue(reward)
        reward.warranty_policy_id = self.policy
        order.action_confirm()
        self.assertEqual(order.unit_ids.product_id, self.product)

    def test_archived_products_keep_their_promise(self):
        order = self.make_order((self.product, 2), confirm=False)
        self.product.active = False
        order.action_confirm()
        self.assertEqual(len(order.unit_ids), 2)


class TestWhichPolicy(LinesCase):
    def policy_of(self, **vals):
        product = self.make_product("P", **vals)
        return self.make_order((product, 1), confirm=False).order_line.warranty_policy_id

    def test_product_then_category_up_the_tree_then_company(self):
        root = self.env["product.category"].create({"name": "Root"})
        middle = self.env["product.category"].create({"name": "Middle", "parent_id": root.id})
        leaf = self.env["product.category"].create({"name": "Leaf", "parent_id": middle.id})
        own, of_root, of_leaf, of_company = (
            self.make_policy(name) for name in ("Own", "Root", "Leaf", "Company")
        )
        self.assertFalse(self.policy_of(categ_id=leaf.id))
        self.company.warranty_policy_id = of_company
        self.assertEqual(self.policy_of(categ_id=leaf.id), of_company)
        root.warranty_policy_id = of_root
        self.assertEqual(self.policy_of(categ_id=leaf.id), of_root)
        leaf.warranty_policy_id = of_leaf
        self.assertEqual(self.policy_of(categ_id=leaf.id), of_leaf)
        self.assertEqual(self.policy_of(categ_id=middle.id), of_root)
        self.assertEqual(self.policy_of(categ_id=leaf.id, warranty_policy_id=own.id), own)

    def test_a_service_by_itself_or_its_category_never_by_the_company(self):
        self.company.warranty_policy_id = self.policy
        self.assertFalse(self.policy_of(type="service"))
        self.assertEqual(
            self.policy_of(type="service", warranty_policy_id=self.policy.id), self.policy
        )
        self.categ.warranty_policy_id = self.policy
        self.assertEqual(self.policy_of(type="service"), self.policy)
        installation = self.make_product("Installation", type="service")
        self.assertEqual(self.cards((installation, 1)), [1])

    def test_no_warranty_stops_the_inheritance_at_every_level(self):
        child = self.env["product.category"].create({"name": "Child", "parent_id": self.categ.id})
        self.company.warranty_policy_id = self.policy
        self.categ.warranty_policy_id = self.no_warranty
        self.assertEqual(self.policy_of(categ_id=child.id), self.no_warranty)
        self.assertEqual(self.cards((self.make_product("P", categ_id=child.id), 1)), [])
        self.categ.warranty_policy_id = self.policy
        none = self.make_product("P", warranty_policy_id=self.no_warranty.id)
        self.assertEqual(self.cards((none, 1)), [])
        self.categ.warranty_policy_id = False
        self.company.warranty_policy_id = self.no_warranty
        self.assertEqual(self.cards((self.make_product("P"), 1)), [])

    def test_the_choice_on_the_quotation_wins(self):
        other = self.make_policy("Other", duration=6)
        order = self.make_order((self.product, 1), confirm=False)
        order.order_line.warranty_policy_id = other
        order.action_confirm()
        self.assertEqual(order.unit_ids.policy_id, other)

    def test_no_warranty_can_be_chosen_on_the_quotation(self):
        order = self.make_order((self.product, 1), confirm=False)
        order.order_line.warranty_policy_id = False
        order.action_confirm()
        self.assertFalse(order.unit_ids)

    def test_a_later_change_changes_no_line_until_it_is_refreshed(self):
        other = self.make_policy("Other", duration=6)
        order = self.make_order((self.product, 1), confirm=False)
        sold = self.make_order((self.product, 1))
        self.product.warranty_policy_id = other
        self.product.categ_id.warranty_policy_id = other
        self.env.flush_all()
        self.assertEqual(order.order_line.warranty_policy_id, self.policy)
        (order + sold).action_refresh_warranties()
        self.assertEqual(order.order_line.warranty_policy_id, other)
        self.assertEqual(sold.order_line.warranty_policy_id, self.policy)
        self.assertEqual(sold.unit_ids.policy_id, self.policy)

    def test_a_new_product_on_the_quotation_brings_its_own_policy(self):
        other = self.make_policy("Other", duration=6)
        order = self.make_order((self.product, 1), confirm=False)
        order.order_line.product_id = self.make_product("B", warranty_policy_id=other.id)
        self.assertEqual(order.order_line.warranty_policy_id, other)

    def test_products_without_a_policy_are_found_as_they_are_shown(self):
        products = (
            self.product
            + self.make_product("Nothing")
            + self.make_product("Refused", warranty_policy_id=self.no_warranty.id)
            + self.make_product("Service", type="service")
        ).product_tmpl_id
        for of_category in (False, self.policy):
            self.categ.warranty_policy_id = of_category
            products.invalidate_recordset()
            shown = products.filtered("without_warranty_policy")
            found = products.search(
                [("id", "in", products.ids), ("without_warranty_policy", "=", True)]
            )
            self.assertEqual(found, shown)
            self.assertEqual(
                products - found,
                products.search(
                    [("id", "in", products.ids), ("without_warranty_policy", "=", False)]
                ),
            )
        self.assertFalse(shown)


class TestHowMany(LinesCase):
    def test_two_dozen_are_twenty_four(self):
        self.company.hau_mai_units_per_line = 24
        line = {
            "product_id": self.product.id,
            "product_uom_qty": 2,
            "product_uom_id": self.dozen.id,
        }
        self.assertEqual(self.cards(line), [1.0] * 24)

    def test_more_than_the_companys_limit_share_a_card(self):
        self.assertEqual(self.cards((self.product, 20)), [1.0] * 20)
        self.assertEqual(self.cards((self.product, 21)), [21.0])
        self.company.hau_mai_units_per_line = 0
        self.assertEqual(self.cards((self.product, 1)), [1.0])
        self.assertTrue(self.make_order((self.product, 1)).unit_ids.by_quantity)

    def test_what_is_measured_has_one_card(self):
        for xmlid, quantity in [
            ("uom.product_uom_kgm", 3),
            ("uom.product_uom_meter", 12.5),
            ("uom.product_uom_hour", 2),
            ("uom.product_uom_litre", 1),
        ]:
            with self.subTest(xmlid=xmlid):
                product = self.make_product(
                    "Measured", uom_id=self.env.ref(xmlid).id, warranty_policy_id=self.policy.id
                )
                self.assertEqual(self.cards((product, quantity)), [quantity])

    def test_the_products_measure_counts_not_the_lines(self):
        meter, cm = self.env.ref("uom.product_uom_meter"), self.env.ref("uom.product_uom_cm")
        cable = self.make_product("Cable", uom_id=meter.id, warranty_policy_id=self.policy.id)
        line = {"product_id": cable.id, "product_uom_qty": 250, "product_uom_id": cm.id}
        order = self.make_order(line)
        self.assertEqual(order.unit_ids.quantity, 2.5)
        self.assertEqual(order.unit_ids.uom_id, meter)

    def test_packs_are_unpacked(self):
        pack = self.env["uom.uom"].create(
            {
                "name": "Pack of 3",
                "relative_factor": 3,
                "relative_uom_id": self.unit_uom.id,
            }
        )
        line = {"product_id": self.product.id, "product_uom_qty": 2, "product_uom_id": pack.id}
        self.assertEqual(self.cards(line), [1.0] * 6)
        by_pack = self.make_product("Cups", uom_id=pack.id, warranty_policy_id=self.policy.id)
        order = self.make_order((by_pack, 2))
        self.assertEqual(order.unit_ids.mapped("quantity"), [1.0] * 6)
        self.assertEqual(order.unit_ids.uom_id, self.unit_uom, "a card is for a piece, not a pack")

    def test_a_part_of_a_piece_shares_a_card(self):
        self.assertEqual(self.cards((self.product, 2.5)), [2.5])

    def test_the_choice_is_kept(self):
        order = self.make_order((self.product, 20))
        order.order_line.product_uom_qty = 25
        self.assertEqual(order.unit_ids.mapped("quantity"), [1.0] * 25)
        shared = self.make_order((self.product, 25))
        shared.order_line.product_uom_qty = 5
        valid = shared.unit_ids.filtered(lambda unit: unit.state == "valid")
        self.assertEqual(valid.mapped("quantity"), [5.0])
        self.assertEqual(sum(shared.unit_ids.mapped("quantity")), 25.0)

    def test_another_product_is_another_choice(self):
        cable = self.make_product(
            "Cable", uom_id=self.env.ref("uom.product_uom_meter").id,
            warranty_policy_id=self.policy.id,
        )  # fmt: skip
        order = self.make_order((self.product, 3))
        order._action_cancel()
        order.action_draft()
        order.order_line.write({"product_id": cable.id, "product_uom_id": cable.uom_id.id})
        order.action_confirm()
        valid = order.unit_ids.filtered(lambda unit: unit.state == "valid")
        self.assertEqual(valid.mapped("quantity"), [3.0])
        self.assertEqual(valid.product_id, cable)

    def test_several_lines_each_have_their_own(self):
        order = self.make_order((self.product, 1), (self.product, 25), (self.product, 2))
        self.assertEqual(
            [sorted(line.unit_ids.mapped("quantity")) for line in order.order_line],
            [[1.0], [25.0], [1.0, 1.0]],
        )
