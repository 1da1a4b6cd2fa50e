"""Cases in figures: working time, the analysis, the dashboard, the overview, the digest."""

import json
from datetime import date, datetime, timedelta

from odoo import fields

from odoo.addons.hau_mai.tools.complaint_figures import bars, change, month_starts, months_due
from odoo.addons.hau_mai.tools.complaint_times import Times, spans, times
from odoo.addons.hau_mai.tools.working_time import WorkingTime

from .complaint_common import ComplaintCase

MONDAY = datetime(2026, 11, 2)


def at(day, hour):
    """A moment of the week of Monday, 2 November 2026."""
    return MONDAY + timedelta(days=day, hours=hour)


class TestComplaintTimes(ComplaintCase):
    """How long a case took, in hours from 8 to 12 and from 13 to 17, Monday to Friday."""

    working = WorkingTime(
        [(at(day, a), at(day, b)) for day in range(5) for a, b in ((8, 12), (13, 17))],
        "UTC",
        MONDAY,
        at(7, 0),
    )

    def test_a_case_that_waits_for_nobody(self):
        steps = [(at(0, 10), "new"), (at(0, 11), "in_progress"), (at(1, 9), "solved")]
        found = times(self.working, steps, at(0, 10), at(0, 14), at(1, 9))
        self.assertEqual(found, Times(3.0, 7.0, 0.0))

    def test_waiting_is_counted_apart(self):
        steps = [
            (at(0, 10), "new"), (at(0, 14), "waiting"), (at(1, 9), "waiting"),
            (at(1, 10), "in_progress"), (at(1, 12), "solved"),
        ]  # fmt: skip
        found = times(self.working, steps, at(0, 10), None, at(1, 12))
        self.assertEqual(found, Times(None, 5.0, 5.0))

    def test_solved_from_waiting_and_taken_up_again(self):
        steps = [
            (at(0, 8), "new"), (at(0, 9), "solved"), (at(2, 8), "in_progress"),
            (at(2, 10), "waiting"), (at(2, 11), "solved"),
        ]  # fmt: skip
        self.assertEqual(
            times(self.working, steps, at(0, 8), None, at(2, 11)), Times(None, 3.0, 1.0)
        )

    def test_what_has_not_happened_is_no_figure(self):
        self.assertEqual(times(self.working, [(at(0, 8), "new")], at(0, 8)), Times())

    def test_spans_join_and_leave_the_last_one_open(self):
        steps = [
            (at(0, 8), "waiting"),
            (at(0, 9), "waiting"),
            (at(0, 10), "new"),
            (at(1, 8), "waiting"),
        ]
        self.assertEqual(spans(steps, {"waiting"}), [(at(0, 8), at(0, 10)), (at(1, 8), None)])

    def test_the_hours_are_kept_with_the_case(self):
        case = self.make_complaint(date_open=self.local("2026-11-02 10:00"))
        case.sudo().write({"date_first_response": self.local("2026-11-02 14:00")})
        self.assertEqual(case.working_hours_first_response, 3)
        self.assertEqual(case.working_hours_solution, 0)
        self.solve(case)
        case.sudo().date_solved = self.local("2026-11-03 09:00")
        self.assertEqual((case.working_hours_solution, case.working_hours_waited), (7, 0))
        self.calendar.attendance_ids.filtered(lambda row: row.hour_from == 13).unlink()
        self.env.invalidate_all()
        self.assertEqual(case.working_hours_solution, 7)


