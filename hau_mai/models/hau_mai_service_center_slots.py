from datetime import datetime, time, timedelta

import pytz

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date, format_datetime

from ..tools.recurrence import company_day
from ..tools.slots import Agenda
from .hau_mai_service import OPEN_STATES


class HauMaiServiceCenter(models.Model):
    """When a center has time: its hours, its capacity, what is booked."""

    _inherit = "hau_mai.service.center"

    booking_number = fields.Integer(
        readonly=True,
        copy=False,
        default=0,
        help="How many appointments were taken. Counting them is what makes two who want the "
        "last place meet.",
    )

    def _free_slots(self, first, last, kind="maintenance", now=None):
        """The appointments that can still be had.

        :param date first: first day, of the center's working hours
        :param date last: last day
        :param str kind: of the job
        :param datetime now: UTC; nothing before it
        :return: list of (start, end), naive UTC, ascending
        """
        self.ensure_one()
        now = now or fields.Datetime.now()
        first = max(first, self.date_from or first)
        last = min(last, self.date_to or last)
        if not self.active or kind not in self._able_kinds() or first > last:
            return []
        agenda = self._agendas(first, last)[self.id]
        return [(slot.start, slot.end) for slot in agenda.slots(now)]

    def _take_slot(self, service, start):
        """Give an appointment to a job, or refuse because it was taken meanwhile.

        Changing the center's row makes two who come at once meet there: the second
        one's transaction cannot go on, is begun again by the server, and sees
        what the first one took. A lock alone would let it decide on what it saw before.

        :param datetime start: naive UTC
        :raises UserError: when there is no place any more
        """
        self.ensure_one()
        service.ensure_one()
        self.env.execute_query(
            SQL(
                "UPDATE hau_mai_service_center SET booking_number = booking_number + 1"
                " WHERE id = %s RETURNING id",
                self.id,
            )
        )
        self.invalidate_recordset(["booking_number"])
        self._check_slot(service, start)
        vals = {"date_start": start, "date_end": start + timedelta(minutes=self.slot_minutes)}
        if service.center_id != self:
            vals["center_id"] = self.id
        if service.state == "new":
            vals["state"] = "scheduled"
        service.write(vals)
        service._tell_customer("appointment")

    def _check_slot(self, service, start):
        """Refuse an appointment that cannot be had.

        :raises UserError: saying why, and what to do
        """
        if start < fields.Datetime.now():
            raise UserError(self.env._("An appointment lies in the future: choose another time."))
        day = self._slot_day(start)
        code = self.sudo()._agendas(day, day)[self.id].refusal(start, but=service.id)
        if code:
            raise UserError(
                self.env._("%(why)s Choose another time.", why=self._word_time_refusal(code, start))
            )

    def _word_time_refusal(self, code, start, days=None):
        """Why there is no time, as a sentence.

        :param str code: of ``tools.center.TIME``
        :param datetime start: the appointment asked for, naive UTC
        :param int days: of the window that was looked at
        """
        self.ensure_one()
        tz = self._slot_tz()
        words = {"center": self.name, "days": days}
        if start:
            words["when"] = format_datetime(self.env, start, tz=tz, dt_format="short")
            words["day"] = format_date(self.env, self._slot_day(start))
        sentences = {
            "closed": self.env._("%(center)s does not work at that time, %(when)s."),
            "day_full": self.env._("%(center)s has no place left on %(day)s."),
            "taken": self.env._("%(center)s is taken at that time, %(when)s."),
            "full": self.env._("%(center)s has no place left in the next %(days)s days."),
        }
        return sentences[code] % words

    def _slot_tz(self):
        """Name of the time zone of the center's working hours."""
        self.ensure_one()
        return self._calendar().tz or "UTC"

    def _slot_day(self, moment):
        """The day of a moment, by the center's working hours."""
        return company_day(moment, self._slot_tz())

    def _agendas(self, first, last):
        """The agenda of each of these centers over some days.

        Costs one query for what is booked and a few for each calendar.

        :return: {center id: Agenda}
        """
        bookings = self._bookings(first, last)
        intervals = {}
        for calendar, centers in self.grouped(lambda center: center._calendar()).items():
            shared = self._working_intervals(calendar, first, last)
            intervals |= dict.fromkeys(centers.ids, shared)
        return {
            center.id: Agenda(
                intervals[center.id],
                bookings.get(center.id, {}),
                minutes=center.slot_minutes,
                parallel=center.parallel,
                capacity=center.capacity_per_day,
                tz=center._slot_tz(),
            )
            for center in self
        }

    def _working_intervals(self, calendar, first, last):
        """(start, end) of work from the first to the last day, naive UTC.

        Lunch, holidays and leaves of the calendar are left out. Without a
        calendar work is done all day.
        """
        tz = pytz.timezone(calendar.tz or "UTC")
        start = tz.localize(datetime.combine(first, time.min))
        end = tz.localize(datetime.combine(last + timedelta(days=1), time.min))
        rows = [(start, end)]
        if calendar:
            work = calendar._work_intervals_batch(start, end, tz=tz)[False]
            rows = [(begin, finish) for begin, finish, _attendance in work]
        naive = [[moment.astimezone(pytz.utc).replace(tzinfo=None) for moment in r] for r in rows]
        return [tuple(row) for row in naive]

    def _bookings(self, first, last):
        """What is booked from a day to a day: {center id: {service id: (start, end)}}.

        A day more on either side, because days differ with the time zone.
        """
        since = datetime.combine(first - timedelta(days=1), time.min)
        rows = self.env["hau_mai.service"].search_fetch(
            [
                ("center_id", "in", self.ids),
                ("state", "in", OPEN_STATES),
                ("date_start", "<", datetime.combine(last + timedelta(days=2), time.min)),
                "|",
                ("date_start", ">=", since),
                ("date_end", ">=", since),
            ],
            ["center_id", "date_start", "date_end"],
            order="id",
        )
        bookings = {}
        for row in rows:
            length = timedelta(minutes=row.center_id.slot_minutes)
            end = row.date_end if row.date_end and row.date_end > row.date_start else None
            booked = (row.date_start, end or row.date_start + length)
            bookings.setdefault(row.center_id.id, {})[row.id] = booked
        return bookings
