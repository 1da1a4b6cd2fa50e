"""The first screen and the customer's page: right figures, read with the user's rights."""

from datetime import timedelta

from odoo.fields import Command
from odoo.tests import new_test_user

from .common import HauMaiCase


class OverviewCase(HauMaiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.make_user("after_own")

    def overview(self, user=None):
        return self.env["hau_mai.overview"].with_user(user or self.user).get_overview()

    def figures(self, overview, tile):
        tiles = {each["key"]: each for each in overview["tiles"]}
        return {figure["key"]: figure for figure in tiles[tile]["figures"]}

    def make_unit(self, days_left, **vals):
        """A card whose main warranty ends in so many days; None: not started."""
        unit = self.env["hau_mai.unit"].create(
            {
                "partner_id": self.partner.id,
                "product_id": self.product.id,
                "coverage_ids": [
                    Command.create(
                        {
                            "name": "Whole unit",
                            "origin": "goodwill",
                            "duration": 365,
                            "duration_unit": "day",
                            "is_main": True,
                            "date_start": days_left is not None
                            and self.today + timedelta(days=days_left - 365),
                        }
                    )
                ],
                **vals,
            }
        )
        return unit


class TestOverview(OverviewCase):
    def test_every_figure_opens_just_what_it_counts(self):
        base = self.overview()
        for days_left in (3, 20, 20, 300, -5, None):
            self.make_unit(days_left)
        self.make_unit(100).action_void("A test")
        overview = self.overview()
        status = {key: figure["value"] for key, figure in self.figures(overview, "status").items()}
        before = {key: figure["value"] for key, figure in self.figures(base, "status").items()}
        new = {key: status[key] - before[key] for key in status}
        self.assertEqual(
            new, {"active": 1, "expiring": 3, "expired": 1, "not_started": 1, "void": 1}
        )
        self.assertEqual(self.figures(overview, "ending")["week"]["value"], 1)
        for tile in overview["tiles"]:
            for figure in tile["figures"]:
                action = figure["action"]
                model = self.env[action["res_model"]].with_user(self.user)
                self.assertEqual(model.search_count(action["domain"]), figure["value"], figure)
        for series in overview["chart"]["series"]:
            for value, action in zip(series["values"], series["actions"], strict=True):
                model = self.env[action["res_model"]].with_user(self.user)
                self.assertEqual(model.search_count(action["domain"]), value)

    def test_the_graph_counts_what_began_week_by_week(self):
        monday = self.today - timedelta(days=self.today.weekday())
        for day in (self.today, monday - timedelta(days=1), monday - timedelta(weeks=30)):
            order = self.make_order()
            order.unit_ids.action_start(day, "A test")
        chart = self.overview()["chart"]
        self.assertEqual(len(chart["labels"]), 12)
        started = next(line for line in chart["series"] if line["key"] == "started")
        self.assertEqual(started["values"][-2:], [1, 1])
        self.assertEqual(sum(started["values"]), 2)

    def test_follow_ups_of_today_by_rule_and_late_ones(self):
        rule = self.env["hau_mai.care.rule"].search([], limit=1)
        order = self.make_order()
        for number, days in enumerate((0, 0, -2, 3)):
            self.env["hau_mai.touchpoint"].sudo().create(
                {
                    "rule_id": rule.id,
                    "partner_id": self.partner.id,
                    "company_id": self.company.id,
                    "res_model": "sale.order",
                    "res_id": order.id,
                    "occurrence": number + 100,
                    "channel": "activity",
                    "purpose": "service",
                    "date_planned": self.today + timedelta(days=days),
                    "user_id": self.user.id if number else False,
                }
            )
        figures = self.figures(self.overview(), "followups")
        self.assertEqual(figures["late"]["value"], 1)
        self.assertEqual(figures["mine"]["value"], 2)
        self.assertEqual(figures[f"rule_{rule.id}"]["value"], 2)
        self.assertEqual(figures["week"]["value"], 1)

    def test_a_call_about_many_counts_once(self):
        rule = self.env["hau_mai.care.rule"].search([("trigger", "=", "order_confirmed")], limit=1)
        rule = rule or self.env["hau_mai.care.rule"].search([], limit=1)
        base = self.figures(self.overview(), "followups")
        orders = self.env["sale.order"].union(*(self.make_order() for _number in range(3)))
        touchpoints = (
            self.env["hau_mai.touchpoint"]
            .sudo()
            .create(
                [
                    {
                        "rule_id": rule.id,
                        "partner_id": self.partner.id,
                        "company_id": self.company.id,
                        "res_model": "sale.order",
                        "res_id": order.id,
                        "channel": "activity",
                        "purpose": "service",
                        "date_planned": self.today,
                        "user_id": self.user.id,
                    }
                    for order in orders
                ]
            )
        )
        figure = self.figures(self.overview(), "followups")["mine"]
        self.assertEqual(figure["value"], base["mine"]["value"] + 1)
        found = self.env["hau_mai.touchpoint"].search(figure["action"]["domain"])
        self.assertEqual(found & touchpoints, touchpoints[0])

    def test_a_salesperson_sees_the_cards_of_their_orders_only(self):
        seller = self.make_user("sales_own")
        self.make_order(user_id=seller.id)
        self.make_order(user_id=self.user.id)
        overview = self.overview(seller)
        self.assertEqual({tile["key"] for tile in overview["tiles"]}, {"ending", "status"})
        self.assertEqual(self.figures(overview, "status")["not_started"]["value"], 1)

    def test_the_administrator_sees_what_is_to_be_decided(self):
        manager = self.make_user("after_manager")
        bare = self.env["product.category"].create({"name": "Vases"})
        self.make_product("Vase", categ_id=bare.id)
        self.company.resource_calendar_id.tz = "UTC"
        setup = self.figures(self.overview(manager), "setup")
        self.assertGreaterEqual(setup["without_policy"]["value"], 1)
        self.assertIn("time_zone", setup)
        self.assertNotIn("setup", {tile["key"] for tile in self.overview()["tiles"]})

    def test_another_company_is_not_counted(self):
        before = self.figures(self.overview(), "status")["expiring"]["value"]
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.make_unit(5, company_id=other.id)
        self.assertEqual(self.figures(self.overview(), "status")["expiring"]["value"], before)

    def test_a_user_without_rights_sees_an_empty_screen(self):
        nobody = new_test_user(self.env, login="nobody", groups="base.group_user")
        self.assertEqual(self.overview(nobody)["tiles"], [])

    def test_queries_do_not_grow_with_what_is_there(self):
        self.queries(self.overview)
        few = self.queries(self.overview)
        for days_left in range(-20, 60):
            self.make_unit(days_left)
        self.assertLessEqual(self.queries(self.overview), few)

    def test_more_than_is_counted_is_said(self):
        figure = self.env["hau_mai.overview"]._figure("key", "Label", 10001, {})
        self.assertTrue(figure["more"])
        self.assertEqual(figure["value"], 10000)


class TestCustomerPage(OverviewCase):
    def page(self, partner=None, user=None):
        return (partner or self.partner).with_user(user or self.user).get_after_sales_page()

    def test_what_they_own_what_happened_what_comes(self):
        order = self.make_order((self.product, 2))
        self.deliver(order.order_line, 2)
        self.make_unit(10)
        page = self.page()
        summary = {part["key"]: part for part in page["summary"]}
        self.assertEqual(summary["warranty"]["text"], "3 under warranty, 1 ending soon")
        self.assertEqual(summary["next"]["text"], "no follow-up planned")
        self.assertEqual(
            [unit["status"] for unit in page["units"]], ["expiring", "active", "active"]
        )
        self.assertEqual(page["unit_count"], 3)
        self.assertEqual(page["planned"][0]["title"], "Warranty ends")
        happened = [entry for month in page["months"] for entry in month["entries"]]
        self.assertIn("Warranty started", [entry["title"] for entry in happened])
        two = next(e for e in happened if e["text"].startswith("2 × "))
        units = self.env["hau_mai.unit"].search(two["action"]["domain"])
        self.assertEqual(units, order.unit_ids)
        days = [entry["date"] for entry in happened]
        self.assertEqual(days, sorted(days, reverse=True))

    def test_sales_show_to_those_who_may_read_orders(self):
        order = self.make_order()
        self.deliver(order.order_line, 1)
        seller = self.make_user("sales_all")
        titles = [e["title"] for m in self.page(user=seller)["months"] for e in m["entries"]]
        self.assertIn("Ordered", titles)
        self.assertIn("Delivered", titles)
        titles = [e["title"] for m in self.page()["months"] for e in m["entries"]]
        self.assertNotIn("Ordered", titles)

    def test_a_company_shows_what_its_contacts_have(self):
        hotel = self.env["res.partner"].create({"name": "Hotel", "is_company": True})
        clerk = self.env["res.partner"].create({"name": "Clerk", "parent_id": hotel.id})
        self.make_unit(100, partner_id=clerk.id)
        self.assertEqual(len(self.page(hotel)["units"]), 1)
        self.assertEqual(len(self.page(clerk)["units"]), 1)
        self.assertEqual(len(self.page()["units"]), 0)

    def test_do_not_contact_stands_on_top(self):
        self.partner.do_not_contact = True
        self.assertIn("stop", [part["key"] for part in self.page()["summary"]])

    def test_queries_do_not_grow_with_what_they_own(self):
        self.make_unit(100)
        self.queries(self.page)
        few = self.queries(self.page)
        for days_left in range(2, 40):
            self.make_unit(days_left)
        self.assertLessEqual(self.queries(self.page), few)
