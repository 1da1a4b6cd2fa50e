"""A warranty that ends as business: the call names what fits, and makes the quotation."""

from datetime import timedelta

from odoo.exceptions import ValidationError

from .care_common import CareCase
from .extension_common import ExtensionCase


class TestExtensionCare(ExtensionCase, CareCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ending = cls.make_rule(
            name="Offer more years",
            trigger="warranty_expiring",
            delay=-10,
            purpose="marketing",
            offer_extension=True,
            backfill=True,
        )

    def ending_units(self, count):
        units = self.make_order((self.fan, count)).unit_ids
        units.action_start(self.today - timedelta(days=360), "Test")
        self.env.flush_all()
        return units

    def call(self):
        self.plan(self.ending)
        return self.touchpoints(self.ending)

    def test_two_clicks_to_the_quotation(self):
        units = self.ending_units(3)
        rows = self.call()
        self.assertEqual(len(rows), 3)
        self.assertTrue(all(rows.mapped("offers_extension")))
        action = rows[0].action_offer_extension()
        offer = self.env["hau_mai.extension.offer"].browse(action["res_id"])
        self.assertEqual(offer.line_ids.unit_id, units)
        order = self.env["sale.order"].browse(offer.action_apply()["res_id"])
        self.assertEqual(order.order_line.extended_unit_id, units)
        self.assertEqual(order.origin, "Offer more years")

    def test_the_note_names_what_fits(self):
        self.ending_units(2)
        rows = self.call()
        self.assertIn("Extended 12 months: $", rows[0].extension_offer)
        self.assertIn("(until ", rows[0].extension_offer)
        [(summary, note)] = self.env["hau_mai.care.runner"]._render_texts([rows])
        self.assertEqual(str(note).count("Extended 12 months"), 2)
        self.assertIn("/odoo/follow-ups/", note)

    def test_many_calls_cost_no_more(self):
        self.ending_units(20)
        rows = self.call()

        def ask(touchpoints):
            return self.queries(lambda: touchpoints.mapped("extension_offer"))

        ask(rows[:3])
        self.assertLessEqual(ask(rows), ask(rows[:3]) + 1)

    def test_what_was_extended_does_not_end(self):
        unit = self.ending_units(1)
        row = self.call()
        self.assertEqual(row.state, "planned")
        self.extend_unit(unit)
        self.ending.date_last_pass = False
        self.plan(self.ending)
        self.assertEqual(row.state, "cancelled")
        self.assertIn("The warranty was extended until", row.reason)

    def test_an_offer_is_advertising(self):
        with self.assertRaisesRegex(ValidationError, "What offers something is advertising"):
            self.ending.purpose = "service"
        with self.assertRaisesRegex(ValidationError, "What offers something is advertising"):
            self.make_rule(
                trigger="warranty_expiring", note="There is {{ object.extension_offer }}."
            )
        with self.assertRaisesRegex(ValidationError, "cannot offer an extension"):
            self.make_rule(purpose="marketing", offer_extension=True)
