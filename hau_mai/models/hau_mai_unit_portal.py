from odoo import models
from odoo.fields import Domain


class HauMaiUnit(models.Model):
    """A warranty card in its customer's words: what is due when, and what its meter shows.

    Called with all rights, after the access to the cards was checked.
    """

    _inherit = "hau_mai.unit"

    def _portal_maintenance_domain(self):
        """Units of which something is due again and again, or whose meter matters."""
        regular = Domain("schedule_ids", "any", [("state", "=", "running")])
        metered = Domain("coverage_ids", "any", [("usage_limit", ">", 0)])
        return Domain("state", "=", "valid") & (regular | metered)

    def _portal_visits(self):
        """What is due next on each unit: {unit: [(what, day, free)]}, the first day first."""
        schedules = self.env["hau_mai.maintenance.schedule"].search(
            [
                ("unit_id", "in", self.ids),
                ("state", "=", "running"),
                ("date_next", "!=", False),
            ],
            order="date_next, id",
        )
        visits = {}
        for schedule in schedules:
            unit = schedule.unit_id
            row = (schedule.name, schedule.date_next, schedule.next_is_free)
            visits.setdefault(unit, []).append(row)
        return visits

    def _portal_meters(self):
        """What the meter of each unit counts, where it matters: {unit: "km"}."""
        model = self.env["hau_mai.unit.reading"]
        labels = dict(model._fields["usage_unit"]._description_selection(self.env))
        meters = {}
        for unit in self:
            running = unit.schedule_ids.filtered(lambda row: row.state == "running")
            rows = [*running, *unit.coverage_ids.filtered("usage_limit")]
            counted = next((row.usage_unit for row in rows if row.usage_unit), False)
            if counted:
                meters[unit] = labels[counted]
        return meters

    def _portal_last_readings(self):
        """The latest reading of each unit: {unit: reading}."""
        readings = self.env["hau_mai.unit.reading"].search(
            [("unit_id", "in", self.ids)], order="date, id"
        )
        return {reading.unit_id: reading for reading in readings}
