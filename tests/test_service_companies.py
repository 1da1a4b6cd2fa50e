"""Two companies with one customer: jobs, centers, plans and figures are each company's own."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user

from .service_common import ServiceCase


class TestServiceCompanies(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Công ty B"})
        cls.user_b = new_test_user(
            cls.env,
            login="user_b",
            groups="hau_mai.group_manager,sales_team.group_sale_manager",
            company_id=cls.other.id,
            company_ids=[Command.set(cls.other.ids)],
        )
        cls.center = cls.make_center()
        cls.center_b = cls.make_center("Workshop of B", company_id=cls.other.id)
        cls.plan = cls.make_plan(company_id=cls.company.id)
        cls.job = cls.make_service(
            center_id=cls.center.id,
            line_ids=[Command.create({"name": "Board"})],
            check_ids=[Command.create({"name": "Leaks?"})],
        )

    def as_b(self, records):
        self.env.flush_all()
        self.env.invalidate_all()
        return records.with_user(self.user_b).with_context(allowed_company_ids=self.other.ids)

    def test_a_user_of_b_sees_nothing_of_a(self):
        self.unit.maintenance_plan_id = self.plan
        self.job.write({"date_promised": self.moment(days=1)})
        self.job.action_receive()
        leg, loaner, claim, reading = (
            self.env[model].create(vals)
            for model, vals in [
                ("hau_mai.service.leg", {"service_id": self.job.id, "partner_id": self.partner.id}),
                (
                    "hau_mai.service.loaner",
                    {"service_id": self.job.id, "product_id": self.product.id},
                ),
                ("hau_mai.service.claim", {"service_id": self.job.id}),
                ("hau_mai.unit.reading", {"unit_id": self.unit.id, "value": 5}),
            ]
        )
        hidden = [
            *(self.job, self.job.line_ids, self.job.check_ids, self.job.condition_ids),
            *(leg, loaner, claim, reading, self.center, self.plan, self.plan.line_ids),
        ]
        for records in filter(None, hidden):
            with self.subTest(model=records._name):
                theirs = self.as_b(records)
                self.assertFalse(theirs.search([("id", "in", records.ids)]))
                with self.assertRaises(AccessError):
                    theirs.read(["display_name"])

    def test_the_counter_of_b_finds_nothing_of_a(self):
        self.unit.serial_number = "ONLY-IN-A"
        found = self.as_b(self.env["hau_mai.counter"]).find("ONLY-IN-A")
        self.assertNotIn(self.unit.name, str(found))
        with self.assertRaises(AccessError):
            self.as_b(self.env["hau_mai.counter"]).get_unit(self.unit.id)

    def test_what_is_of_b_is_refused_on_a_job_of_a(self):
        unit_b = self.env["hau_mai.unit"].create(
            {
                "partner_id": self.partner.id,
                "product_id": self.product.id,
                "company_id": self.other.id,
            }
        )
        product_b = self.make_product("Product of B", company_id=self.other.id)
        for vals in (
            {"center_id": self.center_b.id},
            {"unit_id": unit_b.id},
            {"line_ids": [Command.create({"product_id": product_b.id})]},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                self.job.write(vals)
                self.env.flush_all()
        plan_b = self.make_plan(company_id=self.other.id)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.unit.maintenance_plan_id = plan_b

    def test_a_center_of_b_is_no_candidate_and_its_verdict_says_why(self):
        candidates = [row.center for row in self.job._center_candidates()]
        self.assertIn(self.center, candidates)
        self.assertNotIn(self.center_b, candidates)
        ok, reason = self.center_b._center_verdict(self.job)
        self.assertFalse(ok)
        self.assertIn("another company", reason)

    def test_the_same_product_is_maintained_differently(self):
        plan_b = self.make_plan(name="Plan of B", company_id=self.other.id)
        template = self.product.product_tmpl_id
        template.with_company(self.company).maintenance_plan_id = self.plan
        template.with_company(self.other).maintenance_plan_id = plan_b
        self.assertEqual(self.make_order().order_line.maintenance_plan_id, self.plan)
        order = (
            self.env["sale.order"]
            .with_company(self.other)
            .create(
                {
                    "partner_id": self.partner.id,
                    "company_id": self.other.id,
                    "order_line": [Command.create({"product_id": self.product.id})],
                }
            )
        )
        self.assertEqual(order.order_line.maintenance_plan_id, plan_b)

    def test_numbers_and_overview_are_each_companys_own(self):
        job_b = self.Service.with_company(self.other).create(
            {"kind": "repair", "partner_id": self.partner.id, "company_id": self.other.id}
        )
        self.assertEqual(self.as_b(self.Service).search([]), job_b)
        series = self.as_b(self.env["res.partner"]).browse(self.partner.id)
        self.assertEqual(series.service_count, 1)
