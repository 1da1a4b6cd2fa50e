"""Carrying out: what is due becomes one activity a customer, rule and person."""

from odoo.fields import Command
from odoo.tests import new_test_user

from .care_common import CareCase


class TestCareCarryOut(CareCase):
    def test_due_becomes_an_activity_on_the_card(self):
        order = self.make_order(user_id=self.salesperson.id)
        self.deliver(order.order_line, 1)
        rule = self.make_rule(trigger="warranty_started", delay=0, note="Ask about the noise.")
        self.plan()
        self.carry_out()
        touchpoint = self.touchpoints(rule)
        self.assertEqual(touchpoint.state, "open")
        activity = touchpoint.activity_id
        self.assertEqual((activity.res_model, activity.res_id), ("hau_mai.unit", order.unit_ids.id))
        self.assertEqual(activity.res_name, order.unit_ids.display_name)
        self.assertEqual(activity.summary, "Call Nguyễn Văn An")
        self.assertIn("Ask about the noise.", activity.note)
        self.assertIn(order.unit_ids.name, activity.note)
        self.assertEqual(activity.user_id, self.salesperson)
        self.assertEqual(activity.date_deadline, self.days(0))
        self.assertTrue(activity.automated)

    def test_nothing_before_its_day(self):
        rule = self.make_rule(delay=1)
        self.make_order()
        self.plan()
        self.carry_out()
        self.assertEqual(self.touchpoints(rule).state, "planned")

    def test_twenty_units_make_one_activity_that_lists_them(self):
        order = self.make_order((self.product, 20), user_id=self.salesperson.id)
        self.deliver(order.order_line, 20)
        rule = self.make_rule(trigger="warranty_started", delay=0)
        self.plan()
        self.carry_out()
        touchpoints = self.touchpoints(rule)
        self.assertEqual(len(touchpoints), 20)
        activity = touchpoints.activity_id
        self.assertEqual(len(activity), 1)
        self.assertEqual((activity.res_model, activity.res_id), ("sale.order", order.id))
        self.assertEqual(activity.summary, "Call Nguyễn Văn An (20)")
        self.assertEqual(activity.note.count("<li>"), 20)
        self.assertIn(order.unit_ids[7].name, activity.note)

    def test_twice_makes_nothing_more(self):
        rule = self.make_rule(delay=0)
        self.make_orders(self.make_customers(5))
        self.plan()
        self.carry_out()
        activities = self.touchpoints(rule).activity_id
        self.carry_out()
        self.assertEqual(self.touchpoints(rule).activity_id, activities)
        self.assertEqual(len(activities), 5)

    def test_nobody_follows_the_contact_and_no_mail_leaves(self):
        self.make_rule(delay=0)
        order = self.make_orders(self.partner)
        self.plan()
        mails = self.env["mail.mail"].search_count([])
        followers = self.partner.message_follower_ids
        self.carry_out()
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertEqual(self.partner.message_follower_ids, followers)
        self.assertTrue(order.activity_ids)

    def test_birthday_goes_to_the_last_order_or_to_the_contact(self):
        buyer, other = self.make_customers(2, birthdate=self.days(0).replace(year=1980))
        order = self.make_orders(buyer)
        for partner in buyer + other:
            self.env["hau_mai.consent"].create(
                {
                    "partner_id": partner.id,
                    "purpose": "birthday",
                    "channel": "phone",
                    "state": "granted",
                    "source": "form",
                }
            )
        rule = self.make_rule(trigger="birthday", purpose="birthday", delay=0)
        self.plan()
        self.carry_out()
        activity = self.touchpoints(rule, partner_id=buyer.id).activity_id
        self.assertEqual((activity.res_model, activity.res_id), ("sale.order", order.id))
        activity = self.touchpoints(rule, partner_id=other.id).activity_id
        self.assertEqual((activity.res_model, activity.res_id), ("res.partner", other.id))

    def test_refused_by_the_gate_says_why(self):
        rule = self.make_rule(delay=0)
        self.make_orders(self.partner)
        self.plan()
        self.partner.do_not_contact = True
        self.carry_out()
        touchpoint = self.touchpoints(rule)
        self.assertEqual(touchpoint.state, "cancelled")
        self.assertEqual(touchpoint.reason, "This customer asked not to be contacted.")
        self.assertFalse(touchpoint.activity_id)

    def test_placeholders_are_text_not_markup(self):
        self.partner.name = "<b>Minh & Co</b>"
        rule = self.make_rule(
            delay=0,
            summary="Call {{ object.partner_id.name }} {{ object.serial_number ||| -}}",
            note="Hello {{ object.partner_id.name }}\nOrder {{ object.order_name }}",
        )
        order = self.make_orders(self.partner)
        self.plan()
        self.carry_out()
        activity = self.touchpoints(rule).activity_id
        self.assertEqual(activity.summary, "Call <b>Minh & Co</b> -")
        self.assertNotIn("<b>", activity.note)
        self.assertIn("&lt;b&gt;Minh &amp; Co&lt;/b&gt;", activity.note)
        self.assertIn(order.name, activity.note)

    def test_one_that_cannot_be_done_among_500(self):
        rule = self.make_rule(delay=0)
        partners = self.make_customers(500)
        self.make_orders(partners)
        self.plan()
        bad = self.touchpoints(rule, partner_id=partners[137].id)
        self.env.cr.execute(
            "UPDATE hau_mai_touchpoint SET channel = 'pigeon' WHERE id = %s", [bad.id]
        )
        self.env.invalidate_all()
        self.run_job("hau_mai.ir_cron_carry_out_touchpoints")
        self.assertEqual(bad.state, "failed")
        self.assertIn("pigeon", bad.reason)
        others = self.touchpoints(rule) - bad
        self.assertEqual(set(others.mapped("state")), {"open"})
        self.assertEqual(len(others.activity_id), 499)

    def test_failed_can_be_planned_again(self):
        rule = self.make_rule(delay=0)
        self.make_orders(self.partner)
        self.plan()
        touchpoint = self.touchpoints(rule)
        touchpoint._batch_fail(ValueError("no luck"))
        self.assertEqual(touchpoint.reason, "no luck")
        touchpoint.action_try_again()
        self.assertEqual((touchpoint.state, touchpoint.reason), ("planned", False))

    def test_jobs_by_their_scheduled_actions(self):
        rule = self.make_rule(delay=0)
        self.make_orders(self.make_customers(30))
        self.run_job("hau_mai.ir_cron_plan_touchpoints")
        self.assertEqual(len(self.touchpoints(rule, state="planned")), 30)
        self.run_job("hau_mai.ir_cron_carry_out_touchpoints")
        self.assertEqual(len(self.touchpoints(rule, state="open")), 30)

    def test_one_digest_for_each_responsible(self):
        other = self.make_user("sales_all", name="Hoa")
        rule = self.make_rule(delay=0)
        orders = self.make_orders(self.make_customers(6))
        orders[4:].user_id = other
        self.plan()
        last = self.env["mail.message"].search([], limit=1, order="id desc").id or 0
        self.run_job("hau_mai.ir_cron_carry_out_touchpoints")
        for user, count in [(self.salesperson, 4), (other, 2)]:
            messages = self.env["mail.message"].search(
                [("id", ">", last), ("partner_ids", "in", user.partner_id.ids)]
            )
            self.assertEqual(len(messages), 1)
            self.assertIn(f"{rule.name}: {count}", messages.body)

    def test_one_rule_that_fails_does_not_stop_the_others(self):
        bad, rule = self.make_rule(name="Bad"), self.make_rule(name="Good")
        self.make_orders(self.partner)
        self.env.cr.execute(
            "UPDATE hau_mai_care_rule SET partner_domain = 'nonsense(' WHERE id = %s", [bad.id]
        )
        self.env.invalidate_all()
        self.run_job("hau_mai.ir_cron_plan_touchpoints")
        self.assertTrue(self.touchpoints(rule))
        self.assertFalse(self.touchpoints(bad))
        self.assertIn("could not be planned", bad.message_ids[:1].body)

    def test_query_count_of_carrying_out(self):
        self.make_rule(delay=0)
        counts = []
        for number in (10, 100):
            self.make_orders(self.make_customers(number))
            self.plan()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.carry_out()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)


