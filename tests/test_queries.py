"""How many queries the work costs: the same for one card and for a hundred."""

import re

from odoo.fields import Command
from odoo.tools.profiler import Profiler

from .common import HauMaiCase


class TestQueries(HauMaiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.hau_mai_units_per_line = 100
        cls.two_terms = cls.env["hau_mai.warranty.policy"].create(
            {
                "name": "Two terms",
                "start_trigger": "delivery",
                "term_ids": [
                    Command.create({"name": "Whole unit", "duration": 24}),
                    Command.create({"name": "Exchange", "duration": 1, "covers_exchange": True}),
                ],
            }
        )
        cls.stock = [cls.products(100, cls.two_terms), cls.products(100)]

    def setUp(self):
        super().setUp()
        # what every worker has in its caches after the first order
        for products in self.stock:
            self.make_order((products[0], 1))

    @classmethod
    def products(cls, count, policy=None):
        return cls.env["product.product"].create(
            [
                {
                    "name": f"Product {n}",
                    "list_price": 100,
                    "type": "consu",
                    "invoice_policy": "order",
                    "warranty_policy_id": policy and policy.id,
                }
                for n in range(count)
            ]
        )

    def statements(self, work):
        """The statements of a piece of work that touch our tables or columns."""
        self.env.flush_all()
        self.env.invalidate_all()
        with Profiler(db=None, collectors=["sql"]) as profiler:
            work()
            self.env.flush_all()
        [collector] = profiler.collectors
        ours = re.compile(r'(FROM|JOIN|INTO|UPDATE)\s+"?hau_mai_')
        return [row["query"] for row in collector.entries if ours.search(row["query"])]

    def quotation(self, lines, quantity=1, policy=None):
        products = self.stock[not policy][:lines]
        return self.make_order(*[(product, quantity) for product in products], confirm=False)

    def test_confirming_with_policies_costs_at_most_eight_more(self):
        for lines, quantity in [(1, 1), (10, 1), (100, 1), (10, 10), (1, 100)]:
            with self.subTest(lines=lines, quantity=quantity):
                promised = self.quotation(lines, quantity, self.two_terms)
                plain = self.quotation(lines, quantity)
                with_policy = self.queries(promised.action_confirm)
                without = self.queries(plain.action_confirm)
                self.assertEqual(len(promised.unit_ids), lines * quantity)
                self.assertLessEqual(with_policy - without, 8, (with_policy, without))

    def test_confirming_without_policies_asks_for_the_cards_once(self):
        for lines in (1, 10, 100):
            with self.subTest(lines=lines):
                ours = self.statements(self.quotation(lines).action_confirm)
                self.assertLessEqual(len(ours), 1, "\n".join(ours))

    def test_a_quotation_asks_for_no_cards(self):
        for policy in (self.two_terms, None):
            ours = self.statements(lambda policy=policy: self.quotation(10, policy=policy))
            self.assertEqual([query for query in ours if "hau_mai_unit" in query], [])

    def per_size(self, prepare, work):
        """Queries that the same work costs with 5 and with 50 cards."""
        figures = []
        for size in (5, 50):
            with_policy, plain = prepare(size, self.two_terms), prepare(size, None)
            ours, theirs = (self.queries(lambda r=r: work(r)) for r in (with_policy, plain))
            figures.append(ours - theirs)
        return figures

    def confirmed(self, lines, policy):
        order = self.quotation(lines, policy=policy)
        order.action_confirm()
        return order

    def test_delivering_five_or_fifty(self):
        def work(order):
            for line in order.order_line:
                line.qty_delivered = 1

        if self.make_order().order_line.qty_delivered_method == "stock_move":
            # counted from the pickings
            def work(order):
                picking = order.picking_ids
                picking.move_ids.picked = True
                picking.button_validate()

        few, many = self.per_size(self.confirmed, work)
        self.assertLessEqual(many, few + 2, (few, many))

    def test_one_line_of_five_or_fifty(self):
        def confirmed(quantity, policy):
            order = self.quotation(1, quantity * 2, policy)
            order.action_confirm()
            return order

        few, many = self.per_size(confirmed, lambda o: self.deliver(o.order_line, 5))
        self.assertLessEqual(many, few + 2, (few, many))

    def test_delivering_parts_of_five_or_fifty_shared_cards(self):
        self.company.hau_mai_units_per_line = 0

        def confirmed(lines, policy):
            order = self.quotation(lines, 4, policy)
            order.action_confirm()
            return order

        def work(order):
            for line in order.order_line:
                line.qty_delivered = 1
            if "picking_ids" in order:
                for move in order.picking_ids.move_ids:
                    move.write({"quantity": 1, "picked": True})
                order.picking_ids.with_context(skip_backorder=True).button_validate()

        few, many = self.per_size(confirmed, work)
        self.assertLessEqual(many, few + 2, (few, many))

    def test_invoicing_five_or_fifty(self):
        self.two_terms.start_trigger = "invoice"

        def invoiced(lines, policy):
            return self.confirmed(lines, policy)._create_invoices()

        few, many = self.per_size(invoiced, lambda move: move.action_post())
        self.assertLessEqual(many, few + 2, (few, many))

    def test_cancelling_five_or_fifty(self):
        few, many = self.per_size(self.confirmed, lambda order: order._action_cancel())
        self.assertLessEqual(many, few + 2, (few, many))

    def test_less_of_five_or_fifty_shared_cards(self):
        self.company.hau_mai_units_per_line = 0
        # services, because Inventory launches its rules line by line
        self.env["product.product"].union(*self.stock).type = "service"

        def confirmed(lines, policy):
            order = self.quotation(lines, 4, policy)
            order.action_confirm()
            return order

        few, many = self.per_size(
            confirmed, lambda order: order.order_line.write({"product_uom_qty": 3})
        )
        self.assertLessEqual(many, few + 2, (few, many))

    def test_reading_a_list_of_cards(self):
        names = [
            "display_name",
            "warranty_status",
            "status_sentence",
            "date_end_main",
            "partner_id",
        ]

        def read(units):
            return self.queries(lambda: units.read(names))

        few, many = (
            self.env["hau_mai.unit"].browse(self.confirmed(n, self.two_terms).unit_ids.ids)
            for n in (10, 80)
        )
        read(few)
        self.assertLessEqual(read(many), read(few) + 1)

    def test_counts_of_a_list(self):
        products = self.stock[0]
        orders = self.confirmed(2, self.two_terms) + self.confirmed(2, None)
        for records, fname in [
            (products, "variant_service_count"),
            (products.product_tmpl_id, "service_count"),
            (orders, "service_count"),
            (orders.unit_ids, "service_count"),
            (self.env["res.partner"].search([], limit=80), "service_count"),
            (products, "variant_unit_count"),
            (products.product_tmpl_id, "unit_count"),
            (orders, "unit_count"),
            (self.env["res.partner"].search([], limit=80), "unit_count"),
        ]:
            with self.subTest(model=records._name):
                records = records.browse(records.ids)
                cost = self.queries(lambda records=records, fname=fname: records.mapped(fname))
                self.assertLessEqual(cost, 3)

    def test_a_list_of_customers_with_all_counts(self):
        customers = self.env["res.partner"].search([], limit=80)
        names = ["display_name", "email", "phone"]
        counts = ["unit_count", "service_count", "consent_count", "complaint_count"]
        plain = self.queries(lambda: customers.read(names))
        self.assertLessEqual(self.queries(lambda: customers.read(names + counts)), plain + 4)

    def test_searching_by_status_reads_nothing_one_by_one(self):
        self.confirmed(10, self.two_terms)
        cost = self.queries(
            lambda: self.env["hau_mai.unit"].search(
                [("warranty_status", "in", ["active", "expired"])]
            )
        )
        self.assertLessEqual(cost, 6)
