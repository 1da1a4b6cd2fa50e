from collections import Counter, namedtuple

from odoo import api, models
from odoo.tools import SQL

#: How many days ahead a preview looks, whatever the planning horizon is.
PREVIEW_DAYS = 30

#: Of how many customers a preview says who may not be contacted.
GATE_LIMIT = 1000

Preview = namedtuple("Preview", ("today", "soon", "text"))


class HauMaiCarePreview(models.AbstractModel):
    """What a rule will do, and to whom, before it does it. Works on unsaved rules."""

    _name = "hau_mai.care.preview"
    _inherit = "hau_mai.care.source"
    _description = "Preview of a Follow-up Rule"

    # === TO WHOM === #

    @api.model
    def _preview(self, rule, now):
        """How many follow-ups the rule makes today and in the next 30 days, and whom for.

        :param datetime now: UTC
        :return: :class:`Preview`: two numbers, and a text a person reads
        """
        try:
            due, reached = self._reach(rule, now)
        except (ValueError, SyntaxError, TypeError, KeyError):
            return Preview(0, 0, self.env._("Complete the rule to see whom it reaches."))
        partners = self.env["res.partner"].browse(dict.fromkeys(reached[True] + reached[False]))
        later, never = self._turned_away(rule, partners[:GATE_LIMIT], now)
        put_off = Counter(later[id_] for id_ in reached[True] if id_ in later)
        today, soon = due[True] - put_off.total(), sum(due.values())
        text = self._in_numbers(today, soon, partners, put_off, Counter(never.values()))
        return Preview(today, soon, text)

    @api.model
    def _reach(self, rule, now):
        """How many follow-ups, and the customer of each of the first ones.

        :return: two dicts by whether they are due today
        """
        query, terms = self._reached(rule, now)
        today = SQL("%s <= care_window.today", terms["planned"])
        rows = self.env.execute_query(
            SQL(
                "SELECT today, count(*), (array_agg(partner_id ORDER BY planned))[1:%s] "
                "FROM (%s) AS reached GROUP BY today ORDER BY today DESC",
                GATE_LIMIT,
                query.select(
                    SQL("%s AS today", today),
                    SQL("%s AS partner_id", terms["partner"]),
                    SQL("%s AS planned", terms["planned"]),
                ),
            )
        )
        due = Counter({bool(today): count for today, count, _ids in rows})
        return due, {True: [], False: []} | {bool(row[0]): row[2] for row in rows}

    @api.model
    def _turned_away(self, rule, partners, now):
        """Whom the gate does not let through now, and why.

        :return: ``{customer id: reason}`` of those who may be contacted on a later
            day, and of those for whom time alone changes nothing
        """
        later, never = {}, {}
        company = rule.company_id or self.env.company
        for partner_id, (moment, reason) in self._ask_gate(rule, partners, now).items():
            if not moment:
                never[partner_id] = reason
            elif company._hau_mai_day(moment) > company._hau_mai_day(now):
                later[partner_id] = reason
        return later, never

    @api.model
    def _ask_gate(self, rule, partners, now):
        """What the gate says of those it does not let through now, by none of the rule's ways.

        Like the runner it asks for the next way only where the one before is closed for good.

        :param partners: customers, with the company of the environment
        :return: ``{customer id: (next allowed moment or None, reason)}``
        """
        answers, asking = {}, partners
        for way in rule._ways() or (rule._contact_channel(),):
            verdicts = asking._contact_verdicts(way, rule.purpose, now)
            refused = asking.filtered(lambda partner, told=verdicts: not told[partner.id][0])
            moments = refused._contact_next_moments(way, rule.purpose, now)
            for partner in asking - refused:
                answers.pop(partner.id, None)
            for partner in refused:
                answers[partner.id] = (moments[partner.id], verdicts[partner.id][1])
            asking = refused.filtered(lambda partner, when=moments: not when[partner.id])
            if not asking:
                break
        return answers

    @api.model
    def _partner_ids(self, rule, now, today_only):
        """All customers the rule reaches today, or in the next 30 days too."""
        query, terms = self._reached(rule, now)
        if today_only:
            query.add_where(SQL("%s <= care_window.today", terms["planned"]))
        rows = self.env.execute_query(query.select(SQL("DISTINCT %s", terms["partner"])))
        ids = [row[0] for row in rows]
        if today_only:
            partners = self.env["res.partner"].browse(ids)
            later, _never = self._turned_away(rule, partners, now)
            return (partners - partners.browse(later)).ids
        return ids

    @api.model
    def _reached(self, rule, now, days=PREVIEW_DAYS):
        """What the rule would plan now, without what it has already carried out.

        :param int days: how far ahead
        """
        self.env.flush_all()
        rule = rule.sudo()
        frame = self._frame(rule, now, horizon=days)
        query, terms = self._source(rule, frame, self._matching_domain(rule))
        over = ("open", "done", "cancelled", "failed")
        query.add_where(self._window_condition(terms))
        query.add_where(SQL("NOT EXISTS (%s)", self._taken(rule, terms, over)))
        terms["planned"] = self._day_of(rule, terms)
        query.add_where(SQL("%s <= care_window.last", terms["planned"]))
        return query, terms

    @api.model
    def _day_of(self, rule, terms):
        """The day planned: the one a person or the gate chose, else the rule's."""
        day, chosen = SQL("own.date_planned"), SQL("own.postponed")
        return SQL("COALESCE(%s, %s)", self._of_planned(rule, terms, day, chosen), terms["planned"])

    @api.model
    def _of_planned(self, rule, terms, value, condition):
        """Something of the follow-up (``own``) that is planned already, if there is one."""
        return SQL(
            """(SELECT %s FROM hau_mai_touchpoint own
                WHERE own.rule_id = %s AND own.res_model = %s AND own.res_id = %s
                    AND own.occurrence = %s AND own.state = 'planned' AND %s)""",
            value,
            rule._origin.id or 0,
            rule._target_model(),
            terms["target"],
            terms["occurrence"],
            condition,
        )

    @api.model
    def _in_numbers(self, today, soon, partners, put_off, left_out):
        """The numbers, some names, and who is reached later or not at all, and why.

        :param Counter put_off: follow-ups by reason
        :param Counter left_out: customers by reason
        """
        if not soon:
            return self.env._("It reaches nobody today and in the next %s days.", PREVIEW_DAYS)
        names = ", ".join(partners[:8].sudo().mapped("display_name"))
        return "\n".join(
            [
                self.env._(
                    "Today: %(today)s. In the next %(days)s days: %(soon)s.",
                    today=today,
                    soon=soon,
                    days=PREVIEW_DAYS,
                ),
                self.env._("First: %s", names + (" …" if len(partners) > 8 else "")),
                *(
                    self.env._("Put off from today: %(count)s. %(reason)s", count=n, reason=reason)
                    for reason, n in put_off.most_common()
                ),
                *(
                    self.env._("Left out: %(count)s. %(reason)s", count=n, reason=reason)
                    for reason, n in left_out.most_common()
                ),
            ]
        )

    # === IN WORDS === #

    @api.model
    def _in_words(self, rule):
        """What the rule will do, in a sentence: "Call: 3 days after delivery; by …"."""
        what = rule.activity_type_id.name or dict(
            rule._fields["channel"]._description_selection(self.env)
        ).get(rule.channel)
        parts = [self._when_in_words(rule), self._who_in_words(rule)]
        if rule.working_days_only:
            parts.append(self.env._("on a working day"))
        if rule.max_tries > 1:
            parts.append(
                self.env._(
                    "up to %(tries)s tries, %(days)s days apart",
                    tries=rule.max_tries,
                    days=rule.retry_days,
                )
            )
        return f"{what}: {'; '.join(parts)}."

    @api.model
    def _when_in_words(self, rule):
        """ "3 days after the delivery"."""
        event = self._events_in_words(rule).get(rule.trigger, "…")
        if not rule.delay:
            return self.env._("on the day of %s", event)
        span = self._span_in_words(abs(rule.delay), rule.delay_unit)
        if rule.delay < 0:
            return self.env._("%(span)s before %(event)s", span=span, event=event)
        return self.env._("%(span)s after %(event)s", span=span, event=event)

    @api.model
    def _events_in_words(self, rule):
        """``{trigger: noun phrase}``. Override with the triggers you add."""
        return {
            "order_confirmed": self.env._("the order"),
            "order_delivered": self.env._("the delivery"),
            "warranty_started": self.env._("the start of the warranty"),
            "warranty_expiring": self.env._("the last day of the warranty"),
            "warranty_expired": self.env._("the first day without warranty"),
            "birthday": self.env._("the birthday"),
            "inactive": self.env._("the last order, when no other follows"),
        }

    @api.model
    def _span_in_words(self, number, unit):
        """ "1 day", "3 weeks"."""
        if number == 1:
            spans = {
                "day": self.env._("1 day"),
                "week": self.env._("1 week"),
                "month": self.env._("1 month"),
            }
        else:
            spans = {
                "day": self.env._("%s days", number),
                "week": self.env._("%s weeks", number),
                "month": self.env._("%s months", number),
            }
        return spans[unit or "day"]

    @api.model
    def _who_in_words(self, rule):
        """ "by the order's salesperson"."""
        return {
            "customer_salesperson": self.env._("by the customer's salesperson"),
            "user": self.env._("by %s", rule.user_id.name or "…"),
            "team": self.env._("by the members of %s in turn", rule.team_id.name or "…"),
        }.get(rule.responsible, self.env._("by the order's salesperson"))
