"""The main job and the manager's, in a real browser."""

from datetime import timedelta

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user

from .common import HauMaiCase


class TestTours(HauMaiCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = new_test_user(
            cls.env,
            login="seller",
            groups="sales_team.group_sale_salesman_all_leads,hau_mai.group_user_own",
        )
        cls.manager = new_test_user(
            cls.env,
            login="manager",
            groups="hau_mai.group_manager,base.group_system,sales_team.group_sale_manager",
        )

    def test_main_job(self):
        self.start_tour("/odoo/action-sale.action_quotations", "hau_mai_main_job", login="seller")
        order = self.env["sale.order"].search([("partner_id", "=", self.partner.id)])
        self.assertEqual(order.state, "sale")
        self.assertEqual(
            sorted(order.unit_ids.mapped("warranty_status")), ["active", "not_started"]
        )

    def test_manager_writes_a_policy_and_makes_it_the_default(self):
        bare = self.env["product.category"].create({"name": "Fridges"})
        self.make_product("Fridge", categ_id=bare.id)
        self.start_tour("/odoo/after-sales", "hau_mai_manager", login="manager")
        policy = self.company.warranty_policy_id
        self.assertEqual(policy.name, "Fridges 36 months")
        self.assertEqual(policy.term_ids.duration, 36)

    def test_manager_previews_a_rule(self):
        rule = self.env["hau_mai.care.rule"].create(
            {
                "name": "Three days after the order",
                "trigger": "order_confirmed",
                "delay": 3,
                "delay_unit": "day",
                "purpose": "service",
            }
        )
        rule.date_activated -= timedelta(days=1)
        self.make_order()
        self.start_tour(
            "/odoo/action-hau_mai.hau_mai_care_rule_action", "hau_mai_rule_preview", login="manager"
        )

    def test_overview_and_the_customers_page(self):
        order = self.make_order()
        order.unit_ids.action_start(self.today - timedelta(days=3), "A test")
        self.seller.group_ids = [Command.link(self.env.ref("hau_mai.group_user_all").id)]
        self.start_tour("/odoo/after-sales", "hau_mai_overview", login="seller")
