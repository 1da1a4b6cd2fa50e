"""Maintenance from the plan to the job: promised, made, booked, done, carried over."""

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from .service_common import ServiceCase

CRON = "hau_mai.ir_cron_generate_services"


class MaintenanceCase(ServiceCase):
    """An air conditioner cleaned twice a year, and a cron that is run by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id = cls.make_calendar("0123456")
        cls.today = cls.company._hau_mai_today()
        cls.plan = cls.make_plan(cls.cleaning())

    @classmethod
    def make_calendar(cls, weekdays):
        attendances = [
            Command.create({"name": day, "dayofweek": day, "hour_from": 8, "hour_to": 17})
            for day in weekdays
        ]
        return cls.env["resource.calendar"].create(
            {"name": "Days", "tz": "Asia/Ho_Chi_Minh", "attendance_ids": attendances}
        )

    @classmethod
    def cleaning(cls, **vals):
        """A line: cleaning every six months, a checklist of two, a filter included."""
        return {
            "name": "Cleaning",
            "interval": 6,
            "interval_unit": "month",
            "window_before": 10,
            "window_after": 20,
            "free_visits": 2,
            "check_ids": [
                Command.create({"name": "Leaks?"}),
                Command.create(
                    {"name": "Pressure", "kind": "value", "value_unit": "psi", "value_min": 60}
                ),
            ],
            "part_ids": [Command.create({"product_id": cls.compressor.id, "quantity": 2})],
            **vals,
        }

    @classmethod
    def install(cls, plan=None, started="2026-01-10", **vals):
        """A card with a plan that was started on a day."""
        unit = cls.make_unit(
            started_ago=None, maintenance_plan_id=(plan or cls.plan).id, **vals
        )  # fmt: skip
        unit.action_start(started, "A test")
        cls.env.flush_all()
        return unit

    def run_cron(self, day=None):
        """Run the scheduled action on a day of the company, at noon."""
        self.env.flush_all()
        with freeze_time(f"{day} 05:00:00" if day else self.moment()):
            with self.enter_registry_test_mode():
                self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()

    def states(self, unit):
        return [(v.number, v.state) for v in unit.schedule_ids.occurrence_ids.sorted("number")]


class TestMaintenance(MaintenanceCase):
    # === PROMISED === #

    def test_the_plan_of_product_category_company_reaches_the_unit(self):
        line = self.make_order(confirm=False).order_line
        self.assertFalse(line.maintenance_plan_id)
        other = self.make_plan(name="Other")
        for record, plan in [
            (self.company, other),
            (self.categ, self.plan),
            (self.product, other),
        ]:
            record.maintenance_plan_id = plan
            order = self.make_order()
            self.assertEqual(order.order_line.maintenance_plan_id, plan)
            self.assertEqual(order.unit_ids.maintenance_plan_id, plan)
        self.assertFalse(line.maintenance_plan_id, "what was quoted stays")
        self.assertTrue(line.order_id.warranties_outdated)
        line.order_id.action_refresh_warranties()
        self.assertEqual(line.maintenance_plan_id, other)

    def test_a_unit_without_a_policy_starts_with_delivery(self):
        bare = self.make_product("Filter jug", maintenance_plan_id=self.plan.id)
        order = self.make_order((bare, 2))
        units = order.unit_ids
        self.assertEqual(len(units), 2)
        schedule = units[0].schedule_ids
        self.assertFalse(units.coverage_ids)
        self.assertFalse(schedule.date_next)
        self.assertIn("delivered", schedule.explanation)
        self.deliver(order.order_line, 2)
        self.assertEqual(units.mapped("date_start"), [self.today, self.today])
        self.assertTrue(schedule.date_next > self.today)
        self.assertEqual(schedule.date_anchor, self.today)
        self.assertEqual(schedule.state, "running")

    def test_the_customer_reads_it_on_the_quotation(self):
        self.product.maintenance_plan_id = self.plan
        line = self.make_order(confirm=False).order_line
        self.assertEqual(
            line.maintenance_sentence,
            "Maintenance: Cleaning every 6 months, the first 2 free.",
        )
        html = self.env["ir.actions.report"]._render_qweb_html(
            "sale.report_saleorder", line.order_id.ids
        )[0]
        self.assertIn(line.maintenance_sentence, html.decode())

    def test_sold_is_sold(self):
        unit = self.install()
        self.plan.line_ids.write({"interval": 1, "window_before": 0, "name": "Other"})
        self.plan.line_ids.check_ids.unlink()
        schedule = unit.schedule_ids
        self.assertEqual((schedule.interval, schedule.name), (6, "Cleaning"))
        self.assertEqual([check["name"] for check in schedule.checks], ["Leaks?", "Pressure"])
        self.plan.line_ids.unlink()
        self.assertEqual(schedule.date_next, self.day("2026-07-10"))

    def test_what_a_plan_may_not_be(self):
        for vals in (
            {"interval": 0},
            {"usage_interval": 100},
            {"interval": 1, "window_before": 14, "window_after": 14},
            {"earn_after": 3, "earn_duration": 0},
        ):
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                self.make_plan({"name": "Broken", **vals})
        self.install()
        with self.assertRaises(UserError):
            self.plan.unlink()
        self.assertEqual(self.plan.copy().line_ids.check_ids.mapped("name"), ["Leaks?", "Pressure"])

    def test_the_plan_of_another_company_is_refused(self):
        theirs = self.make_plan(
            company_id=self.env["res.company"].create({"name": "Other"}).id, name="Theirs"
        )
        line = self.make_order(confirm=False).order_line
        for record in (self.product, self.categ, self.company, line, self.unit):
            with self.subTest(model=record._name), self.assertRaises(UserError):
                record.maintenance_plan_id = theirs
                self.env.flush_all()

    def test_cancelling_and_confirming_again(self):
        self.product.maintenance_plan_id = self.plan
        order = self.make_order()
        schedule = order.unit_ids.schedule_ids
        order._action_cancel()
        self.assertEqual(schedule.state, "cancelled")
        order.action_draft()
        order.action_confirm()
        self.assertEqual(order.unit_ids.schedule_ids, schedule)
        self.assertEqual(schedule.state, "running")

    def test_a_part_of_a_quantity_keeps_its_maintenance(self):
        self.company.hau_mai_units_per_line = 0
        self.product.maintenance_plan_id = self.plan
        order = self.make_order((self.product, 5))
        self.deliver(order.order_line, 2)
        self.assertEqual(sorted(order.unit_ids.mapped("quantity")), [2, 3])
        self.assertEqual([len(unit.schedule_ids) for unit in order.unit_ids], [1, 1])
        self.assertEqual(len(order.unit_ids.schedule_ids.filtered("date_next")), 1)

    def test_a_part_cut_off_later_keeps_what_was_done(self):
        self.company.hau_mai_units_per_line = 0
        self.product.maintenance_plan_id = self.plan
        order = self.make_order((self.product, 5))
        unit = order.unit_ids
        unit.action_start("2026-01-10", "A test")
        self.run_cron("2026-07-05")
        self.finish(unit.service_ids, "2026-07-12")
        order.order_line.product_uom_qty = 3
        part = order.unit_ids - unit
        self.assertEqual((part.state, part.schedule_ids.state), ("void", "cancelled"))
        self.assertEqual(self.states(part), [(1, "done")])
        self.assertFalse(part.service_ids)
        self.assertEqual(unit.schedule_ids.date_next, self.day("2027-01-10"))

    def test_a_salesperson_confirms_what_they_may_not_see(self):
        self.product.maintenance_plan_id = self.plan
        user = self.make_user("sales_own")
        order = self.make_order(confirm=False, user_id=user.id)
        order.with_user(user).action_confirm()
        self.assertEqual(order.unit_ids.schedule_ids.state, "running")

    def test_a_plan_chosen_by_hand_and_another_one(self):
        self.unit.maintenance_plan_id = self.plan
        first = self.unit.schedule_ids
        self.assertEqual(first.date_anchor, self.unit.date_start)
        other = self.make_plan(name="Other")
        self.unit.maintenance_plan_id = other
        self.assertEqual(first.state, "cancelled")
        self.assertEqual((self.unit.schedule_ids - first).plan_line_id, other.line_ids)

    # === MADE AND BOOKED === #

    def test_a_visit_is_made_ahead_with_its_job(self):
        unit = self.install()
        self.run_cron("2026-06-25")
        self.assertFalse(unit.service_ids)
        self.run_cron("2026-06-26")
        visit = unit.schedule_ids.occurrence_ids
        service = visit.service_id
        self.assertEqual((visit.number, visit.state), (1, "booked"))
        self.assertEqual(visit.date_due, self.day("2026-07-10"))
        self.assertEqual(visit.window_from, self.day("2026-06-30"))
        self.assertEqual(service.kind, "maintenance")
        self.assertEqual((service.state, service.date_start), ("new", False))
        self.assertEqual(service.date_planned, self.day("2026-07-10"))
        self.assertEqual((service.partner_id, service.unit_id), (self.partner, unit))
        self.assertEqual(service.check_ids.mapped("name"), ["Leaks?", "Pressure"])
        self.assertEqual(service.check_ids[1].value_min, 60)
        line = service.line_ids
        self.assertEqual((line.product_id, line.quantity), (self.compressor, 2))
        self.assertTrue(line.covered)
        self.assertIn("first 2 visits", line.reason)
        self.run_cron("2026-06-26")
        self.run_cron("2026-06-27")
        self.assertEqual(unit.service_ids, service)

    def test_the_nearest_working_day_both_ways(self):
        self.company.resource_calendar_id = self.make_calendar("01234")
        for started, planned in [("2026-01-11", "2026-07-10"), ("2026-01-12", "2026-07-13")]:
            unit = self.install(started=started)
            self.run_cron("2026-07-01")
            self.assertEqual(unit.service_ids.date_planned, self.day(planned))

    def test_after_an_outage_one_visit_the_earlier_ones_missed(self):
        plan = self.make_plan(self.cleaning(interval=1, window_before=3, window_after=3))
        unit = self.install(plan)
        self.run_cron("2026-06-20")
        self.assertEqual(
            self.states(unit),
            [(1, "missed"), (2, "missed"), (3, "missed"), (4, "missed"), (5, "booked")],
        )
        self.assertIn("visit 5", unit.schedule_ids.occurrence_ids.sorted("number")[0].reason)
        self.assertEqual(len(unit.service_ids), 1)
        self.assertEqual(unit.service_ids.date_planned, self.day("2026-06-20"))

    def test_what_was_not_done_makes_way_for_the_next(self):
        plan = self.make_plan(self.cleaning(interval=1, window_before=3, window_after=3))
        unit = self.install(plan)
        self.run_cron("2026-02-01")
        service = unit.service_ids
        self.run_cron("2026-02-12")
        self.assertEqual(self.states(unit), [(1, "booked")], "its window is still open")
        self.run_cron("2026-03-01")
        self.assertEqual(self.states(unit), [(1, "missed"), (2, "booked")])
        self.assertEqual(unit.service_ids, service, "the job nobody began takes it over")
        self.assertEqual(len(service.check_ids), 2)
        self.assertEqual(len(service.line_ids), 1)
        self.assertEqual(service.date_planned, self.day("2026-03-10"))

    def test_what_somebody_is_at_work_on_is_not_missed(self):
        plan = self.make_plan(self.cleaning(interval=1, window_before=3, window_after=3))
        unit = self.install(plan)
        self.run_cron("2026-02-01")
        unit.service_ids.write({"state": "in_progress"})
        self.run_cron("2026-03-01")
        self.assertEqual(self.states(unit), [(1, "booked")])
        self.finish(unit.service_ids, "2026-03-02")
        self.run_cron("2026-03-03")
        self.assertEqual(self.states(unit), [(1, "done"), (2, "booked")])

    def test_visits_of_a_unit_go_together_where_their_windows_meet(self):
        plan = self.make_plan(
            self.cleaning(name="Core 1"),
            self.cleaning(name="Core 2", interval=25, interval_unit="week", check_ids=[]),
            self.cleaning(name="Core 3", interval=7, window_before=1, window_after=1),
            lead_days=30,
        )
        unit = self.install(plan)
        self.run_cron("2026-07-05")
        self.assertEqual(unit.service_ids.occurrence_ids.schedule_id.mapped("name"),
                         ["Core 2", "Core 1"])  # fmt: skip
        self.run_cron("2026-07-12")
        self.assertEqual(len(unit.service_ids), 2)

    def test_all_units_at_an_address_when_the_company_says_so(self):
        first, second = self.install(), self.install(started="2026-01-15")
        elsewhere = self.install(
            address_id=self.env["res.partner"].create({"name": "Shop"}).id
        )  # fmt: skip
        self.company.hau_mai_join_visits = "address"
        self.run_cron("2026-07-05")
        services = (first + second + elsewhere).schedule_ids.occurrence_ids.service_id
        self.assertEqual(len(services), 2)
        joined = first.schedule_ids.occurrence_ids.service_id
        self.assertEqual(joined.occurrence_ids.unit_id, first + second)

    def test_a_broken_schedule_stops_nobody(self):
        broken, good = self.install(), self.install()
        self.env.cr.execute(
            "UPDATE hau_mai_maintenance_schedule SET interval_unit = 'fortnight' WHERE id = %s",
            [broken.schedule_ids.id],
        )
        self.env.invalidate_all()
        with self.assertLogs("odoo.addons.hau_mai", "WARNING"):
            self.run_cron("2026-07-05")
        self.assertEqual(self.states(good), [(1, "booked")])
        self.assertTrue(broken.schedule_ids.problem)
        self.assertFalse(broken.schedule_ids.date_generate)

    def test_another_lead_time_moves_what_follows_the_company(self):
        self.plan.lead_days = 3
        own, follows = self.install(), self.install(self.make_plan(self.cleaning()))
        self.company.hau_mai_lead_days = 30
        self.assertEqual(own.schedule_ids.date_generate, self.day("2026-07-07"))
        self.assertEqual(follows.schedule_ids.date_generate, self.day("2026-06-10"))
        follows.schedule_ids._compute_dates()
        self.assertEqual(follows.schedule_ids.date_generate, self.day("2026-06-10"))

    # === DONE === #

    def booked(self, day="2026-07-05", **vals):
        unit = self.install(**vals)
        self.run_cron(day)
        return unit, unit.service_ids

    def finish(self, service, day):
        with freeze_time(f"{day} 05:00:00"):
            service.action_done()
        self.env.flush_all()

    def test_done_in_its_window(self):
        unit, service = self.booked()
        visit, schedule = service.occurrence_ids, unit.schedule_ids
        self.finish(service, "2026-07-20")
        self.assertEqual((visit.state, visit.on_time), ("done", True))
        self.assertEqual(visit.date_done, self.day("2026-07-20"))
        self.assertFalse(visit.reason)
        self.assertEqual(schedule.done_count, 1)
        self.assertEqual(schedule.date_next, self.day("2027-01-10"), "the anchor is fixed")
        self.assertEqual(schedule.free_left, 1)

    def test_counted_from_the_last_one_done(self):
        plan = self.make_plan(self.cleaning(anchor="last_done"))
        unit, service = self.booked(plan=plan)
        self.finish(service, "2026-07-20")
        self.assertEqual(unit.schedule_ids.date_next, self.day("2027-01-20"))
        self.assertIn("after the last one", unit.schedule_ids.explanation)

    def test_outside_its_window_says_why(self):
        _unit, service = self.booked()
        self.finish(service, "2026-08-20")
        visit = service.occurrence_ids
        self.assertEqual((visit.state, visit.on_time), ("done", False))
        self.assertIn("after its window", visit.reason)
        _unit, service = self.booked()
        service.occurrence_ids.reason = "The customer was abroad"
        self.finish(service, "2026-08-20")
        self.assertEqual(service.occurrence_ids.reason, "The customer was abroad")

    def test_the_rest_is_carried_over(self):
        plan = self.make_plan(self.cleaning(), self.cleaning(name="Filter", part_ids=[]))
        unit, service = self.booked(plan=plan)
        done, left = service.occurrence_ids.sorted("schedule_id")
        left.to_do = False
        self.finish(service, "2026-07-12")
        self.assertEqual((done.state, left.state), ("done", "carried_over"))
        self.assertIn(service.name, left.reason)
        follow_up = left.service_id
        self.assertNotEqual(follow_up, service)
        self.assertEqual((follow_up.kind, follow_up.state), ("maintenance", "new"))
        self.assertEqual(len(follow_up.check_ids), 2)
        self.run_cron("2026-07-13")
        self.assertEqual(unit.service_ids, service + follow_up)
        self.finish(follow_up, "2026-07-28")
        self.assertEqual((left.state, left.on_time), ("done", True))

    def test_a_cancelled_job_gives_its_visits_back(self):
        unit, service = self.booked()
        service.write({"state": "cancelled"})
        visit = unit.schedule_ids.occurrence_ids
        self.assertEqual(visit.state, "due")
        service.write({"state": "new"})
        self.assertEqual(visit.state, "booked")
        service.write({"state": "cancelled"})
        self.run_cron("2026-07-06")
        self.assertEqual(visit.state, "booked")
        self.assertNotEqual(visit.service_id, service)
        self.assertEqual(len(visit.service_id.check_ids), 2)

    def test_taken_up_again(self):
        unit, service = self.booked()
        self.finish(service, "2026-07-12")
        service.write({"state": "in_progress"})
        visit = service.occurrence_ids
        self.assertEqual((visit.state, visit.date_done), ("booked", False))
        self.assertEqual(unit.schedule_ids.done_count, 0)
        self.finish(service, "2026-07-13")
        self.assertEqual(visit.date_done, self.day("2026-07-13"))

    def test_moving_an_appointment_moves_no_date(self):
        unit, service = self.booked()
        service.date_start = "2026-07-29 02:00:00"
        self.finish(service, "2026-07-29")
        self.assertEqual(unit.schedule_ids.date_next, self.day("2027-01-10"))

    def test_skipping_and_moving_need_a_reason(self):
        unit, service = self.booked()
        visit = service.occurrence_ids
        for action in (visit.action_skip, lambda reason: visit.action_move("2026-07-20", reason)):
            with self.assertRaises(UserError):
                action(" ")
        wizard = self.env["hau_mai.maintenance.decision"].create(
            {"occurrence_ids": visit.ids, "decision": "move", "date": "2026-07-20", "reason": "Tết"}
        )
        with freeze_time("2026-07-06"):
            wizard.action_apply()
        self.assertEqual(service.date_planned, self.day("2026-07-20"))
        visit.action_skip("Sold the house")
        self.assertEqual((visit.state, service.state), ("skipped", "cancelled"))
        self.assertEqual(unit.schedule_ids.date_next, self.day("2027-01-10"))
        with self.assertRaises(UserError):
            visit.action_move("2026-07-25", "Too late")
        visit.action_take_back()
        self.assertEqual(visit.state, "due")

    def test_nothing_is_deleted(self):
        unit, service = self.booked()
        for record in (service.occurrence_ids, unit.schedule_ids):
            with self.assertRaises(UserError):
                record.unlink()

    # === PAUSED, ENDED, HANDED OVER === #

    def test_a_void_unit_stops_and_begins_again(self):
        unit, service = self.booked()
        unit.action_void("A mistake")
        self.assertEqual((unit.schedule_ids.state, service.state), ("cancelled", "cancelled"))
        self.run_cron("2026-07-06")
        self.assertEqual(len(unit.service_ids), 1)
        unit.action_restore()
        self.assertEqual(unit.schedule_ids.state, "running")
        self.run_cron("2026-07-07")
        self.assertEqual(unit.schedule_ids.occurrence_ids.state, "booked")

    def test_paused_by_hand(self):
        schedule = self.install().schedule_ids
        with freeze_time("2026-02-01 05:00:00"):
            with self.assertRaises(UserError):
                schedule.action_pause("")
            schedule.action_pause("The shop is closed")
        self.assertEqual((schedule.state, schedule.date_generate), ("paused", False))
        self.assertIn("The shop is closed", schedule.explanation)
        with freeze_time("2026-02-11 05:00:00"):
            schedule.action_resume()
        self.assertEqual((schedule.state, schedule.date_next), ("running", self.day("2026-07-20")))
        self.assertIn("10 days of pause", schedule.explanation)

    def test_waits_while_the_unit_is_in_repair(self):
        waits = self.make_plan(self.cleaning(), pause_during_repair=True)
        for plan, state, date_next in [
            (waits, "paused", "2026-07-17"),
            (self.plan, "running", "2026-07-10"),
        ]:
            unit = self.install(plan)
            service = self.make_service(unit_id=unit.id, date_received="2026-03-01 03:00:00")
            self.assertEqual(unit.schedule_ids.state, state)
            service.date_returned = "2026-03-08 03:00:00"
            self.assertEqual(unit.schedule_ids.state, "running")
            self.assertEqual(unit.schedule_ids.date_next, self.day(date_next))

    def test_all_visits_over(self):
        plan = self.make_plan(self.cleaning(visits=1))
        unit, service = self.booked(plan=plan)
        self.finish(service, "2026-07-12")
        schedule = unit.schedule_ids
        self.assertEqual((schedule.state, schedule.date_next), ("done", False))

    def test_a_unit_that_replaces_another_takes_its_maintenance_over(self):
        unit, service = self.booked()
        self.finish(service, "2026-07-12")
        schedule = unit.schedule_ids
        new = self.install(started="2026-08-01")
        own = new.schedule_ids
        unit._hand_over_to(new)
        self.assertEqual(schedule.unit_id, new)
        self.assertEqual(own.state, "cancelled")
        self.assertEqual(schedule.date_next, self.day("2027-01-10"))
        unit.state = "replaced"
        self.assertEqual(schedule.state, "running")

    def test_counted_from_another_day_by_hand(self):
        schedule = self.install().schedule_ids
        with self.assertRaises(UserError):
            schedule.action_set_anchor("2026-02-01", "")
        schedule.action_set_anchor("2026-02-01", "Installed later")
        self.assertEqual(schedule.date_next, self.day("2026-08-01"))
        schedule.action_set_anchor(False)
        self.assertEqual(schedule.date_next, self.day("2026-07-10"))

    # === FREE, EARNED === #

    def test_free_as_long_as_the_warranty_runs(self):
        plan = self.make_plan(self.cleaning(free_visits=0, free_during_warranty=True))
        schedule = self.install(plan).schedule_ids
        self.assertTrue(schedule.next_is_free)
        schedule.unit_id.coverage_ids.write({"duration": 1, "duration_unit": "month"})
        self.assertFalse(schedule.next_is_free)
        self.assertEqual(schedule.next_free_reason, "The customer pays.")

    def test_visits_on_time_make_the_warranty_longer(self):
        plan = self.make_plan(self.cleaning(earn_after=2, earn_duration=12))
        unit = self.install(plan)
        main = unit.coverage_ids[0]
        self.assertEqual(main.date_end, self.day("2028-01-10"))
        for made, done in [("2026-07-05", "2026-07-11"), ("2027-01-05", "2027-01-10")]:
            self.run_cron(made)
            service = unit.schedule_ids.occurrence_ids.filtered(
                lambda visit: visit.state == "booked"
            ).service_id
            self.finish(service, done)
        self.assertEqual(main.date_end, self.day("2029-01-10"))
        self.assertIn("12 months longer for visits on time", main.explanation)
        service.write({"state": "in_progress"})
        self.assertEqual(main.date_end, self.day("2028-01-10"), "not done after all")
        self.finish(service, "2027-03-10")
        self.assertEqual(main.date_end, self.day("2028-01-10"), "too late")

    def test_visits_on_time_earn_a_free_one(self):
        plan = self.make_plan(self.cleaning(free_visits=1, earn_after=1, earn_kind="visit"))
        unit, service = self.booked(plan=plan)
        schedule = unit.schedule_ids
        self.assertEqual(schedule.free_left, 1)
        self.finish(service, "2026-07-12")
        self.assertEqual((schedule.free_left, schedule.next_is_free), (1, True))
        self.assertIn("earned", schedule.next_free_reason)
