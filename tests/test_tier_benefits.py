"""What a tier gives: the seams, discount, longer warranty, priority, promises of time, words."""

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from odoo.addons.hau_mai.tools.recurrence import add_duration

from .loyalty_common import LoyaltyCase


class TestTierOfMember(LoyaltyCase):
    def test_people_have_the_tier_of_their_company_and_branches_that_of_the_head(self):
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        person = self.env["res.partner"].create({"name": "Person", "parent_id": firm.id})
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        other = self.env["res.company"].create({"name": "Another"})
        self.make_member(self.gold, firm)
        self.assertEqual(person._hau_mai_tier(self.company), self.gold)
        self.assertEqual(person._hau_mai_tier(branch), self.gold)
        self.assertFalse(person._hau_mai_tier(other))
        self.assertEqual(
            (firm | person | self.partner)._hau_mai_tiers(self.company),
            {firm.id: self.gold, person.id: self.gold},
        )

    def test_an_archived_tier_gives_nothing(self):
        self.make_member(self.gold)
        self.gold.service_discount = 10
        self.assertEqual(self.partner._get_service_discount()[0], 10)
        self.gold.active = False
        self.assertFalse(self.partner._hau_mai_tier(self.company))
        self.assertEqual(self.partner._get_service_discount(), (0.0, ""))

    def test_no_query_where_no_tier_gives_it(self):
        self.make_member(self.gold)
        self.partner._hau_mai_tier_gives("free_visits", self.company)
        self.env.flush_all()
        with self.assertQueryCount(0):
            given = self.partner._hau_mai_tier_gives("free_visits", self.company)
        self.assertEqual(given, {})

    def test_customers_are_asked_for_at_once(self):
        partners = self.make_customers(20)
        for partner in partners:
            self.make_member(self.gold, partner)
        self.gold.service_discount = 5
        partners._hau_mai_tier_gives("service_discount", self.company)
        self.env.flush_all()
        self.env.invalidate_all()
        partners.mapped("commercial_partner_id")
        self.company.mapped("root_id")
        with self.assertQueryCount(1):
            given = partners._hau_mai_tier_gives("service_discount", self.company)
        self.assertEqual(len(given), 20)


class TestServiceDiscount(LoyaltyCase):
    def test_the_higher_of_card_and_tier(self):
        self.make_member(self.gold)
        unit = self.make_order((self.product, 1)).unit_ids
        for of_card, of_tier, percent, words in [
            (0, 0, 0, ""),
            (0, 15, 15, "15% for Gold members"),
            (20, 15, 20, f"20% by the warranty card {unit.name}"),
            (
                10,
                12.5,
                12.5,
                f"12.50% for Gold members, instead of 10% by the warranty card {unit.name}",
            ),
            (15, 15, 15, f"15% by the warranty card {unit.name}"),
        ]:
            with self.subTest(of_card=of_card, of_tier=of_tier):
                unit.service_discount = of_card
                self.gold.service_discount = of_tier
                self.assertEqual(self.partner._get_service_discount(unit), (percent, words))

    def test_it_stands_on_the_line_of_a_job_and_stays_there(self):
        self.make_member(self.gold)
        self.gold.service_discount = 10
        job = self.env["hau_mai.service"].create(
            {"kind": "repair", "partner_id": self.partner.id, "product_id": self.product.id}
        )
        vals = {"service_id": job.id, "kind": "labour", "product_id": self.service.id}
        line = self.env["hau_mai.service.line"].create(vals)
        self.assertEqual((line.discount, line.discount_reason), (10, "10% for Gold members"))
        self.gold.service_discount = 50
        line.invalidate_recordset()
        self.assertEqual(line.discount, 10)


