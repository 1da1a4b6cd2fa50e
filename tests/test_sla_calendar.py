"""Working hours: lunch, nights, holidays, time zones, two weeks; what follows when they change."""

import random
from datetime import date, timedelta

from freezegun import freeze_time

from odoo.fields import Command

from .sla_common import SlaCase
from .sla_simulator import Minutes, stands_still


class TestSlaCalendar(SlaCase):
    def holiday(self, first, last, **vals):
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "date_from": self.local(first),
                "date_to": self.local(last),
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
                **vals,
            }
        )

    def count_by(self, calendar):
        self.promise.calendar_id = calendar

    def test_lunch_does_not_count(self):
        self.count_by(self.make_calendar())
        self.assertDeadline(self.open_at("2026-11-02 11:00"), "2026-11-03 11:00")

    def test_night_shifts_run_across_midnight(self):
        self.count_by(self.make_calendar("Nights", ((0, 6), (22, 24)), days="0123456"))
        self.assertDeadline(self.open_at("2026-11-02 23:00"), "2026-11-03 23:00")

    def test_a_holiday_until_a_second_before_midnight_is_a_whole_day(self):
        self.promise.active = False
        nights = self.make_calendar("Nights", ((0, 6), (22, 24)), days="0123456")
        self.make_promise(days=1, calendar_id=nights.id)
        self.holiday("2026-11-03 00:00", "2026-11-03 23:59:59", calendar_id=nights.id)
        self.assertDeadline(self.open_at("2026-11-02 23:00"), "2026-11-04 23:00")

    def test_summer_time_ends_in_berlin(self):
        self.count_by(self.make_calendar("Berlin", ((9, 17),), tz="Europe/Berlin"))
        with self.at("2026-10-23 16:00", "Europe/Berlin"):
            case = self.make_complaint()
        self.assertEqual(self.clock(case).deadline, self.local("2026-10-26 16:00", "Europe/Berlin"))

    def test_two_weeks_take_turns(self):
        calendar = self.env["resource.calendar"].create(
            {"name": "Turns", "tz": "Asia/Ho_Chi_Minh", "two_weeks_calendar": True}
        )
        calendar.attendance_ids = [Command.clear()] + [
            Command.create(
                {"name": "x", "dayofweek": day, "hour_from": 9, "hour_to": 17, "week_type": week}
            )
            for week, days in (("0", "0"), ("1", "3"))
            for day in days
        ]
        self.count_by(calendar)
        kind = self.env["resource.calendar.attendance"].get_week_type(date(2026, 11, 2))
        monday = date(2026, 11, 2) if kind == 0 else date(2026, 11, 9)
        case = self.open_at(f"{monday} 10:00")
        self.assertDeadline(case, f"{monday + timedelta(days=10)} 10:00")

    # === CHANGES === #

    def test_a_holiday_counts_within_a_minute(self):
        case = self.open_at("2026-11-02 10:00")
        done = self.open_at("2026-11-02 10:00")
        with self.at("2026-11-02 11:00"):
            self.solve(done)
        trigger = self.env["ir.cron.trigger"].search_count([])
        holiday = self.holiday("2026-11-03 00:00", "2026-11-03 23:59:59")
        self.assertGreater(self.env["ir.cron.trigger"].search_count([]), trigger)
        with self.at("2026-11-02 12:00"):
            self.recompute()
            self.assertDeadline(case, "2026-11-04 10:00")
            self.assertDeadline(done, "2026-11-03 10:00")
            holiday.date_from = self.local("2026-11-03 14:00")
            self.recompute()
            self.assertDeadline(case, "2026-11-03 10:00")
            holiday.date_from = self.local("2026-11-03 00:00")
            self.recompute()
            holiday.unlink()
            self.recompute()
            self.assertDeadline(case, "2026-11-03 10:00")

    def test_other_hours_count_within_a_minute(self):
        case = self.open_at("2026-11-02 10:00")
        with self.at("2026-11-02 11:00"):
            self.calendar.attendance_ids.filtered(lambda a: a.dayofweek == "0").hour_to = 12
            self.recompute()
            self.assertDeadline(case, "2026-11-03 15:00")
            self.calendar.attendance_ids.filtered(lambda a: a.dayofweek == "1").unlink()
            self.recompute()
            self.assertDeadline(case, "2026-11-04 15:00")
            self.calendar.tz = "Asia/Tokyo"
            self.recompute()
            self.assertDeadline(case, "2026-11-04 15:00")

    def test_holidays_without_a_calendar_are_those_of_their_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        case = self.open_at("2026-11-02 10:00")
        day = ("2026-11-03 00:00", "2026-11-03 23:59:59")
        theirs = self.holiday(*day, calendar_id=False)
        theirs.company_id = other
        with self.at("2026-11-02 12:00"):
            self.recompute()
            self.assertDeadline(case, "2026-11-03 10:00")
            self.holiday(*day, calendar_id=False)
            self.recompute()
            self.assertDeadline(case, "2026-11-04 10:00")

    def test_somebodys_own_leave_moves_nothing(self):
        resource = self.env["resource.resource"].create(
            {"name": "Lan", "calendar_id": self.calendar.id}
        )
        case = self.open_at("2026-11-02 10:00")
        self.holiday("2026-11-03 00:00", "2026-11-03 23:59:59", resource_id=resource.id)
        self.assertFalse(self.clock(case).is_stale)

    def test_the_share_at_which_a_promise_is_at_risk_is_a_setting(self):
        case = self.open_at("2026-11-02 09:00")
        self.company.hau_mai_at_risk_percent = 50
        with self.at("2026-11-02 10:00"):
            self.recompute()
        self.assertEqual(self.clock(case).date_at_risk, self.local("2026-11-02 13:00"))

    # === AGAINST THE PENCIL === #

    def test_some_hundred_cases_through_the_models(self):
        rng = random.Random(57)
        first = self.local("2026-10-05 00:00")
        plans = [self.plan(rng, first, *spec) for spec in (
            ("Lunch", "Asia/Ho_Chi_Minh", ((32, 48), (52, 68))),
            ("Nights", "Asia/Ho_Chi_Minh", ((0, 24), (88, 96))),
            ("Berlin", "Europe/Berlin", ((36, 68),)),
        )]  # fmt: skip
        differing, counted = [], 0
        with freeze_time(first) as shop:
            for _round in range(50):
                for team, minutes, figures in plans:
                    problem = self.live(rng, shop, team, minutes, figures)
                    counted += 1
                    differing += [problem] if problem else []
        self.assertEqual((differing, counted), ([], 150))

    def plan(self, rng, first, name, tz, windows):
        """A team with its hours, holidays and promises, and the same for the pencil."""
        hours = [(a / 4, b / 4) for a, b in windows]
        first_hour, last_hour = hours[0]
        calendar = self.make_calendar(name, hours, days="01234", tz=tz)
        calendar.attendance_ids = [
            Command.create(
                {"name": "Sat", "dayofweek": "5", "hour_from": first_hour, "hour_to": last_hour}
            )
        ]
        off = []
        for _holiday in range(5):
            begin = first + timedelta(days=rng.randrange(45), minutes=15 * rng.randrange(96))
            end = begin + timedelta(hours=rng.choice((2, 4, 24, 72)))
            off.append((begin, end))
            self.env["resource.calendar.leaves"].create(
                {"calendar_id": calendar.id, "date_from": begin, "date_to": end}
            )
        team = self.team.copy({"name": name, "calendar_id": calendar.id})
        figures = {}
        for severity in ("low", "normal", "high", "critical"):
            days, hours, minutes = rng.choice(
                ((1, 0, 0), (0, 8, 0), (0, 0, 45), (2, 3, 7), (3, 0, 0))
            )
            figures[severity] = (days, hours * 3600 + minutes * 60)
            self.make_promise(
                days=days, hours=hours, minutes=minutes, sequence=1, severities=[severity],
                team_ids=[Command.set(team.ids)],
            )  # fmt: skip
        week = {day: windows for day in range(5)} | {5: windows[:1]}
        return team, Minutes([week], tz, first, first + timedelta(days=120), off), figures

    def live(self, rng, shop, team, minutes, figures):
        """One case lives through holds and changes; what differs at the end, if anything."""
        moment = start = minutes.first + timedelta(minutes=rng.randrange(30 * 1440))
        shop.move_to(moment)
        severity = rng.choice(list(figures))
        case = self.make_complaint(team_id=team.id, severity=severity)
        switches = []
        for _event in range(rng.randrange(6)):
            moment += timedelta(minutes=rng.choice((1, 17, 60, 240, 1013, 3000)))
            shop.move_to(moment)
            event = rng.choice(("wait", "resume", "severity"))
            if event == "severity":
                case.severity = severity = rng.choice(list(figures))
            elif event == "wait":
                party = rng.choice(("customer", "customer", "supplier", "center"))
                case.action_wait(party)
                switches.append((moment, stands_still(3, party, False, {3}, set())))
            else:
                case.action_resume()
                switches.append((moment, False))
        clock = self.clock(case)
        deadline = minutes.deadline(start, *figures[severity], switches)
        status = "paused" if not deadline else "missed" if deadline < moment else "running"
        used = minutes.used(start, moment, switches)
        got = (clock.deadline or None, clock.status, round(clock.hours_elapsed * 60))
        return got != (deadline, status, used) and (
            case,
            severity,
            switches,
            got,
            (deadline, status, used),
        )
