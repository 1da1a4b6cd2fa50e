"""Planning: every target whose moment comes near gets its follow-up, once."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command

from .care_common import CareCase


class TestCarePlanning(CareCase):
    def test_order_confirmed_gets_a_follow_up_three_days_later(self):
        rule = self.make_rule()
        order = self.make_order()
        self.plan()
        touchpoint = self.touchpoints(rule)
        self.assertEqual(touchpoint.date_planned, self.days(3))
        self.assertEqual(touchpoint.date_anchor, self.days(0))
        self.assertEqual(
            (touchpoint.res_model, touchpoint.res_id, touchpoint.occurrence),
            ("sale.order", order.id, 0),
        )
        self.assertEqual(touchpoint.partner_id, self.partner)
        self.assertEqual(touchpoint.state, "planned")
        self.assertEqual(touchpoint.purpose, "service")
        self.assertIn("3 days after the order", touchpoint.explanation)
        self.assertEqual(touchpoint.order_id, order)
        self.assertEqual(touchpoint.subject, f"{order.name} · AC 9000")

    def test_planning_twice_changes_nothing(self):
        rule = self.make_rule()
        self.make_orders(self.make_customers(20))
        self.plan()
        before = self.touchpoints(rule).read()
        self.assertEqual(len(before), 20)
        self.plan()
        self.assertEqual(self.touchpoints(rule).read(), before)

    def test_the_day_is_the_companys(self):
        rule = self.make_rule(delay=0)
        with freeze_time("2026-03-05 18:30:00"):  # 6 March in Ho Chi Minh City
            rule.date_activated = "2026-03-01"
            self.make_order()
            self.plan()
            self.assertEqual(self.touchpoints(rule).date_planned, date(2026, 3, 6))

    def test_every_trigger_finds_its_target(self):
        with freeze_time("2026-01-10 03:00:00"):
            order = self.make_order()
            self.deliver(order.order_line, 1)
        unit = order.unit_ids
        main, compressor = unit.coverage_ids
        cases = [
            # trigger, today, target, occurrence, planned
            ("order_confirmed", "2026-01-10", order, 0, "2026-01-10"),
            ("order_delivered", "2026-01-10", order, 0, "2026-01-10"),
            ("warranty_started", "2026-01-10", unit, 0, "2026-01-10"),
            ("warranty_expiring", "2028-01-01", unit, main.id, "2028-01-10"),
            ("warranty_expired", "2028-01-01", unit, main.id, "2028-01-11"),
            ("warranty_expired", "2036-01-01", unit, compressor.id, "2036-01-11"),
            ("inactive", "2027-01-01", self.partner, order.id, "2027-01-10"),
        ]
        for trigger, today, target, occurrence, planned in cases:
            with self.subTest(trigger=trigger, today=today), freeze_time(f"{today} 03:00:00"):
                delay = 12 if trigger == "inactive" else 0
                rule = self.make_rule(trigger=trigger, delay=delay, delay_unit="month")
                self.plan(rule)
                found = self.touchpoints(rule)
                self.assertEqual(
                    (found.res_model, found.res_id, found.occurrence, str(found.date_planned)),
                    (target._name, target.id, occurrence, planned),
                )

    def test_delay_in_days_weeks_and_months_before_and_after(self):
        with freeze_time("2026-01-31 03:00:00"):
            self.make_order()
            cases = [
                (3, "day", "2026-02-03"),
                (2, "week", "2026-02-14"),
                (1, "month", "2026-02-28"),
                (0, "day", "2026-01-31"),
            ]
            for delay, unit, planned in cases:
                with self.subTest(delay=delay, unit=unit):
                    rule = self.make_rule(delay=delay, delay_unit=unit)
                    self.plan(rule)
                    self.assertEqual(str(self.touchpoints(rule).date_planned), planned)

    def test_before_the_end_of_the_warranty(self):
        with freeze_time("2026-01-10 03:00:00"):
            order = self.make_order()
            self.deliver(order.order_line, 1)
            rule = self.make_rule(trigger="warranty_expiring", delay=-1, delay_unit="month")
            self.plan()
            self.assertFalse(self.touchpoints(rule))
        with freeze_time("2027-11-20 03:00:00"):
            self.plan()
            self.assertEqual(str(self.touchpoints(rule).date_planned), "2027-12-10")

    def test_only_later_periods_get_one_more(self):
        with freeze_time("2026-01-10 03:00:00"):
            order = self.make_order()
            self.deliver(order.order_line, 1)
            unit = order.unit_ids
            main = unit.coverage_ids[0]
            main.copy({"unit_id": unit.id, "duration": 20, "is_main": False, "origin": "part"})
        self.env.flush_all()
        with freeze_time("2027-09-01 03:00:00"):  # the shorter period ends in the window
            rule = self.make_rule(trigger="warranty_expiring", delay=0, backfill=True)
            self.plan()
            self.assertFalse(self.touchpoints(rule))

    def test_birthdays_of_a_leap_day(self):
        self.partner.birthdate = "2000-02-29"
        rule = self.make_rule(trigger="birthday", purpose="birthday", delay=0)
        for today, year, planned in [
            ("2027-02-10", 2027, "2027-02-28"),
            ("2028-02-10", 2028, "2028-02-29"),
            ("2028-12-31", 0, None),
        ]:
            with self.subTest(today=today), freeze_time(f"{today} 03:00:00"):
                rule.date_activated = fields.Datetime.now()
                self.plan()
                found = self.touchpoints(rule, occurrence=year)
                expected = [planned] if planned else []
                self.assertEqual([str(row.date_planned) for row in found], expected)

    def test_birthday_at_the_turn_of_the_year_belongs_to_its_year(self):
        self.partner.birthdate = "1990-01-02"
        with freeze_time("2026-12-20 03:00:00"):
            rule = self.make_rule(trigger="birthday", delay=-7)
            self.plan()
            found = self.touchpoints(rule)
            self.assertEqual((found.occurrence, str(found.date_planned)), (2027, "2026-12-26"))
            self.plan()
            self.assertEqual(self.touchpoints(rule), found)

    def test_inactive_counts_from_the_last_order_of_the_whole_company(self):
        parent = self.env["res.partner"].create({"name": "Công ty Minh", "is_company": True})
        people = self.make_customers(2, parent_id=parent.id)
        rule = self.make_rule(trigger="inactive", delay=6, delay_unit="month")
        with freeze_time("2026-01-10 03:00:00"):
            self.make_orders(people[0])
        with freeze_time("2026-03-10 03:00:00"):
            last = self.make_orders(people[1])
        with freeze_time("2026-07-01 03:00:00"):
            rule.date_activated = fields.Datetime.now()
            self.plan()
            self.assertFalse(self.touchpoints(rule))
        with freeze_time("2026-09-01 03:00:00"):
            self.plan()
            found = self.touchpoints(rule)
            self.assertEqual((found.res_id, found.occurrence), (parent.id, last.id))
            self.assertEqual(str(found.date_planned), "2026-09-10")
        with freeze_time("2026-09-02 03:00:00"):
            self.make_orders(people[0])
            self.plan()
            self.assertEqual(found.state, "cancelled")
            self.assertIn("ordered again", found.reason)

    def test_audience_and_categories(self):
        orders = self.make_orders(self.make_customers(2))
        orders[0].partner_id.city = "Huế"
        by_city = self.make_rule(partner_domain="[('city', '=', 'Huế')]")
        other = self.env["product.category"].create({"name": "Phones"})
        by_goods = self.make_rule(product_categ_ids=[Command.set(other.ids)])
        parent = self.make_rule(product_categ_ids=[Command.set(self.categ.ids)])
        self.plan()
        self.assertEqual(self.touchpoints(by_city).partner_id, orders[0].partner_id)
        self.assertFalse(self.touchpoints(by_goods))
        self.assertEqual(len(self.touchpoints(parent)), 2)

    def test_days_off_move_to_the_next_working_day(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Quốc khánh",
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": "2026-08-31 17:00:00",
                "date_to": "2026-09-02 16:59:59",
            }
        )
        with freeze_time("2026-08-26 03:00:00"):  # Wednesday; + 3 = Saturday
            self.make_order()
            rule = self.make_rule(working_days_only=True)
            every_day = self.make_rule(working_days_only=False)
            holiday = self.make_rule(working_days_only=True, delay=6)
            self.plan()
            self.assertEqual(str(self.touchpoints(rule).date_planned), "2026-08-31")
            self.assertEqual(str(self.touchpoints(every_day).date_planned), "2026-08-29")
            self.assertEqual(str(self.touchpoints(holiday).date_planned), "2026-09-03")

    def test_a_new_rule_does_not_flood(self):
        with freeze_time("2026-05-01 03:00:00"):
            self.make_orders(self.make_customers(3))
        with freeze_time("2026-05-20 03:00:00"):
            rule = self.make_rule()
            past = self.make_rule(backfill=True)
            self.plan()
            self.assertFalse(self.touchpoints(rule))
            self.assertEqual(len(self.touchpoints(past)), 3)

    def test_a_woken_rule_does_not_catch_up(self):
        with freeze_time("2026-05-01 03:00:00"):
            rule = self.make_rule()
            rule.active = False
            self.make_orders(self.make_customers(2))
        with freeze_time("2026-05-20 03:00:00"):
            rule.active = True
            self.plan()
            self.assertFalse(self.touchpoints(rule))

    def test_thirty_days_of_outage_lose_nothing(self):
        with freeze_time("2026-05-01 03:00:00"):
            rule = self.make_rule()
            self.plan()
        expected = []
        for day in range(1, 31, 7):
            with freeze_time(datetime(2026, 5, 1, 3) + timedelta(days=day)):
                self.make_orders(self.make_customers(1))
                expected.append(date(2026, 5, 4) + timedelta(days=day))
        with freeze_time("2026-06-02 03:00:00"):
            self.plan()
            self.assertEqual(self.touchpoints(rule).mapped("date_planned"), expected)
            self.carry_out()
            overdue = self.touchpoints(rule).filtered(lambda t: t.date_planned <= date(2026, 6, 2))
            self.assertEqual(set(overdue.mapped("state")), {"open"})
            self.assertEqual(len(overdue), 5)

    def test_query_count_does_not_grow(self):
        self.make_rule(working_days_only=True)
        counts = []
        for number in (1, 10, 100):
            self.make_orders(self.make_customers(number))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.plan()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])


class TestCareFollowing(CareCase):
    """What is planned follows what it was counted from."""

    def test_moved_anchor_moves_the_follow_up(self):
        rule = self.make_rule()
        order = self.make_order()
        self.plan()
        order.date_order -= timedelta(days=2)
        self.plan()
        touchpoint = self.touchpoints(rule)
        self.assertEqual(touchpoint.date_planned, self.days(1))
        self.assertEqual(touchpoint.date_anchor, self.days(-2))

    def test_changed_delay_moves_what_is_planned(self):
        rule = self.make_rule()
        self.make_order()
        self.plan()
        rule.delay = 5
        self.plan()
        self.assertEqual(self.touchpoints(rule).date_planned, self.days(5))

    def test_a_day_chosen_by_hand_stays(self):
        rule = self.make_rule()
        order = self.make_order()
        self.plan()
        touchpoint = self.touchpoints(rule)
        touchpoint.date_planned = self.days(9)
        order.date_order -= timedelta(days=2)
        self.plan()
        self.assertEqual(touchpoint.date_planned, self.days(9))
        self.assertEqual(touchpoint.date_anchor, self.days(-2))

    def test_start_set_by_hand_moves_the_end(self):
        with freeze_time("2026-01-10 03:00:00"):
            order = self.make_order()
            self.deliver(order.order_line, 1)
        rule = self.make_rule(trigger="warranty_expiring", delay=0)
        with freeze_time("2028-01-01 03:00:00"):
            rule.date_activated = fields.Datetime.now()
            self.plan()
            touchpoint = self.touchpoints(rule)
            self.assertEqual(str(touchpoint.date_planned), "2028-01-10")
            order.unit_ids.action_start(date(2026, 1, 20), "Installed later")
            self.plan()
            self.assertEqual(str(touchpoint.date_planned), "2028-01-20")

    def test_cancelled_order_and_back(self):
        rule = self.make_rule()
        order = self.make_order()
        self.plan()
        touchpoint = self.touchpoints(rule)
        order._action_cancel()
        self.plan()
        self.assertEqual(touchpoint.state, "cancelled")
        self.assertTrue(touchpoint.reason)
        order.action_draft()
        order.action_confirm()
        self.plan()
        self.assertEqual(self.touchpoints(rule), touchpoint)
        self.assertEqual(touchpoint.state, "planned")
        self.assertFalse(touchpoint.reason)

    def test_what_was_done_stays_done(self):
        rule = self.make_rule()
        order = self.make_order()
        self.plan()
        touchpoint = self.touchpoints(rule)
        touchpoint.action_reached()
        order._action_cancel()
        order.action_draft()
        order.action_confirm()
        self.plan()
        self.assertEqual(self.touchpoints(rule).mapped("state"), ["done"])

    def test_no_longer_meant(self):
        rule = self.make_rule(partner_domain="[('city', '=', 'Huế')]")
        self.partner.city = "Huế"
        self.make_order()
        self.plan()
        self.partner.city = "Vinh"
        self.plan()
        touchpoint = self.touchpoints(rule)
        self.assertEqual(touchpoint.state, "cancelled")
        self.assertIn("no longer means", touchpoint.reason)

    def test_another_customer_on_the_order(self):
        rule = self.make_rule()
        order = self.make_order()
        self.plan()
        order.partner_id = self.make_customers(1)
        self.plan()
        self.assertEqual(self.touchpoints(rule).partner_id, order.partner_id)

    def test_archived_customer_and_rule(self):
        rule, other = self.make_rule(), self.make_rule()
        orders = self.make_orders(self.make_customers(2))
        self.plan()
        orders[0].partner_id.active = False
        gone = self.touchpoints(rule, partner_id=orders[0].partner_id.id)
        self.assertEqual((gone.state, gone.reason), ("cancelled", "The customer was archived."))
        other.active = False
        self.assertEqual(set(self.touchpoints(other).mapped("state")), {"cancelled"})
        self.assertEqual(self.touchpoints(rule, state="planned").partner_id, orders[1].partner_id)

    def test_a_later_end_is_a_new_occurrence(self):
        with freeze_time("2026-01-10 03:00:00"):
            order = self.make_order()
            self.deliver(order.order_line, 1)
        unit = order.unit_ids
        rule = self.make_rule(trigger="warranty_expiring", delay=0)
        with freeze_time("2028-01-10 03:00:00"):
            rule.date_activated = fields.Datetime.now()
            self.plan()
            first = self.touchpoints(rule)
            first.action_reached()
            main = unit.coverage_ids.filtered("is_main")
            extension = main.copy(
                {
                    "unit_id": unit.id,
                    "is_main": False,
                    "origin": "extension",
                    "date_start": "2028-01-10",
                    "duration": 12,
                }
            )
        with freeze_time("2029-01-01 03:00:00"):
            self.plan()
            second = self.touchpoints(rule) - first
            self.assertEqual(second.occurrence, extension.id)
            self.assertEqual(str(second.date_planned), "2029-01-10")
            self.assertEqual(first.state, "done")
