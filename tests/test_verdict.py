"""Is it covered, and why: the sentence a salesperson reads out."""

from odoo.fields import Command

from .common import HauMaiCase


class TestVerdict(HauMaiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.parts = cls.env["product.category"].create({"name": "Batteries"})
        cls.battery = cls.make_product(
            "Battery", categ_id=cls.env["product.category"].create(
                {"name": "Lithium", "parent_id": cls.parts.id}
            ).id,
        )  # fmt: skip
        cls.fan = cls.make_product("Fan")
        cls.policy.term_ids = [
            Command.create(
                {
                    "name": "Battery",
                    "scope": "component",
                    "component_categ_ids": [Command.set(cls.parts.ids)],
                    "duration": 12,
                    "usage_limit": 10000,
                    "usage_unit": "km",
                }
            )
        ]
        cls.unit = cls.env["hau_mai.unit"].create(
            {
                "partner_id": cls.partner.id,
                "product_id": cls.product.id,
                "policy_id": cls.policy.id,
            }
        )

    def test_the_table(self):
        self.unit.action_start("2026-01-10", "Test")
        unit_end, compressor_end = "01/10/2028", "01/10/2036"
        for product, kind, day, usage, covered, reason in [
            (None, "parts", "2027-06-01", None, True,
             "Parts covered: Compressor until 01/10/2036; Whole unit until 01/10/2028."),
            (None, "labour", "2027-06-01", None, True,
             f"Labour covered by “Whole unit” until {unit_end}."),
            (None, "labour", "2029-06-01", None, False,
             f"Not covered: “Whole unit” ended on {unit_end}."),
            (None, "parts", "2029-06-01", None, True,
             f"Parts covered by “Compressor” until {compressor_end}."),
            (None, "transport", "2026-06-01", None, False,
             "Not covered: no warranty period of it pays for transport."),
            (None, "parts", "2026-01-09", None, False,
             "Not covered yet: “Whole unit” starts on 01/10/2026."),
            (self.product, "labour", "2027-06-01", None, True,
             f"Labour covered by “Whole unit” until {unit_end}."),
            (self.compressor, "parts", "2029-06-01", None, True,
             f"Parts covered by “Compressor” until {compressor_end}."),
            (self.compressor, "labour", "2026-06-01", None, True,
             f"Labour covered by “Whole unit” until {unit_end}."),
            (self.fan, "parts", "2026-06-01", None, True,
             f"Parts covered by “Whole unit” until {unit_end}."),
            (self.fan, "parts", "2029-06-01", None, False,
             f"Not covered: “Whole unit” ended on {unit_end}."),
            (self.battery, "parts", "2026-06-01", None, True,
             "Parts covered by “Battery”, up to 10,000 km: check the reading."),
            (self.battery, "parts", "2026-06-01", 10000, True,
             "Parts covered by “Battery” until 01/10/2027."),
            (self.battery, "parts", "2026-06-01", 10001, False,
             "Not covered: “Battery” ends at 10,000 km, and it is past that."),
            (self.battery, "parts", "2027-06-01", 0, False,
             "Not covered: “Battery” ended on 01/10/2027."),
        ]:  # fmt: skip
            with self.subTest(product=product and product.name, kind=kind, day=day, usage=usage):
                self.assertEqual(
                    self.unit._coverage_verdict(product, kind, self.day(day), usage),
                    (covered, reason),
                )

    def test_not_started_says_what_it_waits_for(self):
        self.assertEqual(
            self.unit._coverage_verdict(kind="labour"),
            (
                False,
                "Not covered yet: “Whole unit” has not started "
                "(24 months, counted once it is delivered).",
            ),
        )

    def test_without_a_warranty(self):
        bare = self.env["hau_mai.unit"].create(
            {"partner_id": self.partner.id, "product_id": self.product.id}
        )
        self.assertEqual(
            bare._coverage_verdict(), (False, "Not covered: it was sold without a warranty.")
        )

    def test_a_card_that_is_not_valid(self):
        self.unit.action_start("2026-01-10", "Test")
        self.unit.action_void("Sold to a dealer")
        self.assertEqual(
            self.unit._coverage_verdict(on_date=self.day("2026-06-01")),
            (False, "Not covered: this card is void. Sold to a dealer"),
        )

    def test_for_life(self):
        life = self.make_policy("Life", duration=0)
        unit = self.env["hau_mai.unit"].create(
            {"partner_id": self.partner.id, "product_id": self.fan.id, "policy_id": life.id}
        )
        unit.action_start("2016-01-10", "Test")
        self.assertEqual(
            unit._coverage_verdict(), (True, "Parts covered by “Whole unit”, for life.")
        )

    def test_today_is_asked_when_no_day_is_given(self):
        self.unit.action_start(self.today, "Test")
        self.assertTrue(self.unit._coverage_verdict(kind="labour")[0])

    def test_why_this_date(self):
        self.unit.action_start("2026-01-10", "Bought elsewhere")
        whole, compressor, battery = self.unit.coverage_ids
        start = "the day set by hand (Bought elsewhere) on 01/10/2026"
        self.assertEqual(whole.explanation, f"24 months from {start} = until 01/10/2028")
        self.assertEqual(compressor.explanation, f"10 years from {start} = until 01/10/2036")
        self.assertEqual(
            battery.explanation,
            f"12 months from {start} = until 01/10/2027, or 10,000 km, whichever comes first",
        )
        self.assertEqual(compressor.covered, "parts")
        self.assertEqual(whole.covered, "parts, labour")
