"""Free maintenance visits of members: so many a year, each given once."""

from datetime import date

from odoo.addons.hau_mai.tools.benefit import end_with_bonus, member_year, next_number

from .test_maintenance import MaintenanceCase


class TestMemberTools(MaintenanceCase):
    def test_the_year_of_membership(self):
        for since, day, first in [
            ("2026-03-10", "2026-03-10", "2026-03-10"),
            ("2026-03-10", "2027-03-09", "2026-03-10"),
            ("2026-03-10", "2027-03-10", "2027-03-10"),
            ("2026-03-10", "2026-01-01", "2026-03-10"),
            ("2024-02-29", "2025-02-27", "2024-02-29"),
            ("2024-02-29", "2025-02-28", "2025-02-28"),
            ("2024-02-29", "2028-02-28", "2027-02-28"),
            ("2024-02-29", "2028-02-29", "2028-02-29"),
        ]:
            with self.subTest(since=since, day=day):
                answer = member_year(date.fromisoformat(since), date.fromisoformat(day))
                self.assertEqual(answer, date.fromisoformat(first))

    def test_the_next_free_visit(self):
        self.assertEqual(next_number(set(), 2), 1)
        self.assertEqual(next_number({1}, 2), 2)
        self.assertEqual(next_number({2}, 2), 1)
        self.assertIsNone(next_number({1, 2}, 2))
        self.assertIsNone(next_number(set(), 0))

    def test_months_are_counted_from_the_start_together(self):
        start = date(2026, 1, 31)
        for duration, unit, end, months, expected in [
            (1, "month", date(2026, 2, 28), 1, date(2026, 3, 31)),
            (2, "year", date(2028, 1, 31), 1, date(2028, 2, 29)),
            (30, "day", date(2026, 3, 2), 1, date(2026, 4, 2)),
        ]:
            with self.subTest(unit=unit):
                self.assertEqual(end_with_bonus(start, end, duration, unit, months), expected)


class TestFreeVisits(MaintenanceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.make_plan(cls.cleaning(free_visits=0))
        tiers = cls.env["hau_mai.loyalty.tier"]
        tiers.search([]).active = False
        cls.gold = tiers.create({"name": "Gold", "free_visits": 1})
        cls.member = cls.env["hau_mai.loyalty.membership"].create(
            {
                "partner_id": cls.partner.id,
                "company_id": cls.company.id,
                "tier_id": cls.gold.id,
                "date_since": "2026-01-01",
            }
        )

    def visits(self, *units):
        schedules = self.env["hau_mai.unit"].union(*units).schedule_ids
        return schedules.occurrence_ids.sorted("id")

    def test_one_of_two_visits_is_free_and_says_why(self):
        first = self.install(started="2026-01-10")
        second = self.install(started="2026-01-20")
        self.run_cron("2026-07-12")
        free, charged = self.visits(first, second)
        self.assertEqual((free.is_free, charged.is_free), (True, False))
        self.assertEqual(free.free_reason, "Free: visit 1 of the year for Gold members.")
        self.assertEqual(charged.free_reason, "The customer pays.")
        self.assertEqual(free.member_year, self.day("2026-01-01"))
        part = free.service_id.line_ids.filtered(lambda line: line.occurrence_id == free)
        self.assertTrue(part.covered)
        self.assertIn("for Gold members", part.reason)

    def test_the_next_year_has_its_own(self):
        unit = self.install(started="2026-01-10")
        self.run_cron("2026-07-12")
        self.visits(unit).action_done("2026-07-12")
        self.run_cron("2027-01-12")
        self.assertEqual(self.visits(unit).mapped("is_free"), [True, True])
        self.assertEqual(
            self.visits(unit).mapped("member_year"),
            [self.day("2026-01-01"), self.day("2027-01-01")],
        )

    def test_what_the_plan_gives_is_not_taken_from_the_tier(self):
        self.plan = self.make_plan(self.cleaning(free_visits=1))
        unit = self.install(self.plan, started="2026-01-10")
        self.run_cron("2026-07-12")
        visit = self.visits(unit)
        self.assertTrue(visit.is_free)
        self.assertFalse(visit.member_tier_id)

    def test_a_visit_that_was_not_made_gives_it_back(self):
        unit = self.install(started="2026-01-10")
        other = self.install(started="2026-02-10")
        self.run_cron("2026-07-12")
        visit = self.visits(unit)
        self.assertTrue(visit.is_free)
        visit.action_skip("The customer is away")
        self.assertFalse(visit.is_free)
        self.run_cron("2026-08-12")
        self.assertTrue(self.visits(other).is_free)

    def test_it_stays_when_the_tier_is_lost(self):
        unit = self.install(started="2026-01-10")
        self.run_cron("2026-07-12")
        visit = self.visits(unit)
        self.member.tier_id = False
        self.gold.free_visits = 0
        self.env.invalidate_all()
        self.assertTrue(visit.is_free)
        visit.action_done("2026-07-12")
        self.assertTrue(visit.is_free)

    def test_without_the_benefit_nothing_is_given(self):
        self.gold.free_visits = 0
        unit = self.install(started="2026-01-10")
        self.run_cron("2026-07-12")
        self.assertFalse(self.visits(unit).is_free)
