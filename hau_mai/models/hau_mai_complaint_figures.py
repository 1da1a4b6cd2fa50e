from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import formatLang

from ..tools.complaint_figures import bars, change, month_starts
from ..tools.recurrence import day_start

#: Rows of a table; what is left is not management's first concern.
ROWS = 8

#: Months in the small graph, the reported one last.
MONTHS = 12

#: Products that are named.
PRODUCTS = 5

#: What a figure that got better or worse looks like.
TREND_COLORS = {"better": "success", "worse": "danger", "same": "body"}

#: What is read of the cases opened in a period, and of those solved in it.
OPENED = ("__count", "reopened:sum", "repeated:sum", "cost:sum")
SOLVED = (
    "__count", "first_response_median:median", "first_response_p90:p90",
    "solution_median:median", "solution_p90:p90", "rating:avg", "satisfied_percent:avg",
)  # fmt: skip


class HauMaiComplaintFigures(models.AbstractModel):
    """The figures of a period for management: as plain values, ready to be printed.

    The number of queries does not depend on the number of cases.
    """

    _name = "hau_mai.complaint.figures"
    _description = "Figures of Cases"

    @api.model
    def _get_figures(self, company, first, last, teams=None):
        """All the report of a period shows.

        :param date first: first day, in days of the company
        :param date last: last day
        :param teams: only cases of these teams; of all when empty
        :return: dict with totals, promises, months, tables
        """
        scope = Domain("company_id", "=", company.id)
        if teams:
            scope &= Domain("team_id", "in", teams.ids)
        length = (last - first).days + 1
        whole_months = first.day == 1 and (last + relativedelta(days=1)).day == 1
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        back = relativedelta(months=months) if whole_months else relativedelta(days=length)
        before = (first - back, first - relativedelta(days=1))
        opened = scope & self._within(company, "date_open", first, last)
        return {
            "totals": self._get_totals(company, scope, (first, last), before, teams),
            "promises": self._get_promises(company, first, last, teams),
            "months": self._get_months(company, scope, last),
            "tables": self._get_tables(company, opened),
        }

    # === PARTS === #

    @api.model
    def _get_totals(self, company, scope, period, before, teams):
        """The figures of the period beside those of the one before.

        :return: dicts with key, label, value, before, color
        """
        now, then = (self._read_totals(company, scope, *days, teams) for days in (period, before))
        totals = []
        for key, label, unit, good in self._total_labels():
            totals.append(
                {
                    "key": key,
                    "label": label,
                    "value": self._in_words(now[key], unit, company),
                    "before": self._in_words(then[key], unit, company),
                    "color": TREND_COLORS[change(now[key], then[key], good)],
                }
            )
        return totals

    @api.model
    def _total_labels(self):
        """(key, label, unit, what is good: less, more or nothing), in the order of the page."""
        return [
            ("opened", self.env._("Cases opened"), "count", ""),
            ("grievances", self.env._("of them complaints"), "count", "less"),
            ("solved", self.env._("Solved"), "count", ""),
            ("refused", self.env._("Refused"), "count", ""),
            ("still_open", self.env._("Open at the end"), "count", "less"),
            ("reopened", self.env._("Times reopened"), "count", "less"),
            ("repeated", self.env._("Repeated within 90 days"), "count", "less"),
            ("cost", self.env._("Cost of their solutions"), "money", "less"),
            ("kept", self.env._("Promises of time kept"), "percent", "more"),
            ("first_median", self.env._("First answer, median"), "hours", "less"),
            ("first_p90", self.env._("First answer, 90th percentile"), "hours", "less"),
            ("solution_median", self.env._("Solution, median"), "hours", "less"),
            ("solution_p90", self.env._("Solution, 90th percentile"), "hours", "less"),
            ("rating", self.env._("Rating, 1 to 5"), "decimal", "more"),
            ("satisfied", self.env._("Satisfied customers"), "percent", "more"),
        ]

    @api.model
    def _read_totals(self, company, scope, first, last, teams):
        """The figures of one period; None is what there is no figure of."""
        report = self.env["hau_mai.complaint.report"]
        opened = scope & self._within(company, "date_open", first, last)
        solved = scope & self._within(company, "date_solved", first, last)
        [row] = report._read_group(opened, [], OPENED)
        [times] = report._read_group(solved, [], SOLVED)
        states = dict(report._read_group(solved, ["state"], ["__count"]))
        grievances = report.search_count(opened & Domain("is_grievance", "=", True))
        end = self._moment(company, last + relativedelta(days=1))
        start = self._moment(company, first)
        still_open = Domain("date_solved", "=", False) | Domain("date_solved", ">=", end)
        kept = self.env["hau_mai.sla.status"]._count_kept(company, start, end, teams=teams)
        promises_kept, promises_ended = kept.get(company.id, (0, 0))
        names = (
            "first_median", "first_p90", "solution_median", "solution_p90", "rating", "satisfied",
        )  # fmt: skip
        values = dict(
            zip(names, (None if value is False else value for value in times[1:]), strict=True)
        )
        return values | {
            "opened": row[0],
            "reopened": row[1],
            "repeated": row[2],
            "cost": row[3],
            "grievances": grievances,
            "solved": times[0] - states.get("refused", 0),
            "refused": states.get("refused", 0),
            "still_open": report.search_count(scope & Domain("date_open", "<", end) & still_open),
            "kept": 100 * promises_kept / promises_ended if promises_ended else None,
        }

    @api.model
    def _get_promises(self, company, first, last, teams):
        """Each kind of promise: how many ended, how many were kept."""
        clocks = self.env["hau_mai.sla.status"]
        labels = dict(clocks._fields["target"]._description_selection(self.env))
        start = self._moment(company, first)
        end = self._moment(company, last + relativedelta(days=1))
        counts = clocks._count_kept(company, start, end, by="target", teams=teams)
        return [
            {
                "name": label,
                "kept": counts[target][0],
                "ended": counts[target][1],
                "percent": round(100 * counts[target][0] / counts[target][1]),
            }
            for target, label in labels.items()
            if target in counts
        ]

    @api.model
    def _get_months(self, company, scope, last):
        """Cases opened in the last months, as bars."""
        starts = month_starts(last, MONTHS)
        domain = scope & self._within(company, "date_open", starts[0], last)
        rows = (
            self.env["hau_mai.complaint.report"]
            .with_context(tz=company._hau_mai_tz())
            ._read_group(domain, ["date_open:month"], ["__count"])
        )
        counts = {(month.year, month.month): count for month, count in rows}
        values = [counts.get((start.year, start.month), 0) for start in starts]
        return [
            {"label": f"{start.month:02}/{start.year % 100:02}", "value": value, "percent": percent}
            for start, value, percent in zip(starts, values, bars(values), strict=True)
        ]

    @api.model
    def _get_tables(self, company, opened):
        """The cases opened in the period, by what they can be divided by."""
        titles = (
            ("type", self.env._("By Type"), ROWS),
            ("cause_id", self.env._("By Cause"), ROWS),
            ("product_id", self.env._("Products with Most Cases"), PRODUCTS),
            ("team_id", self.env._("By Team"), ROWS),
        )
        return [
            {"key": fname, "title": title, "rows": self._get_rows(company, opened, fname, limit)}
            for fname, title, limit in titles
        ]

    @api.model
    def _get_rows(self, company, opened, fname, limit):
        """The largest groups of a field with their times."""
        report = self.env["hau_mai.complaint.report"]
        measures = (
            "__count", "solution_median:median", "solution_p90:p90", "satisfied_percent:avg",
            "cost:sum",
        )  # fmt: skip
        if fname == "product_id":
            opened &= Domain("product_id", "!=", False)
        rows = report._read_group(
            opened, [fname], measures, order=f"__count DESC, {fname}", limit=limit
        )
        return [
            {
                "name": self._name_of(report._fields[fname], value),
                "count": count,
                "percent": percent,
                "median": self._in_words(median, "hours"),
                "p90": self._in_words(p90, "hours"),
                "satisfied": self._in_words(satisfied, "percent"),
                "cost": self._in_words(cost, "money", company),
            }
            for (value, count, median, p90, satisfied, cost), percent in zip(
                rows, bars([row[1] for row in rows]), strict=True
            )
        ]

    # === TOOLS === #

    @api.model
    def _name_of(self, field, value):
        if not value:
            return self.env._("None yet")
        if field.type == "selection":
            return dict(field._description_selection(self.env))[value]
        return value.display_name

    @api.model
    def _in_words(self, value, unit, company=None):
        """ "12.5 h", "83 %", "4", "$ 20.00"; a dash for what there is no figure of."""
        if value is None or value is False:
            return "–"
        if unit == "count":
            return formatLang(self.env, value, digits=0)
        if unit == "percent":
            return self.env._("%s %%", formatLang(self.env, value, digits=0))
        if unit == "hours":
            return self.env._("%s h", formatLang(self.env, value, digits=1))
        if unit == "money":
            return formatLang(self.env, value, currency_obj=company.currency_id)
        return formatLang(self.env, value, digits=1)

    @api.model
    def _moment(self, company, day):
        """The moment a day of the company begins, naive UTC."""
        return day_start(day, company._hau_mai_tz())

    @api.model
    def _within(self, company, fname, first, last):
        """What has its moment in these days of the company."""
        end = self._moment(company, last + relativedelta(days=1))
        return Domain(fname, ">=", self._moment(company, first)) & Domain(fname, "<", end)
