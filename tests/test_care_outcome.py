"""How a follow-up ends, in one click."""

from odoo.exceptions import AccessError, UserError

from .care_common import CareCase


class TestCareOutcome(CareCase):
    def open_one(self, partner=None, **vals):
        rule = self.make_rule(delay=0, **vals)
        self.make_orders(partner or self.partner)
        self.plan(rule)
        self.carry_out()
        return self.touchpoints(rule)

    def test_reached(self):
        touchpoint = self.open_one()
        activity = touchpoint.activity_id
        touchpoint.action_reached()
        self.assertEqual((touchpoint.state, touchpoint.outcome), ("done", "reached"))
        self.assertEqual(touchpoint.date_done, self.days(0))
        self.assertFalse(activity.active)
        self.assertEqual(activity.feedback, "Reached.")
        self.assertIn("Reached", touchpoint.order_id.message_ids[:1].body)

    def test_no_answer_is_tried_again_until_the_tries_are_used_up(self):
        touchpoint = self.open_one(max_tries=3, retry_days=2)
        for tries in (1, 2):
            touchpoint.action_no_answer()
            self.assertEqual((touchpoint.state, touchpoint.tries), ("planned", tries))
            self.assertEqual(touchpoint.date_planned, self.days(2))
            self.assertFalse(touchpoint.activity_id)
            self.plan()
            self.assertEqual(touchpoint.date_planned, self.days(2))
            touchpoint.date_planned = self.days(0)
            self.carry_out()
            self.assertEqual(touchpoint.state, "open")
        touchpoint.action_no_answer()
        self.assertEqual((touchpoint.state, touchpoint.outcome), ("done", "no_answer"))
        self.assertEqual(touchpoint.tries, 3)
        self.assertEqual(len(touchpoint.message_ids), 3)
        self.assertIn("try 1 of 3", touchpoint.message_ids[-1].body)

    def test_call_again_on_a_day(self):
        touchpoint = self.open_one()
        wizard = self.env["hau_mai.touchpoint.outcome"].create(
            {
                "touchpoint_ids": touchpoint.ids,
                "outcome": "call_again",
                "feedback": "In a meeting",
                "call_again_on": self.days(6),
            }
        )
        wizard.action_apply()
        self.assertEqual((touchpoint.state, touchpoint.date_planned), ("planned", self.days(6)))
        self.assertEqual(touchpoint.feedback, "In a meeting")
        self.assertFalse(touchpoint.tries)

    def test_call_again_needs_a_day(self):
        touchpoint = self.open_one()
        wizard = self.env["hau_mai.touchpoint.outcome"].create(
            {"touchpoint_ids": touchpoint.ids, "outcome": "call_again"}
        )
        with self.assertRaisesRegex(UserError, "Choose the day"):
            wizard.action_apply()

    def test_does_not_want_to_be_called(self):
        touchpoint = self.open_one(purpose="survey")
        touchpoint.action_refused()
        self.assertEqual(touchpoint.outcome, "refused")
        now = self.now()
        for channel in ("activity", "sms", "post"):
            self.assertFalse(self.partner._contact_verdict(channel, "survey", now)[0])
        self.assertTrue(self.partner._contact_verdict("activity", "service", now)[0])
        follow = self.open_one(purpose="survey")
        self.assertEqual(set(follow.mapped("state")), {"cancelled"})
        self.assertIn("does not want", follow[0].reason)

    def test_wrong_number_is_written_on_the_contact(self):
        touchpoint = self.open_one()
        touchpoint.action_wrong_number()
        self.assertEqual(touchpoint.state, "done")
        self.assertIn(self.partner.phone, self.partner.message_ids[:1].body)

    def test_a_problem_is_handed_over(self):
        manager = self.make_user("after_manager", name="Boss")
        self.company.hau_mai_followup_user_id = manager
        touchpoint = self.open_one()
        touchpoint._record_outcome("problem", feedback="It leaks")
        activity = touchpoint.order_id.activity_ids.filtered(lambda a: a.user_id == manager)
        self.assertEqual(activity.summary, "Nguyễn Văn An has a problem")
        self.assertIn("It leaks", activity.note)

    def test_one_call_settles_all_it_was_about(self):
        rule = self.make_rule(delay=0)
        self.make_orders([self.partner] * 4)
        self.plan()
        self.carry_out()
        touchpoints = self.touchpoints(rule)
        self.assertEqual(len(touchpoints.activity_id), 1)
        touchpoints[2].action_reached()
        self.assertEqual(set(touchpoints.mapped("state")), {"done"})

    def test_before_its_day(self):
        rule = self.make_rule(delay=5)
        self.make_orders(self.partner)
        self.plan()
        touchpoint = self.touchpoints(rule)
        touchpoint.action_reached()
        self.assertEqual(touchpoint.state, "done")

    def test_standard_mark_done(self):
        touchpoint = self.open_one()
        touchpoint.activity_id.with_user(self.salesperson).action_feedback(feedback="Happy")
        self.assertEqual((touchpoint.state, touchpoint.outcome), ("done", "reached"))
        self.assertEqual(touchpoint.feedback, "Happy")

    def test_what_is_over_stays_over(self):
        touchpoint = self.open_one()
        touchpoint.action_reached()
        with self.assertRaisesRegex(UserError, "is Done and cannot become"):
            touchpoint.action_no_answer()

    def test_cancelled_by_hand(self):
        touchpoint = self.open_one()
        activity = touchpoint.activity_id
        touchpoint.action_cancel()
        self.assertEqual(touchpoint.state, "cancelled")
        self.assertIn("Cancelled by", touchpoint.reason)
        self.assertFalse(activity.exists())

    def test_only_ones_own(self):
        touchpoint = self.open_one()
        own = self.make_user("after_own")
        with self.assertRaises(AccessError):
            touchpoint.with_user(own).action_reached()
        touchpoint.with_user(self.make_user("after_all")).action_no_answer()
        self.assertEqual(touchpoint.tries, 1)

    def test_due_groups_seen_now(self):
        rule = self.make_rule(delay=0)
        orders = self.make_orders(self.make_customers(4))
        self.plan()
        touchpoints = self.touchpoints(rule).sorted("res_id")
        for touchpoint, day in zip(touchpoints, (-1, 0, 1, 40), strict=True):
            touchpoint.date_planned = self.days(day)
        self.env.flush_all()
        domain = [("rule_id", "=", rule.id)]
        groups = dict(self.Touchpoint._read_group(domain, ["due_bucket"], ["__count"]))
        self.assertEqual(groups["1_overdue"], 1)
        self.assertEqual(groups["2_today"], 1)
        self.assertEqual(groups["4_later"], 1 if self.days(1).isoweekday() != 1 else 2)
        self.assertEqual(touchpoints[0].due_bucket, "1_overdue")
        self.assertEqual(touchpoints[1].due_bucket, "2_today")
        found = self.Touchpoint.search([*domain, ("due_bucket", "=", "1_overdue")])
        self.assertEqual(found, touchpoints[0])
        touchpoints[1].action_reached()
        self.assertEqual(
            self.Touchpoint.search([*domain, ("due_bucket", "=", False)]), touchpoints[1]
        )
        self.assertEqual(len(self.Touchpoint.search([*domain, ("due_bucket", "!=", False)])), 3)
        self.assertTrue(self.Touchpoint.fields_get(["due_bucket"])["due_bucket"]["groupable"])
        self.assertEqual(len(orders), 4)
