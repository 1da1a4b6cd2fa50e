"""Who is held out, what customers bought afterwards, and what the figures say."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError

from .care_common import CareCase


class EffectCase(CareCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls.make_rule(delay=0, purpose="marketing", holdout_percent=30, max_tries=1)

    def agree(self, customers):
        """They agreed to be called for marketing."""
        self.env["hau_mai.consent"].create(
            [
                {
                    "partner_id": customer.id,
                    "channel": "phone",
                    "purpose": "marketing",
                    "state": "granted",
                    "source": "A test",
                }
                for customer in customers
            ]
        )
        return customers

    def contact(self, customers):
        """The rule was carried out for these customers, and all were reached."""
        self.make_orders(customers)
        self.plan(self.rule)
        self.carry_out()
        self.touchpoints(self.rule, state="open")._record_outcome("reached")
        return self.touchpoints(self.rule)


class TestHoldout(EffectCase):
    def test_a_share_is_held_out_and_says_why(self):
        rows = self.contact(self.agree(self.make_customers(100)))
        held = rows.filtered("holdout")
        self.assertTrue(15 <= len(held) <= 45, len(held))
        self.assertEqual(set(held.mapped("state")), {"cancelled"})
        self.assertEqual(set(held.mapped("reason_code")), {"holdout"})
        self.assertIn("on purpose", held[0].reason)
        self.assertEqual(set(held.mapped("date_done")), {self.days(0)})
        self.assertFalse(held.activity_id)
        self.assertFalse(any(held.mapped("date_sent")))
        self.assertEqual(set((rows - held).mapped("state")), {"done"})
        self.plan(self.rule)
        self.assertEqual(self.touchpoints(self.rule).filtered("holdout"), held)

    def test_who_may_not_be_contacted_is_nobody_to_compare_with(self):
        rows = self.contact(self.make_customers(30))
        self.assertFalse(rows.filtered("holdout"))
        self.assertEqual(set(rows.mapped("reason_code")), {"gate"})

    def test_what_is_owed_is_never_held_out(self):
        self.company.hau_mai_holdout_percent = 90
        self.rule.write({"purpose": "service", "holdout_percent": 90})
        rows = self.contact(self.make_customers(20))
        self.assertFalse(rows.filtered("holdout"))

    def test_the_share_of_the_settings_counts_where_the_rule_says_none(self):
        self.assertEqual(self.rule._holdout_percent(self.company), 30)
        self.rule.holdout_percent = 0
        self.assertEqual(self.rule._holdout_percent(self.company), 0)
        self.company.hau_mai_holdout_percent = 20
        self.assertEqual(self.rule._holdout_percent(self.company), 20)


class TestEffect(EffectCase):
    def buy(self, customers, days=0, **vals):
        moment = self.now() + timedelta(days=days)
        return self.make_orders(customers, date_order=moment, **vals)

    def look(self, days=0):
        """What the nightly job does, so many days from now."""
        self.rule._find_purchases(self.now() + timedelta(days=days))
        return self.touchpoints(self.rule)

    def test_the_first_order_in_the_days_after_counts_for_both_groups(self):
        customers = self.agree(self.make_customers(30))
        rows = self.contact(customers)
        held = rows.filtered("holdout")
        self.assertTrue(held)
        self.assertFalse(self.look().bought_order_id, "The order they were called about")
        contacted = rows - held
        first = self.buy(contacted[0].partner_id, days=5)
        self.buy(contacted[0].partner_id, days=9)
        without = self.buy(held[0].partner_id, days=3)
        self.buy(contacted[1].partner_id, days=31)
        self.look(days=31)
        self.assertEqual(contacted[0].bought_order_id, first)
        self.assertEqual(contacted[0].date_bought, self.days(5))
        self.assertEqual(held[0].bought_order_id, without)
        self.assertFalse(contacted[1].bought_order_id)
        self.assertEqual(contacted[0]._answered(), contacted[0])

    def test_an_order_that_was_cancelled_was_not_bought(self):
        self.rule.holdout_percent = 0
        row = self.contact(self.agree(self.partner))
        order = self.buy(self.partner, days=1)
        self.look(days=2)
        self.assertEqual(row.bought_order_id, order)
        order._action_cancel()
        self.look(days=2)
        self.assertFalse(row.bought_order_id)
        self.assertFalse(row.date_bought)

    def test_a_colleague_buys_too_but_not_another_company_and_not_too_late(self):
        self.rule.holdout_percent = 0
        self.company.hau_mai_effect_days = 7
        row = self.contact(self.agree(self.partner))
        other = self.env["res.company"].create({"name": "The other shop"})
        self.env["sale.order"].with_company(other).create(
            {"partner_id": self.partner.id, "company_id": other.id, "state": "sale"}
        )
        self.buy(self.partner, days=8)
        self.assertFalse(self.look(days=8).bought_order_id)
        colleague = self.make_customers(1, parent_id=self.partner.id)
        order = self.buy(colleague, days=7)
        self.look(days=8)
        self.assertEqual(row.bought_order_id, order)
        order._action_cancel()
        self.look(days=40)
        self.assertEqual(row.bought_order_id, order, "What is long over is not looked at again")

    def test_the_figures_on_the_rule(self):
        self.rule.holdout_percent = 50
        rows = self.contact(self.agree(self.make_customers(60)))
        held = rows.filtered("holdout")
        contacted = rows - held
        self.buy(contacted.partner_id, days=1)
        self.look(days=2)
        self.rule.invalidate_recordset()
        self.assertEqual(self.rule.contacted_count, len(contacted))
        self.assertEqual(self.rule.holdout_count, len(held))
        self.assertEqual(self.rule.answered_percent, 100)
        self.assertEqual(self.rule.bought_percent, 100)
        self.assertEqual(self.rule.holdout_bought_percent, 0)
        self.assertEqual(self.rule.effect_points, 100)
        self.assertIn("almost certainly not chance", self.rule.effect_text)

    def test_the_report_adds_up(self):
        customers = self.agree(self.make_customers(40))
        rows = self.contact(customers + self.make_customers(3))
        self.buy(customers[:10], days=1)
        self.look(days=2)
        self.env.flush_all()
        report = self.env["hau_mai.care.report"]
        groups = dict(
            (holdout, (contacted, held, bought, percent))
            for holdout, *(contacted, held, bought, percent) in report._read_group(
                [("rule_id", "=", self.rule.id), ("result", "in", ("contacted", "holdout"))],
                ["holdout"],
                ["contacted:sum", "held_out:sum", "bought:sum", "bought_rate:avg"],
            )
        )
        held = rows.filtered("holdout")
        self.assertEqual(groups[False][0], 40 - len(held))
        self.assertEqual(groups[True][1], len(held))
        self.assertEqual(groups[False][2] + groups[True][2], 10)
        self.assertAlmostEqual(
            groups[False][3], 100 * groups[False][2] / groups[False][0], places=5
        )
        refused = report.search_count([("rule_id", "=", self.rule.id), ("result", "=", "gate")])
        self.assertEqual(refused, 3)
        amount = report._read_group([("rule_id", "=", self.rule.id)], [], ["bought_amount:sum"])[0][
            0
        ]
        self.assertEqual(amount, 10 * self.service.list_price)

    def test_the_job_works_off_every_rule(self):
        self.rule.holdout_percent = 0
        row = self.contact(self.agree(self.partner))
        self.rule.active = False
        order = self.buy(self.partner)
        self.run_job("hau_mai.ir_cron_find_purchases")
        self.assertEqual(row.bought_order_id, order)
        self.run_job("hau_mai.ir_cron_find_purchases")
        self.assertEqual(row.bought_order_id, order)

    def test_query_count_does_not_grow(self):
        self.rule.holdout_percent = 0
        counts = []
        for number in (3, 20):
            customers = self.agree(self.make_customers(number))
            self.contact(customers)
            self.buy(customers, days=1)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.rule._find_purchases(fields.Datetime.now())
            counts.append(self.env.cr.sql_log_count - before)
        self.assertTrue(all(self.touchpoints(self.rule).mapped("bought_order_id")))
        self.assertLessEqual(counts[1], counts[0])


class TestDryRun(EffectCase):
    def dry_run(self, **vals):
        run = self.env["hau_mai.care.dry.run"].create({"rule_ids": self.rule.ids, **vals})
        self.action = run.action_run()
        return run.line_ids

    def fates(self, lines):
        return dict(lines._read_group([("id", "in", lines.ids)], ["verdict"], ["__count"]))

    def test_it_says_who_is_reached_who_is_not_and_why_and_writes_nothing(self):
        agreed = self.agree(self.make_customers(40))
        silent = self.make_customers(5)
        self.make_orders(agreed + silent)
        self.env.flush_all()
        before = self.rule.read(["write_date", "date_last_pass", "touchpoint_count"])
        count = self.Touchpoint.search_count([])
        lines = self.dry_run()
        self.assertEqual(self.Touchpoint.search_count([]), count)
        self.rule.invalidate_recordset()
        fields_ = ["write_date", "date_last_pass", "touchpoint_count"]
        self.assertEqual(self.rule.read(fields_), before)
        fates = self.fates(lines)
        self.assertEqual(fates["refused"], 5)
        self.assertEqual(fates["goes"] + fates["held"], 40)
        refused = lines.filtered(lambda line: line.verdict == "refused")
        self.assertEqual(refused.partner_id, silent)
        self.assertIn("agree", " ".join(refused.mapped("reason")).lower())
        self.assertEqual(self.action["name"], "Dry Run: 45")
        # and that is what happens
        self.plan(self.rule)
        planned = self.dry_run()
        self.assertTrue(all(planned.mapped("is_planned")))
        self.assertEqual(self.fates(planned), fates)
        self.carry_out()
        rows = self.touchpoints(self.rule)
        self.assertEqual(
            rows.filtered("holdout").partner_id,
            lines.filtered(lambda line: line.verdict == "held").partner_id,
        )
        self.assertEqual(
            rows.filtered(lambda row: row.state == "open").partner_id,
            lines.filtered(lambda line: line.verdict == "goes").partner_id,
        )

    def test_days_further_than_the_planning_horizon(self):
        self.company.hau_mai_planning_horizon = 1
        self.rule.write({"delay": 20, "purpose": "service", "holdout_percent": 0})
        self.make_orders(self.partner)
        self.plan(self.rule)
        self.assertFalse(self.touchpoints(self.rule))
        line = self.dry_run()
        self.assertEqual((line.date, line.verdict, line.is_planned), (self.days(20), "goes", False))
        self.assertFalse(self.dry_run(date_to=self.days(19)))
        self.assertFalse(self.dry_run(date_from=self.days(21)))

    def test_what_is_overdue_goes_out_today(self):
        self.rule.write({"purpose": "service", "holdout_percent": 0})
        self.make_orders(self.partner)
        self.plan(self.rule)
        self.touchpoints(self.rule).date_planned = self.days(-4)
        self.assertEqual(self.dry_run().date, self.days(0))

    def test_a_sequence_that_stops(self):
        self.rule.write({"purpose": "service", "delay": 5, "stop_on_complaint": True})
        self.make_orders(self.partner)
        self.plan(self.rule)
        self.env["hau_mai.complaint"].create({"subject": "It drips", "partner_id": self.partner.id})
        line = self.dry_run()
        self.assertEqual(line.verdict, "stopped")
        self.assertIn("open complaint", line.reason)

    def test_all_rules_and_the_calendar(self):
        self.rule.purpose = "service"
        self.make_rule(name="Another", delay=1)
        self.make_orders(self.make_customers(2))
        action = self.env["hau_mai.care.dry.run"].action_going_out()
        self.assertEqual(action["views"][0][1], "calendar")
        lines = self.env["hau_mai.care.dry.run.line"].search(action["domain"])
        self.assertEqual(len(lines.rule_id), 2)
        self.assertEqual(len(lines), 4)

    def test_a_span_that_ends_before_it_begins_is_refused(self):
        with self.assertRaisesRegex(UserError, "comes after the first"):
            self.dry_run(date_from=self.days(3), date_to=self.days(2))

    def test_it_is_ones_own_and_of_ones_own_companies(self):
        self.rule.purpose = "service"
        self.make_orders(self.partner)
        user = self.make_user("after_own")
        run = self.env["hau_mai.care.dry.run"].with_user(user).create({})
        run.action_run()
        self.assertEqual(len(run.line_ids), 1)
        colleague = self.make_user("after_all")
        self.assertFalse(self.env["hau_mai.care.dry.run.line"].with_user(colleague).search([]))

    def test_query_count_does_not_grow(self):
        counts = []
        for number in (3, 30):
            self.make_orders(self.agree(self.make_customers(number)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["hau_mai.care.projection"]._foretell(
                self.rule, self.days(0), self.days(30), self.now()
            )
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
