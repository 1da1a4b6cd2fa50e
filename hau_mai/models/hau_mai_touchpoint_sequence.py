from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.outcome import ANSWERS


class HauMaiTouchpointSequence(models.Model):
    """Whether a follow-up got an answer, and whether the ones after it still make sense."""

    _inherit = "hau_mai.touchpoint"

    # === ANSWERS === #

    @api.model
    def _unanswered_domain(self):
        """Follow-ups to which the customer did not react: no talk, no answer, no order."""
        return (
            Domain("outcome", "not in", ANSWERS)
            & Domain("date_answered", "=", False)
            & Domain("delivery", "!=", "answered")
            & Domain("bought_order_id", "=", False)
        )

    def _answered(self):
        """Those of these follow-ups to which the customer reacted."""
        return self - self.filtered_domain(self._unanswered_domain())

    # === STOPPING === #

    def _stop_sequences(self):
        """Cancel those of these planned follow-ups whose sequence is over.

        In a constant number of queries.

        :return: the others
        """
        stops = self._stop_reasons()
        stopped = self.filtered(lambda row: row.id in stops)
        for (code, reason), rows in stopped.grouped(lambda row: stops[row.id]).items():
            rows._cancel(code, reason)
        return self - stopped

    def _stop_reasons(self):
        """``{id: (code, sentence)}`` of those of these follow-ups whose sequence is over."""
        found = (
            ("complained", self._stopped_by_complaint()),
            ("bought", self._stopped_by_order()),
            ("target", self._stopped_by_answer()),
        )
        return {id_: (code, reason) for code, told in found for id_, reason in told.items()}

    def _stopped_by_answer(self):
        """``{id: sentence}`` of the steps whose step before was answered meanwhile."""
        steps = self.filtered(lambda row: row.rule_id.trigger == "after_step")
        answered = self.browse(steps.mapped("occurrence")).exists()._answered()
        reactions = {before.id: before._reaction_in_words() for before in answered}
        return {row.id: reactions[row.occurrence] for row in steps if row.occurrence in reactions}

    def _reaction_in_words(self):
        """What the customer did after this follow-up."""
        if self.date_answered or self.outcome in ANSWERS or not self.bought_order_id:
            return self.env._("The customer answered “%s”.", self.rule_id.name)
        return self.env._("The customer bought: order %s.", self.bought_order_id.sudo().name)

    def _stopped_by_order(self):
        """``{id: sentence}`` of those whose customer has ordered since."""
        rows = self.filtered("rule_id.stop_on_order")
        start = SQL(
            """LEAST(touchpoint.date_anchor, touchpoint.create_date::date)
            + CASE WHEN rule.trigger = 'after_step' THEN 0 ELSE 1 END"""
        )
        bought = rows._first_orders(start)
        orders = (
            self.env["sale.order"].sudo().browse([order_id for order_id, _day in bought.values()])
        )
        names = {order.id: order.name for order in orders}
        return {
            id_: self.env._("The customer bought: order %s.", names[order_id])
            for id_, (order_id, _day) in bought.items()
        }

    def _stopped_by_complaint(self):
        """``{id: sentence}`` of those whose customer has an open complaint with the company."""
        rows = self.filtered("rule_id.stop_on_complaint")
        if not rows:
            return {}
        complaints = self.env["hau_mai.complaint"].sudo()
        customers = rows.partner_id.commercial_partner_id
        groups = complaints._read_group(
            complaints._open_grievance_domain()
            & Domain("commercial_partner_id", "in", customers.ids),
            ["commercial_partner_id", "company_id"],
            ["name:min"],
        )
        names = {(partner, company): name for partner, company, name in groups}
        found = {row.id: (row.partner_id.commercial_partner_id, row.company_id) for row in rows}
        return {
            id_: self.env._("The customer has an open complaint: %s.", names[key])
            for id_, key in found.items()
            if key in names
        }

    # === WHAT THEY BOUGHT === #

    def _first_orders(self, start, until=None):
        """The first order of the customer of each of these follow-ups in a span of days.

        Not the order it is about. Days are days of the company; whoever of the customer's
        people ordered, and only with the same company.

        :param SQL start: the first day, of the tables ``touchpoint`` and ``rule``
        :param SQL until: the last one; none when left out
        :return: ``{id: (order id, day)}``
        """
        if not self:
            return {}
        self.env.flush_all()
        companies = self.company_id
        zones = SQL(", ").join(SQL("(%s, %s)", each.id, each._hau_mai_tz()) for each in companies)
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (touchpoint.id) touchpoint.id, orders.id, spent.day
                FROM hau_mai_touchpoint touchpoint
                JOIN hau_mai_care_rule rule ON rule.id = touchpoint.rule_id
                JOIN (VALUES %(zones)s) AS zone(id, tz) ON zone.id = touchpoint.company_id
                JOIN res_partner partner ON partner.id = touchpoint.partner_id
                JOIN res_partner buyer
                    ON buyer.commercial_partner_id = partner.commercial_partner_id
                JOIN sale_order orders ON orders.partner_id = buyer.id
                    AND orders.state = 'sale' AND orders.company_id = touchpoint.company_id
                CROSS JOIN LATERAL (
                    SELECT timezone(zone.tz, timezone('UTC', orders.date_order))::date AS day
                ) spent
                WHERE touchpoint.id IN %(ids)s AND spent.day >= %(start)s %(until)s
                    AND NOT (touchpoint.res_model = 'sale.order' AND touchpoint.res_id = orders.id)
                ORDER BY touchpoint.id, orders.date_order, orders.id""",
                zones=zones,
                ids=tuple(self.ids),
                start=start,
                until=SQL("AND spent.day <= %s", until) if until else SQL(),
            )
        )
        return {id_: (order_id, day) for id_, order_id, day in rows}
