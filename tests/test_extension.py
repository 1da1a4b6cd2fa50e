"""Extended warranties: sold with the goods or later, kept in step with the order."""

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from .extension_common import ExtensionCase


class TestSoldTogether(ExtensionCase):
    @freeze_time("2026-01-10 05:00:00")
    def test_it_goes_on_where_the_base_ends(self):
        order = self.sell()
        unit = order.unit_ids
        self.assertEqual(len(unit), 1, "an extension gets no card of its own")
        base, extension = unit.coverage_ids.sorted("id")
        self.assertEqual(base.date_end, self.day("2027-01-10"))
        self.assertEqual(extension.origin, "extension")
        self.assertEqual(extension.date_start, self.day("2027-01-10"))
        self.assertEqual(extension.date_end, self.day("2028-01-10"))
        self.assertEqual(
            extension.explanation,
            f"12 months after the base warranty ends on 01/10/2027 = until 01/10/2028; "
            f"sold with {order.name}",
        )
        self.assertEqual(unit.date_end_main, self.day("2028-01-10"))
        self.assertEqual(
            unit.status_sentence, "Whole unit until 01/10/2027, extended until 01/10/2028"
        )

    @freeze_time("2026-01-10 05:00:00")
    def test_it_waits_for_the_delivery(self):
        self.base.start_trigger = "delivery"
        order = self.sell()
        extension = self.bought(order.unit_ids)
        self.assertFalse(extension.date_start)
        self.assertIn("counted once “Whole unit” ends", extension.explanation)
        self.deliver(order.order_line[0], 1)
        self.assertEqual(extension.date_end, self.day("2028-01-10"))
        self.deliver(order.order_line[0], 0)
        self.assertFalse(extension.date_start)

    def test_two_of_three_pieces(self):
        order = self.sell(3, extended=2)
        first, second, third = order.unit_ids.sorted("id")
        self.assertTrue(self.bought(first) and self.bought(second))
        self.assertFalse(self.bought(third))
        extending = order.order_line[1]
        extending.product_uom_qty = 3
        self.assertTrue(self.bought(third))
        extending.product_uom_qty = 1
        self.assertEqual(self.bought(order.unit_ids).unit_id, first)
        self.assertEqual(len(order.unit_ids.coverage_ids), 6, "nothing is deleted")
        extending.product_uom_qty = 3
        self.assertEqual(len(order.unit_ids.coverage_ids), 6, "what was taken back is given again")

    def test_units_that_come_later_are_extended_too(self):
        order = self.sell(2)
        line, extending = order.order_line
        line.product_uom_qty = 3
        self.assertEqual(len(self.bought(order.unit_ids)), 2)
        extending.product_uom_qty = 3
        self.assertEqual(len(self.bought(order.unit_ids)), 3)

    def test_a_quantity_is_extended_as_a_whole(self):
        self.company.hau_mai_units_per_line = 1
        self.base.start_trigger = "delivery"
        order = self.sell(50)
        unit = order.unit_ids
        self.assertEqual((len(unit), unit.quantity), (1, 50))
        self.assertEqual(len(self.bought(unit)), 1)
        self.deliver(order.order_line[0], 20)
        parts = order.unit_ids
        self.assertEqual(sorted(parts.mapped("quantity")), [20, 30])
        started, waiting = parts.sorted(lambda part: not part.date_start)
        self.assertTrue(self.bought(started).date_end)
        self.assertEqual(self.bought(started).extends_id.unit_id, started)
        self.assertEqual(len(self.bought(waiting)), 1)
        self.assertFalse(self.bought(waiting).date_start)
        with self.assertRaisesRegex(ValidationError, "is one card of 50: extend all of it, not 40"):
            order.order_line[1].product_uom_qty = 40

    def test_cancelled_and_confirmed_again(self):
        order = self.sell(2)
        units = order.unit_ids
        extensions = self.bought(units)
        ends = extensions.mapped("date_end")
        order._action_cancel()
        self.assertFalse(self.bought(units))
        self.assertTrue(all(c.date_end < c.date_start for c in extensions), "as if never begun")
        self.assertIn("The order was cancelled.", extensions[0].explanation)
        order.action_draft()
        order.action_confirm()
        self.assertEqual(order.unit_ids, units)
        self.assertEqual(self.bought(units), extensions)
        self.assertEqual(extensions.mapped("date_end"), ends)

    def test_a_promise_changed_meanwhile_is_a_new_one(self):
        order = self.sell()
        old = self.bought(order.unit_ids)
        order._action_cancel()
        order.action_draft()
        self.longer.term_ids.duration = 24
        order.action_confirm()
        new = self.bought(order.unit_ids)
        self.assertNotEqual(new, old)
        self.assertEqual((new.duration, old.duration), (24, 12))

    def test_sold_is_sold(self):
        order = self.sell()
        self.longer.term_ids.duration = 6
        order.order_line[0].product_uom_qty = 2
        self.assertEqual(self.bought(order.unit_ids).duration, 12)

    def test_confirming_twice_gives_it_once(self):
        order = self.sell(2)
        for _time in range(2):
            order.order_line._fit_units()
            order.write({"state": "sale"})
        self.assertEqual(len(self.bought(order.unit_ids)), 2)

    def test_the_line_is_deleted(self):
        draft = self.sell(confirm=False)
        draft.order_line[0].unlink()
        self.assertFalse(draft.order_line, "an extension of nothing does not stay on a quotation")

    def test_a_copy_extends_its_own_line(self):
        order = self.sell(2)
        copy = order.copy()
        line, extending = copy.order_line
        self.assertEqual(extending.extended_line_id, line)
        copy.action_confirm()
        self.assertEqual(len(self.bought(copy.unit_ids)), 2)

    def test_components_extend_theirs(self):
        order = self.sell(product=self.product, extended=0, confirm=False)
        policy = self.make_policy("All longer", component=True, duration=6)
        extension = self.make_extension("Everything longer", policy)
        self.extend_line(order.order_line, 1, extension)
        order.action_confirm()
        self.deliver(order.order_line[0], 1)
        whole, compressor, more, compressor_more = order.unit_ids.coverage_ids.sorted("id")
        self.assertEqual(more.extends_id, whole)
        self.assertEqual(compressor_more.extends_id, compressor)
        self.assertEqual(compressor_more.date_start, compressor.date_end)

    def test_a_component_not_promised_before_extends_the_main_one(self):
        policy = self.make_policy("With compressor", component=True, duration=6)
        order = self.sell(extended=0, confirm=False)
        self.extend_line(order.order_line, 1, self.make_extension("Plus compressor", policy))
        order.action_confirm()
        base, whole, compressor = order.unit_ids.coverage_ids.sorted("id")
        self.assertEqual(whole.extends_id, base)
        self.assertEqual(compressor.extends_id, base)

    def test_how_many(self):
        order = self.sell(2, extended=0, confirm=False)
        self.extend_line(order.order_line, 1)
        with self.assertRaisesRegex(ValidationError, "extends 2 of “Fan”, but there are 2"):
            self.extend_line(order.order_line[0], 2)

    def test_what_extends_nothing_is_not_confirmed(self):
        order = self.make_order((self.fan, 1), (self.extension, 1), confirm=False)
        with self.assertRaisesRegex(UserError, "extends nothing yet"):
            order.action_confirm()

    def test_only_within_one_order(self):
        other = self.make_order((self.fan, 1))
        with self.assertRaisesRegex(ValidationError, "extends a line of another order"):
            self.make_order(
                {"product_id": self.extension.id, "extended_line_id": other.order_line.id}
            )

    def test_only_with_a_product_that_extends(self):
        order = self.make_order((self.fan, 1), confirm=False)
        with self.assertRaisesRegex(ValidationError, "extends no warranty"):
            self.extend_line(order.order_line, 1, self.product)


