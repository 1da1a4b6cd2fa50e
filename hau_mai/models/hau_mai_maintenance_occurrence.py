from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.maintenance import OPEN, TRANSITIONS


class HauMaiMaintenanceOccurrence(models.Model):
    """The n-th visit of a schedule: when it is due, on which job, and what became of it.

    It is never deleted: "why did nobody come?" is asked years later. Days are days of
    the company.
    """

    _name = "hau_mai.maintenance.occurrence"
    _description = "Planned Visit"
    _inherit = ["hau_mai.batch.mixin"]
    _order = "date_due, id"

    _number_unique = models.UniqueIndex("(schedule_id, number)", "A schedule has each visit once.")
    _open_idx = models.Index(
        "(date_due, company_id) WHERE state IN ('due', 'booked', 'carried_over')"
    )
    _due_idx = models.Index("(schedule_id) WHERE state = 'due'")

    # === FIELDS === #

    schedule_id = fields.Many2one(
        "hau_mai.maintenance.schedule",
        string="Maintenance Schedule",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="schedule_id.company_id", store=True)
    unit_id = fields.Many2one(
        related="schedule_id.unit_id", string="Warranty Card", store=True, index=True
    )
    partner_id = fields.Many2one(related="schedule_id.partner_id", string="Customer", store=True)
    province_id = fields.Many2one(related="schedule_id.province_id", string="Province", store=True)
    product_id = fields.Many2one(related="unit_id.product_id")
    partner_phone = fields.Char(related="partner_id.phone", string="Phone")
    what = fields.Char(related="schedule_id.name", string="What")
    schedule_state = fields.Selection(related="schedule_id.state", string="Schedule Status")
    number = fields.Integer(string="Visit", required=True, aggregator=None)
    date_due = fields.Date(string="Due On", required=True)
    window_from = fields.Date(string="From", compute="_compute_window", store=True)
    window_to = fields.Date(string="Until", compute="_compute_window", store=True)
    date_done = fields.Date(string="Done On", readonly=True)
    on_time = fields.Boolean(compute="_compute_on_time", store=True, help="Done in its window.")
    service_id = fields.Many2one(
        "hau_mai.service", string="Service Job", index="btree_not_null", ondelete="set null"
    )
    center_id = fields.Many2one(related="service_id.center_id", string="Service Center", store=True)
    date_start = fields.Datetime(related="service_id.date_start", string="Appointment")
    state = fields.Selection(
        [
            ("due", "Due"),
            ("booked", "Booked"),
            ("done", "Done"),
            ("carried_over", "Carried over"),
            ("missed", "Missed"),
            ("skipped", "Skipped"),
        ],
        string="Status",
        required=True,
        default="due",
    )
    reason = fields.Char()
    to_do = fields.Boolean(
        string="Done With This Job",
        default=True,
        help="Untick what is not done with this job: it goes onto a new one.",
    )
    problem = fields.Char(readonly=True, help="Why no job could be made for it.")
    is_free = fields.Boolean(string="Free", compute="_compute_is_free")
    free_reason = fields.Char(string="Who Pays", compute="_compute_is_free")
    timing = fields.Selection(
        [("early", "Before its window"), ("in_time", "In time"), ("late", "Overdue")],
        compute="_compute_timing",
        search="_search_timing",
        help="Whether today lies before, in or after its window; for what is still to be done.",
    )

    # === COMPUTE METHODS === #

    @api.depends("schedule_id.name", "number")
    def _compute_display_name(self):
        for visit in self:
            visit.display_name = self.env._(
                "%(what)s, visit %(number)s", what=visit.schedule_id.name, number=visit.number
            )

    @api.depends("date_due", "schedule_id.window_before", "schedule_id.window_after")
    def _compute_window(self):
        for visit in self:
            schedule, day = visit.schedule_id, visit.date_due
            visit.window_from = day and day - timedelta(days=schedule.window_before)
            visit.window_to = day and day + timedelta(days=schedule.window_after)

    @api.depends("state", "date_done", "window_from", "window_to")
    def _compute_on_time(self):
        for visit in self:
            visit.on_time = (
                visit.state == "done"
                and bool(visit.date_done)
                and visit.window_from <= visit.date_done <= visit.window_to
            )

    @api.depends("state", "date_done", "schedule_id.earned", "schedule_id.free_visits")
    @api.depends_context("lang")
    def _compute_is_free(self):
        for schedule, visits in self.grouped("schedule_id").items():
            codes, _left = schedule._free_codes(schedule._to_visits())
            for visit in visits:
                code = codes.get(visit.number)
                visit.is_free = bool(code)
                visit.free_reason = schedule._word_free(code)

    @api.depends("state", "window_from", "window_to")
    def _compute_timing(self):
        for visit in self:
            today = visit.company_id._hau_mai_today()
            if visit.state not in OPEN or not visit.window_to:
                visit.timing = False
            elif today < visit.window_from:
                visit.timing = "early"
            else:
                visit.timing = "in_time" if today <= visit.window_to else "late"

    # === SEARCH METHODS === #

    def _search_timing(self, operator, value):
        if operator != "in":
            return NotImplemented

        def timing(day):
            conditions = {
                "early": [("window_from", ">", day)],
                "in_time": [("window_from", "<=", day), ("window_to", ">=", day)],
                "late": [("window_to", "<", day)],
            }
            return Domain.OR(Domain(conditions[code]) for code in value if code in conditions)

        found = Domain("state", "in", OPEN) & self.env["res.company"]._hau_mai_day_domain(timing)
        return found | Domain("state", "not in", OPEN) if False in value else found

    # === CONSTRAINT METHODS === #

    @api.constrains("number")
    def _check_number(self):
        for visit in self:
            if visit.number < 1:
                raise ValidationError(self.env._("Visits are counted from 1."))

    # === CRUD METHODS === #

    def write(self, vals):
        if "state" in vals:
            self._check_transition(vals["state"])
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "A planned visit is never deleted, because somebody may ask about it. "
                "Skip it instead, and say why."
            )
        )

    def _check_transition(self, state):
        """Refuse a change of state that the table does not allow.

        :raises UserError: naming the visit and both states
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        for visit in self:
            if visit.state != state and state not in TRANSITIONS[visit.state]:
                raise UserError(
                    self.env._(
                        "%(visit)s is “%(old)s” and cannot become “%(new)s”.",
                        visit=visit.display_name,
                        old=labels[visit.state],
                        new=labels[state],
                    )
                )

    # === ACTION METHODS === #

    def action_skip(self, reason=None):
        """Leave visits out for good; the next ones come as planned.

        :raises UserError: when the reason is missing or a visit is over already
        """
        if reason is None:
            return self._ask("skip")
        self.env["hau_mai.maintenance.schedule"]._check_reason(reason)
        services = self.service_id
        self.write({"state": "skipped", "reason": reason})
        services._cancel_without_visits(reason)
        return True

    def action_move(self, date=None, reason=None):
        """Move the due day of visits by hand. A fixed rhythm goes on as it was.

        :param date: new due day, of the company
        :raises UserError: when day or reason is missing or a visit is over already
        """
        if date is None and reason is None:
            return self._ask("move")
        day = fields.Date.to_date(date)
        if not day:
            raise UserError(self.env._("Say on which day the visit is due."))
        self.env["hau_mai.maintenance.schedule"]._check_reason(reason)
        over = self.filtered(lambda visit: visit.state not in OPEN)
        if over:
            raise UserError(
                self.env._("%s is over and cannot be moved any more.", over[0].display_name)
            )
        self.write({"date_due": day, "reason": reason})
        self.service_id._plan_day()
        return True

    def action_take_back(self):
        """What was missed or skipped by mistake is due again."""
        self.write({"state": "due", "reason": False, "problem": False})
        return True

    def action_done(self, date=None, reason=None):
        """Note that visits were done, without a job.

        :param date: day of the company; today when left out
        :param reason: why a visit was not done in its window
        """
        for company, visits in self.grouped("company_id").items():
            visits._do(fields.Date.to_date(date) or company._hau_mai_today(), reason)
        self.service_id._cancel_without_visits(self.env._("Its visits were done without it."))
        return True

    def action_book(self):
        """Make the jobs of visits that have none, now."""
        due = self.filtered(lambda visit: visit.state == "due")
        due.write({"problem": False})
        self.env["hau_mai.maintenance.planner"]._book(due)
        return True

    def action_view_service(self):
        self.ensure_one()
        return self.service_id.action_open()

    def _ask(self, decision):
        """The dialog that asks for what a decision needs."""
        return self.env["hau_mai.maintenance.decision"]._open(decision, occurrence_ids=self.ids)

    # === BUSINESS METHODS === #

    def _do(self, day, reason=None):
        """These visits were done on a day; outside its window each says why."""
        for visit in self:
            visit.write(
                {
                    "state": "done",
                    "date_done": day,
                    "reason": visit._reason_of_day(day, reason or visit.reason),
                }
            )

    def _reason_of_day(self, day, reason):
        """The reason that is kept with a visit done on this day."""
        self.ensure_one()
        if self.window_from <= day <= self.window_to:
            return reason or False
        if reason:
            return reason
        if day < self.window_from:
            return self.env._(
                "Done before its window, which begins on %s",
                format_date(self.env, self.window_from),
            )
        return self.env._(
            "Done after its window, which ended on %s", format_date(self.env, self.window_to)
        )
