from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.care import (
    CompanyWindow,
    Frame,
    anchor_bounds,
    birthdays,
    planning_window,
    shifts,
)
from ..tools.recurrence import company_day

#: Cancelled for a reason that may go away again: the order is confirmed once more.
REVIVABLE = ("target", "rule")

#: Models whose records need not belong to a company.
SHARED = ("res.partner", "loyalty.card")

_INTERVALS = {
    "day": SQL("interval '1 day'"),
    "week": SQL("interval '1 week'"),
    "month": SQL("interval '1 month'"),
}

#: Must read exactly as the expression index on res_partner.
BIRTHDAY = "(EXTRACT(month FROM %s) * 100 + EXTRACT(day FROM %s))::integer"


class HauMaiCareSource(models.AbstractModel):
    """Where the follow-ups of a rule come from, as one query.

    The query joins the records of the rule's trigger with the days each company
    plans for and its days off. Whoever uses it adds what else is asked:
    planning, what is missing; the preview, how many.
    """

    _name = "hau_mai.care.source"
    _description = "Source of Follow-ups"

    # === DAYS === #

    @api.model
    def _frame(self, rule, now, horizon=None):
        """The window of days of each company the rule works for, and their days off."""
        windows = []
        for company in rule._companies():
            tz = company._hau_mai_tz()
            today = company_day(now, tz)
            first, last = planning_window(
                today,
                company.hau_mai_planning_horizon if horizon is None else horizon,
                company_day(rule.date_activated or now, tz),
                company_day(rule.date_last_pass, tz) or None,
                rule.backfill,
            )
            windows.append(CompanyWindow(company.id, tz, today, first, last))
        days_off = [
            (window.company_id, *shift)
            for window in windows
            if rule.working_days_only
            for shift in self._shifts(window)
        ]
        return Frame(tuple(windows), tuple(days_off))

    @api.model
    def _shifts(self, window):
        """Days off of a company between today and the end of its window, leaves included."""
        # a rule of all companies is looked at by people of one of them
        company = self.env["res.company"].sudo().browse(window.company_id)
        working = company._hau_mai_working_days(window.today, window.last + timedelta(days=60))
        return shifts(window.today, window.last, working.__contains__) if working else []

    # === THE QUERY === #

    @api.model
    def _source(self, rule, frame, domain, all_years=False):
        """The records of a rule's trigger with what planning has to know of each.

        :param bool all_years: for yearly triggers, not only the days of the frame
        :return: ``(query, terms)``; the terms are SQL: id, target, occurrence,
            partner, company, window, raw (the day without looking at days off),
            planned, anchor, near (condition on the stored date)
        """
        trigger = rule._trigger()
        model = self.env[trigger.model].sudo()
        query = model._search(domain, active_test=False, bypass_access=True)
        alias = model._table
        terms = {
            "id": SQL.identifier(alias, "id"),
            "target": self._path_to_sql(model, alias, trigger.target, query),
            "partner": self._path_to_sql(model, alias, trigger.partner, query),
            "company": self._join_company(rule, frame, model, query),
        }
        self._add_anchor(rule, frame, query, terms, all_years)
        terms["occurrence"] = {
            "zero": SQL("0"),
            "id": terms["id"],
            "year": SQL("EXTRACT(year FROM %s)::integer", terms["anchor"]),
            "day": SQL("(%s - date '1970-01-01')", terms["anchor"]),
        }[trigger.occurrence]
        terms["raw"] = SQL(
            "(%s + %s * %s)::date", terms["anchor"], rule.delay, _INTERVALS[rule.delay_unit]
        )
        terms["planned"] = self._join_shifts(frame, query, terms)
        return query, terms

    @api.model
    def _path_to_sql(self, model, alias, path, query):
        """SQL of a field at the end of a path of many2one fields."""
        *steps, name = path.split(".")
        for step in steps:
            model, alias = model._fields[step].join(model, alias, query)
        return model._field_to_sql(alias, name, query)

    @api.model
    def _field_at(self, model, path):
        """The field at the end of a path of many2one fields."""
        *steps, name = path.split(".")
        for step in steps:
            model = self.env[model._fields[step].comodel_name]
        return model._fields[name]

    @api.model
    def _join_company(self, rule, frame, model, query):
        """Join the window of the record's company; what has none is the main company's."""
        company = self._company_to_sql(rule, model, query)
        rows = SQL(", ").join(
            SQL(
                "(%s, %s, %s::date, %s::date, %s::date)",
                *(w.company_id, w.tz, w.today, w.first, w.last),
            )
            for w in frame.windows
        )
        table = SQL('(SELECT * FROM (VALUES %s) AS rows(id, tz, today, "first", "last"))', rows)
        query.add_join("JOIN", "care_window", table, SQL("care_window.id = %s", company))
        return SQL("care_window.id")

    @api.model
    def _company_to_sql(self, rule, model, query):
        """The company of a record. Override for models without the field."""
        company = model._field_to_sql(model._table, "company_id", query)
        if model._name in SHARED:
            company = SQL("COALESCE(%s, %s)", company, (rule.company_id or self.env.company).id)
        return company

    @api.model
    def _add_anchor(self, rule, frame, query, terms, all_years):
        """Add to the terms the anchor and the condition that an index can answer."""
        trigger = rule._trigger()
        model = self.env[trigger.model]
        column = self._path_to_sql(model, model._table, trigger.anchor, query)
        bounds = anchor_bounds(
            frame.first, frame.last, rule.delay, rule.delay_unit, trigger.shift_days
        )
        if trigger.occurrence == "year":
            first, last = self._year_bounds(bounds, all_years)
            self._add_yearly_anchor(rule, query, terms, column, first, last)
            return
        day = column
        if self._field_at(model, trigger.anchor).type == "datetime":
            day = self._company_day_to_sql(column)
        if trigger.shift_days:
            day = SQL("(%s + %s)", day, trigger.shift_days)
        terms["anchor"] = day
        lower, upper = bounds
        terms["near"] = SQL("%s <= %s", column, upper)
        if lower:
            terms["near"] = SQL("%s AND %s >= %s", terms["near"], column, lower)

    @api.model
    def _company_day_to_sql(self, moment):
        """The day of a moment (UTC) in the company of the window."""
        return SQL("timezone(care_window.tz, timezone('UTC', %s))::date", moment)

    @api.model
    def _add_yearly_anchor(self, rule, query, terms, column, first, last):
        """The anchor of what comes every year: here the birthday. Override for other triggers.

        :param column: SQL of the stored date
        :param date first: the first day looked at
        :param date last: the last one
        """
        days = self._days_to_sql(("birthday", "day"), birthdays(first, last))
        key = SQL(BIRTHDAY, column, column)  # pylint: disable=sql-injection
        query.add_join("JOIN", "care_day", days, SQL("care_day.birthday = %s", key))
        terms["anchor"], terms["near"] = SQL("care_day.day"), SQL("%s IS NOT NULL", column)

    @api.model
    def _year_bounds(self, bounds, all_years):
        """The days a yearly rule looks at: a year back at most; whole years, or those asked for."""
        last = bounds[1]
        first = bounds[0] or last - timedelta(days=366)
        if not all_years:
            return first, last
        first, last = first.replace(month=1, day=1), last.replace(month=12, day=31)
        return first.replace(year=first.year - 1), last.replace(year=last.year + 1)

    @api.model
    def _days_to_sql(self, names, rows):
        """A table of a number and a day, with these names; it may be empty."""
        number, day = map(SQL.identifier, names)
        if not rows:
            return SQL("(SELECT 0 AS %s, CURRENT_DATE AS %s WHERE FALSE)", number, day)
        values = SQL(", ").join(SQL("(%s, %s::date)", *row) for row in rows)
        return SQL("(SELECT * FROM (VALUES %s) AS rows(%s, %s))", values, number, day)

    @api.model
    def _join_shifts(self, frame, query, terms):
        """The day planned: the raw one, or the working day after it."""
        if not frame.shifts:
            return terms["raw"]
        rows = SQL(", ").join(SQL("(%s, %s::date, %s::date)", *row) for row in frame.shifts)
        table = SQL("(SELECT * FROM (VALUES %s) AS rows(company_id, day, moved))", rows)
        condition = SQL(
            "care_shift.company_id = care_window.id AND care_shift.day = %s", terms["raw"]
        )
        query.add_join("LEFT JOIN", "care_shift", table, condition)
        return SQL("COALESCE(care_shift.moved, %s)", terms["raw"])

    @api.model
    def _window_condition(self, terms):
        """The day lies in the window of its company."""
        return SQL(
            """%(near)s AND %(raw)s <= care_window.last
            AND (care_window.first IS NULL OR %(raw)s >= care_window.first)""",
            near=terms["near"],
            raw=terms["raw"],
        )

    @api.model
    def _taken(self, rule, terms, states=None):
        """A query for the follow-up that a record of the source already has.

        :param states: only follow-ups in these states stand in the way
        """
        barring = SQL("NOT (taken.state = 'cancelled' AND taken.reason_code IN %s)", REVIVABLE)
        if states:
            barring = SQL("%s AND taken.state IN %s", barring, tuple(states))
        return SQL(
            """SELECT FROM hau_mai_touchpoint taken
            WHERE taken.rule_id = %s AND taken.res_model = %s
                AND taken.res_id = %s AND taken.occurrence = %s AND %s""",
            rule._origin.id or 0,
            rule._target_model(),
            terms["target"],
            terms["occurrence"],
            barring,
        )

    # === WHAT MATCHES === #

    @api.model
    def _matching_domain(self, rule):
        """All a record must meet, on the model of the trigger, besides its date."""
        trigger = rule._trigger()
        audience = Domain("active", "=", True) & rule._audience()
        if trigger.partner != "id":
            audience = Domain(trigger.partner, "any", audience)
        domain = Domain(list(trigger.near)) & Domain(list(trigger.domain)) & audience
        if rule.product_categ_ids and trigger.goods:
            path = f"{trigger.goods}.categ_id"
            domain &= Domain(path, "child_of", rule.product_categ_ids.ids)
        if trigger.occurrence == "id" and trigger.target == "unit_id":
            domain &= Domain.custom(to_sql=self._sql_main_or_later)
        if trigger.latest or trigger.earliest:
            domain &= Domain.custom(to_sql=self._only_order_to_sql(rule))
        return domain

    @staticmethod
    def _sql_main_or_later(model, alias, query):
        """The main warranty of a unit to its very end, or one that goes on after it."""
        unit = SQL.identifier(model._fields["unit_id"].join(model, alias, query)[1])
        coverage = SQL.identifier(alias)
        return SQL(
            """(%(coverage)s.date_end > %(unit)s.date_end_main
                OR %(coverage)s.is_main AND %(coverage)s.date_end = %(unit)s.date_end_main)""",
            coverage=coverage,
            unit=unit,
        )

    @api.model
    def _only_order_to_sql(self, rule):
        """No later order by the same customer, or no earlier one, by whichever of its people.

        What happens once a year happens once for all companies of the rule; else each
        company has its own latest order.
        """
        trigger = rule._trigger()
        comparison = SQL("<") if trigger.earliest else SQL(">")
        yearly = trigger.occurrence == "year" and tuple(rule._companies().ids)

        def to_sql(model, alias, query):
            partner = model._fields["partner_id"].join(model, alias, query)[1]
            orders = SQL.identifier(alias)
            companies = SQL("= %s.company_id", orders)
            if yearly:
                companies = SQL("IN %s", yearly)
            return SQL(
                """NOT EXISTS (
                    SELECT FROM sale_order other
                    JOIN res_partner buyer ON buyer.id = other.partner_id
                    WHERE buyer.commercial_partner_id = %(partner)s.commercial_partner_id
                        AND other.company_id %(companies)s AND other.state = 'sale'
                        AND (other.date_order, other.id) %(comparison)s
                            (%(orders)s.date_order, %(orders)s.id))""",
                partner=SQL.identifier(partner),
                companies=companies,
                comparison=comparison,
                orders=orders,
            )

        return to_sql
