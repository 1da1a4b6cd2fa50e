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

    def test_one_call_settles_all_it_was_about(self):
        rule = self.make_rule(delay=0)
        self.make_orders([self.partner] * 4)
        self.plan()
        self.carry_out()
        touchpoints = self.touchpoints(rule)
        self.assertEqual(len(touchpoints.activity_id), 1)
        touchpoints[2].action_reached()
        self.assertEqual(set(touchpoints.mapped("state")), {"done"})

    def open_call(self, count=20):
        """One call about so many units, and its follow-ups."""
        order = self.make_order((self.product, count), user_id=self.salesperson.id)
        self.deliver(order.order_line, count)
        rule = self.make_rule(trigger="warranty_started", delay=0)
        self.plan()
        return self.touchpoints(rule)

    def leading(self, touchpoints):
        """The rows the list of follow-ups shows of these."""
        self.env.flush_all()
        self.env.invalidate_all()
        found = self.Touchpoint.search([("id", "in", touchpoints.ids), ("leading", "=", True)])
        self.assertEqual(found, touchpoints.filtered("leading"))
        return found

    def test_one_row_a_call_from_planning_to_the_end(self):
        touchpoints = self.open_call()
        row = self.leading(touchpoints)
        self.assertEqual(row.about, f"{self.product.name} and 19 more")
        self.assertEqual(len(touchpoints - row), 19)
        self.assertEqual((touchpoints - row)[0].about, (touchpoints - row)[0].subject)
        self.carry_out()
        self.assertEqual(len(self.leading(touchpoints)), 1)
        row.action_no_answer()
        self.assertEqual(set(touchpoints.mapped("state")), {"planned"})
        self.assertEqual(len(self.leading(touchpoints)), 1)
        row.action_reached()
        self.assertEqual(set(touchpoints.mapped("state")), {"done"})
        self.assertEqual(len(self.leading(touchpoints)), 1)
        found = self.Touchpoint.search([("id", "in", touchpoints.ids), ("leading", "!=", True)])
        self.assertEqual(len(found), 19)
        self.assertEqual(len(self.Touchpoint.search(row.action_view_call()["domain"])), 20)

    def test_when_the_first_unit_is_gone_the_next_one_leads(self):
        touchpoints = self.open_call(3)
        self.carry_out()
        row = self.leading(touchpoints)
        row.unit_id.action_void("Never sold")
        following = self.leading(touchpoints - row)
        self.assertEqual(len(following), 1)
        self.assertEqual(following.about, f"{self.product.name} and 1 more")
        self.assertEqual(self.leading(touchpoints), row | following)

    def test_a_call_put_on_another_day_or_given_away_goes_as_one(self):
        touchpoints = self.open_call(3)
        other = self.make_user("after_all", name="Hoa")
        row = self.leading(touchpoints)
        row.write({"date_planned": self.days(2), "user_id": other.id})
        self.assertEqual(set(touchpoints.mapped("date_planned")), {self.days(2)})
        self.assertEqual(touchpoints.user_id, other)
        self.assertEqual(self.leading(touchpoints), row)
        row.date_planned = self.days(0)
        self.carry_out()
        row.date_planned = self.days(5)
        self.assertEqual(set(touchpoints.mapped("date_planned")), {self.days(5)})
        self.assertEqual(touchpoints.activity_id.date_deadline, self.days(5))
        row.action_cancel()
        self.assertEqual(set(touchpoints.mapped("state")), {"cancelled"})

    def test_other_customers_days_rules_and_people_are_other_calls(self):
        rules = self.make_rule(delay=0) | self.make_rule(delay=0)
        self.make_orders([self.partner] * 4 + list(self.make_customers(1)))
        self.plan()
        first = self.touchpoints(rules[0])
        self.assertEqual(len(self.leading(first | self.touchpoints(rules[1]))), 4)
        mine = first.filtered(lambda row: row.partner_id == self.partner)
        self.env.cr.execute(
            "UPDATE hau_mai_touchpoint SET date_planned = date_planned - 1 WHERE id = %s",
            [mine[2].id],
        )
        self.assertEqual(self.leading(mine), mine[2] | mine[0])
        self.env.cr.execute(
            "UPDATE hau_mai_touchpoint SET user_id = NULL WHERE id = %s", [mine[3].id]
        )
        self.assertEqual(self.leading(mine), mine[2] | mine[0] | mine[3])

    def test_the_list_of_calls_takes_as_many_queries_for_many(self):
        rule = self.make_rule(delay=0)
        counts = []
        for number in (5, 50):
            self.make_orders(list(self.make_customers(number)) * 2)
            self.plan()
            self.carry_out()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            domain = [("rule_id", "=", rule.id), ("leading", "=", True)]
            rows = self.Touchpoint.search_read(domain, ["about", "call_size"])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(rows), 55)
        self.assertEqual({row["call_size"] for row in rows}, {2})
        self.assertLessEqual(counts[1], counts[0])

    def test_a_problem_of_two_customers_is_handed_over_twice(self):
        rule = self.make_rule(delay=0)
        customers = self.make_customers(2)
        self.make_orders(customers)
        self.plan()
        touchpoints = self.touchpoints(rule)
        touchpoints._record_outcome("problem")
        self.assertEqual(touchpoints.complaint_id.partner_id, customers)

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
