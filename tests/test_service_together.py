"""Where concerns meet: usage and money, maintenance and money, exchange and maintenance."""

from datetime import timedelta

from odoo.fields import Command

from .service_common import ServiceCase


class TestTogether(ServiceCase):
    def job_of_visit(self, unit):
        """The job that the scheduled action makes for what is due on a unit."""
        unit.schedule_ids._make_due()
        return unit.schedule_ids.occurrence_ids.service_id

    def test_a_line_knows_how_far_it_was_driven(self):
        """ "12 months or 10,000 km": past the kilometers nothing is paid any more."""
        self.policy.term_ids.filtered("is_main").write({"usage_limit": 10000, "usage_unit": "km"})
        unit = self.make_unit(started_ago=100)
        unit._add_reading(12000, self.today - timedelta(days=1))
        job = self.make_service(unit_id=unit.id)
        self.assertFalse(job.under_warranty)
        part = self.make_product("Belt")
        line = self.env["hau_mai.service.line"].create(
            {"service_id": job.id, "product_id": part.id, "kind": "parts"}
        )
        self.assertFalse(line.covered)
        self.assertIn("10,000 km", line.reason)

    def test_the_work_of_a_free_visit_is_free_and_then_it_costs(self):
        plan = self.make_plan({"interval": 1, "free_visits": 1})
        unit = self.make_unit(started_ago=31, policy_id=False, maintenance_plan_id=plan.id)
        labour = self.make_product("Labour", type="service")
        vals = {"product_id": labour.id, "kind": "labour"}
        first = self.job_of_visit(unit)
        first.line_ids = [Command.create(vals)]
        self.assertTrue(first.line_ids.covered)
        self.assertIn("the first 1 visits are included", first.line_ids.reason)
        first.action_done()
        unit.schedule_ids.action_set_anchor(self.today - timedelta(days=62), "A test")
        second = self.job_of_visit(unit) - first
        second.line_ids = [Command.create(vals)]
        self.assertFalse(second.line_ids.covered)
        self.assertIn("Not covered", second.line_ids.reason)

    def test_a_new_unit_takes_the_maintenance_over(self):
        plan = self.make_plan()
        unit = self.make_unit(started_ago=100, maintenance_plan_id=plan.id, serial_number="OLD-1")
        schedule = unit.schedule_ids
        due = schedule.date_next
        unit.action_exchange("NEW-1", "Broken for good")
        new = unit.replaced_by_id
        self.assertEqual(new.schedule_ids, schedule, "handed over, not made again")
        self.assertEqual((schedule.state, schedule.date_next), ("running", due))
        self.assertEqual(new.maintenance_plan_id, plan)
        self.assertFalse(unit.schedule_ids)
