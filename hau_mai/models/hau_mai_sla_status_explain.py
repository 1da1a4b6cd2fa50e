from datetime import UTC
from fractions import Fraction
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from odoo import api, fields, models
from odoo.tools import babel_locale_parse, get_lang

from ..tools.sla import holds, with_dates
from ..tools.working_time import Promise, used_percent


class HauMaiSlaStatus(models.Model):
    """How far a clock is and why it says what it says: computed when somebody looks."""

    _inherit = "hau_mai.sla.status"

    hours_elapsed = fields.Float(
        string="Working Hours Used",
        compute="_compute_progress",
        help="From its start until now, or until the promise was kept, without the time in "
        "which it stood still.",
    )
    remaining = fields.Float(
        string="Working Hours Left",
        compute="_compute_progress",
        help="Below zero when the promise is overdue.",
    )
    percent = fields.Float(
        string="Used (%)", compute="_compute_progress", help="Of what was promised."
    )
    remaining_label = fields.Char(string="Left", compute="_compute_progress")
    explanation = fields.Char(compute="_compute_progress", help="How its deadline comes about.")

    # === COMPUTE METHODS === #

    @api.depends(
        "deadline", "date_reached", "date_start", "is_paused", "segment_ids", "calendar_id", "days",
        "hours", "minutes",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_progress(self):
        now = fields.Datetime.now()
        clocks = self.filtered("date_start")
        hours = clocks._load_hours()
        for clock in clocks:
            clock._set_progress(hours[clock._hours_key()].known, now)
        for clock in self - clocks:
            clock.hours_elapsed = clock.remaining = clock.percent = 0
            clock.remaining_label = clock.explanation = False

    def _set_progress(self, working, now):
        """Fill in the figures and the sentences of one clock.

        :param working: its :class:`WorkingTime`, known until now
        """
        moment = self.date_reached or now
        start, promise, held = self.date_start, self._promise(), self._pauses()
        left = working.remaining(start, moment, promise, held)
        late = self.deadline and working.elapsed(self.deadline, moment)
        seconds = -late if late else left.days * working.length() + left.seconds
        self.hours_elapsed = working.elapsed(start, moment, held) / 3600
        self.remaining = seconds / 3600
        self.percent = used_percent(promise, left, late or 0, working.length())
        self.remaining_label = self._prepare_remaining_label(left, late or 0, working.length())
        self.explanation = self._explain(working, now)

    # === SENTENCES === #

    def _prepare_remaining_label(self, left, late, length):
        """ "4 working hours left", "late by 2 working hours"; empty when it was kept in time.

        :param left: what is left of the promise
        :param late: seconds of working time since the deadline
        :param length: seconds of a working day on average
        """
        if self.status == "missed":
            days = late // length if length and late >= 2 * length else 0
            rest = Promise(Fraction(days), late - days * length)
            return self.env._("late by %s", self._left_label(rest, length))
        if self.status == "met" or not left:
            return ""
        return self.env._("%s left", self._left_label(left, length))

    def _left_label(self, left, length):
        """A rest of a promise in words: days and hours, or hours and minutes."""
        days = int(left.days)
        seconds = int((left.days - days) * length + left.seconds)
        if days:
            return self._working_label(days, seconds // 3600, 0)
        return self._time_label(seconds)

    def _explain(self, working, now):
        """The sentence that tells how the deadline comes about.

        "8 working hours (9–17) from Mon 10:00; waited for the customer from Mon 14:00 to Tue
        9:00; so Tue 13:00", in the language of who reads it and the time zone of the company.
        """
        held = holds(self._stretches(), self.date_reached or None)
        moments = [self.date_start]
        moments += [moment for row, stop in held for moment in (row.date_from, stop) if moment]
        moments += filter(None, (self.deadline, self.date_reached))
        dated = with_dates(moments, now)
        said = iter([self._moment_label(*pair, now) for pair in zip(moments, dated, strict=True)])
        parts = [self._explain_start(working, next(said))]
        parts += [self._explain_hold(row, next(said), stop and next(said)) for row, stop in held]
        if self.deadline:
            parts.append(self.env._("so %s", next(said)))
        return "; ".join([*parts, *self._explain_end(next(said, ""))])

    def _explain_start(self, working, start):
        windows = ", ".join(
            f"{self._time_of_day(first)}–{self._time_of_day(last)}"
            for first, last in working.windows(self.date_start)
        )
        if not windows:
            return self.env._("%(time)s from %(start)s", time=self._promise_label(), start=start)
        return self.env._(
            "%(time)s (%(hours)s) from %(start)s",
            time=self._promise_label(),
            hours=windows,
            start=start,
        )

    def _explain_hold(self, row, start, stop):
        """For whom the clock stood, or stands, still."""
        if stop:
            sentence = {
                "customer": self.env._("waited for the customer from %(start)s to %(stop)s"),
                "supplier": self.env._("waited for the supplier from %(start)s to %(stop)s"),
                "center": self.env._("waited for the service center from %(start)s to %(stop)s"),
            }[row.kind]
            return sentence % {"start": start, "stop": stop}
        return {
            "customer": self.env._("waiting for the customer since %s", start),
            "supplier": self.env._("waiting for the supplier since %s", start),
            "center": self.env._("waiting for the service center since %s", start),
        }[row.kind]

    def _explain_end(self, reached):
        """What has become of the promise."""
        if self.date_reached:
            kept = self.env._("kept on %s", reached)
            return [kept, self.remaining_label] if self.status == "missed" else [kept]
        if self.status in ("paused", "missed"):
            return [self.remaining_label]
        if self.deadline:
            return []
        if not self.calendar_id:
            return [self.env._("the company has no working hours: set them in its settings")]
        return [
            self.env._(
                "nobody works by the hours “%s” within a year: give them working time",
                self.calendar_id.sudo().name,
            )
        ]

    def _prepare_row(self):
        """The clock as it is shown on its case."""
        self.ensure_one()
        moment = self.date_reached or self.deadline
        return {
            "id": self.id,
            "name": self.policy_id.sudo().name,
            "status": self.status,
            "at_risk": self._is_at_risk(),
            "when": self._when_label(moment) if moment else "",
            "remaining": self.remaining_label,
            "percent": min(round(self.percent), 100),
            "explanation": self.explanation,
        }

    def _target_label(self):
        """What is promised, within a sentence."""
        return {
            "acknowledge": self.env._("confirmation of the receipt"),
            "first_response": self.env._("first answer"),
            "next_response": self.env._("answer"),
            "solution": self.env._("solution or refusal"),
            "report": self.env._("report to who sent the case"),
        }[self.target]

    def _is_at_risk(self):
        """Whether it runs and so much of its time is used that somebody should hurry."""
        at_risk = self.date_at_risk
        return self.status == "running" and bool(at_risk) and at_risk <= fields.Datetime.now()

    # === MOMENTS === #

    def _when_label(self, moment):
        """A moment by itself: "Mon 10:00", with its date when that is not this week."""
        now = fields.Datetime.now()
        return self._moment_label(moment, with_dates([moment], now)[0], now)

    def _moment_label(self, moment, dated, now):
        """ "Mon 10:00", with the date where the day of the week does not say which."""
        label = self._local_label(moment, "EEE H:mm")
        if not dated:
            return label
        date = self._local_label(moment, "d MMM" if moment.year == now.year else "d MMM y")
        return f"{label} ({date})"

    def _time_of_day(self, moment):
        """ "9", "13:30"."""
        return self._local_label(moment, "H:mm").removesuffix(":00")

    def _local_label(self, moment, pattern):
        """A moment in the company's time zone and the reader's language."""
        zone = ZoneInfo(self.company_id.sudo().resource_calendar_id.tz or "UTC")
        locale = babel_locale_parse(get_lang(self.env).code)
        return format_datetime(moment.replace(tzinfo=UTC).astimezone(zone), pattern, locale=locale)
