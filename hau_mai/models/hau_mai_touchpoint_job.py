from odoo import api, fields, models
from odoo.fields import Domain


class HauMaiTouchpointJob(models.Model):
    """The scheduled action that carries out what is due."""

    _inherit = "hau_mai.touchpoint"

    # === BATCH === #

    def _batch_split(self, size):
        """Keep together what becomes one activity: the same rule and customer."""
        groups = self.grouped(lambda touchpoint: (touchpoint.rule_id, touchpoint.partner_id))
        return self._batch_join(groups.values(), size)

    def _batch_lock(self):
        """One worker a rule: two must not give out turns or make two activities of one."""
        rules = self.rule_id.try_lock_for_update(allow_referencing=True)
        return super(HauMaiTouchpointJob, self.filtered(lambda t: t.rule_id in rules))._batch_lock()

    def _batch_fail(self, error):
        """Out of the way of the others, and visible in the list of follow-ups."""
        self.write({"state": "failed", "reason_code": "error", "reason": str(error)})

    # === CRON === #

    @api.model
    def _cron_carry_out_touchpoints(self):
        """Carry out what is due: activities for people, one digest for each of them."""
        now = fields.Datetime.now()
        runner = self.env["hau_mai.care.runner"]
        domain = self._due_domain(now)
        order = "rule_id, partner_id, date_planned, id"
        self._batch_run(domain, lambda due: runner._carry_out(due, now), order=order)
        runner._send_digests(now)
        self.env["ir.cron"]._commit_progress()

    @api.model
    def _due_domain(self, now):
        """What is planned for today or earlier, by each company's day.

        :param datetime now: UTC
        """
        due = self.env["res.company"]._hau_mai_day_domain(
            lambda day: Domain("date_planned", "<=", day), now
        )
        return Domain("state", "=", "planned") & due
