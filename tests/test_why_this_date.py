"""Every date of a warranty shows its sum, for whoever asks why."""

from datetime import timedelta

from odoo.tools import format_date

from .service_common import ServiceCase


class TestWhyThisDate(ServiceCase):
    def on(self, day):
        return format_date(self.env, day)

    def make_period(self, **vals):
        return self.env["hau_mai.coverage"].create(
            {
                "unit_id": self.unit.id, "name": "Period", "duration": 12,
                "date_start": self.day("2026-01-31"), **vals,
            }
        )  # fmt: skip

    def test_a_start_by_hand(self):
        self.unit.action_start("2026-01-10", "Receipt seen")
        main = self.unit.coverage_ids.filtered("is_main")
        self.assertEqual(
            main.explanation,
            "24 months from the day set by hand (Receipt seen) on 01/10/2026 = until 01/10/2028",
        )

    def test_an_order_by_its_moment(self):
        policy = self.make_policy(trigger="order", duration=12)
        product = self.make_product("Fan", warranty_policy_id=policy.id)
        unit = self.make_order((product, 1)).unit_ids
        end = unit.coverage_ids.date_end
        self.assertEqual(
            unit.coverage_ids.explanation,
            f"12 months from the order on {self.on(self.today)} = until {self.on(end)}",
        )

    def test_what_waits_says_for_what(self):
        unit = self.make_unit(started_ago=None)
        self.assertEqual(
            unit.coverage_ids[0].explanation, "24 months, counted once it is delivered"
        )

    def test_each_origin(self):
        for origin, event in (
            ("extension", "extended warranty"),
            ("goodwill", "goodwill"),
            ("exchange", "the exchange"),
            ("part", "the replacement of the part"),
            ("repair", "the repair"),
        ):
            with self.subTest(origin=origin):
                self.assertEqual(
                    self.make_period(origin=origin).explanation,
                    f"12 months from {event} on 01/31/2026 = until 01/31/2027",
                )

    def test_for_life_has_no_last_day(self):
        period = self.make_period(origin="goodwill", duration=0)
        self.assertEqual(period.explanation, "for life from goodwill on 01/31/2026")

    def test_days_in_repair_are_added_up(self):
        main = self.unit.coverage_ids.filtered("is_main")
        base = main.date_end
        job = self.make_service(date_received=self.moment(days=-10))
        job.write({"state": "done", "date_returned": self.moment(days=-3)})
        self.assertEqual(main.date_end, base + timedelta(days=7))
        self.assertIn(f"= until {self.on(base)}; 7 days longer for repair", main.explanation)
        self.assertTrue(main.explanation.endswith(f"= until {self.on(main.date_end)}"))

    def test_months_of_a_tier_are_added_up(self):
        tier = self.env["hau_mai.loyalty.tier"].search([], limit=1)
        main = self.unit.coverage_ids.filtered("is_main")
        base = main.date_end
        self.unit.write({"warranty_bonus_months": 6, "bonus_tier_id": tier.id})
        self.assertEqual(
            main.explanation.split("; ", 1)[1],
            f"6 months longer for {tier.name} members = until {self.on(main.date_end)}",
        )
        self.assertIn(f"= until {self.on(base)}; ", main.explanation)

    def test_what_was_ended_says_so_last(self):
        period = self.make_period(origin="part")
        period._take_back("the repair was taken up again")
        self.assertTrue(
            period.explanation.endswith("ended on 01/30/2026: the repair was taken up again")
        )
