from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.privacy import (
    ANSWER_DAYS,
    MAX_EXTENSION,
    OPEN_STATES,
    finish_day,
    late,
    nth_day,
)
from ..tools.recurrence import day_start

#: How far ahead the calendar is looked up for the days on which people work.
AHEAD = timedelta(days=60)


class HauMaiPrivacyRequest(models.Model):
    """By when a request is answered and finished (Decree 356/2025/ND-CP).

    The days are promised when it is received: a holiday declared later moves none of them.
    """

    _inherit = "hau_mai.privacy.request"

    _extension_allowed = models.Constraint(
        f"CHECK (extension_days BETWEEN 0 AND {MAX_EXTENSION})",
        "A request can be put off once, by 15 days at most.",
    )

    with_others = fields.Boolean(
        string="Others Process It Too",
        help="Service centers, messengers or carriers have the data too and have to stop: 20 "
        "days instead of 15.",
    )
    extension_days = fields.Integer(
        string="Put Off By (days)", copy=False, tracking=True, help="Once, by at most 15 days."
    )
    extension_reason = fields.Char(string="Why It Is Put Off", copy=False, tracking=True)
    date_answer_by = fields.Date(
        string="Answer By",
        compute="_compute_date_answer_by",
        store=True,
        help="Two working days after it was received.",
    )
    date_finish_by = fields.Date(
        string="Finish By", compute="_compute_date_finish_by", store=True, tracking=True
    )
    late = fields.Selection(
        [("answer", "To be answered"), ("finish", "To be finished")], compute="_compute_late"
    )
    is_late = fields.Boolean(compute="_compute_late", search="_search_is_late")
    deadline_sentence = fields.Char(string="By When", compute="_compute_deadline_sentence")

    # === COMPUTE METHODS === #

    @api.depends("date_received", "company_id")
    def _compute_date_answer_by(self):
        for company, requests in self.grouped("company_id").items():
            dated = requests.filtered("date_received")
            (requests - dated).date_answer_by = False
            if not dated or not company:
                continue
            works = self._working_days(company, dated.mapped("date_received"))
            for request in dated:
                received = company._hau_mai_day(request.date_received)
                request.date_answer_by = nth_day(received, ANSWER_DAYS, works)

    @api.depends("date_received", "company_id", "with_others", "extension_days")
    def _compute_date_finish_by(self):
        for request in self:
            received = request.company_id._hau_mai_day(request.date_received)
            request.date_finish_by = received and finish_day(
                received, request.with_others, request.extension_days
            )

    @api.depends("state", "date_answer_by", "date_finish_by", "date_answered")
    def _compute_late(self):
        for request in self:
            request.late = late(
                request.state,
                request.company_id._hau_mai_today(),
                request.date_answer_by,
                request.date_finish_by,
                bool(request.date_answered),
            )
            request.is_late = bool(request.late)

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late_on = self.env["res.company"]._hau_mai_day_domain(
            lambda day: (
                Domain("date_finish_by", "<", day)
                | Domain("date_answered", "=", False) & Domain("date_answer_by", "<", day)
            )
        )
        return Domain("state", "in", OPEN_STATES) & late_on

    @api.depends("late", "state", "date_answered", "date_answer_by", "date_finish_by")
    def _compute_deadline_sentence(self):
        for request in self:
            request.deadline_sentence = request._say_deadline()

    # === CONSTRAINT METHODS === #

    @api.constrains("extension_days", "extension_reason")
    def _check_extension_reason(self):
        for request in self:
            if request.extension_days and not request.extension_reason:
                raise ValidationError(
                    self.env._(
                        "Write down why request %s is put off: the customer is told.", request.name
                    )
                )

    # === BUSINESS METHODS === #

    def _say_deadline(self):
        """What has to be done by when, or is late, in a sentence."""
        self.ensure_one()
        if self.state not in OPEN_STATES or not self.date_answer_by:
            return ""
        answer = format_date(self.env, self.date_answer_by)
        finish = format_date(self.env, self.date_finish_by)
        if self.late == "answer":
            return self.env._("Late: it had to be answered by %s.", answer)
        if self.late == "finish":
            return self.env._("Late: it had to be finished by %s.", finish)
        if not self.date_answered:
            return self.env._(
                "Answer by %(answer)s, finish by %(finish)s.", answer=answer, finish=finish
            )
        return self.env._("Finish by %s.", finish)

    @api.model
    def _working_days(self, company, moments):
        """A function of a day: whether people of the company work on it.

        Every day counts where the company has no working hours.
        """
        calendar = company.sudo().resource_calendar_id
        if not calendar:
            return lambda day: True
        hours = calendar._hau_mai_working_time(min(moments), max(moments) + AHEAD, company)

        def works(day):
            windows = hours.windows(day_start(day, hours.tz))
            return bool(windows) and company._hau_mai_day(windows[0][0]) == day

        return works
