from datetime import timedelta

from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import babel_locale_parse, format_date, format_time, get_lang

from ..tools.booking import bookable_span, change_verdict
from ..tools.ics import Appointment, write_ics

#: What a calendar shows when nobody said how long it takes.
DEFAULT_LENGTH = timedelta(hours=1)


class HauMaiService(models.Model):
    """The appointment, as its customer makes, confirms, moves and cancels it.

    Moments are naive UTC. ``author`` is the contact who decided, for the notes.
    """

    _inherit = "hau_mai.service"

    date_wished = fields.Date(
        string="Preferred Day", copy=False, help="The day the customer asked for."
    )
    date_confirmed = fields.Datetime(string="Confirmed by the Customer", readonly=True, copy=False)
    date_start_cancelled = fields.Datetime(
        string="Cancelled Appointment",
        readonly=True,
        copy=False,
        help="The appointment that the customer cancelled and has not replaced.",
    )
    appointment_sequence = fields.Integer(
        readonly=True,
        copy=False,
        help="How often the appointment was changed; calendars ignore what is older.",
    )

    # === CRUD METHODS === #

    def write(self, vals):
        if "date_start" not in vals:
            return super().write(vals)
        start = fields.Datetime.to_datetime(vals["date_start"])
        moved = self.filtered(lambda service: (service.date_start or None) != start)
        result = super().write(vals)
        moved._note_change_of_appointment()
        return result

    def _on_state_changed(self, before):
        result = super()._on_state_changed(before)
        self.filtered(lambda s: s.state == "cancelled")._note_change_of_appointment()
        return result

    def _note_change_of_appointment(self):
        """What was confirmed is so no longer, and calendars have to take the new one."""
        for sequence, services in self.grouped("appointment_sequence").items():
            services.write({"appointment_sequence": sequence + 1, "date_confirmed": False})

    # === BUSINESS METHODS === #

    def _get_booking_url(self):
        """The link by which a customer books without logging in; for messages to them."""
        self.ensure_one()
        return f"{self.get_base_url()}{self.get_portal_url(suffix='/book')}"

    def _booking_verdict(self, now=None):
        """Whether the customer may make, move or cancel the appointment, and why not.

        :param datetime now: the moment of asking; this one when left out
        :return: (ok, reason), the reason being a sentence for the customer
        """
        self.ensure_one()
        now = now or fields.Datetime.now()
        verdict = change_verdict(
            self.state,
            self.date_start,
            now,
            self.company_id.hau_mai_booking_notice_hours,
            self.waiting_for,
            bool(self.date_received),
        )
        return verdict.ok, self._word_booking(verdict.code)

    def _word_booking(self, code):
        """A verdict as a sentence; empty when there is nothing to explain."""
        company = self.company_id
        values = {
            "job": self.name,
            "when": self.date_start and self._portal_moment(self.date_start),
            "hours": company.hau_mai_booking_notice_hours,
            "phone": company.hau_mai_hotline or company.phone or company.name,
        }
        return {
            "free": lambda: "",
            "movable": lambda: "",
            "over": lambda: self.env._("Job %(job)s is over. You can ask for a new one.", **values),
            "here": lambda: self.env._(
                "The product of job %(job)s is with us: no appointment is needed.", **values
            ),
            "started": lambda: self.env._(
                "The work on job %(job)s has begun, so its appointment cannot be changed here. "
                "Please call us: %(phone)s.",
                **values,
            ),
            "past": lambda: self.env._(
                "The appointment was on %(when)s. Please call us for a new one: %(phone)s.",
                **values,
            ),
            "too_late": lambda: self.env._(
                "The appointment is in less than %(hours)s hours, on %(when)s. "
                "Please call us to change it: %(phone)s.",
                **values,
            ),
        }[code]()

    def _portal_moment(self, moment):
        """A moment in the company's time zone, in the language of the context."""
        return self.env._(
            "%(day)s, %(time)s",
            day=self._portal_day(self.company_id._hau_mai_day(moment), "yMMMEd"),
            time=self._portal_time(moment),
        )

    def _portal_day(self, day, skeleton="MMMEd"):
        """A day with its weekday, in the order of the language."""
        locale = babel_locale_parse(get_lang(self.env).code)
        return format_skeleton(skeleton, day, locale=locale)

    def _portal_time(self, moment):
        """The time of day of a moment, in the company's time zone."""
        return format_time(self.env, moment, tz=self.company_id._hau_mai_tz(), time_format="short")

    def _booking_center(self):
        """The center whose times are offered: the job's, else the best that can do it."""
        self.ensure_one()
        if self.center_id:
            return self.center_id
        able = (row.center for row in self._center_candidates() if row.ok)
        return next(able, self.center_id)

    def _booking_slots(self, now=None):
        """The free times that the customer may choose from.

        :return: {day of the company: [(start, end)]}, ascending
        """
        self.ensure_one()
        now = now or fields.Datetime.now()
        company = self.company_id
        center = self._booking_center()
        if not center:
            return {}
        earliest, latest = bookable_span(
            now, company.hau_mai_booking_notice_hours, company.hau_mai_booking_days
        )
        first, last = company._hau_mai_day(earliest), company._hau_mai_day(latest)
        days = {}
        for start, end in center._free_slots(first, last, self.kind, now):
            day = company._hau_mai_day(start)
            if start >= earliest and day <= last and start != self.date_start:
                days.setdefault(day, []).append((start, end))
        return days

    def _book(self, start, author, now=None):
        """Give the job an appointment, or move the one it has.

        :param datetime start: one of :meth:`_booking_slots`
        :raises UserError: when it may not be changed, or the time is not free any more
        """
        self.ensure_one()
        now = now or fields.Datetime.now()
        self._raise_unless_bookable(now)
        offered = {begin for slots in self._booking_slots(now).values() for begin, _end in slots}
        if start not in offered:
            raise UserError(
                self.env._("This time is not free any more. Please choose another one.")
            )
        before = self.date_start
        self._booking_center()._take_slot(self, start)
        vals = {"date_start_cancelled": False, "date_confirmed": now}
        if self.waiting_for == "customer":
            vals["state"] = "scheduled"
        self.write(vals)
        desk = self._in_desk_language()
        desk._tell_desk(desk._word_booked(before), author)

    def _word_booked(self, before):
        if before:
            return self.env._(
                "The customer moved the appointment from %(old)s to %(new)s.",
                old=self._portal_moment(before),
                new=self._portal_moment(self.date_start),
            )
        return self.env._(
            "The customer booked an appointment: %s.", self._portal_moment(self.date_start)
        )

    def _confirm_appointment(self, author, now=None):
        """Note that the customer will be there; doing so again changes nothing.

        :raises UserError: when there is no appointment to come
        """
        self.ensure_one()
        now = now or fields.Datetime.now()
        if not self.date_start or self.date_start <= now or self.state not in ("new", "scheduled"):
            raise UserError(self.env._("There is no appointment to confirm any more."))
        if not self.date_confirmed:
            self.date_confirmed = now
            desk = self._in_desk_language()
            when = desk._portal_moment(self.date_start)
            desk._tell_desk(desk.env._("The customer confirmed the appointment: %s.", when), author)

    def _cancel_appointment(self, author, reason="", now=None):
        """Give the appointment back. The job stays open: the desk decides about it.

        :raises UserError: when it may not be changed any more
        """
        self.ensure_one()
        self._raise_unless_bookable(now)
        if not self.date_start:
            raise UserError(self.env._("There is no appointment to cancel."))
        cancelled = self.date_start
        vals = {"date_start": False, "date_end": False, "date_start_cancelled": cancelled}
        if self.state == "scheduled":
            vals["state"] = "new"
        self.write(vals)
        desk = self._in_desk_language()
        sentence = desk.env._(
            "The customer cancelled the appointment of %s.", desk._portal_moment(cancelled)
        )
        desk._tell_desk(f"{sentence} {reason}".strip(), author)

    def _wish_day(self, day, author, now=None):
        """Note the day on which the customer would like it; the desk arranges the time.

        :param date day: of the company
        :raises UserError: when the appointment may not be changed, or for a day that is gone
        """
        self.ensure_one()
        self._raise_unless_bookable(now)
        self._raise_unless_wishable(day, self.company_id, now)
        self.date_wished = day
        desk = self._in_desk_language()
        wished = format_date(desk.env, day)
        desk._tell_desk(desk.env._("The customer would like this day: %s.", wished), author)

    @api.model
    def _raise_unless_wishable(self, day, company, now=None):
        """Refuse a day that is gone, or too far away to be planned.

        :raises UserError: with the sentence for the customer
        """
        today = company._hau_mai_day(now or fields.Datetime.now())
        limit = company.hau_mai_booking_days
        if not today < day <= today + timedelta(days=limit):
            raise UserError(self.env._("Please choose a day within the next %s days.", limit))

    def _raise_unless_bookable(self, now=None):
        """Refuse a change of the appointment.

        :raises UserError: with the sentence for the customer
        """
        ok, reason = self._booking_verdict(now)
        if not ok:
            raise UserError(reason)

    def _in_desk_language(self):
        """This job as its desk reads it: the one who books may speak another language."""
        lang = self.responsible_id.lang or self.company_id.partner_id.lang
        return self.with_context(lang=lang or self.env.lang)

    def _tell_desk(self, text, author):
        """A note in the job, sent to who looks after it."""
        people = self.responsible_id | self.user_id
        self.message_post(
            body=text,
            author_id=author.id,
            partner_ids=people.partner_id.ids,
            subtype_xmlid="mail.mt_note",
        )

    def _prepare_ics(self, now=None):
        """The appointment as a calendar file; one that takes it out when it was cancelled.

        :return: bytes, or False without any appointment
        """
        self.ensure_one()
        start = self.date_start or self.date_start_cancelled
        if not start:
            return False
        end = self.date_start and self.date_end
        place = self.address_id
        return write_ics(
            Appointment(
                uid=f"service-{self.id}-{self.company_id.id}@{self._ics_host()}",
                sequence=self.appointment_sequence,
                stamp=now or fields.Datetime.now(),
                start=start,
                end=end or start + DEFAULT_LENGTH,
                summary=f"{self._portal_title()} · {self.company_id.name}",
                description=self.name,
                location=" ".join((place.contact_address_inline or "").split()),
                url=f"{self.get_base_url()}{self.access_url}",
                cancelled=not self.date_start or self.state == "cancelled",
            )
        )

    def _ics_host(self):
        """The database by name, so that two of them never mean the same appointment."""
        uuid = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        return f"{uuid}.hau-mai"
