"""Warranties for past orders: counted, made once, with the days that are known."""

from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import SQL

from .care_common import CareCase

CRON = "hau_mai.ir_cron_make_past_warranties"

#: What two cards of the same line made in two ways need not have in common.
OWN = {
    "id", "name", "search_key", "create_date", "write_date", "past_orders_id", "past_number",
    "past_left_out", "sale_line_id", "order_id", "order_name", "unit_id",
}  # fmt: skip


class PastOrdersCase(CareCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Run = cls.env["hau_mai.past.orders"]
        cls.policy = cls.make_policy("Old promise", component=True)
        cls.categ = cls.env["product.category"].create(
            {"name": "Fans", "warranty_policy_id": cls.policy.id}
        )
        cls.product = cls.make_product("Fan")

    @classmethod
    def sell_before(cls, *lines, day="2026-01-10", tracked=False, **vals):
        """A confirmed order of the time before this add-on: no policy, no cards.

        :param tracked: whether Inventory, where it is installed, was there already
        """
        order = cls.make_order(*(lines or [(cls.product, 1)]), **vals)
        if "picking_ids" in order._fields and not tracked:
            order.picking_ids.action_cancel()
        cls.env.flush_all()
        cls.env.cr.execute(SQL("DELETE FROM hau_mai_touchpoint WHERE res_model = 'hau_mai.unit'"))
        for statement in (
            "DELETE FROM hau_mai_unit WHERE order_id = %s",
            "UPDATE sale_order_line SET warranty_policy_id = NULL, maintenance_plan_id = NULL"
            " WHERE order_id = %s",
        ):
            cls.env.cr.execute(statement, [order.id])
        cls.env.cr.execute(
            "UPDATE sale_order SET date_order = %s, date_delivered = NULL WHERE id = %s",
            [f"{day} 03:00:00", order.id],
        )
        cls.env.invalidate_all()
        return order

    def count(self, **vals):
        run = self.Run.create({"date_until": self.today, "date_from": "2020-01-01", **vals})
        run.action_count()
        return run

    def row(self, run, categ=None):
        return run.line_ids.filtered(lambda row: row.categ_id == (categ or self.categ))

    def work(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()

    def make(self, **vals):
        run = self.count(**vals)
        run.action_start()
        self.work()
        return run

    def invoice(self, line, quantity, day, kind="out_invoice"):
        move = self.env["account.move"].create(
            {
                "move_type": kind,
                "partner_id": line.order_id.partner_id.id,
                "invoice_date": day,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": line.product_id.id,
                            "quantity": quantity,
                            "price_unit": 100,
                            "sale_line_ids": [Command.set(line.ids)],
                        }
                    )
                ],
            }
        )
        move.action_post()
        return move


