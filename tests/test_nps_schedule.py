"""Whose turn it is: each customer's own rhythm, in each company, once."""

from datetime import timedelta

from odoo.fields import Command

from odoo.addons.hau_mai.tools.recurrence import add_duration

from .satisfaction_common import SatisfactionCase


class TestNpsSchedule(SatisfactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls.make_nps_rule()
        cls.company.hau_mai_planning_horizon = 7

    def turns(self, partner=None, **criteria):
        partner = (partner or self.partner).commercial_partner_id
        domain = [("commercial_partner_id", "=", partner.id)]
        return self.Nps.search(domain + [(key, "=", value) for key, value in criteria.items()])

    def ask(self):
        self.plan(self.rule)
        self.carry_out()

    # === WHEN === #

    def test_first_so_many_days_after_the_first_delivery(self):
        """Boundaries: the last day of the horizon, and the day after."""
        inside, outside = self.make_customers(2, email="a@example.com")
        self.delivered(self.days(7 - 30), inside)
        self.delivered(self.days(8 - 30), outside)
        self.plan(self.rule)
        self.assertEqual(self.turns(inside).date_due, self.days(7))
        self.assertFalse(self.turns(outside))
        touchpoint = self.touchpoints(self.rule)
        self.assertEqual(touchpoint.date_planned, self.days(7))
        self.assertEqual((touchpoint.partner_id, touchpoint.state), (inside, "planned"))
        self.carry_out()
        self.assertFalse(self.mails(inside), "its day has not come")

    def test_who_is_delivered_nothing_is_asked_after_the_order(self):
        served, waiting, old = self.make_customers(3, email="a@example.com")
        moment = self.now() - timedelta(days=30)
        self.make_orders(served, date_order=moment)
        self.make_order(partner_id=waiting.id).date_order = moment
        before_us = self.make_order(partner_id=old.id)
        before_us.date_order = moment
        before_us.order_line.qty_delivered = 1
        before_us.date_delivered = False
        self.plan(self.rule)
        self.assertEqual(self.turns(served).date_due, self.days(0))
        self.assertEqual(self.turns(old).date_due, self.days(0), "nobody noted the day")
        self.assertFalse(self.turns(waiting), "the goods are still to come")

    def test_planning_again_plans_nothing_twice(self):
        self.delivered(self.days(-30))
        self.plan(self.rule)
        self.plan(self.rule)
        self.assertEqual(len(self.turns()), 1)
        self.assertEqual(len(self.touchpoints(self.rule)), 1)

    def test_asked_in_the_language_of_the_customer_with_a_link_for_each_mark(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        template = self.env.ref("hau_mai.mail_template_nps")
        template.with_context(lang="vi_VN").subject = "Giới thiệu {{ object.company_id.name }}?"
        self.partner.lang = "vi_VN"
        order = self.delivered(self.days(-30))
        self.ask()
        turn, mail = self.turns(), self.mails()
        self.assertEqual((turn.state, turn.order_id), ("asked", order))
        self.assertEqual(turn.date_until, self.days(30))
        self.assertEqual(turn.categ_id, self.categ)
        self.assertEqual(turn.touchpoint_id, self.touchpoints(self.rule))
        self.assertTrue(mail.subject.startswith("Giới thiệu"))
        for mark in (0, 10):
            self.assertIn(f"/nps/{turn._answer_token()}?score={mark}", mail.body_html)

    def test_then_every_so_many_months_and_never_more_often(self):
        self.delivered(self.days(-300))
        last = self.make_turn(asked=False, state="answered", date_answered=self.now())
        last.date_due = add_duration(self.days(8), -6, "month")
        self.plan(self.rule)
        self.assertEqual(self.turns(), last, "a day too early")
        last.date_due = self.months_ago(6)
        self.plan(self.rule)
        self.assertEqual((self.turns() - last).date_due, self.days(0))

    def test_customers_of_many_years_are_asked_on_days_of_their_own(self):
        """Nothing leaves at once for what lies behind; the rhythm goes on."""
        soon, later = self.make_customers(2, email="b@example.com")
        self.delivered(self.months_ago(12) - timedelta(days=27), soon)
        self.delivered(self.months_ago(12) - timedelta(days=60), later)
        self.plan(self.rule)
        self.assertTrue(self.days(0) <= self.turns(soon).date_due <= self.days(7))
        self.assertFalse(self.turns(later))

    def test_who_bought_nothing_for_long_is_not_asked(self):
        self.company.hau_mai_nps_active_months = 3
        self.delivered(self.months_ago(3) - timedelta(days=1))
        self.rule.backfill = True
        self.plan(self.rule)
        self.assertFalse(self.turns())
        self.delivered(self.months_ago(3))
        self.rule.date_last_pass = False
        self.plan(self.rule)
        self.assertTrue(self.turns())

    def test_one_question_open_at_a_time(self):
        self.delivered(self.days(-300))
        open_one = self.make_turn(date_due=self.months_ago(7))
        self.plan(self.rule)
        self.assertEqual(self.turns(), open_one)
        open_one.date_until = self.days(-1)
        self.assertTrue(open_one.is_expired)
        self.assertIn(open_one, self.Nps.search([("is_expired", "=", True)]))
        self.assertNotIn(open_one, self.Nps.search([("is_expired", "=", False)]))

    def test_a_question_must_end_before_the_next(self):
        with self.assertRaisesRegex(Exception, "before the next one"):
            self.company.write({"hau_mai_nps_months": 1, "hau_mai_nps_open_days": 29})
        self.company.write({"hau_mai_nps_months": 1, "hau_mai_nps_open_days": 28})

    # === WHOM === #

    def test_the_people_of_a_company_count_together_and_who_ordered_last_is_asked(self):
        company = self.env["res.partner"].create({"name": "Hotel", "is_company": True})
        first, second = self.make_customers(2, parent_id=company.id, email="c@example.com")
        self.delivered(self.days(-30), first)
        self.delivered(self.days(-2), second)
        self.plan(self.rule)
        self.assertEqual(self.turns(company).partner_id, second)

    def test_two_companies_ask_for_themselves(self):
        other = self.env["res.company"].create({"name": "Other Shop"})
        other.hau_mai_nps_first_days = 10
        self.env.user.company_ids = [Command.link(other.id)]
        self.rule.company_id = False
        self.delivered(self.days(-30))
        theirs = self.make_orders(self.partner, company_id=other.id, user_id=False)
        theirs.date_delivered = other._hau_mai_today() - timedelta(days=10)
        self.plan(self.rule)
        self.assertEqual(self.turns().company_id, self.company | other)
        self.assertEqual(self.turns(company_id=other.id).date_due, other._hau_mai_today())

    def test_two_rules_ask_once(self):
        second = self.make_nps_rule(sequence=90)
        self.delivered(self.days(-30))
        self.plan(self.rule | second)
        self.carry_out()
        states = self.Touchpoint.search([("rule_id", "in", (self.rule | second).ids)])
        self.assertEqual(sorted(states.mapped("state")), ["cancelled", "done"])
        self.assertEqual(len(self.mails()), 1)

    def test_who_may_not_be_asked_is_not_and_gets_the_next_turn(self):
        self.delivered(self.days(-30))
        self.partner.do_not_contact = True
        self.ask()
        self.assertEqual(self.touchpoints(self.rule).reason_code, "gate")
        self.plan(self.rule)
        self.assertEqual(self.turns().state, "skipped")
        self.assertFalse(self.mails())

    def test_a_cancelled_order_asks_nobody(self):
        order = self.delivered(self.days(-30))
        self.plan(self.rule)
        order._action_cancel()
        self.plan(self.rule)
        self.assertEqual(self.touchpoints(self.rule).state, "cancelled")
        self.carry_out()
        self.assertFalse(self.mails())

    # === BEFOREHAND === #

    def test_the_rule_says_whom_it_will_reach(self):
        inside = self.make_customers(1, email="d@example.com")
        self.delivered(self.days(-5), inside)
        self.delivered(self.days(-30))
        self.rule.invalidate_recordset()
        self.assertEqual((self.rule.preview_today, self.rule.preview_soon), (1, 2))
        self.assertFalse(self.turns(), "looking makes nothing")
        self.plan(self.rule)
        self.rule.invalidate_recordset()
        self.assertEqual((self.rule.preview_today, self.rule.preview_soon), (1, 2))
        self.assertIn("customer's turn", self.rule.sentence)

    def test_planning_many_takes_no_more_queries(self):
        def count(customers):
            for order in self.make_orders(customers):
                order.date_delivered = self.days(-30)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.plan(self.rule)
            return self.env.cr.sql_log_count - before

        count(self.make_customers(2))
        few = count(self.make_customers(2))
        self.assertLessEqual(count(self.make_customers(20)), few)

    # === MERGING CONTACTS === #

    def test_contacts_become_one(self):
        first, second = self.make_customers(2, email="same@example.com")
        turns = self.make_turn(first, asked=False) | self.make_turn(second, asked=False)
        answered = self.make_turn(first)
        answered._answer(9, "Fine", self.now())
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((first | second).ids, second)
        self.env.invalidate_all()
        self.assertEqual((turns | answered).partner_id, second)
        self.assertEqual((turns | answered).commercial_partner_id, second)
        self.assertEqual(sorted(turns.mapped("state")), ["planned", "skipped"])
        self.assertEqual(answered.score, 9)

    def months_ago(self, count):
        return add_duration(self.days(0), -count, "month")
