from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.escalation import climb


class HauMaiSlaStatus(models.Model):
    """The scheduled action: takes the steps that are due, and notes broken promises."""

    _inherit = "hau_mai.sla.status"

    # === CRON === #

    @api.model
    def _cron_escalate(self):
        """Tell people of promises that are at risk or broken: activities, one digest each.

        Nothing depends on it having run: overdue and at risk are computed, a late
        answer notes its own miss. After an outage only the highest step of a clock is
        taken.
        """
        now = fields.Datetime.now()
        clocks = self.sudo()
        clocks._batch_run(
            self._step_due_domain(now),
            lambda due: due._escalate(now),
            order="date_next_step, id",
        )
        self.env["hau_mai.sla.alert"].sudo()._send_digests()
        self.env["ir.cron"]._commit_progress()

    @api.model
    def _step_due_domain(self, now):
        """Clocks that somebody has to look at.

        :param datetime now: UTC
        """
        return Domain("date_next_step", "<=", now)

    def _escalate(self, now):
        """Take what is due of the ladders of these clocks."""
        self._note_misses(now)
        ticking = self._ticking()
        taken, passed, left = {}, [], {}
        for clock, steps in ticking._open_steps(now).items():
            rung, over, left[clock] = climb(steps, now)
            passed += [(clock, other) for other in over]
            if rung:
                taken[clock] = rung
        if taken:
            self.env["hau_mai.sla.alert"]._raise(taken, passed, now)
        self._write_plan(left, now)

    # === BATCH === #

    def _batch_fail(self, error):
        """Out of the way of the others until tomorrow; the case says what is wrong."""
        result = super()._batch_fail(error)
        now = fields.Datetime.now()
        if self.date_next_step and self.date_next_step <= now:
            self.date_next_step = now + timedelta(days=1)
            self.complaint_id._message_log(
                body=self.env._("Nobody could be told that this case is late: %s", error)
            )
        return result
