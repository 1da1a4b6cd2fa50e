from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date, formatLang

from ..tools.coverage import coverage_verdict, runs_on, waits_on, warranty_status


class HauMaiUnit(models.Model):
    """Is it covered, for what, until when, and why?"""

    _inherit = "hau_mai.unit"

    def _warranty_statuses(self, day):
        """The warranty status of each unit on a day of its company.

        :return: {unit id: status}; see :func:`tools.coverage.warranty_status`
        """
        return {
            unit.id: warranty_status(
                unit.state,
                [coverage._to_period() for coverage in unit.coverage_ids],
                day,
                unit.company_id.hau_mai_expiring_days,
            )
            for unit in self
        }

    @api.model
    def _warranty_status_domain(self, status, companies, day):
        """The same answer as :meth:`_warranty_statuses`, as a domain.

        Conditions on the unit's own days repeat what follows from its periods, where an
        index then finds the few units in question.

        :param str status: one of the values of ``warranty_status``
        :param companies: whose units; they have the same notice
        :param day: day of these companies
        """
        own = Domain("company_id", "in", companies.ids)
        if status in ("void", "returned", "replaced"):
            return own & Domain("state", "=", status)
        valid = own & Domain("state", "=", "valid")
        notice = self._notice_end(companies[:1], day)
        running = Domain("date_start", "<=", day) & (
            Domain("date_end", ">=", day)
            | Domain("date_end", "=", False)
            | Domain("in_repair", "=", True)
        )
        ending = (
            Domain("is_main", "=", True)
            & Domain("in_repair", "=", False)
            & Domain("date_start", "<=", day)
            & Domain("date_end", ">=", day)
            & Domain("date_end", "<=", notice)
        )
        waiting = (Domain("date_start", "=", False) | Domain("date_start", ">", day)) & (
            Domain("date_end", "=", False) | Domain("date_end", ">=", day)
        )
        any_running = Domain("coverage_ids", "any", running)
        any_ending = Domain("coverage_ids", "any", ending)
        window = Domain("date_end_main", ">=", day) & Domain("date_end_main", "<=", notice)
        # a main warranty that ends now may be extended beyond
        extended = Domain("date_end_main", "=", False) | Domain("date_end_main", ">", notice)
        return {
            "none": valid & Domain("date_end", "=", False) & Domain("coverage_ids", "=", False),
            "expiring": valid & window & any_ending,
            "active": valid & any_running & (~any_ending | extended),
            "not_started": valid & Domain("coverage_ids", "any", waiting) & ~any_running,
            "expired": valid
            & Domain("date_end", "<", day)
            & ~Domain("coverage_ids", "any", [("date_start", "=", False)])
            & ~Domain("coverage_ids", "any", [("in_repair", "=", True)]),
        }.get(status, Domain.FALSE)

    @api.model
    def _notice_end(self, company, day):
        """The last day that counts as "ends soon" on this day."""
        return day + timedelta(days=company.hau_mai_expiring_days)

    def _same_promise(self):
        """Whether the policy would promise today just what this unit was promised."""
        self.ensure_one()
        if not self.policy_id:
            return True
        lang = self.partner_id.lang or self.env.lang or "en_US"
        blueprint = self.policy_id._get_blueprint(lang)
        own = self.coverage_ids.filtered(lambda coverage: coverage.origin == "policy")
        mine = [coverage._to_promise() for coverage in own]
        promised = [self.env["hau_mai.coverage"]._promise_key(c) for c in blueprint["coverages"]]
        return self.edition_id.id == blueprint["edition_id"] and sorted(mine) == sorted(promised)

    def _coverage_verdict(self, product=None, kind="parts", on_date=None, usage=None):
        """Whether the warranty pays for something on a day, and why.

        :param product: the part replaced or worked on; the unit's own product or
            nothing asks about the unit as a whole
        :param str kind: parts, labour, transport or exchange
        :param on_date: day of the company; today when left out
        :param usage: reading of the meter that day; None when unknown
        :return: (covered, reason), the reason being a sentence to read out
        """
        return self._coverage_answer(product, kind, on_date, usage)[:2]

    def _coverage_answer(
        self, product=None, kind="parts", on_date=None, usage=None, whole_unit=False
    ):
        """:meth:`_coverage_verdict` with the period it rests on: (covered, reason, coverage).

        :param bool whole_unit: ask about what no component period names
        """
        self.ensure_one()
        day = on_date or self.company_id._hau_mai_today()
        component = product if product and product != self.product_id else None
        verdict = coverage_verdict(
            self.state,
            [coverage._to_period(component) for coverage in self.coverage_ids],
            kind,
            day,
            usage,
            asked_component=whole_unit or bool(component),
        )
        coverages = self.env["hau_mai.coverage"]
        coverage = coverages.browse(verdict.period.id) if verdict.period else coverages
        return verdict.covered, self._word_verdict(verdict, kind, day), coverage

    def _word_verdict(self, verdict, kind, day):
        """A verdict as a sentence."""
        env = self.env
        kinds = env["hau_mai.coverage"]._kind_labels()
        by_id = {coverage.id: coverage for coverage in self.coverage_ids}
        period = verdict.period and by_id[verdict.period.id]
        names = ", ".join(by_id[period.id].name for period in verdict.periods)
        values = {
            "kind": kinds.get(kind, kind).capitalize(),
            "names": names,
            "name": period and period.name,
            "day": format_date(env, day),
            "end": period and period.date_end and format_date(env, period.date_end),
            "start": period and period.date_start and format_date(env, period.date_start),
            "reason": self.state_reason or "",
            "state": dict(self._fields["state"]._description_selection(env))[self.state].lower(),
            "limit": period and formatLang(env, period.usage_limit, digits=0),
            "unit": period
            and dict(period._fields["usage_unit"]._description_selection(env)).get(
                period.usage_unit, ""
            ),
        }
        return {
            "state": lambda: env._("Not covered: this card is %(state)s. %(reason)s", **values),
            "none": lambda: env._("Not covered: it was sold without a warranty."),
            "not_this_kind": lambda: env._(
                "Not covered: no warranty period of it pays for %(kind)s.",
                **{**values, "kind": kinds.get(kind, kind)},
            ),
            "not_started": lambda: self._word_not_started(period, values),
            "ended": lambda: self._word_ended(period, values),
            "used_up": lambda: env._(
                "Not covered: “%(name)s” ends at %(limit)s %(unit)s, and it is past that.", **values
            ),
            "check_usage": lambda: env._(
                "%(kind)s covered by “%(names)s”, up to %(limit)s %(unit)s: check the reading.",
                **values,
            ),
            "covered": lambda: self._word_covered(
                period, [by_id[row.id] for row in verdict.periods], values, day
            ),
        }[verdict.code]().strip()

    def _word_not_started(self, period, values):
        if period.date_start:
            return self.env._("Not covered yet: “%(name)s” starts on %(start)s.", **values)
        return self.env._(
            "Not covered yet: “%(name)s” has not started (%(why)s).",
            **values,
            why=period.explanation,
        )

    def _word_ended(self, period, values):
        if period.date_ended:
            return self.env._(
                "Not covered: “%(name)s” ended on %(end)s (%(why)s).",
                **values,
                why=period.end_reason or "",
            )
        return self.env._("Not covered: “%(name)s” ended on %(end)s.", **values)

    def _word_covered(self, period, running, values, day):
        """Each with its own end: the longest is not that of all."""
        if period.in_repair and period.date_end < day and len(running) == 1:
            return self.env._(
                "%(kind)s covered by “%(names)s”, which ends after the repair: the days in "
                "repair do not count.",
                **values,
            )
        if len(running) > 1:
            periods = "; ".join(self._word_until(coverage) for coverage in running)
            return self.env._("%(kind)s covered: %(periods)s.", **values, periods=periods)
        if period.date_end:
            return self.env._("%(kind)s covered by “%(names)s” until %(end)s.", **values)
        return self.env._("%(kind)s covered by “%(names)s”, for life.", **values)

    def _prepare_status_sentence(self):
        """ "Whole unit until 10 Jan 2027; Compressor until 10 Jan 2035": both ends."""
        self.ensure_one()
        if self.state != "valid":
            state = dict(self._fields["state"]._description_selection(self.env))[self.state]
            return f"{state}: {self.state_reason}" if self.state_reason else state
        if not self.coverage_ids:
            return self.env._("Sold without a warranty")
        today = self.company_id._hau_mai_today()
        periods = [(c, c._to_period()) for c in self.coverage_ids]
        running = [coverage for coverage, period in periods if runs_on(period, today)]
        if running:
            return "; ".join(self._word_until(coverage) for coverage in running)
        waiting = [coverage for coverage, period in periods if waits_on(period, today)]
        if waiting:
            first = waiting[0]
            if first.date_start:
                return self.env._("Starts on %s", format_date(self.env, first.date_start))
            return self.env._("Not started: %s", first.explanation)
        last = max(self.coverage_ids, key=lambda coverage: coverage.date_end)
        if last.date_ended:
            return self.env._(
                "Ended on %(date)s: %(reason)s",
                date=format_date(self.env, last.date_end),
                reason=last.end_reason or "",
            )
        return self.env._("Expired on %s", format_date(self.env, last.date_end))

    def _word_until(self, coverage):
        if coverage.in_repair:
            return self.env._(
                "%(what)s until %(date)s and the days in repair",
                what=coverage.name,
                date=format_date(self.env, coverage.date_end),
            )
        if coverage.date_end:
            return self.env._(
                "%(what)s until %(date)s",
                what=coverage.name,
                date=format_date(self.env, coverage.date_end),
            )
        return self.env._("%(what)s for life", what=coverage.name)
