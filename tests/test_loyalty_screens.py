"""The tier on the screens: seen where the customer is, by who may, at no cost where it is not."""

from datetime import timedelta

from odoo import fields
from odoo.tests import Form, HttpCase, new_test_user

from .referral_common import ReferralCase


class TestLoyaltyScreens(ReferralCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.after = cls.make_user("after_all")
        cls.member = cls.make_member(cls.partner, cls.silver)

    @classmethod
    def make_member(cls, partner, tier, **vals):
        return cls.Membership.create(
            {
                "partner_id": partner.id,
                "company_id": cls.company.id,
                "tier_id": tier.id,
                "date_until": cls.today + timedelta(days=20),
                "amount": 2000,
                **vals,
            }
        )

    def test_on_the_quotation_the_job_and_the_case(self):
        order = Form(self.env["sale.order"].with_user(self.salesperson))
        order.partner_id = self.partner
        self.assertEqual(order.loyalty_tier_id, self.silver)
        for model in ("hau_mai.service", "hau_mai.complaint"):
            form = Form(self.env[model].with_user(self.after))
            form.partner_id = self.partner
            self.assertEqual(form.loyalty_tier_id, self.silver, model)

    def test_a_first_order_stays_the_first_when_it_is_confirmed(self):
        first = self.make_order((self.service, 1), partner_id=self.friend.id, confirm=False)
        self.assertTrue(first.asks_referrer)
        first.action_confirm()
        self.assertTrue(first.asks_referrer)
        second = self.make_order((self.service, 1), partner_id=self.friend.id, confirm=False)
        self.assertFalse(second.asks_referrer)
        self.company.write(
            {"hau_mai_referral_program_id": False, "hau_mai_referee_program_id": False}
        )
        first.invalidate_recordset(["asks_referrer"])
        self.assertFalse(first.asks_referrer, "nobody is asked for what nothing is given for")

    def test_found_by_the_tier(self):
        unit = self.make_order().unit_ids
        for record in (unit, unit.order_id):
            found = record.search([("loyalty_tier_id", "=", self.silver.id)])
            self.assertIn(record, found)

    def test_on_the_customers_form(self):
        form = Form(self.partner.with_user(self.after), "base.view_partner_form")
        self.assertIn("more for Gold", form.loyalty_sentence)
        self.assertIn("Silver holds until", form.loyalty_sentence)
        plain = new_test_user(
            self.env, login="plain", groups="base.group_user,base.group_partner_manager"
        )
        Form(self.partner.with_user(plain), "base.view_partner_form")

    def test_on_the_page_after_sales(self):
        self.Move.create(
            {
                "partner_id": self.partner.id,
                "company_id": self.company.id,
                "tier_to_id": self.silver.id,
                "kind": "upgrade",
                "reason": "2,000 in the last 12 months",
            }
        )
        self.bring()
        page = self.partner.with_user(self.after).get_after_sales_page()
        self.assertEqual(page["summary"][0]["text"], "Silver")
        titles = [entry["title"] for month in page["months"] for entry in month["entries"]]
        self.assertIn("Tier: Silver", titles)
        self.assertIn("Brought Lê Cúc", titles)
        self.assertIn("Last day of the tier", [entry["title"] for entry in page["planned"]])
        page = self.partner.with_user(self.salesperson).get_after_sales_page()
        self.assertEqual(page["summary"][0]["text"], "Silver")

    def test_at_the_counter(self):
        unit = self.make_order().unit_ids
        shown = self.env["hau_mai.counter"].with_user(self.after).get_unit(unit.id)
        self.assertEqual(shown["owner"]["tier"], "Silver")

    def test_lists_of_any_size_cost_one_query_more(self):
        partners = self.make_customers(30)
        for partner in partners:
            self.make_member(partner, self.gold)
        counts = []
        for some in (partners[:3], partners):
            self.env.flush_all()
            self.env.invalidate_all()
            some.mapped("name")
            before = self.env.cr.sql_log_count
            some.mapped("loyalty_tier_id.name")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)
        self.assertLessEqual(counts[0], 3)

    def test_every_figure_of_the_tile_opens_what_it_counts(self):
        self.make_member(self.make_customers(1), self.gold, date_until=self.days(400))
        self.friend.phone = self.partner.phone
        self.bring()
        self.Move.create(
            {
                "partner_id": self.partner.id,
                "company_id": self.company.id,
                "tier_to_id": self.silver.id,
                "kind": "upgrade",
                "reason": "More",
                "date": fields.Datetime.now(),
            }
        )
        overview = self.env["hau_mai.overview"].with_user(self.after).get_overview()
        [tile] = [tile for tile in overview["tiles"] if tile["key"] == "loyalty"]
        figures = {figure["key"]: figure for figure in tile["figures"]}
        for key, value in (
            ("review", 1),
            ("upgrades", 1),
            ("ending", 1),
            (f"tier_{self.silver.id}", 1),
            (f"tier_{self.gold.id}", 1),
        ):
            action = figures[key]["action"]
            self.assertEqual(figures[key]["value"], value, key)
            found = self.env[action["res_model"]].search_count(action["domain"])
            self.assertEqual(found, value, key)


class TestReferralTour(ReferralCase, HttpCase):
    def test_the_salesperson_sees_the_tier_and_enters_a_referral(self):
        user = self.make_user("sales_all", login="tour_seller")
        self.friend.name = "Tour Friend"
        self.partner.name = "Tour Member"
        self.partner._ensure_referral_codes()
        self.env["hau_mai.referral.code"].search(
            [("partner_id", "=", self.partner.id)]
        ).code = "TQURCQDE"
        self.Membership.create(
            {
                "partner_id": self.partner.id,
                "company_id": self.company.id,
                "tier_id": self.gold.id,
            }
        )
        self.start_tour("/odoo/sales/new", "hau_mai_referral", login=user.login)
        referral = self.Referral.search([("referee_id", "=", self.friend.id)])
        self.assertEqual((referral.referrer_id, referral.how), (self.partner, "order"))