class TestComplaintReport(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Report = cls.env["hau_mai.complaint.report"]

    def finished(self, hours, first_response=None, **vals):
        """A solved case that took so many working hours from Monday, 2 November 2026, 8:00."""
        case = self.make_complaint(date_open=self.local("2026-11-02 08:00"), **vals)
        self.solve(case)
        days, rest = divmod(hours, 8)
        hour = 8 + rest + (rest > 4)
        case.sudo().date_solved = self.local(f"2026-11-{2 + days:02} {hour:02}:00")
        return case

    def figures(self, groupby, *aggregates, domain=()):
        self.env.flush_all()
        rows = self.Report._read_group(
            [("team_id", "=", self.team.id), *domain], groupby, aggregates
        )
        return {row[0]: row[1:] for row in rows}

    def test_medians_and_percentiles_of_every_group(self):
        for hours in (1, 2, 3, 4, 30):
            self.finished(hours)
        self.make_complaint()
        found = self.figures(
            ["type"], "__count", "solution_avg:avg", "solution_median:median", "solution_p90:p90"
        )
        count, average, median, p90 = found["complaint"]
        self.assertEqual((count, average, median), (6, 8, 3))
        self.assertAlmostEqual(p90, 19.6)
        rows = self.Report.formatted_read_grouping_sets(
            [("team_id", "=", self.team.id)],
            [["cause_id"], []],
            ["solution_median:median", "__count"],
        )
        medians = {row["__count"]: row["solution_median:median"] for rows_ in rows for row in rows_}
        self.assertEqual((medians[5], medians[6]), (3, 3))

    def test_a_case_repeated_within_90_days(self):
        first = self.finished(1, product_id=self.product.id)
        solved = first.date_solved
        vals = {"product_id": self.product.id}
        again = self.make_complaint(date_open=solved + timedelta(days=90), **vals)
        late = self.make_complaint(date_open=solved + timedelta(days=91), **vals)
        other = self.make_complaint(
            date_open=solved + timedelta(days=1),
            partner_id=self.env["res.partner"].create({"name": "Other"}).id,
            **vals,
        )
        cases = first | again | late | other
        self.env.flush_all()
        rows = self.Report.search([("complaint_id", "in", cases.ids), ("repeated", "=", 1)])
        self.assertEqual(rows.complaint_id, again)

    def test_the_time_since_the_sale_in_bands(self):
        order = self.make_order((self.product, 1))
        order.date_order = datetime(2026, 1, 31, 9)
        expected = {
            "2026-02-15": "0", "2026-03-10": "1", "2026-05-10": "3", "2026-08-10": "6",
            "2027-03-01": "12", "2028-02-10": "24",
        }  # fmt: skip
        cases = self.Complaint.union(
            *(
                self.make_complaint(order_id=order.id, date_open=f"{day} 09:00:00")
                for day in expected
            )
        )
        self.make_complaint()
        self.env.flush_all()
        rows = self.Report.search([("complaint_id", "in", cases.ids)], order="date_open")
        self.assertEqual(rows.mapped("age"), list(expected.values()))
        self.assertEqual(set(rows.mapped("date_sold")), {order.date_order})

    def test_what_the_solution_cost(self):
        self.make_complaint().sudo().compensation_amount = 20
        self.make_complaint().sudo().compensation_amount = 30
        self.assertEqual(self.figures(["type"], "cost:sum"), {"complaint": (50,)})

    def test_who_may_read_it(self):
        case = self.make_complaint()
        self.env.flush_all()
        domain = [("complaint_id", "=", case.id)]
        self.assertTrue(self.Report.with_user(self.desk).search(domain))
        self.assertFalse(self.Report.with_user(self.agent).has_access("read"))
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.manager.company_ids |= other
        elsewhere = self.Report.with_user(self.manager).with_context(allowed_company_ids=other.ids)
        self.assertFalse(elsewhere.search(domain))

    def test_a_row_opens_its_case(self):
        case = self.make_complaint()
        self.env.flush_all()
        row = self.Report.search([("complaint_id", "=", case.id)])
        self.assertEqual(row.action_open()["res_id"], case.id)

    def test_satisfaction_and_promises_of_a_case(self):
        case = self.finished(1)
        rating = self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id(case._name),
                "res_id": case.id,
                "rating": 4,
                "consumed": True,
            }
        )
        clock, *others = case.sudo().sla_status_ids
        for other in others:
            other.active = False
        clock.write({"deadline": case.date_open, "date_reached": case.date_solved})
        found = self.figures(["team_id"], "satisfied_percent:avg", "rating:avg", "kept_percent:avg")
        self.assertEqual(found[self.team], (100, 4, 0))
        self.assertTrue(rating)