class TestLongerWarranty(LoyaltyCase):
    def test_what_a_member_buys_is_covered_longer_and_says_why(self):
        self.make_member(self.gold)
        self.gold.warranty_bonus_months = 6
        unit = self.make_order((self.product, 1)).unit_ids
        self.gold.warranty_bonus_months = 1
        self.membership().tier_id = self.silver
        unit.date_delivered = self.day("2026-01-31")
        main, compressor = unit.coverage_ids.sorted("is_main", reverse=True)
        self.assertEqual(main.date_end, self.day("2028-07-31"))
        self.assertEqual(compressor.date_end, self.day("2036-01-31"))
        self.assertIn("6 months longer for Gold members", main.explanation)
        self.assertNotIn("Gold", compressor.explanation)

    def test_what_was_sold_before_stays(self):
        unit = self.make_order((self.product, 1)).unit_ids
        self.make_member(self.gold)
        self.gold.warranty_bonus_months = 6
        unit.date_delivered = self.day("2026-01-10")
        self.assertEqual(unit.date_end_main, self.day("2028-01-10"))

    def test_a_part_that_is_cut_off_has_it_too(self):
        self.company.hau_mai_units_per_line = 0
        self.make_member(self.gold)
        self.gold.warranty_bonus_months = 6
        order = self.make_order((self.product, 4))
        self.deliver(order.order_line, 1)
        self.assertEqual(len(order.unit_ids), 2)
        self.assertEqual(order.unit_ids.mapped("warranty_bonus_months"), [6, 6])
        delivered = order.unit_ids.filtered("date_start")
        self.assertEqual(delivered.date_end_main, add_duration(self.today, 30, "month"))

    def test_another_customer_on_the_order_has_their_own(self):
        self.make_member(self.gold)
        self.gold.warranty_bonus_months = 6
        [other] = self.make_customers(1)
        order = self.make_order((self.product, 1))
        order.partner_id = other
        self.assertEqual(order.unit_ids.partner_id, other)
        self.assertFalse(order.unit_ids.warranty_bonus_months)
        order.partner_id = self.partner
        self.assertEqual(order.unit_ids.warranty_bonus_months, 6)
        self.assertEqual(order.unit_ids.bonus_tier_id, self.gold)

    def test_confirmed_again_it_is_the_same_card(self):
        self.make_member(self.gold)
        self.gold.warranty_bonus_months = 6
        order = self.make_order((self.product, 1))
        unit = order.unit_ids
        order._action_cancel()
        order.action_draft()
        order.action_confirm()
        self.assertEqual(order.unit_ids, unit)
        self.assertEqual((unit.state, unit.warranty_bonus_months), ("valid", 6))

    def test_confirming_costs_one_query_more_and_none_without_a_bonus(self):
        products = [self.make_product(f"P{n}", warranty_policy_id=self.policy.id) for n in range(9)]
        lines = [(product, 1) for product in products]
        self.make_member(self.gold)
        self.make_order(*lines)

        def count():
            order = self.make_order(*lines, confirm=False)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            order.action_confirm()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        plain = count()
        self.gold.warranty_bonus_months = 2
        count()  # what every worker has in its caches after the first order
        self.assertLessEqual(count(), plain + 1)

    def test_a_salesperson_without_loyalty_confirms(self):
        self.make_member(self.gold)
        self.gold.write({"warranty_bonus_months": 6, "points_factor": 2, "service_discount": 10})
        order = self.make_order((self.product, 1), confirm=False, user_id=self.salesperson.id)
        order.with_user(self.salesperson).action_confirm()
        self.assertEqual(order.unit_ids.warranty_bonus_months, 6)


