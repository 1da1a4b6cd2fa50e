from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import models

from ..tools.working_time import WorkingTime


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def write(self, vals):
        """A company's days follow its calendar's time zone, which is cached."""
        res = super().write(vals)
        if "tz" in vals:
            self.env.registry.clear_cache()
        return res

    def _hau_mai_working_time(self, first, last):
        """When people work between two moments: attendances without the days off of all.

        :param datetime first: naive UTC; widened to whole days of the calendar
        :param datetime last: naive UTC, after ``first``
        :rtype: WorkingTime
        """
        self.ensure_one()
        zone = ZoneInfo(self.tz or "UTC")
        first_day = first.replace(tzinfo=UTC).astimezone(zone).date()
        last_day = last.replace(tzinfo=UTC).astimezone(zone).date() + timedelta(days=1)
        start = datetime.combine(first_day, time.min, zone).astimezone(UTC)
        stop = datetime.combine(last_day, time.min, zone).astimezone(UTC)
        intervals = self._work_intervals_batch(start, stop)[False]
        pairs = [(begin, end) for begin, end, _attendances in intervals]
        return WorkingTime(pairs, zone.key, start.replace(tzinfo=None), stop.replace(tzinfo=None))
