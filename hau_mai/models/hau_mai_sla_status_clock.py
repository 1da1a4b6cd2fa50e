from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import SQL

from ..tools.sla import FROM_THE_START, date_reached, read_clock, stretches
from ..tools.working_time import Hours, WorkingTime


class HauMaiSlaStatus(models.Model):
    """Starting clocks and keeping them right: always from all the steps of the case."""

    _inherit = "hau_mai.sla.status"

    # === STARTING === #

    @api.model
    def _start(self, rows):
        """Start clocks, as if they had run from their start. The queries do not grow with them.

        :param rows: (case, promise, start, key of the occasion); none may exist yet
        """
        clocks = self.create([self._prepare_start_vals(*row) for row in rows])
        clocks._bring_up_to_date()
        return clocks

    @api.model
    def _prepare_start_vals(self, complaint, policy, start, key):
        """The promise as it stands now, which later changes of it do not touch."""
        company = complaint.company_id
        return {
            "complaint_id": complaint.id,
            "company_id": company.id,
            "policy_id": policy.id,
            "target": policy.target,
            "key": key,
            "days": policy.days,
            "hours": policy.hours,
            "minutes": policy.minutes,
            "calendar_id": policy._calendar_of(complaint).id,
            "pause_stage_ids": [Command.set(policy.pause_stage_ids.ids)],
            "supplier_stops": company.hau_mai_supplier_stops_clock,
            "center_stops": company.hau_mai_center_stops_clock,
            "date_start": start,
        }

    # === KEEPING UP TO DATE === #

    def _refresh(self):
        """Bring these clocks up to date with their cases and calendars, and tell of it."""
        self._bring_up_to_date()._on_clocks_changed()

    def _bring_up_to_date(self):
        """Add the stretches that are missing, read the clocks again.

        :return: the clocks that changed
        """
        changed, rows = self._move_starts(), []
        hours = self._load_hours()
        for clock in self:
            found = clock._found_stretches()
            reached = date_reached(
                clock.target, clock.complaint_id._sla_moments(), clock.date_reached or None
            )
            missing = [
                stretch
                for stretch in found[len(clock.segment_ids) :]
                if not reached or stretch.date_from < reached
            ]
            rows += [clock._prepare_segment_vals(stretch) for stretch in missing]
            vals = clock._prepare_reading_vals(hours[clock._hours_key()], found, reached)
            vals = {name: value for name, value in vals.items() if clock[name] != value}
            if vals:
                clock.write(vals)
            if vals or missing:
                changed |= clock
        self.env["hau_mai.sla.segment"].create(rows)
        return changed

    def _move_starts(self):
        """Start with their cases, whose opening was put right. Returns the clocks that moved."""
        moved = self.filtered(
            lambda clock: (
                clock.target in FROM_THE_START and clock.date_start != clock.complaint_id.date_open
            )
        )
        for clock in moved:
            clock.date_start = clock.complaint_id.date_open
        return moved

    def _found_stretches(self):
        """Its stretches as the steps of the case say; those kept are the first of them."""
        self.ensure_one()
        start = None if self.target in FROM_THE_START else self.date_start
        return stretches(self.complaint_id._sla_steps(), self._stop_rules(), start)

    def _prepare_segment_vals(self, stretch):
        return {
            "status_id": self.id,
            "kind": stretch.kind,
            "date_from": stretch.date_from,
            "stops": stretch.stops,
        }

    def _prepare_reading_vals(self, hours, found, reached):
        """What the clock says now, of these stretches and working hours."""
        percent = self.company_id.hau_mai_at_risk_percent
        reading = read_clock(hours, self.date_start, self._promise(), found, reached, percent)
        return {
            "date_reached": reached or False,
            "deadline": reading.deadline or False,
            "date_at_risk": reading.at_risk or False,
            "is_paused": reading.paused,
            "is_stale": False,
        }

    # === WORKING HOURS === #

    def _hours_key(self):
        return self.calendar_id.id, self.company_id.id

    def _load_hours(self):
        """``{key of the hours: Hours}`` of these clocks, each calendar looked up once."""
        now = fields.Datetime.now()
        return {
            key: clocks[0]._hours_between(min(clocks.mapped("date_start")), now)
            for key, clocks in self.grouped(lambda clock: clock._hours_key()).items()
        }

    def _hours_between(self, first, last):
        """The working hours this clock is counted by; none at all without a calendar."""
        first = min(first, last)
        if self.calendar_id:
            return self.calendar_id._hau_mai_hours(first, last, self.company_id)
        return Hours(lambda start, stop: WorkingTime([], "UTC", start, stop), first, last)

    @api.model
    def _hours_changed(self, domain):
        """Have the open clocks of a domain computed again, within a minute.

        They are marked in one query, so that the job can be stopped and goes on.
        """
        clocks = self.sudo()
        marked = clocks._search(
            domain & Domain("date_reached", "=", False) & Domain("is_stale", "!=", True)
        )
        rows = self.env.execute_query(
            SQL(
                "UPDATE %s SET is_stale = TRUE WHERE id IN %s RETURNING 1",
                SQL.identifier(self._table),
                marked.subselect(),
            )
        )
        if rows:
            clocks.invalidate_model(["is_stale"])
            self.env.ref("hau_mai.ir_cron_recompute_deadlines").sudo()._trigger()

    # === CRON === #

    @api.model
    def _cron_recompute_deadlines(self):
        """Compute the deadlines again whose working hours changed."""
        self._batch_run(
            Domain("is_stale", "=", True), lambda clocks: clocks._refresh(), order="calendar_id, id"
        )

    def _batch_fail(self, error):
        """Out of the way of the others; its explanation is computed anew and says what is wrong."""
        self.write({"is_stale": False})
