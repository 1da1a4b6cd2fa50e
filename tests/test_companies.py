"""Two companies and a branch: shared products and customers, own promises, days and people."""

from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user

from .care_common import CareCase

EVERYTHING = (
    "hau_mai.group_manager,sales_team.group_sale_manager,account.group_account_invoice,"
    "base.group_partner_manager"
)


class TestCompanies(CareCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Công ty B"})
        cls.branch = cls.env["res.company"].create(
            {"name": "Branch of A", "parent_id": cls.company.id}
        )
        cls.other.resource_calendar_id = cls.env["resource.calendar"].create(
            {"name": "Honolulu", "tz": "Pacific/Honolulu", "company_id": cls.other.id}
        )
        cls.user_a, cls.user_b, cls.user_branch = (
            new_test_user(
                cls.env,
                login=f"user_{company.id}",
                groups=EVERYTHING,
                company_id=company.id,
                company_ids=[Command.set(company.ids)],
            )
            for company in (cls.company, cls.other, cls.branch)
        )
        cls.policy.company_id = cls.company
        cls.policy_b = cls.make_policy("Policy of B", duration=6, company_id=cls.other.id)
        cls.env.flush_all()

    def sell(self, user, product=None, **vals):
        """An order made and confirmed by this user, in their company, on a fresh cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        env = self.env(user=user, context={"allowed_company_ids": user.company_id.ids})
        order = env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "order_line": [Command.create({"product_id": (product or self.product).id})],
                **vals,
            }
        )
        order.action_confirm()
        self.env.flush_all()
        return order

    def as_user(self, user, record):
        self.env.flush_all()
        self.env.invalidate_all()
        return record.with_user(user).with_context(allowed_company_ids=user.company_id.ids)

    # === PROMISES === #

    def test_the_same_product_is_promised_differently(self):
        template = self.product.product_tmpl_id
        template.with_company(self.other).warranty_policy_id = self.policy_b
        months = [
            self.sell(user).unit_ids.coverage_ids.sorted("id")[0].duration
            for user in (self.user_a, self.user_b)
        ]
        self.assertEqual(months, [24, 6])

    def test_a_product_promised_in_a_only_is_sold_in_b_without(self):
        order = self.sell(self.user_b)
        self.assertFalse(order.order_line.warranty_policy_id)
        self.assertFalse(order.unit_ids)
        order = self.as_user(self.user_b, order)
        self.assertFalse(order.order_line.warranty_sentence)
        form = self.as_user(self.user_b, self.product.product_tmpl_id)
        self.assertFalse(form.effective_warranty_policy_id)
        form.read(["warranty_policy_id", "warranty_sentence", "unit_count", "name"])

    def test_category_and_default_of_each_company(self):
        plain = self.make_product("Plain")
        self.categ.with_company(self.other).warranty_policy_id = self.policy_b
        self.company.warranty_policy_id = self.policy
        self.assertEqual(self.sell(self.user_a, plain).order_line.warranty_policy_id, self.policy)
        self.assertEqual(self.sell(self.user_b, plain).order_line.warranty_policy_id, self.policy_b)
        self.assertFalse(self.as_user(self.user_a, self.categ).warranty_policy_id)

    def test_the_policy_of_another_company_is_refused_everywhere(self):
        template = self.product.product_tmpl_id
        order = self.sell(self.user_b)
        line = order.sudo().order_line
        for record in (template, self.categ, line, self.other):
            with self.subTest(model=record._name), self.assertRaises(UserError):
                record.with_company(self.other).write({"warranty_policy_id": self.policy.id})
                self.env.flush_all()

    def test_a_policy_in_use_is_not_moved_to_another_company(self):
        self.make_order((self.product, 1))
        with self.assertRaises(UserError):
            self.policy.company_id = self.other
            self.env.flush_all()

    # === BRANCHES === #

    def test_a_branch_promises_what_its_company_promises(self):
        order = self.sell(self.user_branch)
        self.assertEqual(order.order_line.warranty_policy_id, self.policy)
        self.assertEqual(order.unit_ids.company_id, self.branch)
        unit = self.as_user(self.user_branch, order.unit_ids)
        self.assertTrue(unit.status_sentence)
        self.assertEqual(len(unit.coverage_ids), 2)
        self.assertTrue(unit.coverage_ids[0].explanation)

    def test_a_branch_takes_the_category_and_the_default_of_its_company(self):
        plain = self.make_product("Plain", categ_id=self.env["product.category"].create(
            {"name": "Else"}).id)  # fmt: skip
        self.company.warranty_policy_id = self.policy
        order = self.sell(self.user_branch, plain)
        self.assertEqual(order.order_line.warranty_policy_id, self.policy)
        for record in (plain.product_tmpl_id, plain.categ_id):
            hint = self.as_user(self.user_branch, record).warranty_hint
            self.assertEqual(hint, f"{self.policy.name} (the company's default)")

    def test_what_a_branch_says_itself_wins(self):
        none = self.env["hau_mai.warranty.policy"].create({"name": "No warranty"})
        plain = self.make_product("Plain")
        plain.with_company(self.branch).warranty_policy_id = none
        self.categ.warranty_policy_id = self.policy
        self.assertFalse(self.sell(self.user_branch, plain).unit_ids)
        self.assertTrue(self.sell(self.user_a, plain).unit_ids)

    def test_products_nobody_promises_anything_with_in_a_branch(self):
        plain = self.make_product("Plain")
        for user, expected in [(self.user_branch, plain), (self.user_b, plain + self.product)]:
            with self.subTest(user=user.login):
                products = self.as_user(user, self.env["product.product"])
                found = products.search([("without_warranty_policy", "=", True)])
                self.assertEqual((plain + self.product) & found, expected)

    # === WHO SEES WHAT === #

    def test_a_user_of_b_sees_nothing_of_a(self):
        unit = self.sell(self.user_a).unit_ids
        rule = self.make_rule(delay=0, company_id=self.company.id)
        self.plan(rule)
        touchpoint = self.touchpoints(rule)
        self.assertTrue(touchpoint)
        private = self.env["res.partner"].create(
            {"name": "Customer of A", "company_id": self.company.id}
        )
        consent = self.env["hau_mai.consent"].create(
            {"partner_id": private.id, "purpose": "service", "channel": "sms", "state": "granted"}
        )
        hidden = [
            *(unit, unit.coverage_ids, touchpoint, rule, consent),
            *(self.policy, self.policy.term_ids, self.policy.edition_ids),
        ]
        for records in hidden:
            with self.subTest(model=records._name):
                theirs = self.as_user(self.user_b, records)
                self.assertFalse(theirs.search([("id", "in", records.ids)]))
                self.assertTrue(self.as_user(self.user_a, records).search([]) & records)
                with self.assertRaises(AccessError):
                    theirs.read(["display_name"])

    def test_the_customers_page_is_of_the_own_company(self):
        self.sell(self.user_a)
        self.sell(self.user_a)
        self.product.product_tmpl_id.with_company(self.other).warranty_policy_id = self.policy_b
        self.sell(self.user_b)
        for user, count in [(self.user_a, 2), (self.user_b, 1), (self.user_branch, 0)]:
            with self.subTest(user=user.login):
                partner = self.as_user(user, self.partner)
                self.assertEqual(partner.unit_count, count)
                page = partner.get_after_sales_page()
                self.assertEqual(len(page["units"]), count)
                self.assertEqual(page["unit_count"], count)

    def test_counts_follow_the_companies_switched_on(self):
        """Without a new transaction: the same cache answers for both."""
        self.sell(self.user_a)
        self.product.product_tmpl_id.with_company(self.other).warranty_policy_id = self.policy_b
        self.sell(self.user_b)
        both = [self.company.id, self.other.id]
        user = new_test_user(
            self.env, login="both", groups=EVERYTHING, company_ids=[Command.set(both)]
        )
        for record in (self.partner, self.product.product_tmpl_id):
            with self.subTest(model=record._name):
                theirs = self.as_user(user, record)
                counts = [
                    theirs.with_context(allowed_company_ids=ids).unit_count
                    for ids in (both, both[:1], both[1:])
                ]
                self.assertEqual(counts, [2, 1, 1])

    def test_the_overview_is_of_the_companies_switched_on(self):
        self.sell(self.user_a)
        for user in (self.user_a, self.user_b, self.user_branch):
            with self.subTest(user=user.login):
                overview = self.as_user(user, self.env["hau_mai.overview"])
                overview.get_overview()

    def test_a_customer_of_both_sees_both(self):
        self.product.product_tmpl_id.with_company(self.other).warranty_policy_id = self.policy_b
        units = self.sell(self.user_a).unit_ids.sudo() | self.sell(self.user_b).unit_ids.sudo()
        portal = new_test_user(
            self.env, login="of_both", groups="base.group_portal", partner_id=self.partner.id
        )
        mine = self.env["hau_mai.unit"].with_user(portal)
        own = mine.search([])
        self.assertEqual(own.sudo(), units.filtered(lambda u: u.company_id in portal.company_ids))

    def test_a_birthday_call_names_the_last_order_of_its_own_company(self):
        mine, theirs = (
            self.make_orders(self.partner, company_id=company.id, user_id=False)
            for company in (self.company, self.other)
        )
        self.partner.birthdate = self.today
        rule = self.make_rule(trigger="birthday", delay=0, company_id=self.company.id)
        self.plan(rule)
        touchpoint = self.as_user(self.user_a, self.touchpoints(rule))
        self.assertEqual((touchpoint.order_id, touchpoint.order_name), (mine, mine.name))
        self.assertNotEqual(mine.name, theirs.name)

    # === JOBS === #

    def test_every_company_plans_by_its_own_day_and_horizon(self):
        """At 20:00 in Greenwich it is the 11th in Hanoi and the 10th in Honolulu."""
        self.company.hau_mai_planning_horizon = 0
        self.other.hau_mai_planning_horizon = 0
        rule = self.make_rule(delay=0, company_id=False)
        moment = datetime(2026, 3, 10, 20)
        with freeze_time(moment):
            rule.date_activated = datetime(2026, 3, 1)
            orders = [
                self.make_orders(self.partner, company_id=company.id, user_id=False)
                for company in (self.company, self.other)
            ]
            rule._plan(moment)
        days = [self.touchpoints(rule, res_id=order.id).date_planned for order in orders]
        self.assertEqual(days, [date(2026, 3, 11), date(2026, 3, 10)])

    def test_the_horizon_of_one_company_is_not_the_others(self):
        self.company.hau_mai_planning_horizon = 0
        self.other.hau_mai_planning_horizon = 60
        rule = self.make_rule(delay=40, company_id=False)
        for company in (self.company, self.other):
            self.make_orders(self.partner, company_id=company.id, user_id=False)
        self.plan(rule)
        self.assertEqual(self.touchpoints(rule).company_id, self.other)

    def test_each_companys_work_goes_to_its_own_people(self):
        self.company.hau_mai_followup_user_id = self.user_a
        self.other.hau_mai_followup_user_id = self.user_b
        self.partner.user_id = self.user_a
        rule = self.make_rule(delay=0, company_id=False)
        for company in (self.company, self.other):
            self.make_orders(self.partner, company_id=company.id, user_id=False)
        self.plan(rule)
        self.run_job("hau_mai.ir_cron_carry_out_touchpoints")
        rows = self.touchpoints(rule)
        self.assertEqual(set(rows.mapped("state")), {"open"})
        by_company = {row.company_id: row.user_id for row in rows}
        self.assertEqual(by_company, {self.company: self.user_a, self.other: self.user_b})
        for row in rows:
            mine = self.as_user(row.user_id, row)
            self.assertTrue(mine.activity_id.display_name)
            mine.action_reached()
            self.assertEqual(mine.state, "done")

    def test_carrying_out_waits_for_the_companys_day(self):
        rule = self.make_rule(delay=1, company_id=False)
        moment = datetime(2026, 3, 10, 3)
        with freeze_time(moment):
            rule.date_activated = datetime(2026, 3, 1)
            for company in (self.company, self.other):
                self.make_orders(self.partner, company_id=company.id, user_id=False)
            rule._plan(moment)
        rows = self.touchpoints(rule).grouped("company_id")
        self.assertEqual(rows[self.company].date_planned, date(2026, 3, 11))
        self.assertEqual(rows[self.other].date_planned, date(2026, 3, 10))
        moments = {
            datetime(2026, 3, 10, 9, 59): self.Touchpoint,
            datetime(2026, 3, 10, 10): rows[self.other],
            datetime(2026, 3, 10, 17): rows[self.other] + rows[self.company],
        }
        for moment, expected in moments.items():
            due = self.Touchpoint.search(self.Touchpoint._due_domain(moment))
            self.assertEqual(due & self.touchpoints(rule), expected & self.touchpoints(rule))

    def test_a_warranty_ends_on_the_companys_day(self):
        self.product.product_tmpl_id.with_company(self.other).warranty_policy_id = self.policy_b
        unit_a, unit_b = (self.sell(user).unit_ids.sudo() for user in (self.user_a, self.user_b))
        for unit in unit_a + unit_b:
            unit.action_start("2024-03-10", "for the test")
            unit.coverage_ids.filtered("is_main").duration = 24
        with freeze_time("2026-03-10 20:00:00"):
            self.env.invalidate_all()
            main = [u.coverage_ids.filtered("is_main").date_end for u in (unit_a, unit_b)]
            self.assertEqual(main, [date(2026, 3, 10)] * 2)
            self.assertEqual(unit_b.warranty_status, "expiring")
            self.assertNotEqual(unit_a.warranty_status, "expiring")
            ending = self.env["hau_mai.unit"].search([("warranty_status", "=", "expiring")])
            self.assertIn(unit_b, ending)
            self.assertNotIn(unit_a, ending)
