"""Sequences: the second step comes when nobody answered the first one."""

from datetime import timedelta

from odoo.exceptions import ValidationError

from .care_common import CareCase


class TestCareSequence(CareCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.make_rule(name="First call", delay=0, max_tries=1)
        cls.second = cls.make_rule(
            name="Second call",
            trigger="after_step",
            after_rule_id=cls.first.id,
            delay=3,
            stop_on_order=True,
            stop_on_complaint=True,
        )

    def called(self, outcome, customers=None):
        """The first step was carried out for these customers, with this outcome."""
        self.orders = self.make_orders(customers or self.partner)
        self.plan()
        self.carry_out()
        self.touchpoints(self.first, state="open")._record_outcome(outcome)
        self.plan()
        return self.touchpoints(self.second)

    def test_no_answer_leads_to_the_second_step_about_the_same(self):
        step = self.called("no_answer")
        before = self.touchpoints(self.first)
        self.assertEqual(
            (step.res_model, step.res_id, step.occurrence),
            ("sale.order", self.orders.id, before.id),
        )
        self.assertEqual((step.date_planned, step.state), (self.days(3), "planned"))
        self.assertEqual(step.order_name, self.orders.name)
        self.assertIn("“First call”, when nobody answered", step.explanation)
        self.plan()
        self.assertEqual(self.touchpoints(self.second), step)

    def test_an_answer_ends_the_sequence(self):
        for outcome in ("reached", "refused", "problem"):
            with self.subTest(outcome=outcome):
                customer = self.make_customers(1)
                self.called(outcome, customer)
                self.assertFalse(self.touchpoints(self.second, partner_id=customer.id))
                before = self.touchpoints(self.first, partner_id=customer.id)
                self.assertEqual(before._answered(), before)

    def test_a_late_answer_cancels_what_is_planned(self):
        step = self.called("no_answer")
        before = self.touchpoints(self.first)
        before.sudo().date_answered = self.now()
        self.assertEqual(before._answered(), before)
        self.plan()
        self.assertEqual(step.state, "cancelled")

    def test_an_answer_on_the_day_itself_is_seen_right_before(self):
        step = self.called("no_answer")
        step.date_planned = self.days(0)
        self.touchpoints(self.first).sudo().date_answered = self.now()
        self.carry_out()
        self.assertEqual(step.state, "cancelled")
        self.assertEqual(step.reason, "The customer answered “First call”.")

    def test_who_buys_is_left_alone_with_the_reason(self):
        step = self.called("no_answer")
        order = self.make_orders(self.partner)
        self.plan(self.second)
        self.assertEqual((step.state, step.reason_code), ("cancelled", "bought"))
        self.assertIn(order.name, step.reason)
        self.plan(self.second)
        self.assertEqual(step.state, "cancelled")

    def test_who_buys_on_the_day_itself_is_left_alone(self):
        step = self.called("no_answer")
        step.date_planned = self.days(0)
        colleague = self.make_customers(1, parent_id=self.partner.id)
        self.make_orders(colleague)
        self.carry_out()
        self.assertEqual(step.reason_code, "bought")

    def test_who_complains_is_left_alone(self):
        step = self.called("no_answer")
        case = self.env["hau_mai.complaint"].create(
            {"subject": "It drips", "partner_id": self.partner.id}
        )
        praise = self.make_customers(1)
        other = self.called("no_answer", praise) - step
        self.env["hau_mai.complaint"].create(
            {"subject": "Very good", "type": "praise", "partner_id": praise.id}
        )
        self.plan(self.second)
        self.assertEqual((step.state, step.reason_code), ("cancelled", "complained"))
        self.assertIn(case.name, step.reason)
        self.assertEqual(other.state, "planned")

    def test_without_stops_the_sequence_goes_on(self):
        self.second.write({"stop_on_order": False, "stop_on_complaint": False})
        step = self.called("no_answer")
        self.make_orders(self.partner)
        self.plan(self.second)
        step.date_planned = self.days(0)
        self.carry_out()
        self.assertEqual(step.state, "open")

    def test_a_rule_that_stops_but_is_no_step(self):
        """An upsell after a delivery is dropped when they have bought again since."""
        rule = self.make_rule(name="Upsell", delay=10, stop_on_order=True)
        before = self.now() - timedelta(days=5)
        self.make_orders(self.partner, date_order=before)
        self.plan(rule)
        found = self.touchpoints(rule)
        self.assertEqual(found.state, "planned")
        self.make_orders(self.partner)
        self.plan(rule)
        self.assertEqual(found.reason_code, "bought")

    def test_rules_do_not_wait_for_each_other(self):
        with self.assertRaisesRegex(ValidationError, "wait for each other"):
            self.first.write({"trigger": "after_step", "after_rule_id": self.second.id})
        with self.assertRaisesRegex(ValidationError, "Choose the rule after which"):
            self.make_rule(trigger="after_step")

    def test_what_was_cancelled_leads_to_nothing(self):
        self.make_orders(self.partner)
        self.plan()
        self.touchpoints(self.first)._cancel("hand", "Not needed")
        self.plan()
        self.assertFalse(self.touchpoints(self.second))

    def test_query_count_does_not_grow(self):
        counts = []
        for number in (3, 20):
            self.called("no_answer", self.make_customers(number))
            steps = self.touchpoints(self.second, state="planned")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            steps._stop_sequences()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
