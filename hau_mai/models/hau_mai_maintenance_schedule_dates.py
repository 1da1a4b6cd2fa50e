from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, format_date, formatLang

from ..tools.maintenance import OPEN, STARTED, Rhythm, Visit, day_to_make, next_visit
from ..tools.usage import reached_on, usage_on

#: What the dates follow from, besides the state and what happened.
FIGURES = (
    "interval", "interval_unit", "usage_interval", "visits", "anchor", "first_month",
    "window_before", "window_after", "lead_days", "pause_during_repair",
)  # fmt: skip


class HauMaiMaintenanceSchedule(models.Model):
    """When the next visit is, and why: see :mod:`tools.maintenance`."""

    _inherit = "hau_mai.maintenance.schedule"

    _generate_idx = models.Index("(date_generate, company_id) WHERE date_generate IS NOT NULL")

    # === FIELDS === #

    date_anchor = fields.Date(string="Started On", compute="_compute_date_anchor", store=True)
    date_anchor_manual = fields.Date(string="Start Set by Hand", readonly=True, copy=False)
    anchor_reason = fields.Char(string="Why This Start", readonly=True, copy=False)
    date_next = fields.Date(
        string="Next Visit", compute="_compute_dates", store=True, index="btree_not_null"
    )
    date_next_is_forecast = fields.Boolean(
        string="Forecast",
        compute="_compute_dates",
        store=True,
        help="The date comes from the readings: it moves with them.",
    )
    date_following = fields.Date(
        compute="_compute_dates", store=True, help="When the visit is due that is made next."
    )
    date_held = fields.Date(
        compute="_compute_dates",
        store=True,
        help="The next visit is not made before this day: until then an earlier one is in time.",
    )
    date_generate = fields.Date(
        string="Visit Is Made On",
        compute="_compute_dates",
        store=True,
        help="When the next visit and its job are made.",
    )
    done_count = fields.Integer(string="Visits Done", compute="_compute_done_count", store=True)
    explanation = fields.Char(string="Why This Date", compute="_compute_explanation")

    # === COMPUTE METHODS === #

    @api.depends("date_anchor_manual", "unit_id.date_start")
    def _compute_date_anchor(self):
        for schedule in self:
            schedule.date_anchor = schedule.date_anchor_manual or schedule.unit_id.date_start

    @api.depends("occurrence_ids.state")
    def _compute_done_count(self):
        for schedule in self:
            states = schedule.occurrence_ids.mapped("state")
            schedule.done_count = states.count("done")

    @api.depends(
        *FIGURES,
        "state",
        "problem",
        "pauses",
        "date_anchor",
        "occurrence_ids.state",
        "occurrence_ids.date_due",
        "occurrence_ids.date_done",
        "occurrence_ids.service_id.state",
        "unit_id.reading_ids.date",
        "unit_id.reading_ids.value",
        "unit_id.service_ids.date_received",
        "unit_id.service_ids.date_returned",
        "unit_id.service_ids.kind",
        "unit_id.service_ids.state",
    )
    def _compute_dates(self):
        for schedule in self:
            schedule.update(schedule._prepare_dates())

    def _prepare_dates(self):
        """The dates of a schedule as they follow from what is known of it."""
        self.ensure_one()
        vals = dict.fromkeys(("date_next", "date_following", "date_held", "date_generate"), False)
        vals["date_next_is_forecast"] = False
        if self.problem or not self.date_anchor or self.state in ("cancelled", "done"):
            return vals
        visits = self._to_visits()
        still_open = [visit.date_due for visit in visits if visit.state in OPEN]
        upcoming = self._next_visit(visits)
        vals["date_following"] = upcoming and upcoming.date
        vals["date_next"] = min(still_open, default=vals["date_following"])
        vals["date_next_is_forecast"] = bool(
            not still_open and upcoming and upcoming.by == "forecast"
        )
        held = [visit.window_to for visit in visits if visit.state in OPEN]
        vals["date_held"] = held and max(held) + timedelta(days=1)
        if self.state == "running":
            vals["date_generate"] = day_to_make(upcoming, visits, self._lead_days())
        return vals

    @api.depends("date_next", "date_anchor", "occurrence_ids.state")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for schedule in self:
            schedule.explanation = schedule._explain()

    # === FACTS === #

    def _to_rhythm(self):
        """The figures, as the plain functions see them."""
        self.ensure_one()
        return Rhythm(
            self.interval,
            self.interval_unit,
            self.usage_interval,
            self.visits,
            self.anchor,
            int(self.first_month or 0),
            self.window_before,
            self.window_after,
        )

    def _to_visits(self):
        """What was made so far, as the plain functions see it, by number."""
        self.ensure_one()
        return [
            Visit(
                visit.number,
                visit.state,
                visit.date_due,
                visit.state == "done" and visit.date_done,
                visit.window_to,
                visit.on_time,
                visit.service_id.state in STARTED,
            )
            for visit in self.occurrence_ids.sorted("number")
        ]

    def _next_visit(self, visits):
        """The next visit to be made after these; see :func:`tools.maintenance.next_visit`."""
        self.ensure_one()
        return next_visit(
            self.date_anchor, visits, self._to_rhythm(), self._pauses(), self._reached
        )

    def _lead_days(self):
        """How long before it is due a visit is made."""
        self.ensure_one()
        return self.lead_days or self.company_id.hau_mai_lead_days

    def _repairs(self):
        """When the unit was away for repair, if the plan waits for that.

        :return: list of (first day, day after the last), the latter False while it is away
        """
        self.ensure_one()
        if not self.pause_during_repair:
            return []
        return [
            (day(service.date_received), day(service.date_returned))
            for day in [self.company_id._hau_mai_day]
            for service in self.unit_id.service_ids
            if service.kind == "repair" and service.date_received and service.state != "cancelled"
        ]

    def _pauses(self):
        """The pauses that are over, by hand and by repairs: (first day, day after the last)."""
        self.ensure_one()
        to_date = fields.Date.to_date
        by_hand = [(to_date(first), to_date(after)) for first, after, *_why in self.pauses or []]
        return by_hand + [(first, after) for first, after in self._repairs() if after]

    def _readings(self):
        """The readings of the unit in this schedule's measure, by day. A new thing begins at 0."""
        self.ensure_one()
        readings = sorted(
            (reading.date, reading.value)
            for reading in self.unit_id.reading_ids
            if reading.usage_unit == self.usage_unit
        )
        start = self.unit_id.date_start or self.date_anchor
        if readings and start and readings[0][0] > start:
            readings.insert(0, (start, 0.0))
        return readings

    def _reached(self, since):
        """When the usage interval counted from a day is used up; see :func:`reached_on`."""
        self.ensure_one()
        readings = self._readings()
        before = usage_on(readings, since)
        return before is not None and reached_on(readings, before + self.usage_interval)

    # === WORDS === #

    def _explain(self):
        """Why the next visit is on its day, as a sentence a salesperson can read out."""
        self.ensure_one()
        if self.state == "cancelled":
            return self.env._("Cancelled. %s", self.reason or self.unit_id.state_reason or "")
        if self.state == "done":
            return self.env._("All %s visits are over.", self.visits)
        if not self.date_anchor:
            trigger = self.unit_id.start_trigger or "delivery"
            rhythm = self.env["hau_mai.maintenance.plan.line"]._rhythm_words(self)
            return self.unit_id._explain_waiting(trigger, rhythm.capitalize())
        visits = self._to_visits()
        still_open = [visit for visit in visits if visit.state in OPEN]
        if still_open:
            first = min(still_open, key=lambda visit: visit.date_due)
            sentence = self.env._(
                "Visit %(number)s is to be done by %(day)s.",
                number=first.number,
                day=format_date(self.env, first.window_to),
            )
        else:
            sentence = self._explain_upcoming(self._next_visit(visits))
        if self.state == "paused":
            away = self.reason or self.env._("the unit is away for repair")
            return self.env._("Paused: %(why)s. %(then)s", why=away, then=sentence)
        return sentence

    def _explain_upcoming(self, upcoming):
        """How the day of the next visit was counted."""
        if not upcoming:
            return ""
        values = {
            "number": upcoming.number,
            "since": format_date(self.env, upcoming.since),
            "length": self._duration_label(),
            "usage": formatLang(self.env, self.usage_interval, digits=0),
            "unit": dict(self._fields["usage_unit"]._description_selection(self.env)).get(
                self.usage_unit, ""
            ),
            "month": dict(self._fields["first_month"]._description_selection(self.env)).get(
                self.first_month, ""
            ),
        }
        sentence = {
            "fixed": lambda: self.env._(
                "Visit %(number)s: %(number)s × %(length)s from %(since)s", **values
            ),
            "month": lambda: self.env._(
                "Visit %(number)s: in %(month)s, the first one after %(since)s", **values
            ),
            "last_done": lambda: self.env._(
                "Visit %(number)s: %(length)s after the last one on %(since)s", **values
            ),
            "usage": lambda: self.env._(
                "Visit %(number)s: %(usage)s %(unit)s since %(since)s are reached", **values
            ),
            "forecast": lambda: self.env._(
                "Visit %(number)s: about when %(usage)s %(unit)s since %(since)s are reached, "
                "going by the readings",
                **values,
            ),
            "waiting": lambda: self.env._(
                "Visit %(number)s: after %(usage)s %(unit)s; add a reading to see when", **values
            ),
        }[upcoming.by]()
        if upcoming.by == "fixed" and self.first_month:
            sentence = self.env._(
                "Visit %(number)s: every %(length)s since the first one in %(month)s", **values
            )
        if upcoming.paused:
            sentence = self.env._("%(why)s, and %(days)s days of pause", why=sentence,
                                  days=upcoming.paused)  # fmt: skip
        return f"{sentence}."

    def _duration_label(self):
        """ "6 months" """
        self.ensure_one()
        return self.env["hau_mai.coverage"]._duration_label(self.interval, self.interval_unit)

    # === LEAD TIME === #

    @api.model
    def _follow_lead_days(self, companies):
        """Let schedules follow another lead time of their company, in one statement."""
        self.flush_model(["date_generate", "date_following", "date_held", "lead_days"])
        companies.flush_recordset(["hau_mai_lead_days"])
        self.env.cr.execute(
            SQL(
                """
                UPDATE hau_mai_maintenance_schedule schedule
                   SET date_generate = GREATEST(
                           date_following - company.hau_mai_lead_days, date_held)
                  FROM res_company company
                 WHERE company.id = schedule.company_id AND company.id IN %s
                   AND COALESCE(schedule.lead_days, 0) = 0
                   AND schedule.date_generate IS NOT NULL
                """,
                tuple(companies.ids),
            )
        )
        self.invalidate_model(["date_generate"])
