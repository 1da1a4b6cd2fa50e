"""Who sees and changes what: invariant 7, role by role, and across companies."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user

from .common import HauMaiCase


class TestRights(HauMaiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: cls.make_user(role)
            for role in ("sales_own", "sales_all", "after_own", "after_all", "after_manager")
        }
        cls.owner = cls.env["res.partner"].create({"name": "Công ty Bình Minh", "is_company": True})
        cls.colleague, cls.buyer = cls.env["res.partner"].create(
            [{"name": name, "parent_id": cls.owner.id} for name in ("Colleague", "Buyer")]
        )
        cls.stranger = cls.env["res.partner"].create({"name": "Stranger"})
        cls.order = cls.make_order(
            (cls.product, 1), partner_id=cls.buyer.id, user_id=cls.users["sales_own"].id
        )
        cls.unit = cls.order.unit_ids
        cls.others = cls.make_order((cls.product, 1), user_id=cls.users["sales_all"].id).unit_ids

    def as_role(self, role, record=None):
        record = self.unit if record is None else record
        return record.with_user(self.users[role])

    def portal_user(self, partner):
        return new_test_user(
            self.env, login=f"portal_{partner.id}", groups="base.group_portal",
            partner_id=partner.id,
        )  # fmt: skip

    def test_a_salesperson_reads_the_cards_of_their_orders_and_changes_none(self):
        unit = self.as_role("sales_own")
        self.assertEqual(unit.warranty_status, "not_started")
        self.assertEqual(len(unit.coverage_ids), 2)
        self.assertTrue(unit.coverage_ids[0].explanation)
        for change in (
            lambda: unit.write({"serial_number": "X"}),
            lambda: unit.action_start("2026-01-01", "a reason"),
            lambda: unit.action_void("a reason"),
            lambda: unit.coverage_ids.write({"duration": 99}),
        ):
            with self.assertRaises(AccessError):
                change()
        with self.assertRaises(AccessError):
            self.as_role("sales_own", self.others).read(["name"])

    def test_a_salesperson_of_all_orders_reads_all_cards_of_orders(self):
        for unit in self.unit + self.others:
            self.assertTrue(self.as_role("sales_all", unit).name)

    def test_own_documents_reads_all_and_changes_own_or_nobodys(self):
        user = self.users["after_own"]
        for unit in self.unit + self.others:
            self.assertTrue(unit.with_user(user).status_sentence)
            with self.assertRaises(AccessError):
                unit.with_user(user).serial_number = "X"
        self.unit.user_id = user
        self.unit.with_user(user).serial_number = "MINE"
        self.others.user_id = False
        self.others.with_user(user).action_start("2026-01-01", "Bought then")
        self.assertEqual(str(self.others.date_start), "2026-01-01")

    def test_all_documents_changes_all_but_no_policy(self):
        self.as_role("after_all").serial_number = "A1"
        with self.assertRaises(AccessError):
            self.as_role("after_all", self.policy).name = "Other"

    def test_the_administrator_sets_policies(self):
        policy = self.as_role("after_manager", self.policy)
        policy.name = "Other"
        policy.term_ids[0].duration = 36
        self.assertEqual(self.unit.coverage_ids[0].duration, 24)

    def test_nobody_deletes_a_card(self):
        for role in self.users:
            with self.assertRaises(AccessError):
                self.as_role(role).unlink()

    def test_a_customer_sees_their_own_and_their_companys(self):
        for partner in (self.buyer, self.owner, self.colleague):
            unit = self.unit.with_user(self.portal_user(partner))
            self.assertEqual(unit.search([]), self.unit)
            self.assertTrue(unit.coverage_ids[0].name)
            with self.assertRaises(AccessError):
                unit.write({"serial_number": "X"})
        unit = self.unit.with_user(self.portal_user(self.stranger))
        self.assertFalse(unit.search([]))
        with self.assertRaises(AccessError):
            unit.read(["name"])
        for model in ("hau_mai.touchpoint", "hau_mai.consent", "hau_mai.care.rule"):
            with self.assertRaises(AccessError):
                unit.env[model].search([])

    def test_companies_never_mix(self):
        other = self.env["res.company"].create({"name": "Other company"})
        user = new_test_user(
            self.env,
            login="other_company",
            groups="hau_mai.group_manager,sales_team.group_sale_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.policy.company_id = self.company
        self.assertFalse(self.env["hau_mai.unit"].with_user(user).search([]))
        self.assertFalse(self.env["hau_mai.coverage"].with_user(user).search([]))
        policies = self.env["hau_mai.warranty.policy"].with_user(user)
        self.assertNotIn(self.policy, policies.search([]))
        # the product is shared: its policy is another one in each company
        template = self.product.product_tmpl_id.with_user(user).with_company(other)
        self.assertFalse(template.warranty_policy_id)
        self.assertTrue(template.display_name)

    def test_a_branch_uses_the_policies_of_its_company(self):
        self.policy.company_id = self.company
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        user = new_test_user(
            self.env,
            login="branch",
            groups="hau_mai.group_user_own,sales_team.group_sale_salesman",
            company_id=branch.id,
            company_ids=[Command.set(branch.ids)],
        )
        self.assertIn(self.policy, self.env["hau_mai.warranty.policy"].with_user(user).search([]))
        self.assertEqual(len(self.policy.with_user(user).term_ids), 2)
