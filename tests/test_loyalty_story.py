"""The story of a customer, from the first order to the tier that is lost, with every figure."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields

from .channel_common import ChannelCase
from .loyalty_common import PointsCase


class TestStory(PointsCase, ChannelCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.start = fields.Datetime.now()
        cls.company.hau_mai_tiers_running = cls.start
        cls.silver.write(
            {
                "service_discount": 10,
                "warranty_bonus_months": 6,
                "points_factor": 2,
                "grace_days": 15,
            }
        )
        cls.product.invoice_policy = "order"
        cls.welcome = cls.env.ref("hau_mai.care_rule_tier_upgrade_email")
        cls.announce = cls.env.ref("hau_mai.care_rule_tier_ending_email")
        (cls.welcome | cls.announce).active = True
        cls.agree(cls.partner, "email", "marketing")

    def on(self, day):
        """At this day of the story, counted from its first, or at a date."""
        if isinstance(day, int):
            return freeze_time(self.start + timedelta(days=day))
        return freeze_time(f"{day} 05:00:00")

    def night(self):
        """What the scheduled actions do."""
        self.run_job("hau_mai.ir_cron_upgrade_tiers")
        self.run_job("hau_mai.ir_cron_review_tiers")
        self.plan()
        self.carry_out()
        self.env.invalidate_all()

    def figures(self):
        member = self.membership()
        return (member.tier_id, member.amount, member.order_count, member.amount_kept)

    def test_from_the_first_order_to_the_tier_that_is_lost(self):
        # Silver, and an email that says so
        first = self.order(1200)
        first_invoice = self.pay(first)
        self.assertEqual(self.card().points, 1200)
        self.night()
        self.assertEqual(self.figures(), (self.silver, 1200, 1, 0))
        member = self.membership()
        until, drop = member.date_until, member.date_drop
        self.assertEqual(drop, until + timedelta(days=15))
        told = self.touchpoints(self.welcome)
        self.assertEqual((told.state, told.sent_by), ("done", "email"))
        self.assertEqual(told.mail_mail_id.state, "outgoing")
        self.assertIn("Silver", told.mail_mail_id.body_html)

        # what it gives
        self.assertEqual(self.partner._get_service_discount(), (10, "10% for Silver members"))
        with self.on(10):
            second = self.order(300, product=self.product)
            self.pay(second)
            self.assertEqual(second.coupon_point_ids.points, 600)
            self.assertEqual(self.card().points, 1800)
            self.assertEqual(second.unit_ids.warranty_bonus_months, 6)
            self.night()
            self.assertEqual(self.figures(), (self.silver, 1500, 2, 300))
            self.assertEqual(member.progress_text, "$\xa03,500.00 more for Gold.")

        # the first order comes back: points and figures, but not the tier
        with self.on(20):
            self.refund(first_invoice)
            self.assertEqual(self.card().points, 600)
            self.night()
            self.assertEqual(self.figures(), (self.silver, 300, 1, 300))
            self.assertFalse(self.touchpoints(self.announce))

        # announced, not kept, had until the end of grace, lost
        with self.on(until - timedelta(days=30)):
            self.night()
            announced = self.touchpoints(self.announce)
            body = announced.mail_mail_id.body_html
            self.assertIn(announced.tier_until, body)
            self.assertIn("700.00", body)
            self.assertIn("700.00 more by then keep it", member.progress_text)
        for day in (until, until + timedelta(days=1), drop):
            with self.on(day):
                self.night()
                self.assertEqual(self.figures()[0], self.silver)
        with self.on(drop):
            self.assertEqual(member.status, "grace")
        with self.on(drop + timedelta(days=1)):
            self.night()
            self.assertFalse(self.membership().tier_id)
            self.assertFalse(self.partner.loyalty_tier_id)
            self.assertEqual(self.partner._get_service_discount(), (0.0, ""))
            self.night()
        self.assertEqual(second.unit_ids.warranty_bonus_months, 6, "sold is sold")

        # what is left: why of every change, and a ledger of points that adds up
        moves = self.Move.search([("partner_id", "=", self.partner.id)], order="id")
        self.assertEqual(
            [(move.kind, move.tier_from_id, move.tier_to_id, move.amount) for move in moves],
            [
                ("upgrade", self.Tier, self.silver, 1200),
                ("downgrade", self.silver, self.Tier, 300),
            ],
        )
        self.assertIn("Silver is reached with", moves[0].reason)
        self.assertIn("Silver is not kept", moves[1].reason)
        card = self.card()
        self.assertEqual(card.points, 600)
        self.assertEqual(sorted(card.history_ids.mapped("issued")), [0, 600, 1200])
        self.assertEqual(sum(card.history_ids.mapped("used")), 1200)
        self.assertEqual(len(self.touchpoints(self.welcome)), 1)
        self.assertEqual(len(self.touchpoints(self.announce)), 1)
