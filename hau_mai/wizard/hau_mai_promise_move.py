from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..models.hau_mai_service import OPEN_STATES
from ..tools.promise import nth_day_after
from ..tools.recurrence import day_start

#: How far ahead working days are looked up, past the days asked for.
HORIZON = timedelta(days=90)
#: So many refused jobs are named; of the others, how many there are.
NAMED = 20


class HauMaiPromiseMove(models.TransientModel):
    """Moves the promised dates of jobs: of one, or before Tết of all that fall into the closing."""

    _name = "hau_mai.promise.move"
    _description = "Move of Promised Dates"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    by_filter = fields.Boolean(
        string="Choose by Date",
        default=lambda self: not self.env.context.get("default_service_ids"),
    )
    promised_from = fields.Date(default=lambda self: self.env.company.hau_mai_closed_from)
    promised_to = fields.Date(
        string="Promised Until", default=lambda self: self.env.company.hau_mai_closed_to
    )
    center_id = fields.Many2one("hau_mai.service.center", string="Service Center")
    service_ids = fields.Many2many(
        "hau_mai.service",
        string="Jobs",
        compute="_compute_service_ids",
        store=True,
        readonly=False,
        precompute=True,
    )
    mode = fields.Selection(
        [
            ("date", "This moment"),
            ("after", "First working day after"),
            ("days", "Working days later"),
        ],
        string="New Date",
        required=True,
        default=lambda self: "after" if not self.env.context.get("default_service_ids") else "date",
    )
    date_promised = fields.Datetime(string="Promised For")
    date_after = fields.Date(string="Day", default=lambda self: self.env.company.hau_mai_closed_to)
    days = fields.Integer(string="Working Days", default=5)
    reason = fields.Char(string="Why", required=True, help="The customers are told this reason.")
    service_count = fields.Integer(string="Jobs That Move", compute="_compute_preview")
    preview = fields.Char(string="What Happens", compute="_compute_preview")
    refusals = fields.Text(string="Stay as They Are", compute="_compute_preview")

    # === COMPUTE METHODS === #

    @api.depends("by_filter", "promised_from", "promised_to", "center_id", "company_id")
    def _compute_service_ids(self):
        for wizard in self:
            if not wizard.by_filter:
                wizard.service_ids = wizard.service_ids
            elif wizard.promised_from and wizard.promised_to:
                wizard.service_ids = self.env["hau_mai.service"].search(wizard._filter_domain())
            else:
                wizard.service_ids = False

    @api.depends("service_ids", "mode", "date_promised", "date_after", "days")
    def _compute_preview(self):
        for wizard in self:
            services = wizard.service_ids._origin
            if wizard.mode == "date" and not wizard.date_promised:
                wizard.update({"service_count": 0, "preview": False, "refusals": False})
                continue
            dates = wizard._new_dates(services)
            # the reason is asked for by the dialog itself
            refused = services._promise_refusals(dates, "…")
            wizard.service_count = len(services) - len(refused)
            wizard.refusals = wizard._list_refusals(refused)
            wizard.preview = wizard._prepare_preview(
                [dates[service] for service in services if service not in refused]
            )

    def _prepare_preview(self, dates):
        """How many jobs move, and to which days."""
        if not dates:
            return self.env._("No job moves.")
        first, last = (self._day_in_words(date) for date in (min(dates), max(dates)))
        if first == last:
            return self.env._(
                "Jobs that move to %(day)s: %(count)s. Every customer is told, with the reason.",
                count=len(dates),
                day=first,
            )
        return self.env._(
            "Jobs that move to days from %(first)s to %(last)s: %(count)s. Every customer is told, "
            "with the reason.",
            count=len(dates),
            first=first,
            last=last,
        )

    def _day_in_words(self, moment):
        return format_date(self.env, self.company_id._hau_mai_day(moment))

    def _list_refusals(self, refused):
        """A line for each job that stays as it is, and how many more there are."""
        lines = list(refused.values())
        if len(lines) > NAMED:
            more = self.env._("… and %s more.", len(lines) - NAMED)
            lines = [*lines[:NAMED], more]
        return "\n".join(lines)

    # === ACTION METHODS === #

    def action_apply(self):
        """Move those that can be moved; tell each customer once.

        :raises UserError: when none can
        """
        self.ensure_one()
        self.service_ids.check_access("write")
        dates = self._new_dates(self.service_ids)
        refused = self.service_ids._promise_refusals(dates, self.reason)
        movable = self.service_ids.filtered(lambda job: job not in refused)
        if not movable:
            raise UserError(self._list_refusals(refused) or self.env._("Choose the jobs to move."))
        movable._move_promises({service: dates[service] for service in movable}, self.reason)
        return {"type": "ir.actions.act_window_close"}

    # === BUSINESS METHODS === #

    def _filter_domain(self):
        """Open jobs that are promised for these days."""
        tz = self.company_id._hau_mai_tz()
        domain = Domain(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "in", OPEN_STATES),
                ("date_received", "!=", False),
                ("date_promised", ">=", day_start(self.promised_from, tz)),
                ("date_promised", "<", day_start(self.promised_to + timedelta(days=1), tz)),
            ]
        )
        if self.center_id:
            domain &= Domain("center_id", "=", self.center_id.id)
        return domain

    def _new_dates(self, services):
        """``{job: new promised moment, or None}``; the end of a working day of the company."""
        if self.mode == "date":
            return dict.fromkeys(services, self.date_promised or None)
        today = self.company_id._hau_mai_today()
        wanted = {service: self._count_from(service, today) for service in services}
        known = [day for day, _count in wanted.values() if day]
        if not known:
            return dict.fromkeys(services)
        last = max(known) + timedelta(days=3 * max(self.days, 0)) + HORIZON
        ends = self.company_id._hau_mai_working_days(min(known), last)
        days = list(ends)
        return {
            service: ends.get(day and nth_day_after(days, day, count))
            for service, (day, count) in wanted.items()
        }

    def _count_from(self, service, today):
        """The day from which working days are counted for a job, and how many."""
        if self.mode == "after":
            return self.date_after, 1
        promised = self.company_id._hau_mai_day(service.date_promised)
        return (max(promised, today) if promised else today), self.days
