"""Service centers: who can do a job, who is best, and why."""

from datetime import date, timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form

from odoo.addons.hau_mai.tools.center import CenterFacts, JobFacts, rank, refusal

from .center_common import CenterCase

DAY = date(2026, 3, 2)
ALL = frozenset({"repair", "maintenance"})
JOB = JobFacts("repair", DAY, frozenset({1, 10}), province=5, company=1)


def facts(**vals):
    return CenterFacts(**({"kinds": ALL, "company": 1} | vals))


VERDICTS = [
    (facts(), None),
    (facts(active=False), "archived"),
    (facts(company=2), "company"),
    (facts(kinds=frozenset({"maintenance"})), "kind"),
    (facts(categories=frozenset({1})), None),
    (facts(categories=frozenset({2})), "category"),
    (facts(provinces=frozenset({5, 6})), None),
    (facts(provinces=frozenset({6})), "province"),
    (facts(date_from=DAY), None),
    (facts(date_from=DAY + timedelta(1)), "not_begun"),
    (facts(date_to=DAY), None),
    (facts(date_to=DAY - timedelta(1)), "ended"),
    (facts(technicians=((ALL, frozenset()),)), None),
    (facts(technicians=((ALL, frozenset({2})), (ALL, frozenset({10})))), None),
    (facts(technicians=((ALL, frozenset({2})), (frozenset(), frozenset({10})))), "skill"),
    # the gravest comes first
    (facts(active=False, provinces=frozenset({6}), date_to=DAY - timedelta(1)), "archived"),
]


def test_verdicts():
    for center, expected in VERDICTS:
        assert refusal(center, JOB) == expected, center
    nowhere = JobFacts("repair", DAY, company=1)
    assert refusal(facts(), nowhere) is None
    assert refusal(facts(provinces=frozenset({5})), nowhere) == "no_province"
    assert refusal(facts(), JOB, answer="declined", time="full") == "declined"
    assert refusal(facts(), JOB, time="full") == "full"


def test_the_best_comes_first():
    """One difference after the other, the weightier first."""
    ordered = [
        (facts(rating=5.0, load=9), None),
        (facts(rating=4.0, load=0), None),
        (facts(load=1), None),  # nobody rated it: the middle
        (facts(load=2), None),
        (facts(rating=2.0), None),
        (facts(rating=5.0), "full"),
        (facts(rating=5.0), "declined"),
        (facts(rating=5.0), "province"),
        (facts(rating=5.0), "kind"),
    ]
    keys = [rank(*row) for row in ordered]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


