from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_time

from ..tools.service import NOT_BEGUN, lateness
from .hau_mai_service import OPEN_STATES


class HauMaiService(models.Model):
    """The appointment of a job: how long it takes, whether it collides, whether it is late."""

    _inherit = "hau_mai.service"

    _date_end_after_start = models.Constraint(
        "CHECK (date_end > date_start)", "An appointment ends after it begins."
    )
    _promised_idx = models.Index(
        "(company_id, date_promised) WHERE state NOT IN ('done', 'closed', 'cancelled')"
    )

    planned_minutes = fields.Integer(
        string="Length (minutes)",
        compute="_compute_planned_minutes",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
    )
    date_end = fields.Datetime(
        compute="_compute_date_end", inverse="_inverse_date_end", store=True, precompute=True
    )
    appointment_conflict = fields.Char(
        compute="_compute_appointment_conflict", groups="base.group_user"
    )
    is_late = fields.Boolean(string="Late", compute="_compute_is_late", search="_search_is_late")
    late_sentence = fields.Char(compute="_compute_is_late")

    age_days = fields.Integer(
        string="Age (days)",
        compute="_compute_age_days",
        groups="base.group_user",
        help="Days since it was received, or asked for; until it was done.",
    )

    # === COMPUTE METHODS === #

    @api.depends("date_received", "date_done", "state")
    def _compute_age_days(self):
        now = fields.Datetime.now()
        for service in self:
            since = service.date_received or service.create_date or now
            service.age_days = ((service.date_done or now) - since).days

    @api.depends("kind", "company_id")
    def _compute_planned_minutes(self):
        """The usual length of a visit of this kind; kept once the appointment was made."""
        for service in self:
            if not service.planned_minutes or not service.date_start:
                service.planned_minutes = service.company_id._hau_mai_minutes_of(service.kind)

    @api.depends("date_start", "planned_minutes")
    def _compute_date_end(self):
        for service in self:
            start = service.date_start
            service.date_end = start and start + timedelta(minutes=service.planned_minutes)

    def _inverse_date_end(self):
        """The end set by hand is a length, which stays when the appointment is moved."""
        for service in self:
            if service.date_start and service.date_end:
                length = service.date_end - service.date_start
                service.planned_minutes = length.total_seconds() // 60

    @api.depends("user_id", "date_start", "date_end", "state")
    def _compute_appointment_conflict(self):
        """Another appointment of the same technician at that time: said, not forbidden."""
        others = self._appointments_around().grouped("user_id")
        for service in self:
            meets = others.get(service.user_id, service.browse()).filtered(service._collides_with)
            service.appointment_conflict = bool(meets) and service._word_conflict(meets[0])

    def _word_conflict(self, other):
        """ "Hùng is at job DV26000001 from 3 May, 9:00 AM to 10:00 AM." """
        tz = self.company_id._hau_mai_tz()
        end = format_time(self.env, other.date_end, tz=tz, time_format="short")
        return self.env._(
            "%(technician)s is at job %(job)s from %(start)s to %(end)s.",
            technician=self.user_id.name,
            job=other.name,
            start=self._moment_in_words(other.date_start),
            end=end,
        )

    def _appointments_around(self):
        """The open appointments of these jobs' technicians within the time they span."""
        jobs = self.filtered(lambda s: s.user_id and s.date_start and s.state in OPEN_STATES)
        if not jobs:
            return self.browse()
        return self.search(
            Domain("user_id", "in", jobs.user_id.ids)
            & Domain("state", "not in", ("done", "closed", "cancelled"))
            & Domain("date_start", "<", max(jobs.mapped("date_end")))
            & Domain("date_end", ">", min(jobs.mapped("date_start")))
        )

    def _collides_with(self, other):
        return (
            other.id != self._origin.id
            and self.state in OPEN_STATES
            and self.date_start
            and other.date_start < self.date_end
            and self.date_start < other.date_end
        )

    @api.depends("state", "date_promised", "date_start")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for service in self:
            late = service.state in OPEN_STATES and lateness(
                service.state, service.date_promised, service.date_start, now
            )
            service.is_late = bool(late)
            service.late_sentence = late and service._word_late(late)

    def _word_late(self, late):
        """ "Promised for 3 May, 5:00 PM, and not done yet." """
        if late == "promise":
            return self.env._(
                "Promised for %s, and not done yet.", self._moment_in_words(self.date_promised)
            )
        return self.env._(
            "The appointment was %s, and nobody has begun.", self._moment_in_words(self.date_start)
        )

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        promise = Domain("date_promised", "<", now)
        appointment = Domain("state", "in", NOT_BEGUN) & Domain("date_start", "<", now)
        late = Domain("state", "not in", ("done", "closed", "cancelled")) & (promise | appointment)
        return late if True in value else ~late

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """What comes with an appointment is scheduled."""
        vals_list = [
            {"state": "scheduled", **vals} if vals.get("date_start") else vals for vals in vals_list
        ]
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("state") == "scheduled" and not vals.get("date_start"):
            self._check_appointment()
        result = super().write(vals)
        if "date_start" in vals and "state" not in vals:
            self._follow_appointment()
        return result

    def _follow_appointment(self):
        """New jobs become scheduled with their appointment, and new again without it."""
        made = self.filtered(lambda s: s.state == "new" and s.date_start)
        if made:
            made.state = "scheduled"
        unmade = self.filtered(lambda s: s.state == "scheduled" and not s.date_start)
        if unmade:
            unmade.state = "new"

    # === BUSINESS METHODS === #

    def _check_appointment(self):
        """Refuse to call a job scheduled that has no appointment.

        :raises UserError: naming the job
        """
        for service in self:
            if not service.date_start:
                raise UserError(
                    self.env._(
                        "Job %s has no appointment yet: choose when with the button “Schedule”.",
                        service.name,
                    )
                )

    def _prepare_state_vals(self, vals):
        """A job that is new again has no appointment any more."""
        extra = super()._prepare_state_vals(vals)
        if vals["state"] == "new":
            extra["date_start"] = False
        return extra