class TestSoldLater(ExtensionCase):
    @freeze_time("2026-01-10 05:00:00")
    def test_one_after_the_other(self):
        unit = self.make_order((self.fan, 1)).unit_ids
        orders = [self.extend_unit(unit) for _time in range(3)]
        ends = self.bought(unit).sorted("id").mapped("date_end")
        self.assertEqual(ends, [self.day(f"20{year}-01-10") for year in (28, 29, 30)])
        self.assertEqual(unit.date_end_main, ends[-1])
        orders[1]._action_cancel()
        self.assertEqual(self.bought(unit).sorted("id").mapped("date_end"), ends[:2])
        orders[1].action_draft()
        orders[1].action_confirm()
        self.assertEqual(sorted(self.bought(unit).mapped("date_end")), ends)
        unit.action_start("2026-03-05", "Handed over later")
        self.assertEqual(unit.date_end_main, self.day("2030-03-05"))

    def test_confirmed_together_they_go_on_one_after_the_other(self):
        unit = self.make_order((self.fan, 1)).unit_ids
        orders = self.env["sale.order"].union(
            *(self.extend_unit(unit, confirm=False) for _time in range(2))
        )
        orders.action_confirm()
        first, second = self.bought(unit).sorted("id")
        self.assertEqual(second.date_start, first.date_end)

    def test_at_once(self):
        self.longer.extension_start = "at_once"
        with freeze_time("2026-01-10 05:00:00"):
            unit = self.make_order((self.fan, 1)).unit_ids
        with freeze_time("2026-06-01 05:00:00"):
            self.extend_unit(unit)
            self.assertEqual(self.bought(unit).date_end, self.day("2027-06-01"))
            self.assertIn("it was sold on 06/01/2026", self.bought(unit).explanation)

    def test_an_expired_one_only_if_the_policy_says_so(self):
        with freeze_time("2026-01-10 05:00:00"):
            unit = self.make_order((self.fan, 1)).unit_ids
        with freeze_time("2027-01-10 05:00:00"):
            self.extend_unit(unit, confirm=False)
        with freeze_time("2027-01-11 05:00:00"):
            with self.assertRaisesRegex(ValidationError, "ended on 01/10/2027"):
                self.extend_unit(unit)
            self.longer.extends_expired = True
            self.extend_unit(unit)
            self.assertEqual(self.bought(unit).date_start, self.day("2027-01-11"))

    def test_never_a_card_that_is_not_valid(self):
        for state in ("void", "returned", "replaced"):
            unit = self.make_order((self.fan, 1)).unit_ids
            quoted = self.extend_unit(unit, confirm=False)
            unit.write({"state": state})
            with self.subTest(state=state):
                with self.assertRaisesRegex(ValidationError, "nothing can be extended"):
                    self.extend_unit(unit)
                with self.assertRaisesRegex(UserError, "nothing can be extended"):
                    quoted.action_confirm()

    def test_only_for_its_owner(self):
        unit = self.make_order((self.fan, 1)).unit_ids
        other = self.env["res.partner"].create({"name": "Trần Thị Bình"})
        with self.assertRaisesRegex(ValidationError, "belongs to Nguyễn Văn An"):
            self.extend_unit(unit, partner_id=other.id)
        colleague = self.env["res.partner"].create({"name": "Son", "parent_id": self.partner.id})
        self.extend_unit(unit, partner_id=colleague.id)
        self.assertTrue(self.bought(unit))

    def test_contacts_merged(self):
        unit = self.make_order((self.fan, 1)).unit_ids
        twin = self.env["res.partner"].create({"name": "Nguyễn Văn An (2)"})
        quoted = self.extend_unit(unit, confirm=False)
        quoted.partner_id = twin
        merge = self.env["base.partner.merge.automatic.wizard"].create({})
        merge._merge((self.partner + twin).ids, twin)
        self.assertEqual(unit.partner_id, twin)
        quoted.action_confirm()
        self.assertTrue(self.bought(unit))

    def test_sold_elsewhere_without_a_warranty(self):
        unit = self.env["hau_mai.unit"].create(
            {"partner_id": self.partner.id, "product_id": self.fan.id}
        )
        with self.assertRaisesRegex(ValidationError, "has no warranty that could go on"):
            self.extend_unit(unit)
        self.longer.extension_start = "at_once"
        self.extend_unit(unit)
        self.assertEqual(self.bought(unit).date_start, self.today)
        self.assertEqual(unit.warranty_status, "active")
        self.assertEqual(unit.date_end_main, self.bought(unit).date_end)

    def test_for_life(self):
        self.base.term_ids.duration = 0
        unit = self.make_order((self.fan, 1)).unit_ids
        with self.assertRaisesRegex(ValidationError, "for life: there is nothing to extend"):
            self.extend_unit(unit)

    def test_what_is_extended_does_not_end_soon(self):
        with freeze_time("2026-01-10 05:00:00"):
            unit = self.make_order((self.fan, 1)).unit_ids
        with freeze_time("2027-01-05 05:00:00"):
            units = self.env["hau_mai.unit"]
            search = lambda status: units.search(  # noqa: E731
                [("id", "=", unit.id), ("warranty_status", "=", status)]
            )
            self.assertEqual(unit.warranty_status, "expiring")
            self.extend_unit(unit)
            self.env.invalidate_all()
            self.assertEqual(unit.warranty_status, "active")
            self.assertTrue(search("active"))
            self.assertFalse(search("expiring"))
            groups = units._read_group([("id", "=", unit.id)], ["warranty_status"], ["__count"])
            self.assertEqual(groups, [("active", 1)])
        with freeze_time("2028-01-05 05:00:00"):
            self.env.invalidate_all()
            self.assertEqual(unit.warranty_status, "expiring")
            self.assertTrue(search("expiring"))
            self.assertFalse(search("active"))

    def test_exchanged_before_it_began(self):
        with freeze_time("2026-01-10 05:00:00"):
            unit = self.sell().unit_ids
        with freeze_time("2026-07-01 05:00:00"):
            new = unit._exchange("N-2", "Broken")
            base, extension = new.coverage_ids.sorted("id")
            self.assertEqual(base.date_end, self.day("2027-07-01"))
            self.assertEqual(extension.extends_id, base)
            self.assertEqual(extension.date_end, self.day("2028-07-01"))
            extension.sale_line_id._fit_units()
            self.assertEqual(len(new.coverage_ids), 2, "it is not given again")

    def test_exchanged_after_it_began(self):
        with freeze_time("2026-01-10 05:00:00"):
            unit = self.sell().unit_ids
        with freeze_time("2027-07-01 05:00:00"):
            new = unit._exchange("N-2", "Broken")
            self.assertEqual(self.bought(new).date_end, self.day("2028-01-10"))

    def test_a_line_deleted_after_it_was_sold(self):
        unit = self.make_order((self.fan, 1)).unit_ids
        order = self.extend_unit(unit)
        coverage = self.bought(unit)
        order._action_cancel()
        order.unlink()
        self.assertTrue(coverage.exists())
        self.assertEqual(coverage.order_name and coverage.sale_line_id.ids, [])


