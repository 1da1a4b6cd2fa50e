"""What if: thresholds are tried on a copy before they hold."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError

from .loyalty_common import LoyaltyCase

REVIEW = "hau_mai.ir_cron_review_tiers"


class TestWhatIf(LoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.hau_mai_tier_basis = "confirmed"
        cls.company.hau_mai_tiers_running = fields.Datetime.now()
        cls.customers = cls.make_customers(4)
        for customer, amount in zip(cls.customers, (500, 1000, 2000, 6000), strict=True):
            cls.sell(amount, customer)
        memberships = cls.Membership.sudo()
        memberships._due_memberships(cls.company, cls.today)._review(fields.Datetime.now())
        cls.draft = cls.env["hau_mai.loyalty.draft"].create({"name": "Try"})

    def line(self, tier):
        return self.draft.line_ids.filtered(lambda line: line.tier_id == tier)

    def cells(self):
        """``{(from, to): count}`` of the table people see."""
        preview = self.draft.preview
        return {
            (row["name"], column): cell["count"]
            for row in preview["rows"]
            for column, cell in zip(preview["columns"], row["cells"], strict=True)
            if cell["count"]
        }

    def test_a_draft_begins_with_what_is_in_force(self):
        self.assertEqual(self.draft.line_ids.mapped("amount_min"), [1000, 5000])
        self.draft.action_preview()
        self.assertEqual(self.draft.moving_count, 0)
        self.assertEqual(
            self.cells(),
            {("No tier", "No tier"): 1, ("Silver", "Silver"): 2, ("Gold", "Gold"): 1},
        )
        with self.assertRaisesRegex(UserError, "Nobody would move"):
            self.draft.action_view_moving()

    def test_how_many_would_move_where(self):
        self.line(self.silver).amount_min = 500
        self.line(self.gold).amount_min = 2000
        self.draft.action_preview()
        self.assertEqual(
            self.cells(),
            {
                ("No tier", "Silver"): 1,
                ("Silver", "Silver"): 1,
                ("Silver", "Gold"): 1,
                ("Gold", "Gold"): 1,
            },
        )
        self.assertEqual((self.draft.preview["up"], self.draft.preview["down"]), (2, 0))
        moving = self.Membership.search(self.draft.action_view_moving()["domain"])
        self.assertEqual(moving.partner_id, self.customers[0] | self.customers[2])
        self.assertEqual(self.silver.amount_min, 1000, "Nothing happened yet")
        self.line(self.silver).amount_min = 600
        self.assertFalse(self.draft.preview, "An old preview is taken away")

    def test_whether_tiers_given_stay(self):
        self.line(self.silver).amount_min = 1500
        self.draft.action_preview()
        self.assertEqual(self.draft.moving_count, 0)
        self.draft.keep_held = False
        self.draft.action_preview()
        self.assertEqual(self.cells()["Silver", "No tier"], 1)

    def test_it_comes_into_force_on_its_day(self):
        self.line(self.gold).amount_min = 2000
        with self.assertRaisesRegex(UserError, "Choose the day"):
            self.draft.action_plan()
        self.draft.date_from = self.today + timedelta(days=2)
        self.draft.action_plan()
        with self.assertRaisesRegex(UserError, "back to draft"):
            self.line(self.gold).amount_min = 3000
        self.run_job(REVIEW)
        self.env.invalidate_all()
        self.assertEqual((self.draft.state, self.gold.amount_min), ("planned", 5000))
        with freeze_time(fields.Datetime.now() + timedelta(days=2)):
            self.run_job(REVIEW)
            self.env.invalidate_all()
        self.assertEqual((self.draft.state, self.gold.amount_min), ("in_force", 2000))
        move = self.Move.search([("partner_id", "=", self.customers[2].id)], limit=1)
        self.assertEqual((move.kind, move.tier_to_id), ("rules", self.gold))
        with self.assertRaisesRegex(UserError, "cannot become"):
            self.draft.action_cancel()

    def test_everybody_where_they_stand_at_once(self):
        given = self.membership(self.customers[1])
        given._give_by_hand(self.gold, self.today + timedelta(days=9), "A friend")
        self.line(self.silver).amount_min = 2500
        self.draft.write({"keep_held": False, "date_from": self.today})
        self.draft.action_plan()
        self.run_job(REVIEW)
        self.env.invalidate_all()
        membership = self.membership(self.customers[2])
        self.assertFalse(membership.tier_id)
        move = self.Move.search([("partner_id", "=", self.customers[2].id)], limit=1)
        self.assertEqual((move.kind, move.tier_to_id), ("rules", self.Tier))
        self.assertEqual(given.tier_id, self.gold, "Given by hand stays")
        self.assertFalse(self.Membership.search_count([("refit", "=", True)]))

    def test_counting_costs_the_same_for_all(self):
        self.draft.action_preview()
        with self.assertQueryCount(16):
            self.draft.action_preview()


class TestUsualTiers(LoyaltyCase):
    def test_a_company_without_tiers_gets_the_usual_ones(self):
        company = self.env["res.company"].create(
            {"name": "Second", "currency_id": self.env.ref("base.VND").id}
        )
        self.env.user.company_ids |= company
        tiers = self.Tier.with_company(company)
        tiers.action_use_usual_tiers()
        made = tiers.search([("company_id", "=", company.id)])
        self.assertEqual(made.mapped("amount_min"), [0, 5e6, 15e6, 30e6])
        self.assertEqual(made.mapped("name"), ["Bronze", "Silver", "Gold", "Diamond"])
        with self.assertRaisesRegex(UserError, "has tiers already"):
            tiers.action_use_usual_tiers()