class TestCases(LoyaltyCase):
    def complain(self, **vals):
        return self.env["hau_mai.complaint"].create(
            {"subject": "Noise", "partner_id": self.partner.id, **vals}
        )

    def test_the_tier_raises_the_priority_and_says_so(self):
        self.make_member(self.gold)
        self.gold.case_priority = "3"
        case = self.complain()
        self.assertEqual(case.priority, "3")
        self.assertIn("Gold member", case.priority_reason)
        self.assertEqual(case.loyalty_tier_id, self.gold)

    def test_the_tier_when_it_was_opened_counts(self):
        self.make_member(self.gold)
        self.gold.case_priority = "3"
        case = self.complain()
        self.membership().tier_id = self.silver
        case.severity = "low"
        self.assertEqual(case.priority, "3")
        self.assertEqual(self.complain().priority, "1")

    def test_a_promise_of_time_for_some_tiers(self):
        policies = self.env["hau_mai.sla.policy"]
        policies.search([]).active = False
        everybody = policies.create({"name": "All", "target": "solution", "days": 5, "sequence": 2})
        gold = policies.create(
            {
                "name": "Gold",
                "target": "solution",
                "days": 1,
                "sequence": 1,
                "tier_ids": [Command.set(self.gold.ids)],
            }
        )
        plain = self.complain()
        self.make_member(self.gold)
        case = self.complain()
        self.assertEqual(plain.sla_status_ids.policy_id, everybody)
        self.assertEqual(case.sla_status_ids.policy_id, gold)
        self.assertEqual(gold.cases, "Gold members")
        self.membership().tier_id = self.silver
        case._apply_sla()
        self.assertEqual(case.sla_status_ids.policy_id, gold)

    def test_what_is_published_is_what_everybody_gets(self):
        policies = self.env["hau_mai.sla.policy"]
        policies.search([]).active = False
        for name, days, tiers in [("Gold", 1, self.gold), ("All", 5, self.Tier)]:
            vals = {"name": name, "target": "solution", "days": days, "sequence": days}
            policies.create(dict(vals, tier_ids=[Command.set(tiers.ids)]))
        anybody = policies.with_user(self.env.ref("base.public_user")).sudo()
        [step] = anybody._published_promises(self.company)
        self.assertIn("5", step["time"])

    def test_a_promise_names_tiers_of_its_company(self):
        other = self.env["res.company"].create({"name": "Another"})
        tier = self.make_tier("Elsewhere", 1, company_id=other.id)
        with self.assertRaisesRegex(ValidationError, "Elsewhere.*belongs to Another"):
            self.env["hau_mai.sla.policy"].create(
                {
                    "name": "Gold",
                    "days": 1,
                    "company_id": self.company.id,
                    "tier_ids": [Command.set(tier.ids)],
                }
            )


class TestWords(LoyaltyCase):
    def test_members_read_what_they_get(self):
        program = self.env["loyalty.program"].create(
            {"name": "Gift", "program_type": "coupons", "company_id": self.company.id}
        )
        self.assertEqual(self.gold._benefits(), [])
        self.gold.write(
            {
                "service_discount": 12.5,
                "warranty_bonus_months": 6,
                "case_priority": "2",
                "points_factor": 1.5,
                "free_visits": 1,
                "birthday_program_id": program.id,
                "benefit_text": "Free gift wrapping\n\n",
            }
        )
        self.assertEqual(
            self.gold._benefits(),
            [
                "1.5 times the points on what you buy.",
                "A voucher for your birthday.",
                "12.5% less for repairs and services that no warranty covers.",
                "6 months more warranty on what you buy.",
                "1 maintenance visit a year is free.",
                "Your questions and complaints are dealt with first.",
                "Free gift wrapping",
            ],
        )
        user = new_test_user(self.env, "inside", groups="base.group_user")
        self.assertIn("1.5 times", self.gold.with_user(user).benefit_preview)

    def test_what_makes_no_sense_is_refused(self):
        for vals in (
            {"service_discount": 101},
            {"points_factor": 0.5},
            {"free_visits": -1},
            {"warranty_bonus_months": -1},
        ):
            with self.subTest(vals), mute_logger("odoo.sql_db"):
                with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
                    self.gold.write(vals)
                self.assertIn("benefits_sensible", str(caught.exception))
