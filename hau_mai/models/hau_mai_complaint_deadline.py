from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.sla import OVER

SLA_STATES = [
    ("ok", "In time"),
    ("at_risk", "At risk"),
    ("overdue", "Overdue"),
    ("paused", "Waiting"),
    ("met", "Kept"),
    ("missed", "Missed"),
]


class HauMaiComplaint(models.Model):
    """Who waits for whom, and until when: the clocks of a case in one look."""

    _inherit = "hau_mai.complaint"

    _deadline_idx = models.Index("(date_deadline) WHERE date_deadline IS NOT NULL")

    date_deadline = fields.Datetime(
        string="Next Deadline",
        compute="_compute_date_deadline",
        store=True,
        compute_sudo=True,
        groups="base.group_user",
        help="The nearest deadline of what was promised and not done yet; empty while one waits "
        "for the customer.",
    )
    sla_state = fields.Selection(
        SLA_STATES,
        string="Deadlines",
        compute="_compute_sla_state",
        search="_search_sla_state",
        compute_sudo=True,
        groups="base.group_user",
        help="The most urgent of the promises of this case.",
    )
    sla_sentence = fields.Char(
        string="Who Waits",
        compute="_compute_sla_sentence",
        compute_sudo=True,
        groups="base.group_user",
        help="Who waits for whom, and until when.",
    )
    clocks = fields.Json(
        string="Clocks of the Case",
        compute="_compute_clocks",
        compute_sudo=True,
        groups="base.group_user",
        help="The promises of this case as they are shown on it.",
    )

    # === COMPUTE METHODS === #

    @api.depends("sla_status_ids.deadline", "sla_status_ids.date_reached", "sla_status_ids.active")
    def _compute_date_deadline(self):
        for complaint in self:
            complaint.date_deadline = complaint._running_clock().deadline

    @api.depends(
        "state", "sla_status_ids.deadline", "sla_status_ids.date_at_risk", "sla_status_ids.active",
        "sla_status_ids.date_reached", "sla_status_ids.is_paused",
    )  # fmt: skip
    def _compute_sla_state(self):
        now = fields.Datetime.now()
        self._read_clocks("deadline")
        for complaint in self:
            complaint.sla_state = complaint._find_sla_state(now)

    def _find_sla_state(self, now):
        """The most urgent state of the clocks of this case."""
        clocks = self.sla_status_ids.filtered("active")
        running = clocks.filtered(lambda clock: not clock.date_reached)
        if any(clock.deadline and clock.deadline < now for clock in running):
            return "overdue"
        if any(clock.date_at_risk and clock.date_at_risk <= now for clock in running):
            return "at_risk"
        if running:
            return "paused" if all(running.mapped("is_paused")) else "ok"
        if clocks:
            return "missed" if any(clocks.mapped("is_late")) else "met"
        return False

    def _search_sla_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = self._sla_state_domains(fields.Datetime.now())
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.model
    def _sla_state_domains(self, now):
        """{state: the cases that have it at a moment}. Its pair is :meth:`_find_sla_state`."""
        some = lambda domain: Domain("sla_status_ids", "any!", Domain("active", "=", True) & domain)  # noqa: E731
        running = Domain("date_reached", "=", False)
        overdue = Domain("date_deadline", "<", now)
        at_risk = some(running & Domain("date_at_risk", "<=", now))
        going = some(running & Domain("is_paused", "!=", True))
        late = some(Domain("is_late", "=", True))
        calm = ~overdue & ~at_risk
        return {
            "overdue": overdue,
            "at_risk": at_risk & ~overdue,
            "ok": going & calm,
            "paused": some(running) & ~going & calm,
            "missed": late & ~some(running),
            "met": some(Domain.TRUE) & ~late & ~some(running),
            False: ~some(Domain.TRUE),
        }

    @api.depends("state", "waiting_for", "user_id", "date_deadline", "sla_state", "move_ids")
    @api.depends_context("lang")
    def _compute_sla_sentence(self):
        self._read_clocks("deadline")
        self.move_ids.mapped("date")
        for complaint in self:
            complaint.sla_sentence = complaint._prepare_sla_sentence()

    def _prepare_sla_sentence(self):
        """ "Nguyễn Văn An waits for us: first answer until Tue 13:00"."""
        parts = [self._prepare_due_sentence(), self._prepare_waiting_sentence()]
        sentence = "; ".join(filter(None, parts))
        if not sentence and self.state in OVER:
            sentence = {
                "met": self.env._("Everything was done in time."),
                "missed": self.env._("Something was done too late."),
            }.get(self.sla_state, "")
        return sentence[:1].upper() + sentence[1:]

    def _prepare_due_sentence(self):
        """Who waits for us for what; empty while no clock runs."""
        clock = self._running_clock()
        if not clock:
            return ""
        sources = dict(self._fields["source"]._description_selection(self.env))
        asked_by = sources[self.source] if clock.target == "report" else self.partner_id.name
        words = {
            "customer": asked_by or sources["customer"],
            "what": clock._target_label(),
            "when": clock._when_label(clock.deadline),
        }
        if self.sla_state == "overdue":
            return self.env._("%(customer)s waits for us: %(what)s was due %(when)s", **words)
        return self.env._("%(customer)s waits for us: %(what)s until %(when)s", **words)

    def _prepare_waiting_sentence(self):
        """For whom we wait, and since when; empty when we do not."""
        clock = self.sla_status_ids[:1]
        if not clock or not self.waiting_for:
            return ""
        day = clock._when_label(self.move_ids.sorted("id")[-1:].date or self.date_open)
        return {
            "customer": self.env._("we wait for the customer since %s", day),
            "supplier": self.env._("we wait for the supplier since %s", day),
            "center": self.env._("we wait for the service center since %s", day),
        }[self.waiting_for]

    @api.depends("sla_status_ids", "sla_sentence")
    @api.depends_context("lang")
    def _compute_clocks(self):
        self._read_clocks("explanation")
        for complaint in self:
            complaint.clocks = {
                "sentence": complaint.sla_sentence,
                "state": complaint.sla_state,
                "rows": [clock._prepare_row() for clock in complaint._clocks_to_show()],
            }

    # === BUSINESS METHODS === #

    def _read_clocks(self, fname):
        """Read a field of all clocks of these cases at once; ``filtered`` forgets the others."""
        self.sla_status_ids.mapped(fname)

    def _running_clock(self):
        """The clock with the nearest deadline of what was not done yet."""
        running = self.sla_status_ids.filtered(
            lambda clock: clock.active and clock.deadline and not clock.date_reached
        )
        return running.sorted("deadline")[:1]

    def _clocks_to_show(self):
        """What is open by its deadline, then what was kept; of several answers the last."""
        clocks = self.sla_status_ids.filtered("active").sorted("id")
        last = {clock.target: clock for clock in clocks}
        shown = clocks.filtered(lambda c: c == last[c.target] or not c.date_reached)
        return shown.sorted(
            lambda c: (bool(c.date_reached), not c.deadline, c.deadline or c.date_start)
        )