class TestCenters(CenterCase):
    def verdict(self, center, **vals):
        job = self.make_service(**vals)
        ok, reason = center._center_verdict(job)
        self.assertTrue(reason.strip())
        return ok, reason

    def test_every_refusal_is_a_sentence(self):
        make = lambda **vals: self.make_center(  # noqa: E731
            "Xưởng", resource_calendar_id=self.calendar.id, **vals
        )
        yesterday = self.today - timedelta(days=1)
        elsewhere = self.env["product.category"].create({"name": "Motorbikes"})
        table = [
            ({}, {}, True, "Works everywhere"),
            ({"state_ids": self.hanoi.ids}, {}, True, "Works in Hà Nội"),
            ({"state_ids": self.hue.ids}, {}, False, "does not work in Hà Nội"),
            ({"does_repair": False}, {}, False, "“Repair”"),
            ({"categ_ids": elsewhere.ids}, {}, False, "does not work on Air conditioners"),
            ({"categ_ids": self.categ.ids}, {}, True, "open jobs"),
            ({"date_to": yesterday}, {}, False, "ended on"),
            ({"date_from": self.today + timedelta(days=1)}, {}, False, "begins on"),
            ({"capacity_per_day": 3}, {}, True, "places in the next 14 days"),
            ({}, {"date_start": self.next_monday(12, 15)}, False, "does not work at that time"),
            ({}, {"date_start": self.next_monday(9)}, True, "Works everywhere"),
        ]
        for center, job, ok, sentence in table:
            with self.subTest(center=center, job=job):
                got = self.verdict(make(**center), **job)
                self.assertEqual(got[0], ok, got[1])
                self.assertIn(sentence, got[1])
        center = make()
        center.action_archive()
        self.assertEqual(self.verdict(center), (False, "Xưởng is archived."))
        self.partner.state_id = False
        ok, reason = self.verdict(make(state_ids=self.hue.ids))
        self.assertIn("the address of Nguyễn Văn An has no province", reason)

    def test_a_category_covers_what_is_below_it(self):
        split = self.env["product.category"].create({"name": "Split", "parent_id": self.categ.id})
        self.product.categ_id = split
        self.assertTrue(self.verdict(self.make_center(categ_ids=self.categ.ids))[0])

    def test_a_full_day_a_taken_hour_and_no_place_at_all(self):
        center = self.make_center(resource_calendar_id=self.calendar.id, slot_minutes=60)
        start = self.next_monday(9)
        self.make_service(center_id=center.id, date_start=start)
        self.assertIn("is taken", self.verdict(center, date_start=start)[1])
        center.write({"parallel": 9, "capacity_per_day": 1})
        self.assertIn("no place left on", self.verdict(center, date_start=start)[1])
        self.company.hau_mai_center_days = 7
        for _number in range(7):
            self.make_service(center_id=center.id)
        self.assertIn("no place left in the next 7 days", self.verdict(center)[1])

    def test_a_job_does_not_stand_in_its_own_way(self):
        center = self.make_center(resource_calendar_id=self.calendar.id, capacity_per_day=1)
        job = self.make_service(center_id=center.id, date_start=self.next_monday(9))
        self.assertTrue(center._center_verdict(job)[0])
        self.assertFalse(job.center_alert)

    def test_technicians_skills_count(self):
        center = self.make_center(
            technician_ids=[
                Command.create({"user_id": self.technician.id, "does_repair": False}),
            ]
        )
        self.assertEqual(center.technician_ids.partner_id, self.technician.partner_id)
        self.assertIn("No technician", self.verdict(center)[1])
        center.technician_ids.does_repair = True
        self.assertTrue(self.verdict(center)[0])

    def test_candidates_are_ordered_and_say_why(self):
        self.env["hau_mai.service.center"].search([]).action_archive()
        hours = {"resource_calendar_id": self.calendar.id}
        far = self.make_center("Far", state_ids=self.hue.ids, **hours)
        busy = self.make_center("Busy", **hours)
        idle = self.make_center("Idle", **hours)
        loved = self.make_center("Loved", **hours)
        for _number in range(3):
            self.make_service(center_id=busy.id)
        self.rate(loved, 5)
        candidates = self.make_service()._center_candidates()
        self.assertEqual([c.center for c in candidates], [loved, idle, busy, far])
        self.assertEqual([c.ok for c in candidates], [True, True, True, False])
        self.assertIn("rated 5.0", candidates[0].reason)
        self.assertIn("3 open jobs", candidates[2].reason)
        self.assertIn("does not work in Hà Nội", candidates[3].reason)

    def rate(self, center, stars):
        job = self.make_service(center_id=center.id)
        job.action_done()
        job.rating_apply(stars, token=job._rating_get_access_token())

    def test_automatic_choice_spreads_the_jobs(self):
        small = self.make_center(
            "Small", resource_calendar_id=self.calendar.id, sequence=1, capacity_per_day=1
        )
        large = self.make_center("Large", resource_calendar_id=self.calendar.id, sequence=2)
        start = self.next_monday(9)
        jobs = self.Service.union(*(self.make_service(date_start=start) for _n in range(2)))
        jobs |= self.make_service(date_start=start + timedelta(days=1))
        (self.env["hau_mai.service.center"].search([]) - small - large).action_archive()
        self.assertEqual(jobs._assign_center(), jobs)
        self.assertEqual(len(jobs[:2].center_id), 2, "one place a day in the small one")
        self.assertTrue(all(jobs.mapped("center_why")))
        self.assertTrue(all(jobs.mapped("center_automatic")))
        self.assertEqual(set(jobs.mapped("center_state")), {"accepted"})

    def test_new_jobs_find_their_center_when_the_company_wants_it(self):
        self.env["hau_mai.service.center"].search([]).action_archive()
        center = self.make_center(state_ids=self.hanoi.ids)
        self.assertFalse(self.make_service().center_id)
        self.company.hau_mai_auto_center = True
        jobs = self.Service.create([{"kind": "repair", "unit_id": self.unit.id}] * 3)
        self.assertEqual(jobs.mapped("center_id"), center)
        self.partner.state_id = self.hue
        alone = self.make_service()
        self.assertFalse(alone.center_id)
        self.assertIn(alone, self.Service.search([("without_center", "=", True)]))
        self.assertNotIn(alone, self.Service.search([("without_center", "=", False)]))
        self.assertIn("does not work in Huế", alone.queue_reason)

    def test_the_queue_says_why_nobody_does_it(self):
        self.env["hau_mai.service.center"].search([]).action_archive()
        job = self.make_service()
        self.assertEqual(job.queue_reason, "There is no service center yet.")
        self.make_center("A", state_ids=self.hue.ids)
        self.make_center("B", state_ids=self.hue.ids)
        self.make_center("C", does_repair=False)
        job.invalidate_recordset(["queue_reason"])
        self.assertEqual(
            job.queue_reason,
            "None of 3 centers: 2 × other provinces, 1 × other kinds of work.",
        )
        self.make_center("D")
        job.invalidate_recordset(["queue_reason"])
        self.assertIn("D could do it", job.queue_reason)

    def test_choosing_nevertheless_needs_a_reason(self):
        far = self.make_center("Far", state_ids=self.hue.ids)
        near = self.make_center("Near")
        job = self.make_service()
        action = job.with_user(self.desk).action_choose_center()
        dialog = Form(
            self.env[action["res_model"]].with_user(self.desk).browse(action["res_id"])
        ).save()
        lines = {line.center_id: line for line in dialog.line_ids}
        self.assertEqual((lines[near].ok, lines[far].ok), (True, False))
        with self.assertRaisesRegex(UserError, "does not work in Hà Nội.*why you choose it"):
            lines[far].action_choose()
        self.assertFalse(job.center_id)
        dialog.reason = "The customer brings it there"
        lines[far].action_choose()
        self.assertEqual(job.center_id, far)
        self.assertEqual(job.center_reason, "The customer brings it there")
        said = job.message_ids.mapped("body")
        self.assertTrue([body for body in said if "The customer brings it there" in body])
        lines[near].action_choose()
        self.assertEqual((job.center_id, job.center_reason), (near, False))

    def test_what_is_against_the_center_shows_on_the_job(self):
        center = self.make_center("Near")
        job = self.make_service(center_id=center.id)
        self.assertFalse(job.center_alert)
        center.does_repair = False
        job.invalidate_recordset(["center_alert"])
        self.assertIn("does not take jobs", job.center_alert)

    def test_a_partner_needs_a_contact_and_a_contract_an_end_after_its_beginning(self):
        with self.assertRaisesRegex(ValidationError, "choose the contact"):
            self.make_center("Nobody's", kind="partner")
        with self.assertRaisesRegex(ValidationError, "before it begins"):
            self.make_center(date_from=self.today, date_to=self.today - timedelta(days=1))

    def test_centers_are_archived_not_deleted(self):
        center = self.make_center()
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            center.unlink()


