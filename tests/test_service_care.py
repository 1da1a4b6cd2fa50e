"""Follow-ups on jobs and visits: planned once, with the right words, gone when moot."""

from datetime import timedelta

from .care_common import CareCase
from .service_common import ServiceCase


class TestServiceCare(ServiceCase, CareCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit.serial_number = "SN-1"

    def handed_over(self, days_ago=0, **vals):
        """A job that was received, repaired and handed back."""
        received = self.moment(days=-days_ago - 2)
        service = self.make_service(date_received=received, responsible_id=self.desk.id, **vals)
        service.action_done()
        service.write({"state": "closed", "date_returned": self.moment(days=-days_ago)})
        return service

    def visit(self, days=10, **vals):
        schedule = self.env["hau_mai.maintenance.schedule"].create(
            {"unit_id": self.unit.id, "name": "Cleaning"}
        )
        return self.env["hau_mai.maintenance.occurrence"].create(
            {"schedule_id": schedule.id, "number": 1, "date_due": self.days(days), **vals}
        )

    def test_three_days_after_the_hand_over(self):
        rule = self.make_rule(
            trigger="service_done",
            delay=3,
            summary="{{ object.job_number }} of {{ object.job_date }}: {{ object.product_name }}",
        )
        service = self.handed_over()
        self.plan(rule)
        touchpoint = self.touchpoints(rule)
        self.assertEqual(
            (touchpoint.res_model, touchpoint.res_id, touchpoint.occurrence),
            ("hau_mai.service", service.id, 0),
        )
        self.assertEqual(touchpoint.date_planned, self.days(3))
        self.assertEqual(touchpoint.user_id, self.desk)
        self.assertEqual((touchpoint.unit_id, touchpoint.partner_id), (self.unit, self.partner))
        self.assertIn("SN-1", touchpoint.subject)
        self.plan(rule)
        self.assertEqual(self.touchpoints(rule), touchpoint)
        touchpoint.date_planned = self.days(0)
        self.carry_out()
        self.assertEqual(touchpoint.state, "open")
        summary = touchpoint.activity_id.summary
        self.assertTrue(summary.startswith(f"{service.name} of "), summary)
        self.assertTrue(summary.endswith(": AC 9000"), summary)

    def test_done_where_the_customer_is_counts_from_the_work(self):
        rule = self.make_rule(trigger="service_done", delay=0)
        self.make_service(kind="installation").action_done()
        away = self.make_service(date_received=self.moment(days=-1))
        away.action_done()
        self.plan(rule)
        self.assertEqual(len(self.touchpoints(rule)), 1)
        away.date_returned = self.moment()
        self.plan(rule)
        self.assertEqual(len(self.touchpoints(rule)), 2)

    def test_only_jobs_of_the_kind(self):
        repairs = self.make_rule(trigger="service_done", delay=0, service_kind="repair")
        repair = self.handed_over()
        inspection = self.handed_over(kind="inspection")
        self.plan(repairs)
        self.assertEqual(self.touchpoints(repairs).mapped("res_id"), repair.ids)
        self.assertEqual(repairs.preview_today, 1)
        repairs.service_kind = False
        self.plan(repairs)
        self.assertEqual(
            set(self.touchpoints(repairs).mapped("res_id")), {repair.id, inspection.id}
        )

    def test_a_job_taken_up_again_is_not_asked_after(self):
        rule = self.make_rule(trigger="service_done", delay=3)
        service = self.handed_over()
        self.plan(rule)
        service.write({"state": "in_progress", "date_returned": False})
        self.plan(rule)
        touchpoint = self.touchpoints(rule)
        self.assertEqual(touchpoint.state, "cancelled")
        self.assertIn("taken up again", touchpoint.reason)
        service.action_done()
        service.write({"state": "closed", "date_returned": self.moment(days=1)})
        self.plan(rule)
        self.assertEqual((touchpoint.state, touchpoint.date_planned), ("planned", self.days(4)))

    def test_a_job_without_a_card_says_what_it_was_about(self):
        rule = self.make_rule(trigger="service_done", delay=0)
        self.Service.create(
            {"partner_id": self.partner.id, "product_id": self.product.id, "serial_number": "X1"}
        ).action_done()
        self.plan(rule)
        self.assertEqual(self.touchpoints(rule).subject, "AC 9000 · X1")

    def test_before_a_visit_is_due(self):
        rule = self.make_rule(
            trigger="visit_due",
            delay=-7,
            summary="{{ object.visit_name }} on {{ object.visit_date }}: {{ object.card_number }}",
        )
        visit = self.visit(7)
        self.plan(rule)
        touchpoint = self.touchpoints(rule)
        self.assertEqual(
            (touchpoint.res_model, touchpoint.res_id, touchpoint.occurrence),
            ("hau_mai.unit", self.unit.id, visit.id),
        )
        self.assertEqual(touchpoint.date_planned, self.days(0))
        self.assertEqual((touchpoint.visit_name, touchpoint.unit_id), ("Cleaning", self.unit))
        self.carry_out()
        self.assertIn(self.unit.name, touchpoint.activity_id.summary)
        self.assertTrue(touchpoint.activity_id.summary.startswith("Cleaning on "))

    def test_a_visit_that_moves_or_is_made(self):
        rule = self.make_rule(trigger="visit_due", delay=-7)
        visit = self.visit(10)
        self.plan(rule)
        visit.date_due += timedelta(days=2)
        self.plan(rule)
        self.assertEqual(self.touchpoints(rule).date_planned, self.days(5))
        visit.state = "done"
        self.plan(rule)
        self.assertEqual(self.touchpoints(rule).state, "cancelled")
        self.assertIn("visit was made", self.touchpoints(rule).reason)

    def test_a_visit_is_not_taken_for_a_period_of_the_same_number(self):
        """Both are kept in one column: what they are of, the rule says."""
        rule = self.make_rule(trigger="visit_due", delay=0)
        coverage = self.unit.coverage_ids[0]
        self.visit(5)
        self.plan(rule)
        touchpoint = self.touchpoints(rule)
        touchpoint.sudo().occurrence = coverage.id
        self.assertFalse(touchpoint._coverages())

    def test_query_count_does_not_grow(self):
        rule = self.make_rule(trigger="service_done", delay=0)
        counts = []
        for number in (1, 10, 40):
            for _number in range(number):
                self.handed_over()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.plan(rule)
            self.touchpoints(rule).mapped("subject")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])