class TestProduct(ExtensionCase):
    def test_it_says_itself_what_it_adds(self):
        self.company.warranty_policy_id = self.base
        with self.assertRaisesRegex(ValidationError, "must say what it adds"):
            self.make_product("Nothing", extends_warranty=True)
        categ = self.env["product.category"].create({"name": "Extensions"})
        categ.warranty_policy_id = self.longer
        product = self.make_product("By category", extends_warranty=True, categ_id=categ.id)
        self.assertEqual(product.effective_warranty_policy_id, self.longer)
        with self.assertRaisesRegex(ValidationError, "is a combo"):
            combo = self.env["product.combo"].create(
                {"name": "C", "combo_item_ids": [Command.create({"product_id": self.fan.id})]}
            )
            self.make_product(
                "Combo",
                type="combo",
                extends_warranty=True,
                combo_ids=[Command.set(combo.ids)],
            )

    def test_the_customer_reads_what_is_extended(self):
        order = self.sell(confirm=False)
        line = order.order_line[1]
        self.assertIn("Extended warranty for: Fan", line.name)
        self.assertEqual(
            line.warranty_sentence,
            "Extended warranty: Whole unit 12 months (parts, labour), when the present one ends.",
        )
        with freeze_time("2026-01-10 05:00:00"):
            unit = self.make_order((self.fan, 1)).unit_ids
            unit.serial_number = "SN-7"
            line = self.extend_unit(unit, confirm=False).order_line
        self.assertIn("Extended warranty for: Fan (SN-7), until 01/10/2028", line.name)
