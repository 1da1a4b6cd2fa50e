from odoo import api, fields, models
from odoo.fields import Domain


class HauMaiMaintenanceSchedule(models.Model):
    """The scheduled action: visits that are due, and the jobs they go onto."""

    _inherit = "hau_mai.maintenance.schedule"

    # === CRON === #

    @api.model
    def _cron_generate_services(self):
        """Make the visits that are due, then book those that have no job."""
        now = fields.Datetime.now()
        planner = self.env["hau_mai.maintenance.planner"]
        self._batch_run(self._due_domain(now), planner._make_visits, order="date_generate, id")
        visits = self.env["hau_mai.maintenance.occurrence"]
        visits._batch_run(
            visits._unbooked_domain(), planner._book, order="partner_id, date_due, id"
        )

    @api.model
    def _due_domain(self, now):
        """Schedules whose next visit is made on this day or earlier, by each company's day.

        :param datetime now: UTC
        """
        due = self.env["res.company"]._hau_mai_day_domain(
            lambda day: Domain("date_generate", "<=", day), now
        )
        return Domain("date_generate", "!=", False) & due

    def _make_due(self):
        """Make and book the visits of these schedules that are due."""
        planner = self.env["hau_mai.maintenance.planner"]
        planner._make_visits(self.filtered_domain(self._due_domain(fields.Datetime.now())))
        planner._book(self.occurrence_ids.filtered_domain(self.occurrence_ids._unbooked_domain()))

    # === BATCH === #

    def _batch_fail(self, error):
        """Out of the way of the others, and visible in the list of schedules."""
        self.write({"problem": str(error) or type(error).__name__})
