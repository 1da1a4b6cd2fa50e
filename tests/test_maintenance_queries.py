"""What maintenance costs: the same for one card and a hundred, whatever sleeps in the table."""

import json
import re

from odoo.tools import SQL
from odoo.tools.profiler import Profiler

from .test_maintenance import MaintenanceCase


class TestMaintenanceQueries(MaintenanceCase):
    def products(self, count, **vals):
        return self.env["product.product"].create(
            [
                {"name": f"Product {n}", "list_price": 100, "type": "consu",
                 "invoice_policy": "order", **vals}
                for n in range(count)
            ]
        )  # fmt: skip

    def test_confirming_with_policy_and_plan_costs_at_most_eight_more(self):
        self.company.hau_mai_units_per_line = 100
        promised = self.products(
            100, warranty_policy_id=self.policy.id, maintenance_plan_id=self.plan.id
        )
        plain = self.products(100)
        for products in (promised, plain):
            self.make_order((products[0], 1))
        for lines, quantity in [(1, 1), (100, 1), (1, 100)]:
            costs = []
            for products in (promised, plain):
                rows = [(product, quantity) for product in products[:lines]]
                order = self.make_order(*rows, confirm=False)
                costs.append(self.queries(order.action_confirm))
                wanted = lines * quantity if products == promised else 0
                self.assertEqual(len(order.unit_ids.schedule_ids), wanted)
            with self.subTest(lines=lines, quantity=quantity):
                self.assertLessEqual(costs[0] - costs[1], 8, costs)

    def install_many(self, count):
        """Units of as many customers, all due on the same day."""
        partners = self.env["res.partner"].create(
            [{"name": f"Customer {n}", "phone": f"+84 91 {n:07d}"} for n in range(count)]
        )
        units = self.env["hau_mai.unit"].create(
            [
                {
                    "partner_id": partner.id,
                    "product_id": self.product.id,
                    "policy_id": self.policy.id,
                    "maintenance_plan_id": self.plan.id,
                    "date_start_manual": "2026-01-10",
                }
                for partner in partners
            ]
        )
        self.env.flush_all()
        return units

    def test_a_job_costs_few_queries_however_many_there_are(self):
        costs = []
        for count in (20, 200):
            units = self.install_many(count)
            costs.append(self.queries(lambda: self.run_cron("2026-07-05")))
            self.assertEqual(len(units.service_ids.check_ids), 2 * count)
        self.assertLessEqual((costs[1] - costs[0]) / 180, 0.1, costs)

    def test_a_job_is_given_its_center_in_few_queries(self):
        self.company.hau_mai_auto_center = True
        self.make_center("Ours")
        self.make_center("Partner", kind="partner", partner_id=self.partner.id, sequence=99)
        costs = []
        for count in (20, 200):
            units = self.install_many(count)
            costs.append(self.queries(lambda: self.run_cron("2026-07-05")))
            self.assertNotIn(True, units.service_ids.mapped("without_center"))
        self.assertLessEqual((costs[1] - costs[0]) / 180, 0.1, costs)

    def test_new_jobs_are_written_once(self):
        """What a job and its checklist begin with stands in the INSERT."""
        self.install_many(5)
        with Profiler(db=None, collectors=["sql"]) as profiler:
            self.run_cron("2026-07-05")
        [collector] = profiler.collectors
        updated = re.compile(r'UPDATE "hau_mai_(service|service_check|coverage)" SET')
        again = [row["query"] for row in collector.entries if updated.search(row["query"])]
        self.assertEqual(again, [])

    def test_the_job_finds_what_is_due_by_an_index(self):
        """However many schedules sleep: the plan reads the index, not the table."""
        self.install_many(1)
        self.env.cr.execute(
            """
            INSERT INTO hau_mai_maintenance_schedule
                   (unit_id, company_id, partner_id, name, interval, interval_unit, anchor, state,
                    date_generate)
            SELECT unit_id, company_id, partner_id, name, interval, interval_unit, anchor, state,
                   DATE '2030-01-01' + n % 900
              FROM hau_mai_maintenance_schedule, generate_series(1, 20000) AS n
             WHERE id = (SELECT max(id) FROM hau_mai_maintenance_schedule)
            """
        )
        self.env.cr.execute("ANALYZE hau_mai_maintenance_schedule")
        schedules = self.env["hau_mai.maintenance.schedule"]
        domain = schedules._due_domain(self.moment())
        query = schedules._search(domain, order="date_generate, id")
        plan = self.explain(query.select())
        self.assertIn("generate_idx", plan)
        self.assertNotIn("Seq Scan", plan)

    def test_the_job_finds_unbooked_visits_by_an_index(self):
        self.install_many(1)
        self.run_cron("2026-07-05")
        self.env.cr.execute(
            """
            INSERT INTO hau_mai_maintenance_occurrence
                   (schedule_id, company_id, unit_id, partner_id, number, date_due, state)
            SELECT schedule_id, company_id, unit_id, partner_id, 1 + n, date_due, 'done'
              FROM hau_mai_maintenance_occurrence, generate_series(1, 20000) AS n
             WHERE id = (SELECT max(id) FROM hau_mai_maintenance_occurrence)
            """
        )
        self.env.cr.execute("ANALYZE hau_mai_maintenance_occurrence")
        visits = self.env["hau_mai.maintenance.occurrence"]
        plan = self.explain(visits._search(visits._unbooked_domain()).select())
        self.assertNotIn('"Seq Scan", "Parallel Aware": false, "Async Capable": false, '
                         '"Relation Name": "hau_mai_maintenance_occurrence"', plan)  # fmt: skip
        self.assertRegex(plan, "occurrence_(due|open)_idx")

    def explain(self, query):
        [(plan,)] = self.env.execute_query(SQL("EXPLAIN (FORMAT JSON) %s", query))
        return json.dumps(plan)

    def test_reading_the_page_of_many_cards(self):
        units = self.install_many(50)
        names = ["dots", "free_left", "explanation", "next_is_free", "in_a_row"]
        few = self.queries(lambda: units[:5].schedule_ids.read(names))
        many = self.queries(lambda: units.schedule_ids.read(names))
        self.assertLessEqual(many, few + 1)
