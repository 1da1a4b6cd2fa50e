from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.sla import StopRules, Stretch, clock_status, pauses
from .hau_mai_sla_policy import TARGETS

CLOCK_STATES = [
    ("running", "The clock runs"),
    ("paused", "Paused"),
    ("met", "Kept"),
    ("missed", "Missed"),
]


class HauMaiSlaStatus(models.Model):
    """One clock: a promise of time given to one case, with its figures as they were then.

    ``deadline`` is a cache of the promise, the stretches and the calendar, and empty
    while the clock stands still. Whether a clock is missed is never stored: it is
    asked of the moment.
    """

    _name = "hau_mai.sla.status"
    _description = "Clock of a Case"
    _inherit = ["hau_mai.promised.time.mixin", "hau_mai.batch.mixin"]
    _order = "complaint_id, id"
    _rec_name = "policy_id"

    _once = models.UniqueIndex(
        "(complaint_id, policy_id, key)", "A case gets each promise once for each occasion."
    )
    # "IS TRUE" as searches say it: PostgreSQL before 17 takes it for something else
    _deadline_idx = models.Index("(deadline) WHERE active IS TRUE AND date_reached IS NULL")
    _at_risk_idx = models.Index("(date_at_risk) WHERE active IS TRUE AND date_reached IS NULL")
    _stale_idx = models.Index("(id) WHERE is_stale IS TRUE")
    _open_calendar_idx = models.Index("(calendar_id) WHERE active IS TRUE AND date_reached IS NULL")

    # === FIELDS === #

    complaint_id = fields.Many2one(
        "hau_mai.complaint",
        string="Case",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    policy_id = fields.Many2one(
        "hau_mai.sla.policy",
        string="Promise",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    target = fields.Selection(TARGETS, string="What Is Promised", required=True, readonly=True)
    key = fields.Char(
        required=True,
        readonly=True,
        default="",
        help="The occasion, where a case gets a promise several times: a message, a report.",
    )
    active = fields.Boolean(
        default=True, readonly=True, help="No longer, since another promise fits the case."
    )
    days = fields.Integer(readonly=True)
    hours = fields.Integer(readonly=True)
    minutes = fields.Integer(readonly=True)
    calendar_id = fields.Many2one(
        "resource.calendar", string="Counted By", readonly=True, ondelete="restrict"
    )
    pause_stage_ids = fields.Many2many(
        "hau_mai.complaint.stage",
        string="Stopped In",
        readonly=True,
        context={"active_test": False},
    )
    supplier_stops = fields.Boolean(string="Stopped by the Supplier", readonly=True)
    center_stops = fields.Boolean(string="Stopped by the Service Center", readonly=True)
    date_start = fields.Datetime(string="Runs From", required=True, readonly=True)
    deadline = fields.Datetime(readonly=True, help="Empty while the clock stands still.")
    date_at_risk = fields.Datetime(string="At Risk From", readonly=True)
    date_reached = fields.Datetime(string="Kept On", readonly=True)
    is_paused = fields.Boolean(string="Stands Still", readonly=True)
    is_late = fields.Boolean(
        string="Kept Late",
        compute="_compute_is_late",
        store=True,
        precompute=True,
        help="It was kept, but after its deadline.",
    )
    is_stale = fields.Boolean(
        readonly=True, help="The working hours changed: its deadline is computed in a moment."
    )
    segment_ids = fields.One2many(
        "hau_mai.sla.segment", "status_id", string="Who Was Waited For", readonly=True
    )
    status = fields.Selection(
        CLOCK_STATES, compute="_compute_status", search="_search_status", string="State"
    )
    partner_id = fields.Many2one(related="complaint_id.partner_id")
    team_id = fields.Many2one(related="complaint_id.team_id")
    user_id = fields.Many2one(related="complaint_id.user_id")

    # === COMPUTE METHODS === #

    @api.depends("deadline", "date_reached")
    def _compute_is_late(self):
        for clock in self:
            reached, deadline = clock.date_reached, clock.deadline
            clock.is_late = bool(reached and deadline) and reached > deadline

    @api.depends("deadline", "date_reached", "is_paused")
    def _compute_status(self):
        now = fields.Datetime.now()
        for clock in self:
            clock.status = clock_status(clock.deadline, clock.date_reached, clock.is_paused, now)

    def _search_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = self._status_domains(fields.Datetime.now())
        return Domain.OR(domains[status] for status in value if status in domains)

    @api.model
    def _status_domains(self, now):
        """{status: the clocks that have it at a moment}. Its pair is ``tools.sla.clock_status``."""
        is_open = Domain("date_reached", "=", False)
        late = is_open & Domain("deadline", "<", now)
        paused = is_open & Domain("is_paused", "=", True)
        reached = Domain("date_reached", "!=", False)
        kept_late = reached & Domain("is_late", "=", True)
        return {
            "running": is_open
            & Domain("is_paused", "!=", True)
            & (Domain("deadline", "=", False) | Domain("deadline", ">=", now)),
            "paused": paused,
            "missed": late | kept_late,
            "met": reached & Domain("is_late", "=", False),
        }

    # === BUSINESS METHODS === #

    def _stop_rules(self):
        """What stops this clock, as it was agreed when it was started."""
        self.ensure_one()
        parties = {"customer"}
        parties |= {"supplier"} if self.supplier_stops else set()
        parties |= {"center"} if self.center_stops else set()
        stages = frozenset(self.pause_stage_ids.ids)
        return StopRules(stages, frozenset(parties), self.target == "report")

    def _is_open(self):
        """Whether it can still change: a solution that was kept is promised again on reopening."""
        self.ensure_one()
        return not self.date_reached or self.target == "solution"

    def _is_replaced(self):
        """Whether it gives way when it fits no longer: answers and reports that were given stay."""
        self.ensure_one()
        once = self.target in ("next_response", "report")
        return self.active and not (once and self.date_reached)

    def _stretches(self):
        """Its stretches, as plain values in their order."""
        self.ensure_one()
        return [
            Stretch(row.kind, row.date_from, row.stops) for row in self.segment_ids.sorted("id")
        ]

    def _pauses(self):
        """The spans in which it stands or stood still: pairs of moments, an open end is None."""
        return pauses(self._stretches(), self.date_reached or None)

    def _on_clocks_changed(self):
        """Start, deadline, pauses or end of these clocks changed, or they were replaced.

        A seam, called in batch; those that were replaced are archived.
        """