class TestCareResponsible(CareCase):
    """Somebody always does it."""

    def responsible(self, order=None, **vals):
        rule = self.make_rule(delay=0, **vals)
        order = order or self.make_orders(self.partner)
        self.plan(rule)
        return self.touchpoints(rule, res_id=order.id).user_id

    def test_by_rule(self):
        lead = self.make_user("after_all", name="Tuấn")
        seller = self.make_user("sales_all", name="Hoa")
        order = self.make_orders(self.partner)
        order.user_id = seller
        self.assertEqual(self.responsible(order), seller)
        user = self.responsible(order, responsible="customer_salesperson")
        self.assertEqual(user, self.salesperson)
        self.assertEqual(self.responsible(order, responsible="user", user_id=lead.id), lead)

    def test_who_has_left_is_stood_in_for(self):
        lead = self.make_user("after_all", name="Tuấn")
        seller = self.make_user("sales_all", name="Hoa")
        manager = self.make_user("after_manager", name="Boss")
        self.company.hau_mai_followup_user_id = manager
        order = self.make_orders(self.partner)
        order.user_id = seller
        seller.active = False
        self.assertEqual(self.responsible(order, user_id=lead.id), self.salesperson)
        self.salesperson.active = False
        self.assertEqual(self.responsible(order, user_id=lead.id), lead)
        self.assertEqual(self.responsible(order), manager)
        manager.active = False
        self.assertTrue(self.responsible(order).active)

    def test_who_left_between_planning_and_the_day(self):
        rule = self.make_rule(delay=0)
        order = self.make_orders(self.partner)
        order.user_id = seller = self.make_user("sales_all", name="Hoa")
        self.plan()
        self.assertEqual(self.touchpoints(rule).user_id, seller)
        seller.active = False
        self.carry_out()
        self.assertEqual(self.touchpoints(rule).activity_id.user_id, self.salesperson)

    def test_not_somebody_of_another_company(self):
        company = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            login="stranger",
            groups="sales_team.group_sale_salesman",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        self.assertNotEqual(self.responsible(responsible="user", user_id=stranger.id), stranger)

    def test_in_turn_by_customer(self):
        members = self.env["res.users"]
        for name in ("An", "Bình", "Chi"):
            members |= new_test_user(
                self.env, login=name, name=name, groups="sales_team.group_sale_salesman"
            )
        team = self.env["crm.team"].create(
            {"name": "Care", "member_ids": [Command.set(members.ids)]}
        )
        rule = self.make_rule(delay=0, responsible="team", team_id=team.id)
        partners = self.make_customers(6)
        for partner in partners:
            self.make_orders(partner)
            self.plan()
        given = [self.touchpoints(rule, partner_id=partner.id).user_id for partner in partners]
        self.assertEqual(given, [*members, *members])
        self.make_orders(partners[0])
        self.plan()
        self.assertEqual(self.touchpoints(rule, partner_id=partners[0].id).user_id, given[0])

    def test_assignee_who_may_not_read_the_order_can_do_it(self):
        clerk = new_test_user(self.env, login="clerk", groups="base.group_user")
        rule = self.make_rule(delay=0, responsible="user", user_id=clerk.id)
        self.make_orders(self.partner)
        self.plan()
        self.carry_out()
        touchpoint = self.touchpoints(rule)
        activity = touchpoint.activity_id.with_user(clerk)
        self.assertEqual(activity.summary, "Call Nguyễn Văn An")
        activity.action_feedback(feedback="All is well")
        self.assertEqual((touchpoint.state, touchpoint.outcome), ("done", "reached"))
        self.assertEqual(touchpoint.feedback, "All is well")


