from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.escalation import BEYOND, Clock, schedule

#: A step that is nearer than this does not wait for the scheduled action's own turn.
SOON = timedelta(minutes=5)

#: The first second in which a promise is broken is the one after its deadline.
SECOND = timedelta(seconds=1)


class HauMaiSlaStatus(models.Model):
    """The clock and its ladder: when it is looked at next, and why."""

    _inherit = "hau_mai.sla.status"

    _next_step_idx = models.Index("(date_next_step) WHERE date_next_step IS NOT NULL")

    date_next_step = fields.Datetime(
        string="Next Step",
        readonly=True,
        copy=False,
        help="When somebody is told next, or when the promise is broken. Empty while nothing runs.",
    )
    next_step_id = fields.Many2one(
        "hau_mai.sla.step",
        string="What Comes Next",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )
    ladder_stopped = fields.Boolean(
        string="Acknowledged",
        readonly=True,
        copy=False,
        help="Somebody said that they take care of it: nobody else is told.",
    )
    alert_ids = fields.One2many("hau_mai.sla.alert", "status_id", string="Who Was Told")
    miss_ids = fields.One2many("hau_mai.sla.miss", "status_id", string="Missed")

    # === BUSINESS METHODS === #

    def _on_clocks_changed(self):
        result = super()._on_clocks_changed()
        now = fields.Datetime.now()
        clocks = self.sudo()
        clocks._note_what_was_used()
        clocks._note_misses(now)
        clocks._settle_alerts_over()
        clocks._plan_steps(now)
        return result

    def _ticking(self):
        """Those of these clocks that run: with a deadline, not kept, not standing still."""
        return self.filtered(
            lambda clock: (
                clock.active
                and clock.deadline
                and not clock.date_reached
                and not clock._stands_still()
            )
        )

    def _stands_still(self):
        """Whether the clock is stopped now, before or after its deadline."""
        pauses = self._pauses()
        return bool(pauses) and pauses[-1][1] is None

    def _plan_steps(self, now):
        """Note on these clocks when somebody has to look at them next."""
        ticking = self._ticking()
        self._write_plan(ticking._open_steps(now), now)

    def _open_steps(self, now):
        """``{clock: [(moment, rung)]}`` of the steps that were not taken yet, in their order.

        What was not taken in time is due now, or when people begin again: nobody is called
        at night. The number of queries depends on the calendars, not on the clocks.
        """
        ladders = self.env["hau_mai.sla.step"]._ladders(self)
        taken = {}
        for alert in self.env["hau_mai.sla.alert"].search([("status_id", "in", self.ids)]):
            taken.setdefault(alert.status_id.id, set()).add(alert.step_id.id)
        steps = {}
        last = max([now, *self.mapped("deadline")]) + BEYOND
        for hours, clocks in self._by_hours(last):
            opening = hours.next_open(now) or now
            for clock in clocks:
                done = taken.get(clock.id, ())
                rungs = [rung for rung in ladders[clock] if rung.key not in done]
                stopped = clock.ladder_stopped or not rungs
                steps[clock] = [
                    (opening if moment < now else moment, rung)
                    for moment, rung in (() if stopped else schedule(rungs, clock._facts(), hours))
                ]
        return steps

    def _facts(self):
        """The clock as the decision wants it."""
        return Clock(self.date_start, self.deadline, self._promise(), tuple(self._pauses()))

    def _by_hours(self, last):
        """``(working time, clocks)`` for each calendar, known until a moment and longer."""
        for clocks in self.grouped(lambda clock: clock._hours_key()).values():
            first = min(clocks.mapped("date_start"))
            yield clocks[0]._hours_between(first, last).known, clocks

    def _write_plan(self, steps, now):
        """Note the first of the steps left, or the moment at which the promise is broken.

        :param steps: {clock: [(moment, rung)]}; clocks that are not in it have nothing to come
        """
        soonest = None
        for clock in self:
            moment, rung = next(iter(steps.get(clock, ())), (None, None))
            broken = clock in steps and not clock.miss_ids and clock.deadline + SECOND
            if broken and (not moment or broken < moment):
                moment, rung = broken, None
            clock.date_next_step = moment
            clock.next_step_id = rung and rung.key
            soonest = min(filter(None, (soonest, moment)), default=None)
        if soonest and now < soonest < now + SOON:
            self.env.ref("hau_mai.ir_cron_escalate")._trigger(at=soonest)

    @api.model
    def _look_again(self, policies=None):
        """The ladder of running clocks has changed: have the scheduled action plan them again.

        :param policies: the promises whose clocks are meant; all when left out
        """
        self.flush_model()
        self.env.execute_query(
            SQL(
                """UPDATE hau_mai_sla_status SET date_next_step = %s
                WHERE active AND date_reached IS NULL AND deadline IS NOT NULL AND %s
                RETURNING id""",
                fields.Datetime.now(),
                SQL("policy_id IN %s", tuple(policies.ids)) if policies else SQL("TRUE"),
            )
        )
        self.invalidate_model(["date_next_step"])
