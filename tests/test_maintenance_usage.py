"""Readings of the meter: plausible, forecast, used by verdicts."""

from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.tests import Form

from odoo.addons.hau_mai.tools.recurrence import add_duration

from .test_maintenance import MaintenanceCase


class TestUsage(MaintenanceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.motorbike = cls.make_plan(
            {
                "name": "Service",
                "interval": 6,
                "usage_interval": 3000,
                "usage_unit": "km",
                "anchor": "last_done",
            }
        )
        cls.start = cls.today - timedelta(days=60)
        cls.bike = cls.install(cls.motorbike, started=cls.start)
        cls.schedule = cls.bike.schedule_ids

    def on(self, days):
        return self.start + timedelta(days=days)

    def test_the_readings_make_a_forecast(self):
        self.assertEqual(self.schedule.date_next, add_duration(self.start, 6, "month"))
        self.assertFalse(self.schedule.date_next_is_forecast)
        self.bike._add_reading(400, self.on(20))
        self.bike._add_reading(800, self.on(40))
        self.assertEqual(self.schedule.date_next, self.on(150), "3,000 km at 20 km a day")
        self.assertTrue(self.schedule.date_next_is_forecast)
        self.assertIn("going by the readings", self.schedule.explanation)
        self.bike._add_reading(3050, self.on(50), confirmed=True)
        self.assertEqual(self.schedule.date_next, self.on(50))
        self.assertFalse(self.schedule.date_next_is_forecast)
        self.assertIn("are reached", self.schedule.explanation)

    def test_counted_from_the_usage_at_the_last_visit(self):
        self.bike._add_reading(1000, self.on(20))
        self.schedule._make_due()
        self.bike._add_reading(3000, self.on(59))
        self.run_cron()
        visit = self.schedule.occurrence_ids
        self.assertEqual(visit.state, "booked")
        self.assertEqual(self.schedule.date_next, visit.date_due)
        visit.service_id.action_done()
        usual = self.schedule._readings()
        self.assertEqual(usual[0], (self.start, 0.0))
        self.assertTrue(self.schedule.date_next_is_forecast)
        days = (self.schedule.date_next - self.today).days
        self.assertTrue(50 <= days <= 62, days)

    def test_by_usage_only_waits_for_a_reading(self):
        plan = self.make_plan(
            {"name": "Core", "interval": 0, "usage_interval": 3600, "usage_unit": "litre"}
        )
        unit = self.install(plan, started=self.start)
        self.assertFalse(unit.schedule_ids.date_next)
        self.assertIn("add a reading", unit.schedule_ids.explanation)
        self.assertEqual(unit._add_reading(600, self.on(30)).usage_unit, "litre")
        self.assertEqual(unit.schedule_ids.date_next, self.on(180))

    def test_what_looks_wrong_is_refused_or_confirmed(self):
        self.bike._add_reading(400, self.on(20))
        self.bike._add_reading(800, self.on(40))
        for value, day, words in [
            (700, self.on(50), "less than"),
            (500, self.on(10), "later on"),
            (9000, self.on(50), "far more"),
        ]:
            with self.subTest(value=value):
                with self.assertRaises(ValidationError) as refused:
                    self.bike._add_reading(value, day)
                self.assertIn(words, str(refused.exception))
                self.assertIn(self.bike.name, str(refused.exception))
        self.assertEqual(len(self.bike.reading_ids), 2)
        reading = self.bike._add_reading(10, self.on(50), confirmed=True)
        self.assertTrue(reading.confirmed)
        self.assertEqual(self.bike.last_reading, "10 km")
        for value, day in [(-1, self.on(55)), (20, self.today + timedelta(days=1))]:
            with self.assertRaises(ValidationError):
                self.bike._add_reading(value, day, confirmed=True)

    def test_the_dialog_says_what_looks_wrong_while_one_types(self):
        self.bike._add_reading(400, self.on(20))
        action = self.bike.action_add_reading()
        readings = self.env["hau_mai.unit.reading"].with_context(**action["context"])
        form = Form(readings)
        self.assertEqual(form.usage_unit, "km")
        form.value = 300
        self.assertIn("less than", form.doubt)
        form.value = 500
        self.assertFalse(form.doubt)
        form.save()
        self.assertEqual(self.bike.last_reading, "500 km")

    def test_a_verdict_uses_the_last_reading_known(self):
        self.bike.coverage_ids.write({"usage_limit": 1000, "usage_unit": "km"})
        covered, reason = self.bike._coverage_verdict(kind="parts")
        self.assertTrue(covered)
        self.assertIn("check the reading", reason)
        self.bike._add_reading(900)
        covered, reason = self.bike._coverage_verdict(kind="parts")
        self.assertTrue(covered)
        self.assertNotIn("check the reading", reason)
        self.bike._add_reading(1100)
        self.assertFalse(self.bike._coverage_verdict(kind="parts")[0])
        self.assertTrue(self.bike._coverage_verdict(kind="parts", usage=950)[0])
