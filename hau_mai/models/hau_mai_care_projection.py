from datetime import date
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..tools.effect import in_holdout

#: So many follow-ups are foretold one by one.
PROJECTION_LIMIT = 10000


class Foretold(NamedTuple):
    """One follow-up that a rule makes: planned already (``touchpoint_id``), or not yet."""

    rule_id: int
    partner_id: int
    company_id: int
    date: date
    touchpoint_id: int | None


class HauMaiCareProjection(models.AbstractModel):
    """What rules will do in a span of days, whom the gate turns away and why. Writes nothing.

    What comes after a step that is not done yet is not foretold: nobody knows the answer.
    """

    _name = "hau_mai.care.projection"
    _inherit = "hau_mai.care.preview"
    _description = "Projection of Follow-ups"

    @api.model
    def _foretell(self, rules, first, last, now):
        """The follow-ups of these rules from one day to another, each with what becomes of it.

        A few queries a rule, however many customers it reaches.

        :param datetime now: UTC
        :return: ``(vals_list, count)``: values of dry run lines, the earliest first, at
            most :data:`PROJECTION_LIMIT`; and how many there are in all
        """
        rows, count = [], 0
        for rule in rules:
            found, of_rule = self._foretold(rule, first, last, now)
            rows += found
            count += of_rule
        rows = sorted(rows, key=lambda row: (row.date, row.rule_id))[:PROJECTION_LIMIT]
        fates = self._fates(rows, now)
        channels = {rule.id: rule.channel for rule in rules}
        return [
            {
                "rule_id": row.rule_id,
                "partner_id": row.partner_id,
                "company_id": row.company_id,
                "date": row.date,
                "channel": channels[row.rule_id],
                "is_planned": bool(row.touchpoint_id),
                "verdict": verdict,
                "reason": reason,
            }
            for row, (verdict, reason) in zip(rows, fates, strict=True)
        ], count

    @api.model
    def _foretold(self, rule, first, last, now):
        """The earliest follow-ups of one rule in a span of days, and how many there are.

        What is overdue goes out today.
        """
        today = self.env.company._hau_mai_day(now)
        query, terms = self._reached(rule, now, (last - today).days)
        day = SQL("GREATEST(%s, care_window.today)", terms["planned"])
        query.add_where(SQL("%s BETWEEN %s AND %s", day, first, last))
        query.add_where(SQL("%s IN %s", terms["company"], tuple(self.env.companies.ids)))
        query.order = SQL("%s, %s", day, terms["id"])
        query.limit = PROJECTION_LIMIT
        own = self._of_planned(rule, terms, SQL("own.id"), SQL("TRUE"))
        columns = (terms["partner"], terms["company"], day, own, SQL("count(*) OVER ()"))
        rows = self.env.execute_query(query.select(*columns))
        return [Foretold(rule.id, *row[:-1]) for row in rows], rows[0][-1] if rows else 0

    @api.model
    def _fates(self, rows, now):
        """``(verdict, reason)`` of each of these follow-ups."""
        touchpoints = self.env["hau_mai.touchpoint"].sudo()
        planned = touchpoints.browse([row.touchpoint_id for row in rows if row.touchpoint_id])
        stops = planned._stop_reasons()
        refused = self._refused(rows, now)
        held = self._held(rows)
        going = self.env._("Goes out.")
        return [
            ("stopped", stops[row.touchpoint_id][1])
            if row.touchpoint_id in stops
            else refused.get(row) or held.get(row) or ("goes", going)
            for row in rows
        ]

    @api.model
    def _refused(self, rows, now):
        """``{row: (verdict, reason)}`` of those the gate does not let through on their day."""
        refused = {}
        groups = {}
        for row in rows:
            groups.setdefault((row.rule_id, row.company_id), []).append(row)
        for (rule_id, company_id), of_group in groups.items():
            rule = self.env["hau_mai.care.rule"].sudo().browse(rule_id)
            company = self.env["res.company"].sudo().browse(company_id)
            refused |= self._refused_by_rule(rule, company, of_group, now)
        return refused

    @api.model
    def _refused_by_rule(self, rule, company, rows, now):
        """The same, of one rule and company."""
        partner_ids = list({row.partner_id for row in rows})
        partners = self.env["res.partner"].sudo().with_company(company).browse(partner_ids)
        turned = self._ask_gate(rule, partners, now)
        fates = {}
        for row in rows:
            if row.partner_id not in turned:
                continue
            until, reason = turned[row.partner_id]
            if not until:
                fates[row] = ("refused", reason)
            elif company._hau_mai_day(until) > row.date:
                fates[row] = ("later", reason)
        return fates

    @api.model
    def _held(self, rows):
        """``{row: (verdict, reason)}`` of those who are held out."""
        partners = self.env["res.partner"].sudo().browse([row.partner_id for row in rows])
        customers = {partner.id: partner.commercial_partner_id.id for partner in partners}
        percents = {
            (row.rule_id, row.company_id): self.env["hau_mai.care.rule"]
            .sudo()
            .browse(row.rule_id)
            ._holdout_percent(self.env["res.company"].sudo().browse(row.company_id))
            for row in rows
        }
        fate = ("held", self.env._("Held out, to compare with those who are contacted."))
        return {
            row: fate
            for row in rows
            if in_holdout(
                row.rule_id,
                customers[row.partner_id],
                percents[row.rule_id, row.company_id],
            )
        }
