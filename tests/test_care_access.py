"""Who may see and change what, in one company and in two."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user

from .care_common import CareCase


class TestCareAccess(CareCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.make_user("after_own")
        cls.all = cls.make_user("after_all")
        cls.manager = cls.make_user("after_manager")
        cls.rule = cls.make_rule(delay=0, responsible="user", user_id=cls.own.id)
        cls.mine = cls._planned(cls.rule)
        cls.other_rule = cls.make_rule(delay=0, responsible="user", user_id=cls.all.id)
        cls.theirs = cls._planned(cls.other_rule)

    @classmethod
    def _planned(cls, rule):
        cls.make_orders(cls.partner)
        rule._plan(cls.now(cls))
        return cls.Touchpoint.search([("rule_id", "=", rule.id)], limit=1)

    def test_own_reads_all_and_changes_own(self):
        self.assertEqual(self.mine.user_id, self.own)
        self.assertTrue(self.theirs.with_user(self.own).display_name)
        self.mine.with_user(self.own).date_planned = self.days(1)
        with self.assertRaises(AccessError):
            self.theirs.with_user(self.own).date_planned = self.days(1)
        self.theirs.user_id = False
        self.theirs.with_user(self.own).date_planned = self.days(1)

    def test_all_changes_all(self):
        (self.mine | self.theirs).with_user(self.all).date_planned = self.days(1)

    def test_the_ledger_is_written_by_the_system(self):
        for user in (self.own, self.all, self.manager):
            with self.assertRaises(AccessError):
                self.Touchpoint.with_user(user).create(
                    {"rule_id": self.rule.id, "partner_id": self.partner.id}
                )
            with self.assertRaises(AccessError):
                self.mine.with_user(user).unlink()

    def test_rules_are_the_administrators(self):
        self.assertTrue(self.rule.with_user(self.own).sentence)
        with self.assertRaises(AccessError):
            self.rule.with_user(self.all).delay = 1
        self.rule.with_user(self.manager).delay = 1
        self.Rule.with_user(self.manager).create({"name": "New"})

    def test_consent_is_recorded_by_users_and_changed_by_nobody(self):
        vals = {
            "partner_id": self.partner.id,
            "purpose": "survey",
            "channel": "sms",
            "state": "granted",
        }
        consent = self.env["hau_mai.consent"].with_user(self.own).create(vals)
        for user in (self.own, self.manager):
            with self.assertRaises(UserError):
                consent.with_user(user).state = "withdrawn"
            with self.assertRaises(UserError):
                consent.with_user(user).unlink()

    def test_outsiders_see_nothing(self):
        portal = new_test_user(self.env, login="portal_user", groups="base.group_portal")
        for user in (self.salesperson, portal):
            for model in ("hau_mai.touchpoint", "hau_mai.care.rule", "hau_mai.consent"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])

    def test_partner_form_opens_for_everybody_inside(self):
        for user in (self.salesperson, self.own, self.manager):
            partner = self.partner.with_user(user)
            view = partner.get_view(view_type="form")
            self.assertEqual("consent_count" in view["arch"], user != self.salesperson)
            self.assertFalse(partner.do_not_contact)

    def test_screens_read_for_every_role(self):
        fields_read = [
            "display_name", "phone", "explanation", "subject", "due_bucket", "order_name",
            "unit_id", "order_id", "reason", "state",
        ]  # fmt: skip
        for user in (self.own, self.all, self.manager):
            rows = self.Touchpoint.with_user(user).search([]).read(fields_read)
            self.assertGreaterEqual(len(rows), 2)

    def test_second_company(self):
        company = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            login="stranger",
            groups="hau_mai.group_manager",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        self.assertFalse(self.Touchpoint.with_user(stranger).search([]))
        self.rule.company_id = self.company
        self.assertNotIn(self.rule, self.Rule.with_user(stranger).search([]))
        shared = self.make_rule(company_id=False)
        self.assertIn(shared, self.Rule.with_user(stranger).search([]))

    def test_a_branch_sees_and_follows_the_rules_of_its_company(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        user = new_test_user(
            self.env,
            login="branch",
            groups="hau_mai.group_manager",
            company_id=branch.id,
            company_ids=[Command.set(branch.ids)],
        )
        self.assertIn(self.rule, self.Rule.with_user(user).search([]))
        order = self.make_orders(self.partner, company_id=branch.id, user_id=False)
        self.plan()
        touchpoint = self.touchpoints(self.rule, res_id=order.id)
        self.assertEqual(touchpoint.company_id, branch)
        self.assertIn(touchpoint, self.Touchpoint.with_user(user).search([]))

    def test_each_company_by_its_own_day(self):
        company = self.env["res.company"].create({"name": "Other"})
        rule = self.make_rule(company_id=company.id)
        self.make_orders(self.partner)
        self.plan(rule)
        self.assertFalse(self.touchpoints(rule))