class TestComplaintDashboard(ComplaintCase):
    def counts(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        team = self.team.with_user(user or self.agent)
        names = ("open", "new", "mine", "overdue", "at_risk", "waiting", "vulnerable")
        return {name: team[f"{name}_count"] for name in names if team[f"{name}_count"]}

    def test_every_figure_opens_just_what_it_counts(self):
        self.make_complaint(user_id=self.agent.id)
        self.make_complaint(is_vulnerable=True)
        late = self.make_complaint(user_id=self.manager.id)
        late.sudo().sla_status_ids[:1].deadline = fields.Datetime.now() - timedelta(hours=1)
        waiting = self.make_complaint(user_id=self.agent.id)
        waiting.action_wait("supplier")
        self.make_complaint().action_close()
        expected = {"open": 4, "new": 1, "mine": 2, "overdue": 1, "waiting": 1, "vulnerable": 1}
        self.assertEqual(self.counts(), expected)
        team = self.team.with_user(self.agent)
        for figure, count in expected.items():
            action = team.with_context(hau_mai_figure=figure).action_view_cases()
            cases = self.Complaint.with_user(self.agent).search_count(action["domain"])
            self.assertEqual(cases, count, figure)
        unknown = team.with_context(hau_mai_figure="nonsense").action_view_cases()
        self.assertEqual(self.Complaint.search_count(unknown["domain"]), 4)
        self.assertEqual(team.action_view_report()["domain"], [("team_id", "in", team.ids)])

    def test_the_graph_counts_the_weeks(self):
        self.make_complaint()
        self.make_complaint(date_open=fields.Datetime.now() - timedelta(days=7))
        self.make_complaint(date_open=fields.Datetime.now() - timedelta(weeks=30))
        self.env.flush_all()
        [line] = json.loads(self.team.with_user(self.agent).dashboard_graph)
        values = [point["value"] for point in line["values"]]
        self.assertEqual((len(values), values[-2:], sum(values)), (8, [1, 1], 2))

    def test_queries_do_not_grow_with_the_teams(self):
        teams = self.env["hau_mai.complaint.team"].create(
            [{"name": f"Team {number}"} for number in range(10)]
        )
        names = ["name", "open_count", "overdue_count", "dashboard_graph"]

        def queries(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.with_user(self.agent).read(names)
            return self.env.cr.sql_log_count - before

        queries(teams)
        one = queries(teams[0])
        self.assertLessEqual(queries(teams), one)

    def test_the_overview_counts_cases(self):
        def figures():
            self.env.flush_all()
            overview = self.env["hau_mai.overview"].with_user(self.agent).get_overview()
            [tile] = [tile for tile in overview["tiles"] if tile["key"] == "complaints"]
            [line] = [row for row in overview["chart"]["series"] if row["key"] == "complaints"]
            return {figure["key"]: figure for figure in tile["figures"]}, line

        before, line_before = figures()
        self.make_complaint(is_vulnerable=True)
        late = self.make_complaint(user_id=self.agent.id)
        late.sudo().sla_status_ids[:1].deadline = fields.Datetime.now() - timedelta(hours=1)
        waiting = self.make_complaint(user_id=self.agent.id, type="question")
        waiting.action_wait("customer")
        after, line = figures()
        new = {key: after[key]["value"] - before[key]["value"] for key in after}
        self.assertEqual(
            new,
            {
                "overdue": 1, "at_risk": 0, "unassigned": 1, "for_us": 2, "vulnerable": 1,
                "grievances": 2, "open": 3,
            },
        )  # fmt: skip
        self.assertEqual(line["values"][-1] - line_before["values"][-1], 3)
        for figure in after.values():
            cases = self.Complaint.with_user(self.agent)
            self.assertEqual(cases.search_count(figure["action"]["domain"]), figure["value"])

    def test_the_digest_counts_cases(self):
        digest = self.env["digest.digest"].create(
            {
                "name": "Weekly",
                "kpi_hau_mai_cases": True,
                "kpi_hau_mai_cases_solved": True,
                "kpi_hau_mai_sla": True,
            }
        )
        now = fields.Datetime.now()
        context = {
            "start_datetime": now - timedelta(days=7),
            "end_datetime": now + timedelta(minutes=1),
        }
        case = self.make_complaint()
        self.make_complaint()
        self.solve(case)
        clocks = case.sudo().sla_status_ids
        self.env.flush_all()
        digest = digest.with_user(self.manager).with_context(**context)
        self.assertEqual(digest.kpi_hau_mai_cases_value, 2)
        self.assertEqual(digest.kpi_hau_mai_cases_solved_value, 1)
        self.assertEqual(digest.kpi_hau_mai_sla_value, 100)
        reached = clocks.filtered("date_reached")
        reached[0].deadline = reached[0].date_reached - timedelta(hours=1)
        self.env.flush_all()
        self.env.invalidate_all()
        share = 100 * (len(reached) - 1) / len(reached)
        self.assertAlmostEqual(digest.kpi_hau_mai_sla_value, share)


class TestFiguresTools(ComplaintCase):
    def test_bars(self):
        self.assertEqual(bars([5, 10, 0]), [50, 100, 0])
        self.assertEqual((bars([0, 0]), bars([])), ([0, 0], []))

    def test_change(self):
        self.assertEqual(change(3, 5, "less"), "better")
        self.assertEqual(change(5, 3, "less"), "worse")
        self.assertEqual(change(5, 3, "more"), "better")
        self.assertEqual(
            (change(5, 3, ""), change(None, 3, "less"), change(3, 3, "less")), ("same",) * 3
        )

    def test_months(self):
        self.assertEqual(
            month_starts(date(2026, 2, 28), 3),
            [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)],
        )
        self.assertEqual(months_due(None, date(2026, 1, 1)), [date(2025, 12, 1)])
        self.assertEqual(months_due(date(2026, 1, 1), date(2026, 1, 31)), [])
        self.assertEqual(
            months_due(date(2026, 1, 1), date(2026, 4, 1)), [date(2026, 2, 1), date(2026, 3, 1)]
        )
