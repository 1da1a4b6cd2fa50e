"""Follow-ups on tiers: a change, and an end that can still be turned away."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields

from .loyalty_common import LoyaltyCase


class TestTierCare(LoyaltyCase):
    def setUp(self):
        super().setUp()
        self.company.hau_mai_tier_basis = "confirmed"
        self.company.hau_mai_tiers_running = fields.Datetime.now()

    def review(self):
        memberships = self.Membership.sudo()
        due = memberships._due_memberships(self.company, self.company._hau_mai_today())
        return due._review(fields.Datetime.now())

    def test_an_upgrade_is_told(self):
        rule = self.make_rule(
            trigger="tier_changed",
            tier_change="upgrade",
            delay=0,
            summary="{{ object.partner_id.name }} has {{ object.tier_name }}",
        )
        downs = self.make_rule(trigger="tier_changed", tier_change="downgrade", delay=0)
        self.assertIn("upgrade", rule.sentence)
        self.sell(1200)
        self.review()
        self.plan()
        self.assertFalse(self.touchpoints(downs))
        self.carry_out()
        touchpoint = self.touchpoints(rule)
        self.assertEqual(touchpoint.state, "open")
        self.assertEqual(touchpoint.activity_id.summary, "Nguyễn Văn An has Silver")
        self.assertEqual(touchpoint.activity_id.res_model, "hau_mai.loyalty.membership")

    def test_nobody_is_told_of_the_first_review(self):
        self.company.hau_mai_tiers_running = False
        rule = self.make_rule(trigger="tier_changed", delay=0)
        self.sell(1200)
        self.review()
        self.plan()
        self.assertFalse(self.touchpoints(rule))

    def test_an_end_is_announced_while_it_can_be_turned_away(self):
        rule = self.make_rule(
            trigger="tier_ending",
            delay=-30,
            summary="Needs {{ object.tier_missing }} by {{ object.tier_until }}",
        )
        start = fields.Datetime.now()
        self.sell(1200)
        self.review()
        until = self.membership().date_until
        ahead = (until - self.today).days - 30
        with freeze_time(start + timedelta(days=ahead)):
            self.review()
            self.plan()
            touchpoint = self.touchpoints(rule)
            self.assertEqual(touchpoint.date_planned, until - timedelta(days=30))
            self.assertIn("1,000", touchpoint.tier_missing)
            self.sell(1000)
            self.review()
            self.assertTrue(self.membership().keeps)
            self.plan()
            self.assertEqual(touchpoint.state, "cancelled", "They keep it already")
        with freeze_time(start + timedelta(days=ahead + 31)):
            self.assertEqual(self.review().kind, "renewal")
        with freeze_time(start + timedelta(days=ahead + 365)):
            self.review()
            self.plan()
            planned = self.touchpoints(rule, state="planned")
            self.assertEqual(len(planned), 1, "The next end is another occasion")

    def test_the_default_rules_wait_to_be_switched_on(self):
        for name in ("care_rule_tier_upgrade", "care_rule_tier_ending"):
            rule = self.env.ref(f"hau_mai.{name}")
            self.assertFalse(rule.active)
            rule.active = True
            self.assertTrue(rule.sentence)