class TestCareReacting(CareCase):
    """What stops a follow-up stops its activity too."""

    def test_shared_activity_stays_while_something_is_left(self):
        order = self.make_order((self.product, 2), user_id=self.salesperson.id)
        self.deliver(order.order_line, 2)
        rule = self.make_rule(trigger="warranty_started", delay=0)
        self.plan()
        self.carry_out()
        activity = self.touchpoints(rule).activity_id
        first, second = order.unit_ids
        self.Touchpoint._cancel_for(first, "The card is void.")
        self.assertTrue(activity.exists())
        self.Touchpoint._cancel_for(second, "The card is void.")
        self.assertFalse(activity.exists())
        self.assertEqual(set(self.touchpoints(rule).mapped("reason")), {"The card is void."})

    def test_cancelled_order_stops_its_follow_ups_at_once(self):
        by_order = self.make_rule(delay=0)
        by_card = self.make_rule(trigger="warranty_started", delay=0)
        order = self.make_order(user_id=self.salesperson.id)
        order.unit_ids.action_start(self.days(0), "Shown in the shop")
        self.plan()
        self.carry_out()
        touchpoints = self.touchpoints(by_order) | self.touchpoints(by_card)
        activities = touchpoints.activity_id
        self.assertEqual(len(activities), 2)
        order._action_cancel()
        self.assertEqual(set(touchpoints.mapped("state")), {"cancelled"})
        self.assertFalse(activities.exists())
        self.assertEqual(self.touchpoints(by_order).reason, "The order was cancelled.")

    def test_cancelling_for_nothing_costs_one_query(self):
        orders = self.make_orders(self.make_customers(20))
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.Touchpoint._cancel_for(orders, "Cancelled")

    def test_archiving_customer_or_rule_removes_the_activity(self):
        rule, other = self.make_rule(delay=0), self.make_rule(delay=0)
        self.make_orders(self.partner)
        self.plan()
        self.carry_out()
        activity = self.touchpoints(rule).activity_id
        rule.active = False
        self.assertFalse(activity.exists())
        self.assertEqual(self.touchpoints(rule).reason, "The rule was archived.")
        activity = self.touchpoints(other).activity_id
        self.partner.active = False
        self.assertFalse(activity.exists())
        self.assertEqual(self.touchpoints(other).state, "cancelled")

    def test_activity_deleted_by_hand(self):
        rule = self.make_rule(delay=0)
        self.make_orders(self.partner)
        self.plan()
        self.carry_out()
        touchpoint = self.touchpoints(rule)
        touchpoint.activity_id.with_user(self.salesperson).unlink()
        self.assertEqual(touchpoint.state, "cancelled")
        self.assertEqual(touchpoint.reason, "The activity was deleted by Lan.")
        self.plan()
        self.assertEqual(touchpoint.state, "cancelled")

    def test_activity_moved_and_given_away(self):
        rule = self.make_rule(delay=0)
        self.make_orders(self.partner)
        self.plan()
        self.carry_out()
        touchpoint = self.touchpoints(rule)
        other = self.make_user("sales_all", name="Hoa")
        touchpoint.activity_id.write({"date_deadline": self.days(4), "user_id": other.id})
        self.assertEqual(touchpoint.date_planned, self.days(4))
        self.assertEqual(touchpoint.user_id, other)
        touchpoint.date_planned = self.days(5)
        self.assertEqual(touchpoint.activity_id.date_deadline, self.days(5))

    def test_follow_up_is_never_deleted(self):
        rule = self.make_rule(delay=0)
        self.make_orders(self.partner)
        self.plan()
        with self.assertRaisesRegex(Exception, "are kept"):
            self.touchpoints(rule).unlink()
        with self.assertRaisesRegex(Exception, "Archive it instead"):
            rule.unlink()
        self.make_rule().unlink()

    def test_deleted_order_leaves_the_ledger(self):
        rule = self.make_rule(delay=0)
        order = self.make_orders(self.partner)
        self.plan()
        order._action_cancel()
        order.unlink()
        self.plan()
        touchpoint = self.touchpoints(rule)
        self.assertEqual(touchpoint.state, "cancelled")
        self.assertFalse(touchpoint.order_id)
        self.assertTrue(touchpoint.display_name)
