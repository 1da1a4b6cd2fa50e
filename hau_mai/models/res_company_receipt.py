from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ..tools.promise import nth_day_after
from ..tools.recurrence import day_start

#: The hour at which a day ends where the company has no working hours.
CLOSING_TIME = time(17)


class ResCompany(models.Model):
    """What a company promises when it takes a thing in, and on which days it works."""

    _inherit = "res.company"

    _hau_mai_promise_days_positive = models.Constraint(
        "CHECK (hau_mai_promise_days >= 0)", "The days promised for a repair cannot be negative."
    )

    hau_mai_promise_days = fields.Integer(
        string="Promised Within (working days)",
        default=7,
        help="Proposed as the promised date when something is received, in working days. "
        "0: it is always asked for.",
        prefetch="hau_mai",
    )
    hau_mai_receipt_format = fields.Selection(
        [
            ("a4", "A4, two copies and a tag"),
            ("a5", "A5"),
            ("roll", "80 mm roll"),
        ],
        string="Receipt Paper",
        default="a4",
        required=True,
        prefetch="hau_mai",
    )
    hau_mai_storage_note = fields.Text(
        string="Storage Note",
        translate=True,
        help="What happens to things that nobody collects. Printed on the receipt.",
        prefetch="hau_mai",
    )
    hau_mai_closed_from = fields.Date(
        string="Closed From",
        help="First day on which nothing is taken in, such as before Tết.",
        prefetch="hau_mai",
    )
    hau_mai_closed_to = fields.Date(
        string="Closed Until", help="Last day of the closing.", prefetch="hau_mai"
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("hau_mai_closed_from", "hau_mai_closed_to")
    def _check_hau_mai_closed(self):
        for company in self:
            first, last = company.hau_mai_closed_from, company.hau_mai_closed_to
            if bool(first) != bool(last) or (first and last < first):
                raise ValidationError(
                    self.env._(
                        "The closing of %s needs a first and a last day, in this order.",
                        company.name,
                    )
                )

    # === BUSINESS METHODS === #

    def _hau_mai_is_closed(self, day):
        """Whether a day falls into the closing of the company."""
        first, last = self.hau_mai_closed_from, self.hau_mai_closed_to
        return bool(day and first and last and first <= day <= last)

    def _hau_mai_closing_in_words(self):
        """The closing as "from … to …", in the language of the context."""
        return self.env._(
            "%(first)s – %(last)s",
            first=format_date(self.env, self.hau_mai_closed_from),
            last=format_date(self.env, self.hau_mai_closed_to),
        )

    def _hau_mai_working_days(self, first, last):
        """``{day: end}`` of the company's working days, ascending; ends are naive UTC.

        Weekends, public holidays and the closing are left out.

        :param date first:
        :param date last: included
        """
        self.ensure_one()
        return {
            day: end
            for day, end in sorted(self._hau_mai_ends_of_days(first, last).items())
            if first <= day <= last and not self._hau_mai_is_closed(day)
        }

    def _hau_mai_works_at(self, moment):
        """Whether the company works at a moment; at any of its working days without hours.

        :param datetime moment: naive UTC
        """
        self.ensure_one()
        day, calendar = self._hau_mai_day(moment), self.sudo().resource_calendar_id
        if day not in self._hau_mai_working_days(day, day):
            return False
        if not calendar.attendance_ids:
            return True
        hours = calendar._hau_mai_working_time(moment, moment + timedelta(days=1), self)
        return hours.is_open(moment)

    def _hau_mai_ends_of_days(self, first, last):
        """``{day: end of work}`` by the working hours; every day where there are none."""
        tz = pytz.timezone(self._hau_mai_tz())
        calendar = self.sudo().resource_calendar_id
        if not calendar.attendance_ids:
            days = (first + timedelta(days=number) for number in range((last - first).days + 1))
            return {day: day_start(day, tz.zone) + _since_midnight(CLOSING_TIME) for day in days}
        start = tz.localize(datetime.combine(first, time.min))
        stop = tz.localize(datetime.combine(last, time.max))
        ends = {}
        for _start, end, _attendance in calendar._work_intervals_batch(start, stop)[False]:
            ends[end.astimezone(tz).date()] = end.astimezone(pytz.utc).replace(tzinfo=None)
        return ends

    def _hau_mai_promise_for(self, moment):
        """The end of the working day that is proposed for something received at a moment.

        :param datetime moment: naive UTC; its day does not count
        :return: naive UTC, or False when the company proposes nothing
        """
        self.ensure_one()
        count = self.hau_mai_promise_days
        if not count:
            return False
        day = self._hau_mai_day(moment)
        ends = self._hau_mai_working_days(day, day + timedelta(days=60 + 3 * count))
        return ends.get(nth_day_after(list(ends), day, count), False)


def _since_midnight(hour):
    return timedelta(hours=hour.hour, minutes=hour.minute)
