"""Follow-ups on cases, low ratings, anniversaries and dates of the trade."""

from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools import mute_logger

from .care_common import CareCase


class TestCareTriggers(CareCase):
    def planned(self, rule):
        return [str(row.date_planned) for row in self.touchpoints(rule)]

    def shown(self, rule, **vals):
        """The rule is planned as if it had been active since the year 2000."""
        rule.write({"date_activated": "2000-01-01", **vals})
        self.plan(rule)
        return self.touchpoints(rule)

    # === CASES === #

    def make_case(self, **vals):
        return self.env["hau_mai.complaint"].create(
            {"subject": "It drips", "partner_id": self.partner.id, **vals}
        )

    def close(self, case):
        case.with_context(hau_mai_no_confirm=True).action_close()
        self.assertEqual(case.state, "closed")

    def test_a_week_after_a_complaint_was_closed(self):
        rule = self.make_rule(
            trigger="complaint_closed",
            delay=7,
            summary="{{ object.case_number }}: {{ object.case_subject }}",
        )
        case = self.make_case(product_id=self.product.id)
        self.plan(rule)
        self.assertFalse(self.touchpoints(rule))
        self.close(case)
        self.plan(rule)
        found = self.touchpoints(rule)
        self.assertEqual((found.res_model, found.res_id), ("hau_mai.complaint", case.id))
        self.assertEqual(found.date_planned, self.days(7))
        self.assertEqual(found.product_name, "AC 9000")
        self.assertIn("a case was closed", found.explanation)
        found.date_planned = self.days(0)
        self.carry_out()
        self.assertEqual(found.activity_id.summary, f"{case.name}: It drips")

    def test_only_cases_of_the_kind_asked_for_and_only_those_answered(self):
        rule = self.make_rule(trigger="complaint_closed", case_kind="grievance", delay=7)
        other = self.make_rule(trigger="complaint_closed", case_kind="other", delay=7)
        for kind in ("complaint", "question"):
            self.close(self.make_case(type=kind))
        double, kept = self.make_case(), self.make_case()
        double._merge_into(kept)
        self.plan()
        cases = self.env["hau_mai.complaint"]
        self.assertEqual(cases.browse(self.touchpoints(rule).mapped("res_id")).type, "complaint")
        self.assertEqual(cases.browse(self.touchpoints(other).mapped("res_id")).type, "question")

    def test_a_case_opened_again_is_not_asked_about(self):
        rule = self.make_rule(trigger="complaint_closed", delay=7)
        case = self.make_case()
        self.close(case)
        self.plan(rule)
        case.action_reopen("It drips again")
        self.plan(rule)
        found = self.touchpoints(rule)
        self.assertEqual(found.state, "cancelled")
        self.assertIn("opened again", found.reason)

    # === RATINGS === #

    def rate(self, record, mark, **vals):
        return self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id(record._name),
                "res_id": record.id,
                "partner_id": self.partner.id,
                "rating": mark,
                "consumed": True,
                "rated_on": fields.Datetime.now(),
                "feedback": "Too late",
                **vals,
            }
        )

    def test_the_day_after_a_low_rating(self):
        rule = self.make_rule(
            trigger="low_rating",
            delay=1,
            summary="{{ object.rating_mark }} of 5",
            note="{{ object.rating_words }}",
        )
        order = self.make_order()
        low = self.rate(order, 1)
        self.rate(order, 5)
        self.rate(order, 0, consumed=False)
        self.plan(rule)
        found = self.touchpoints(rule)
        self.assertEqual(
            (found.res_model, found.res_id, found.occurrence),
            ("res.partner", self.partner.id, low.id),
        )
        self.assertEqual((found.date_planned, found.company_id), (self.days(1), self.company))
        found.date_planned = self.days(0)
        self.carry_out()
        self.assertEqual(found.activity_id.summary, "1 of 5")
        self.assertIn("Too late", found.activity_id.note)

    def test_it_is_about_what_was_rated_and_not_about_the_last_order(self):
        rule = self.make_rule(trigger="low_rating", delay=0)
        rated, case = self.make_order(), self.make_case(subject="It drips still")
        self.rate(rated, 1)
        self.rate(case, 2)
        self.make_order()
        self.plan(rule)
        found = self.touchpoints(rule)
        self.assertEqual((found.order_id, found.case_id), (rated, case))
        opened = [row.action_open_document() for row in found]
        self.assertEqual(
            {(action["res_model"], action["res_id"]) for action in opened},
            {("sale.order", rated.id), ("hau_mai.complaint", case.id)},
        )
        self.assertEqual({subject[:5] for subject in found.mapped("subject")}, {"rated"})

    def test_a_rating_that_was_bettered_is_not_asked_about(self):
        rule = self.make_rule(trigger="low_rating", delay=1)
        low = self.rate(self.make_order(), 2)
        self.plan(rule)
        low.sudo().rating = 5
        self.plan(rule)
        self.assertEqual(self.touchpoints(rule).state, "cancelled")
        self.assertEqual(self.touchpoints(rule).reason, "The customer gave a better rating.")

    # === ANNIVERSARIES === #

    def test_the_first_order_of_a_leap_day(self):
        with freeze_time("2024-02-28 18:00:00"):  # 29 February in Ho Chi Minh City
            self.make_orders(self.partner)
        with freeze_time("2025-06-01 03:00:00"):
            self.make_orders(self.partner)
        rule = self.make_rule(trigger="first_order_anniversary", delay=0)
        for today, planned, years in [
            ("2024-02-29", [], ""),
            ("2026-02-10", ["2026-02-28"], "2"),
            ("2028-02-10", ["2028-02-29"], "4"),
        ]:
            with self.subTest(today=today), freeze_time(f"{today} 03:00:00"):
                rule.write({"date_activated": fields.Datetime.now(), "date_last_pass": False})
                self.plan(rule)
                found = self.touchpoints(rule, occurrence=int(today[:4]))
                self.assertEqual([str(row.date_planned) for row in found], planned)
                if found:
                    self.assertEqual(found.customer_years, years)
                    self.assertEqual(found.date_first_order, date(2024, 2, 29))

    def test_the_anniversary_is_that_of_the_whole_company_and_of_the_first_order_only(self):
        parent = self.env["res.partner"].create({"name": "Công ty Minh", "is_company": True})
        people = self.make_customers(2, parent_id=parent.id)
        with freeze_time("2025-03-10 03:00:00"):
            self.make_orders(people[0])
        with freeze_time("2025-03-20 03:00:00"):
            later = self.make_orders(people[1])
        rule = self.make_rule(trigger="first_order_anniversary", delay=-3)
        with freeze_time("2026-03-01 03:00:00"):
            rule.date_activated = fields.Datetime.now()
            self.plan(rule)
            self.plan(rule)
            found = self.touchpoints(rule)
            self.assertEqual((found.partner_id, found.occurrence), (parent, 2026))
            self.assertEqual(str(found.date_planned), "2026-03-07")
            self.env["sale.order"].search([("partner_id", "=", people[0].id)])._action_cancel()
            self.plan(rule)
            self.assertEqual(str(found.date_planned), "2026-03-17")
            later._action_cancel()
            self.plan(rule)
            self.assertEqual(found.state, "cancelled")

    # === DATES OF THE TRADE === #

    def make_date(self, **vals):
        return self.env["hau_mai.care.date"].create({"name": "The shop's birthday", **vals})

    def tet(self):
        return self.env.ref("hau_mai.care_date_tet")

    def test_tet_follows_the_lunar_calendar(self):
        """The days of Vietnam, where 2030 begins a day before China's."""
        days = [str(day) for day in self.tet().day_ids.mapped("date")][:5]
        self.assertEqual(
            days, ["2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-02"]
        )

    def test_each_customer_once_a_year_before_tet(self):
        customers = self.make_customers(3)
        with freeze_time("2025-12-01 03:00:00"):
            self.make_orders(customers[0] + customers[0] + customers[1])
        rule = self.make_rule(
            trigger="trade_date",
            care_date_id=self.tet().id,
            delay=-10,
            summary="Happy {{ object.occasion }}",
        )
        for today, planned in [("2026-01-20", "2026-02-07"), ("2027-01-10", "2027-01-27")]:
            with self.subTest(today=today), freeze_time(f"{today} 03:00:00"):
                rule.write({"date_activated": fields.Datetime.now(), "date_last_pass": False})
                self.plan(rule)
                self.plan(rule)
                found = self.touchpoints(rule, occurrence=int(today[:4]))
                self.assertEqual({str(row.date_planned) for row in found}, {planned})
                self.assertEqual(
                    sorted(found.partner_id.ids), sorted((customers[0] + customers[1]).ids)
                )
        self.assertIn("10 days before Tết", found[0].explanation)

    def test_only_who_bought_lately(self):
        early, late = self.make_customers(2)
        with freeze_time("2024-05-01 03:00:00"):
            self.make_orders(early + late)
        with freeze_time("2026-05-01 03:00:00"):
            self.make_orders(late)
        rule = self.make_rule(
            trigger="trade_date",
            care_date_id=self.make_date(month="6", day=1).id,
            delay=0,
            bought_months=12,
        )
        with freeze_time("2026-05-20 03:00:00"):
            rule.date_activated = fields.Datetime.now()
            self.plan(rule)
            self.assertEqual(self.touchpoints(rule).partner_id, late)
            rule.bought_months = 0
            self.plan(rule)
            self.assertEqual(self.touchpoints(rule).partner_id, early + late)

    def test_a_date_that_moves_takes_what_is_planned_along(self):
        self.make_orders(self.partner)
        care_date = self.make_date(kind="listed", day_ids=[Command.create({"date": self.days(10)})])
        rule = self.make_rule(trigger="trade_date", care_date_id=care_date.id, delay=0)
        self.plan(rule)
        found = self.touchpoints(rule)
        self.assertEqual(found.date_planned, self.days(10))
        care_date.day_ids.date = self.days(12)
        self.plan(rule)
        self.assertEqual(found.date_planned, self.days(12))
        care_date.write({"day_ids": [Command.clear()]})
        self.plan(rule)
        self.assertEqual(found.state, "cancelled")
        self.assertIn("has moved", found.reason)

    def test_a_date_without_a_coming_day_says_so(self):
        past = self.make_date(kind="listed", day_ids=[Command.create({"date": "2020-01-25"})])
        self.assertFalse(past.date_next)
        self.assertTrue(self.make_date(month="2", day=29).date_next)

    def test_dates_that_do_not_exist_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "has no day 31"):
            self.make_date(month="4", day=31)
        with self.assertRaisesRegex(ValidationError, "on which date of the trade"):
            self.make_rule(trigger="trade_date")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.make_date(
                kind="listed",
                day_ids=[Command.create({"date": f"2026-02-{day}"}) for day in (17, 18)],
            )

    def test_two_companies_and_one_greeting(self):
        """A rule for all companies greets a customer of both once."""
        other = self.env["res.company"].create({"name": "The other shop"})
        self.make_orders(self.partner)
        self.env["sale.order"].with_company(other).create(
            {"partner_id": self.partner.id, "company_id": other.id, "state": "sale"}
        )
        care_date = self.make_date(
            company_id=False, kind="listed", day_ids=[Command.create({"date": self.days(10)})]
        )
        rule = self.make_rule(
            trigger="trade_date", care_date_id=care_date.id, delay=0, company_id=False
        )
        only = self.make_rule(trigger="trade_date", care_date_id=care_date.id, delay=0)
        self.plan(rule + only)
        self.assertEqual(len(self.touchpoints(rule)), 1)
        self.assertEqual(self.touchpoints(only).company_id, self.company)

    # === QUERIES === #

    def test_query_counts_do_not_grow(self):
        care_date = self.make_date(kind="listed", day_ids=[Command.create({"date": self.days(20)})])
        rules = self.make_rule(trigger="trade_date", care_date_id=care_date.id, delay=0)
        rules += self.make_rule(trigger="first_order_anniversary", delay=0)
        counts = []
        for number in (1, 5, 30):
            customers = self.make_customers(number)
            self.make_orders(customers)
            self.make_orders(customers, date_order=self.now().replace(year=self.now().year - 1))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.plan(rules)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])
        self.assertEqual(len(self.touchpoints(rules[0])), 36)
        self.assertEqual(len(self.touchpoints(rules[1])), 36)
