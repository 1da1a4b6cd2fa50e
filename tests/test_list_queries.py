"""Lists cost the same queries for a few rows and for a page of them."""

from lxml import etree

from odoo import fields

from .loyalty_common import LoyaltyCase

FEW, MANY = 4, 24


class TestListQueries(LoyaltyCase):
    """Every column of a list is read for all its rows at once, the optional ones too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = cls.make_customers(MANY)
        cls.orders = cls.make_orders(cls.customers)
        for customer in cls.customers:
            cls.make_member(cls.silver, customer)
        cls.rule = cls.make_rule(delay=0)
        cls.env["hau_mai.care.planner"]._plan(cls.rule, fields.Datetime.now())

    def specification(self, model, view):
        """What the browser asks for: the columns, of what they point to the name."""
        arch = model.get_view(view and self.env.ref(view).id, "list")["arch"]
        names = {node.get("name") for node in etree.fromstring(arch).iter("field")}
        named = {"fields": {"display_name": {}}}
        known = model._fields
        return {
            name: named if known[name].type == "many2one" else {} for name in names & known.keys()
        }

    def cost(self, records, view):
        """Queries of reading these rows of a list from a cold cache."""
        columns = self.specification(records, view)
        records.web_read(columns)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        records.browse(records.ids).web_read(columns)
        return self.env.cr.sql_log_count - before

    def check(self, records, view=None):
        self.assertGreaterEqual(len(records), MANY)
        few, many = self.cost(records[:FEW], view), self.cost(records[:MANY], view)
        self.assertLessEqual(many, few, f"{records._name}: {FEW} rows {few}, {MANY} rows {many}")

    def test_customers(self):
        self.check(self.customers)

    def test_orders(self):
        self.check(self.orders)
        self.check(self.orders, "sale.view_quotation_tree")

    def test_follow_ups(self):
        self.check(self.env["hau_mai.touchpoint"].search([("rule_id", "=", self.rule.id)]))

    def test_members(self):
        self.check(self.Membership.search([("partner_id", "in", self.customers.ids)]))

    def test_changes_of_tier(self):
        self.check(
            self.Move.create(
                [
                    {
                        "partner_id": customer.id,
                        "company_id": self.company.id,
                        "tier_to_id": self.silver.id,
                        "kind": "upgrade",
                        "reason": "Silver is reached.",
                    }
                    for customer in self.customers
                ]
            )
        )

    def test_referrals(self):
        self.check(
            self.env["hau_mai.referral"].create(
                [
                    {
                        "referrer_id": self.partner.id,
                        "referee_id": customer.id,
                        "company_id": self.company.id,
                    }
                    for customer in self.customers
                ]
            )
        )
