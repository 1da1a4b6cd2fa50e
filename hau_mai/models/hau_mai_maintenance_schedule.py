from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.maintenance import OPEN
from .hau_mai_maintenance_plan_line import ANCHORS, MONTHS, REWARDS
from .hau_mai_warranty_term import DURATION_UNITS, USAGE_UNITS


class HauMaiMaintenanceSchedule(models.Model):
    """One line of a plan, running for one unit: its own copy of what was sold.

    Days are days of the company. What has happened stands in its occurrences; dates,
    counts and what is left follow from them.
    """

    _name = "hau_mai.maintenance.schedule"
    _description = "Maintenance Schedule"
    _inherit = ["hau_mai.batch.mixin"]
    _order = "sequence, id"

    _line_unique = models.UniqueIndex(
        "(unit_id, plan_line_id) WHERE plan_line_id IS NOT NULL",
        "A unit has each line of a maintenance plan once.",
    )

    # === FIELDS === #

    unit_id = fields.Many2one(
        "hau_mai.unit", string="Warranty Card", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="unit_id.company_id", store=True)
    partner_id = fields.Many2one(
        related="unit_id.partner_id", string="Customer", store=True, index=True
    )
    product_id = fields.Many2one(related="unit_id.product_id")
    province_id = fields.Many2one("res.country.state", compute="_compute_province_id", store=True)
    plan_line_id = fields.Many2one(
        "hau_mai.maintenance.plan.line", index="btree_not_null", ondelete="set null"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="What", required=True)
    interval = fields.Integer(string="Every", readonly=True)
    interval_unit = fields.Selection(DURATION_UNITS, required=True, default="month")
    usage_interval = fields.Float(string="Or Every", readonly=True)
    usage_unit = fields.Selection(USAGE_UNITS, readonly=True)
    visits = fields.Integer(string="Number of Visits", readonly=True)
    free_visits = fields.Integer(readonly=True)
    free_during_warranty = fields.Boolean(readonly=True)
    window_before = fields.Integer(string="Days Before", readonly=True)
    window_after = fields.Integer(string="Days After", readonly=True)
    anchor = fields.Selection(ANCHORS, string="Counted From", required=True, default="fixed")
    first_month = fields.Selection(MONTHS, string="First Visit In", readonly=True)
    lead_days = fields.Integer(string="Plan Ahead (days)", readonly=True)
    pause_during_repair = fields.Boolean(string="Waits During Repairs", readonly=True)
    earn_after = fields.Integer(string="In a Row on Time", readonly=True)
    earn_kind = fields.Selection(REWARDS, string="They Earn", readonly=True)
    earn_duration = fields.Integer(readonly=True)
    earn_duration_unit = fields.Selection(DURATION_UNITS, readonly=True)
    parts = fields.Json(readonly=True, help="What each visit uses, as it was when it was sold.")
    checks = fields.Json(readonly=True, help="What each visit checks, as it was when it was sold.")
    occurrence_ids = fields.One2many(
        "hau_mai.maintenance.occurrence", "schedule_id", string="Visits"
    )
    date_cancelled = fields.Date(string="Cancelled On", readonly=True, copy=False)
    date_paused = fields.Date(string="Paused Since", readonly=True, copy=False)
    pauses = fields.Json(
        readonly=True, help="Pauses by hand that are over: first day, day after the last, why."
    )
    reason = fields.Char(readonly=True, help="Why it is paused or cancelled.")
    problem = fields.Char(
        readonly=True, copy=False, help="Why its visits could not be made; nothing is made until "
        "somebody has looked at it.",
    )  # fmt: skip
    state = fields.Selection(
        [
            ("running", "Running"),
            ("paused", "Paused"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        compute="_compute_state",
        store=True,
        index=True,
    )

    # === COMPUTE METHODS === #

    @api.depends("name", "unit_id")
    def _compute_display_name(self):
        for schedule in self:
            schedule.display_name = f"{schedule.name} · {schedule.unit_id.display_name}"

    @api.depends("unit_id.address_id.state_id", "unit_id.partner_id.state_id")
    def _compute_province_id(self):
        for schedule in self:
            unit = schedule.unit_id
            schedule.province_id = unit.address_id.state_id or unit.partner_id.state_id

    @api.depends(
        "visits",
        "date_cancelled",
        "date_paused",
        "pause_during_repair",
        "occurrence_ids.state",
        "unit_id.state",
        "unit_id.service_ids.kind",
        "unit_id.service_ids.state",
        "unit_id.service_ids.date_received",
        "unit_id.service_ids.date_returned",
    )
    def _compute_state(self):
        for schedule in self:
            schedule.state = schedule._current_state()

    def _current_state(self):
        self.ensure_one()
        if self.date_cancelled or self.unit_id.state != "valid":
            return "cancelled"
        visits = self.occurrence_ids
        if self.visits and len(visits) >= self.visits:
            if not any(visit.state in OPEN for visit in visits):
                return "done"
        if self.date_paused or any(not after for _first, after in self._repairs()):
            return "paused"
        return "running"

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "A maintenance schedule is never deleted, because somebody may ask about it. "
                "Cancel it instead."
            )
        )

    # === ACTION METHODS === #

    def action_pause(self, reason=None):
        """Make no visits until it is taken up again; the days in between are added.

        :raises UserError: when the reason is missing
        """
        if reason is None:
            return self._ask("pause")
        self._check_reason(reason)
        for company, schedules in self._in_state("running").grouped("company_id").items():
            schedules.write({"date_paused": company._hau_mai_today(), "reason": reason})
        return True

    def action_resume(self):
        """Take it up again, whether it was paused or cancelled by hand."""
        for schedule in self.filtered(lambda one: one.date_paused or one.date_cancelled):
            begun = schedule.date_paused or schedule.date_cancelled
            today = schedule.company_id._hau_mai_today()
            pause = [begun.isoformat(), today.isoformat(), schedule.reason or ""]
            schedule.write(
                {
                    "date_paused": False,
                    "date_cancelled": False,
                    "reason": False,
                    "pauses": [*(schedule.pauses or []), pause],
                }
            )
        return True

    def action_cancel(self, reason=None):
        """Make no visits any more.

        :raises UserError: when the reason is missing
        """
        if reason is None:
            return self._ask("cancel")
        self._check_reason(reason)
        for company, schedules in self.grouped("company_id").items():
            live = schedules._in_state("running", "paused")
            live.write({"date_cancelled": company._hau_mai_today(), "reason": reason})
        return True

    def action_set_anchor(self, date=None, reason=None):
        """Count from a day set by hand, or again from the unit's start.

        :param date: first day, or False to take a day set by hand back
        :raises UserError: when the reason for a day is missing
        """
        if date is None and reason is None:
            return self._ask("anchor")
        date = fields.Date.to_date(date)
        if date:
            self._check_reason(reason)
        self.write({"date_anchor_manual": date, "anchor_reason": date and reason})
        return True

    def action_try_again(self):
        """Somebody has looked at what was wrong: visits may be made again."""
        self.write({"problem": False})
        return True

    def action_open_unit(self):
        self.ensure_one()
        return self.unit_id.action_open()

    def _ask(self, decision):
        """The dialog that asks for what a decision needs."""
        return self.env["hau_mai.maintenance.decision"]._open(decision, schedule_ids=self.ids)

    @api.model
    def _check_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Say why: whoever reads it later will want to know."))

    def _in_state(self, *states):
        return self.filtered(lambda schedule: schedule.state in states)