class TestPastOrders(PastOrdersCase):
    # === COUNTED === #

    def test_counting_shows_what_would_be_made_and_makes_nothing(self):
        nothing = self.env["product.category"].create({"name": "Advice"})
        advice = self.make_product("Advice", categ_id=nothing.id)
        self.company.warranty_policy_id = False
        self.sell_before((self.product, 3), (advice, 2))
        self.sell_before((self.product, 1), day="2012-01-10")
        cards = self.env["hau_mai.unit"].search_count([])
        run = self.count(date_from=False)
        row = self.row(run)
        self.assertEqual(
            (row.source, row.policy_today_id, row.policy_id), ("category", self.policy, self.policy)
        )
        self.assertEqual((row.order_line_count, row.quantity), (2, 4))
        self.assertEqual((row.unit_count, row.ended_count), (3, 1))
        self.assertEqual(row.estimated_count, 3)
        empty = self.row(run, nothing)
        self.assertFalse(empty.policy_id)
        self.assertEqual(run.without_policy_count, empty.order_line_count)
        action = run.action_view_without_policy()
        self.assertEqual(self.env["sale.order.line"].search(action["domain"]).product_id, advice)
        self.assertEqual(self.env["hau_mai.unit"].search_count([]), cards)
        run.include_ended = True
        self.assertEqual(run.state, "draft", "it has to be counted again")
        run.action_count()
        self.assertEqual(self.row(run).unit_count, 4)

    def test_products_with_their_own_policy_have_their_own_row(self):
        own = self.make_policy("Their own", duration=60)
        named = self.make_product("Named", warranty_policy_id=own.id)
        self.sell_before((self.product, 1), (named, 1))
        run = self.count()
        self.assertEqual(
            self.row(run).mapped(lambda row: (row.source, row.policy_id)),
            [("category", self.policy), ("product", own)],
        )

    def test_a_past_policy_can_be_chosen_and_is_counted_again(self):
        older = self.make_policy("As of 2020", duration=6)
        order = self.sell_before(day=fields.Date.to_string(self.today - relativedelta(months=2)))
        run = self.count()
        self.row(run).policy_id = older
        self.assertEqual(run.state, "draft")
        with self.assertRaisesRegex(UserError, "Count first"):
            run.action_start()
        run.action_count()
        self.assertEqual(self.row(run).policy_id, older, "the choice stays")
        run.action_start()
        self.work()
        self.assertEqual(order.unit_ids.policy_id, older)
        self.assertEqual(order.order_line.warranty_policy_id, older)

    def test_what_is_no_goods_is_not_counted(self):
        """The domain says of many what the line says of itself."""
        combo_item = self.make_product("Item")
        free = self.make_product("Free", list_price=0)
        order = self.sell_before(
            {"product_id": self.product.id},
            {"product_id": self.product.id, "price_unit": 0},
            {"product_id": self.product.id, "product_uom_qty": 0},
            {"product_id": self.product.id, "product_uom_qty": -1},
            {"display_type": "line_section", "name": "Section"},
            {"product_id": free.id},
            {"product_id": self.product.id, "is_downpayment": True},
            {"product_id": combo_item.id, "price_unit": 5},
        )
        lines = self.env["sale.order.line"]
        found = lines.search(
            lines._past_domain(self.company) & fields.Domain("order_id", "=", order.id)
        )
        expected = order.order_line.filtered(
            lambda line: line.product_uom_qty > 0 and line._is_after_sales_line()
        )
        self.assertEqual(found, expected)
        self.assertEqual(len(found), 2)

    def test_only_orders_of_the_days_and_of_the_company(self):
        inside = self.sell_before(day="2026-03-01")
        self.sell_before(day="2026-02-28")
        self.sell_before(day="2026-04-01")
        other = self.env["res.company"].create({"name": "Other"})
        run = self.make(date_from="2026-03-01", date_until="2026-03-31")
        self.assertEqual(
            self.env["hau_mai.unit"].search([("past_orders_id", "=", run.id)]).order_id, inside
        )
        empty = self.Run.with_company(other).create(
            {"company_id": other.id, "date_until": other._hau_mai_today()}
        )
        empty.action_count()
        self.assertFalse(empty.line_ids)

    # === MADE === #

    def test_cards_are_made_with_their_estimated_days(self):
        order = self.sell_before(
            {"product_id": self.product.id, "product_uom_qty": 2, "customer_lead": 3}
        )
        run = self.make()
        self.assertEqual((run.state, run.made_count, run.failure_count), ("done", 2, 0))
        self.assertEqual(run.progress, 100)
        units = order.unit_ids
        self.assertEqual(len(units), 2)
        unit = units[0]
        self.assertEqual(unit.date_start, self.day("2026-01-13"))
        self.assertEqual(unit.date_end_main, self.day("2028-01-13"))
        self.assertEqual(unit.date_end, self.day("2036-01-13"))
        self.assertTrue(unit.is_estimated)
        self.assertIn(
            "estimated from the order date and 3 days of lead time",
            unit.coverage_ids.sorted("sequence")[0].explanation,
        )
        self.assertEqual(unit.coverage_ids.filtered("component_ids").component_ids, self.compressor)
        self.assertTrue(unit.name.startswith("WC") or unit.name != "/")
        self.assertFalse(unit.message_ids)
        self.assertFalse(unit.activity_ids)
        self.assertIn(unit, self.env["hau_mai.unit"].search([("is_estimated", "=", True)]))

    def test_start_by_hand_ends_the_estimate_and_taking_it_back_brings_it_back(self):
        order = self.sell_before()
        self.make()
        unit = order.unit_ids
        unit.action_start("2026-02-02", "The customer has a receipt")
        self.assertFalse(unit.is_estimated)
        self.assertNotIn("estimated", unit.coverage_ids[0].explanation)
        unit.action_take_start_back()
        self.assertTrue(unit.is_estimated)
        self.assertEqual(unit.date_start, self.day("2026-01-10"))

    def test_an_old_card_never_starts_today(self):
        """Whatever is touched later, whether its delivery was written down or not."""
        silent = self.sell_before((self.product, 2))
        noted = self.sell_before((self.product, 2))
        noted.order_line.qty_delivered = 2
        self.env.flush_all()
        self.make()
        for order in silent, noted:
            units = order.unit_ids
            self.assertEqual(set(units.mapped("date_start")), {self.day("2026-01-10")})
            units[0].action_void("By mistake")
            units[0].action_restore()
            order.order_line.product_uom_qty = 2
            order.order_line.price_unit = 77
            self.env.add_to_compute(units._fields["date_delivered"], units)
            self.env.flush_all()
            self.assertEqual(set(units.mapped("date_start")), {self.day("2026-01-10")})
            self.assertEqual(set(units.mapped("state")), {"valid"})
            self.assertEqual(len(order.unit_ids), 2)

    def test_the_invoice_counts_and_what_was_credited_gets_no_card(self):
        policy = self.make_policy("From the invoice", trigger="invoice")
        self.categ.warranty_policy_id = policy
        order = self.sell_before((self.product, 5))
        self.invoice(order.order_line, 5, "2026-02-05")
        self.invoice(order.order_line, 2, "2026-03-05", "out_refund")
        bare = self.sell_before()
        self.make()
        self.assertEqual(order.unit_ids.mapped("date_start"), [self.day("2026-02-05")] * 3)
        self.assertFalse(any(order.unit_ids.mapped("is_estimated")))
        order.order_line.price_unit = 90
        self.assertEqual(len(order.unit_ids), 3, "an edit of the order does not make them")
        order.order_line.product_uom_qty = 6
        self.assertEqual(len(order.unit_ids), 4, "what is sold now gets one")
        self.assertEqual(bare.unit_ids.date_start, self.day("2026-01-10"))
        self.assertTrue(bare.unit_ids.is_estimated)
        self.invoice(bare.order_line, 1, "2026-04-05")
        self.env.flush_all()
        self.assertEqual(bare.unit_ids.date_start, self.day("2026-04-05"), "now it is known")
        self.assertFalse(bare.unit_ids.is_estimated)

    def test_the_delivery_that_is_known(self):
        """By Inventory where it is installed; by the order and its lead time where it is not."""
        order = self.sell_before((self.product, 2), tracked=True)
        self.deliver(order.order_line, 2)
        self.make()
        units = order.unit_ids
        if "effective_date" in order._fields:
            self.assertEqual(set(units.mapped("date_start")), {self.today})
            self.assertFalse(any(units.mapped("is_estimated")))
        else:
            self.assertEqual(set(units.mapped("date_start")), {self.day("2026-01-10")})
            self.assertTrue(all(units.mapped("is_estimated")))
        self.deliver(order.order_line, 1)
        self.assertEqual(len(units.filtered("date_start")), 1, "what comes back later is set back")

    def test_what_inventory_still_has_to_bring_waits(self):
        order = self.sell_before((self.product, 2), tracked=True)
        self.make()
        if "effective_date" in order._fields:
            self.assertFalse(any(order.unit_ids.mapped("date_start")))
            self.deliver(order.order_line, 2)
            self.assertEqual(set(order.unit_ids.mapped("date_start")), {self.today})
        else:
            self.assertTrue(all(order.unit_ids.mapped("date_start")))

    def test_what_has_ended_is_left_out_unless_asked_for(self):
        self.categ.warranty_policy_id = self.make_policy("Short", duration=6)
        order = self.sell_before(day="2019-05-05")
        run = self.count(date_from=False)
        self.assertEqual((run.unit_count, run.ended_count), (0, 1))
        run.action_start()
        self.work()
        self.assertFalse(order.unit_ids)
        self.assertFalse(order.order_line.warranty_policy_id, "another run may still take it")
        self.make(date_from=False, include_ended=True)
        self.assertEqual(order.unit_ids.warranty_status, "expired")

    def test_policies_changed_meanwhile_change_nothing(self):
        orders = [self.sell_before() for _number in range(3)]
        run = self.count()
        run.action_start()
        edition = self.row(run).edition_id
        self.policy.write({"exclusions": "<p>Rust</p>", "activation_limit_days": 7})
        self.policy.term_ids[0].duration = 1
        self.policy.term_ids[1].unlink()
        self.categ.warranty_policy_id = self.make_policy("New")
        self.work()
        for order in orders:
            unit = order.unit_ids
            self.assertEqual(unit.edition_id, edition)
            self.assertEqual(unit.policy_id, self.policy)
            self.assertEqual(sorted(unit.coverage_ids.mapped("duration")), [10, 24])
            self.assertNotIn("Rust", str(unit.exclusions))

    def test_run_again_makes_nothing_twice(self):
        order = self.sell_before((self.product, 4))
        self.make()
        units = order.unit_ids
        run = self.count()
        self.assertFalse(run.order_line_count)
        run.action_count()
        with self.assertRaisesRegex(UserError, "no order line"):
            run.action_start()
        first = units.past_orders_id
        self.assertTrue(first.action_start(), "pressed once more, nothing happens")
        self.work()
        self.assertEqual(order.unit_ids, units)

    def test_paused_stopped_and_taken_up_by_another_run(self):
        orders = [self.sell_before() for _number in range(4)]
        run = self.count()
        run.action_start()
        run.action_pause()
        self.work()
        self.assertEqual((run.state, run.made_count, run.waiting_line_count), ("paused", 0, 4))
        run.action_continue()
        run.action_stop()
        self.work()
        self.assertEqual((run.state, run.made_count), ("stopped", 0))
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            run.include_ended = True
        with self.assertRaises(UserError):
            run.action_continue()
        with self.assertRaises(UserError):
            run.unlink()
        self.make()
        self.assertEqual([len(order.unit_ids) for order in orders], [1] * 4)

    def test_one_bad_line_never_stops_the_others_and_is_tried_again(self):
        orders = [self.sell_before() for _number in range(5)]
        bad = orders[2].order_line
        lines = type(self.env["sale.order.line"])
        prepare = lines._prepare_unit_vals

        def fail(line, *args):
            if line.id == bad.id:
                raise UserError("The customer is missing")
            return prepare(line, *args)

        run = self.count()
        run.action_start()
        with patch.object(lines, "_prepare_unit_vals", fail), self.assertLogs("odoo", "WARNING"):
            self.work()
        self.assertEqual((run.state, run.made_count, run.failure_count), ("done", 4, 1))
        failed = self.env["hau_mai.past.orders.item"].search(run.action_view_failures()["domain"])
        self.assertEqual((failed.sale_line_id, failed.problem), (bad, "The customer is missing"))
        self.assertFalse(bad.warranty_policy_id)
        run.action_retry()
        self.work()
        self.assertEqual((run.state, run.made_count, run.failure_count), ("done", 5, 0))

    def test_nothing_is_promised_by_a_policy_without_terms(self):
        self.categ.warranty_policy_id = self.env["hau_mai.warranty.policy"].create({"name": "None"})
        order = self.sell_before()
        run = self.count()
        self.assertEqual(run.unit_count, 0)
        with self.assertRaisesRegex(UserError, "no order line"):
            run.action_start()
        self.assertFalse(order.order_line.warranty_policy_id)

    # === THE SAME AS BY AN ORDER === #

    def test_rows_are_those_the_orm_would_write(self):
        """The same line both ways: every stored column of card and periods is alike."""
        self.env["res.lang"]._activate_lang("vi_VN")
        self.partner.lang = "vi_VN"
        self.policy.term_ids[0].with_context(lang="vi_VN").name = "Toàn bộ sản phẩm"
        for trigger in ("delivery", "order", "invoice", "activation"):
            policy = self.make_policy(trigger, trigger=trigger, component=True)
            product = self.make_product(f"By {trigger}", warranty_policy_id=policy.id)
            order = self.sell_before((product, 2))
            like = self.sell_before((product, 2))
            self.invoice(order.order_line, 2, "2026-02-05")
            self.invoice(like.order_line, 2, "2026-02-05")
            like.order_line.warranty_policy_id = False
            run = self.count()
            run.action_start()
            self.env.flush_all()
            self.env["hau_mai.past.orders.item"].search(
                [("sale_line_id", "=", like.order_line.id)]
            ).unlink()
            self.work()
            made = order.unit_ids[0]
            vals = {
                **like.order_line._prepare_unit_vals(1.0, False),
                "policy_id": policy.id, "estimated": made.estimated,
                "date_delivered": made.date_delivered, "date_invoiced": made.date_invoiced,
                "estimated_lead_days": made.estimated_lead_days, "warranty_bonus_months": 0,
            }  # fmt: skip
            by_orm = self.env["hau_mai.unit"].sudo().create(vals)
            self.env.flush_all()
            with self.subTest(trigger=trigger):
                self.assertEqual(self.columns(made), self.columns(by_orm))
                self.assertEqual(
                    [self.columns(period) for period in made.coverage_ids],
                    [self.columns(period) for period in by_orm.coverage_ids],
                )
                self.assertEqual(
                    made.coverage_ids.mapped("component_ids.name"),
                    by_orm.coverage_ids.mapped("component_ids.name"),
                )

    def columns(self, record):
        """The row of a record as the database has it: nothing and no are the same."""
        [row] = self.env.execute_query_dict(
            SQL("SELECT * FROM %s WHERE id = %s", SQL.identifier(record._table), record.id)
        )
        return {name: value or None for name, value in row.items() if name not in OWN}

    # === NOBODY IS TOLD === #

    def test_no_follow_up_of_the_past_but_what_is_to_come(self):
        soon = self.today + relativedelta(days=20)
        self.categ.warranty_policy_id = self.make_policy("Year", duration=12)
        begins = self.make_rule(trigger="warranty_started", delay=7)
        ends = self.make_rule(trigger="warranty_expiring", delay=-10)
        old = self.sell_before()
        ending = self.sell_before(day=fields.Date.to_string(soon - relativedelta(months=12)))
        self.make()
        mails = self.env["mail.mail"].search_count([])
        self.plan()
        touchpoints = self.Touchpoint.search([("res_model", "=", "hau_mai.unit")])
        self.assertFalse(touchpoints.filtered(lambda t: t.rule_id == begins))
        planned = touchpoints.filtered(lambda t: t.rule_id == ends)
        self.assertEqual(planned.mapped("res_id"), ending.unit_ids.ids)
        self.assertTrue(old.unit_ids)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    # === RIGHTS, COMPANIES, QUERIES === #

    def test_only_managers_make_them(self):
        self.sell_before()
        run = self.count()
        for role in ("sales_all", "after_all"):
            user = self.make_user(role)
            theirs = run.with_user(user)
            for name in ("action_count", "action_start", "action_stop", "action_retry"):
                with self.subTest(role=role, name=name), self.assertRaises(AccessError):
                    getattr(theirs, name)()
        manager = self.make_user("after_manager")
        run.with_user(manager).action_start()
        self.work()
        self.assertEqual(run.with_user(manager).made_count, 1)

    def test_queries_do_not_grow_with_the_lines(self):
        def queries(count):
            self.sell_before(*[(self.product, 1)] * count)
            run = self.count()
            started = self.queries(run.action_start)
            items = self.env["hau_mai.past.orders.item"].search([("run_id", "=", run.id)])
            return started, self.queries(items._make_cards), self.queries(lambda: self.count())

        queries(2)
        self.assertEqual(queries(3), queries(30))

    def test_the_first_screen_tells_of_them_until_somebody_looked(self):
        self.sell_before(day="2020-01-10")
        manager = self.make_user("after_manager")
        overview = self.env["hau_mai.overview"].with_user(manager)

        def told():
            tiles = {tile["key"]: tile for tile in overview.get_overview()["tiles"]}
            keys = [figure["key"] for figure in tiles.get("setup", {}).get("figures", ())]
            return "past_orders" in keys

        self.assertTrue(told())
        self.Run.with_user(manager).create({})
        self.assertFalse(told())
