"""What the follow-up tests have in common: a rule, its jobs, customers to call."""

from datetime import datetime, timedelta

from odoo.fields import Command, Domain

from .common import HauMaiCase


class CareCase(HauMaiCase):
    """The shop with no rule but the ones a test makes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rule = cls.env["hau_mai.care.rule"]
        cls.Touchpoint = cls.env["hau_mai.touchpoint"]
        cls.Rule.search([]).active = False
        cls.salesperson = cls.make_user("sales_own", name="Lan")
        cls.partner.user_id = cls.salesperson
        cls.service = cls.make_product("Advice", type="service")

    @classmethod
    def make_rule(cls, **vals):
        values = {
            "name": "Thank-you call",
            "trigger": "order_confirmed",
            "delay": 3,
            "summary": "Call {{ object.partner_id.name }}",
            "working_days_only": False,
        }
        return cls.Rule.create(values | vals)

    @classmethod
    def make_customers(cls, count, **vals):
        return cls.env["res.partner"].create(
            [{"name": f"Customer {n}", "phone": f"+84 91 {n:07d}", **vals} for n in range(count)]
        )

    @classmethod
    def make_orders(cls, partners, **vals):
        """A confirmed order for each of the customers, made as an import makes them."""
        return cls.env["sale.order"].create(
            [
                {
                    "partner_id": partner.id,
                    "order_line": [Command.create({"product_id": cls.service.id})],
                    "user_id": cls.salesperson.id,
                    "state": "sale",
                    **vals,
                }
                for partner in partners
            ]
        )

    def plan(self, rules=None):
        """What the nightly job does for these rules, now, without committing."""
        (rules or self.Rule.search([]))._plan(self.now())

    def carry_out(self):
        """What the hourly job does, now, without committing."""
        now = self.now()
        due = self.Touchpoint.sudo().search(self.Touchpoint._due_domain(now))
        self.env["hau_mai.care.runner"]._carry_out(due, now)
        return due

    def run_job(self, xmlid):
        """The scheduled action itself, with its batches and commits."""
        with self.enter_registry_test_mode():
            self.env.ref(xmlid).method_direct_trigger()

    def touchpoints(self, rule, **criteria):
        domain = Domain([(key, "=", value) for key, value in criteria.items()])
        return self.Touchpoint.search(Domain("rule_id", "=", rule.id) & domain)

    def now(self):
        return datetime.now().replace(microsecond=0)

    def days(self, count):
        """A day of the company, counted from today."""
        return self.company._hau_mai_today() + timedelta(days=count)