class TestCenterFigures(CenterCase):
    def test_figures(self):
        center = self.make_center()
        done = self.Service.union(
            *(
                self.make_service(center_id=center.id, unit_id=self.make_unit().id)
                for _n in range(4)
            )
        )
        done[0].date_promised = self.moment(days=1)
        done[1].date_promised = self.moment(days=-1)
        done[2].date_start = self.moment()
        done.action_done()
        self.make_service(center_id=center.id)
        again = self.make_service(unit_id=done[3].unit_id.id)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hau_mai_service SET create_date = %s WHERE id = %s",
            [self.moment(days=20), again.id],
        )
        old = self.make_service(center_id=center.id)
        old.write({"state": "done", "date_done": self.moment(days=-100)})
        done[0].rating_apply(4, token=done[0]._rating_get_access_token())
        done[1].rating_apply(5, token=done[1]._rating_get_access_token())
        center.invalidate_recordset()
        self.assertEqual((center.open_count, center.done_count), (1, 4))
        self.assertAlmostEqual(center.on_time_share, 2 / 3)
        self.assertAlmostEqual(center.repeat_share, 1 / 4)
        self.assertAlmostEqual(center.rating_average, 4.5)
        self.assertEqual(center.rated_count, 2)

    def test_a_list_of_centers_costs_the_same_for_two_and_for_forty(self):
        centers = self.env["hau_mai.service.center"].union(
            *(self.make_center(f"C{number}") for number in range(40))
        )
        for center in centers:
            self.make_service(center_id=center.id)
        names = ["open_count", "done_count", "on_time_share", "repeat_share", "rating_average"]
        few = self.queries(lambda: centers[:2].read(names))
        self.assertLessEqual(self.queries(lambda: centers.read(names)), few)

    def test_a_hundred_jobs_and_twenty_centers_cost_what_two_jobs_do(self):
        calendars = [self.calendar, self.make_calendar("Other")]
        for number in range(20):
            self.make_center(
                f"C{number}",
                resource_calendar_id=calendars[number % 2].id,
                state_ids=self.hanoi.ids,
                capacity_per_day=5,
                technician_ids=[Command.create({"partner_id": self.partner.id})],
            )
        jobs = self.Service.create(
            [
                {"kind": "repair", "unit_id": self.unit.id}
                | ({"date_start": self.next_monday(8 + number % 4)} if number % 2 else {})
                for number in range(100)
            ]
        )
        few = self.queries(jobs[:2]._center_verdicts)
        many = self.queries(jobs.browse(jobs.ids)._center_verdicts)
        self.assertLessEqual(many, few)
        # each part has all twenty centers: what is written is written once a center
        few = self.queries(jobs[:30]._assign_center)
        many = self.queries(jobs[30:]._assign_center)
        self.assertTrue(all(jobs.mapped("center_id")))
        self.assertLessEqual(many, few)
