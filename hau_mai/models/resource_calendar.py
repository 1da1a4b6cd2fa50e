from datetime import UTC, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.fields import Domain

from ..tools.working_time import FURTHER, Hours, WorkingTime

#: What of a calendar, besides its lines, says when people work.
HOURS = {"tz", "two_weeks_calendar", "flexible_hours", "schedule_type", "hours_per_day"}


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def write(self, vals):
        """A company's days follow its calendar's time zone, which is cached."""
        res = super().write(vals)
        if "tz" in vals:
            self.env.registry.clear_cache()
        if HOURS & vals.keys():
            self.env["hau_mai.sla.status"]._hours_changed(Domain("calendar_id", "in", self.ids))
        return res

    def _hau_mai_working_time(self, first, last, company=None):
        """When people work between two moments: attendances without the days off of all.

        A day off without a calendar counts for its own company only; core takes those of
        all companies. One that ends at 23:59:59 takes the whole day.

        :param datetime first: naive UTC; widened to whole days of the calendar
        :param datetime last: naive UTC, after ``first``
        :param company: whose days off count; the calendar's, or the current one
        :rtype: WorkingTime
        """
        self.ensure_one()
        calendar = self.sudo()
        company = company or calendar.company_id or self.env.company
        zone = ZoneInfo(calendar.tz or "UTC")
        first_day = first.replace(tzinfo=UTC).astimezone(zone).date()
        last_day = last.replace(tzinfo=UTC).astimezone(zone).date() + timedelta(days=1)
        start = datetime.combine(first_day, time.min, zone).astimezone(UTC)
        stop = datetime.combine(last_day, time.min, zone).astimezone(UTC)
        days_off = Domain("time_type", "=", "leave") & (
            Domain("calendar_id", "!=", False) | Domain("company_id", "=", company.id)
        )
        intervals = calendar._work_intervals_batch(start, stop, domain=list(days_off))[False]
        pairs = [(a, b) for a, b, _attendances in intervals if b - a > timedelta(seconds=1)]
        return WorkingTime(pairs, zone.key, start.replace(tzinfo=None), stop.replace(tzinfo=None))

    def _hau_mai_hours(self, first, last, company=None):
        """The same, looked up further ahead when a deadline needs it.

        :param first: nothing before it is asked for
        :param last: how far the questions reach, at least
        :rtype: Hours
        """
        self.ensure_one()
        return Hours(partial(self._hau_mai_working_time, company=company), first, last)

    def _hau_mai_never_opens(self, company=None):
        """Whether nobody works by these hours within a year from now."""
        now = fields.Datetime.now()
        return not self._hau_mai_working_time(now, now + FURTHER, company)
