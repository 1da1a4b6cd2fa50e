from odoo import api, models
from odoo.tools import SQL

from ..tools.responsible import first_able, in_turn, sources_from


class HauMaiCareResponsible(models.AbstractModel):
    """Finds who makes a follow-up: never nobody."""

    _name = "hau_mai.care.responsible"
    _description = "Responsible of Follow-ups"

    @api.model
    def _assign(self, touchpoints):
        """Write on follow-ups who makes them, in a constant number of queries.

        The rule says whom to ask first; who has left, or does not work in the
        company, is stood in for by the next source, at the end by the company's
        default responsible. Members of a team take turns by customer. What a
        person gave to somebody stays theirs, as long as they are there.
        """
        users = {}
        for rule, rows in touchpoints.grouped("rule_id").items():
            users |= self._choose(rule, rows)
        changed = [
            (row.id, users[row.id]) for row in touchpoints if row.user_id.id != users[row.id]
        ]
        if not changed:
            return
        touchpoints.flush_recordset(["user_id"])
        self.env.execute_query(
            SQL(
                """UPDATE hau_mai_touchpoint touchpoint SET user_id = assigned.user_id
                FROM (VALUES %s) AS assigned(id, user_id)
                WHERE touchpoint.id = assigned.id RETURNING touchpoint.id""",
                SQL(", ").join(SQL("(%s, %s)", *row) for row in changed),
            )
        )
        touchpoints.invalidate_recordset(["user_id"], flush=False)

    @api.model
    def _choose(self, rule, touchpoints):
        """``{follow-up id: user id}`` for follow-ups of one rule."""
        chosen, known, waiting = {}, {}, []
        for row in self._facts(rule, touchpoints):
            touchpoint_id, *case = row
            case = tuple(case)
            if case not in known:
                known[case] = self._person(rule, *case)
            if known[case]:
                chosen[touchpoint_id] = known[case]
            else:
                waiting.append(touchpoint_id)
        waiting = touchpoints.browse(waiting)
        turns = self._turns(rule, waiting)
        managers = {company: company._hau_mai_manager() for company in waiting.company_id}
        for touchpoint in waiting:
            company = touchpoint.company_id
            member = turns.get((company, touchpoint.partner_id))
            chosen[touchpoint.id] = (member or managers[company]).id
        return chosen

    @api.model
    def _facts(self, rule, touchpoints):
        """Rows of follow-ups: id, company, who has it, given by hand, the two salespersons."""
        self.env.flush_all()
        trigger = rule._trigger()
        by_order = trigger.latest and trigger.occurrence == "id"
        model, key = ("res.partner", "occurrence") if by_order else ("sale.order", "res_id")
        return self.env.execute_query(
            SQL(
                """SELECT touchpoint.id, touchpoint.company_id, touchpoint.user_id,
                    touchpoint.reassigned,
                    COALESCE(service.responsible_id, unit.user_id, orders.user_id), partner.user_id
                FROM hau_mai_touchpoint touchpoint
                JOIN res_partner partner ON partner.id = touchpoint.partner_id
                LEFT JOIN hau_mai_service service
                    ON touchpoint.res_model = 'hau_mai.service' AND service.id = touchpoint.res_id
                LEFT JOIN hau_mai_unit unit
                    ON touchpoint.res_model = 'hau_mai.unit' AND unit.id = touchpoint.res_id
                LEFT JOIN sale_order orders
                    ON touchpoint.res_model = %s AND orders.id = touchpoint.%s
                WHERE touchpoint.id IN %s""",
                model,
                SQL.identifier(key),
                tuple(touchpoints.ids),
            )
        )

    @api.model
    def _person(self, rule, company_id, user_id, reassigned, order_user_id, customer_user_id):
        """The id of the one the rule names, or of who stands in for them, or None."""
        company = self.env["res.company"].browse(company_id)
        found = {
            "order_salesperson": order_user_id,
            "customer_salesperson": customer_user_id,
            "user": rule.user_id.id,
            "team": user_id if user_id in rule.team_id.member_ids.ids else None,
        }
        return first_able(
            [reassigned and user_id, *(found[source] for source in sources_from(rule.responsible))],
            lambda candidate: self._able(self.env["res.users"].browse(candidate), company),
        )

    @api.model
    def _able(self, user, company):
        """Whether the user can take work of the company: active, one of us, and there."""
        return user.active and not user.share and company in user.company_ids

    @api.model
    def _turns(self, rule, touchpoints):
        """``{(company, customer): member}``: one after the other, a customer by one person.

        A customer somebody of the team already has stays with them.
        """
        if not touchpoints or not rule.team_id:
            return {}
        turns = self._already_given(rule, touchpoints)
        keys = dict.fromkeys((row.company_id, row.partner_id) for row in touchpoints)
        waiting = [key for key in keys if key not in turns]
        position = rule._take_turns(len(waiting)) if waiting else 0
        members = rule.team_id.member_ids.sorted("id")
        for offset, (company, partner) in enumerate(waiting):
            able = members.filtered(lambda user, company=company: self._able(user, company))
            turns[company, partner] = in_turn(able, position + offset)
        return turns

    @api.model
    def _already_given(self, rule, touchpoints):
        """``{(company, customer): member}`` of those with a live follow-up of the rule."""
        members = rule.team_id.member_ids
        groups = self.env["hau_mai.touchpoint"]._read_group(
            [
                ("rule_id", "=", rule.id),
                ("partner_id", "in", touchpoints.partner_id.ids),
                ("state", "in", ("planned", "open")),
                ("user_id", "in", members.ids),
            ],
            ["company_id", "partner_id", "user_id"],
        )
        return {
            (company, partner): user
            for company, partner, user in groups
            if self._able(user, company)
        }
