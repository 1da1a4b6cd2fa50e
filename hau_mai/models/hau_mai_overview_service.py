from datetime import timedelta

from odoo import api, fields, models

from ..tools.maintenance import OPEN as OPEN_VISITS
from .hau_mai_service import OPEN_STATES
from .hau_mai_service_figures import COLLECTABLE

#: A job that is not over: something has to be done, or it waits to be collected.
OPEN = ("state", "in", OPEN_STATES)


class HauMaiService(models.Model):
    _inherit = "hau_mai.service"

    _done_idx = models.Index("(date_done) WHERE date_done IS NOT NULL")


class HauMaiOverview(models.AbstractModel):
    """Jobs on the first screen: what comes in, what is late, who waits for whom."""

    _inherit = "hau_mai.overview"

    @api.model
    def _get_tiles(self):
        tiles = super()._get_tiles()
        if self.env["hau_mai.service"]._may_be_seen():
            tiles += [self._tile_services(), self._tile_waiting(), self._tile_maintenance()]
        return tiles

    @api.model
    def _get_series(self, weeks):
        series = super()._get_series(weeks)
        if not self.env["hau_mai.service"]._may_be_seen():
            return series
        domain = [("state", "in", ("done", "closed"))]
        label = self.env._("Jobs done")
        return [
            *series,
            self._weekly_series("services", label, "hau_mai.service", domain, "date_done", weeks),
        ]

    @api.model
    def _tile_services(self):
        """Promises that have passed, today's work, what comes in and what goes out."""
        today = self._today()
        now = fields.Datetime.to_string(fields.Datetime.now())
        due = self._between("hau_mai.service", "date_start", today, today)
        promised = self._between("hau_mai.service", "date_promised", today, today)
        figures = [
            (
                "past_promise",
                self.env._("past the promise"),
                [OPEN, ("date_promised", "<", now)],
                "danger",
            ),
            ("today", self.env._("with an appointment today"), [OPEN, *due], "primary"),
            ("promised_today", self.env._("promised for today"), [OPEN, *promised], "warning"),
            (
                "to_receive",
                self.env._("waiting to be received"),
                [
                    ("kind", "in", ("repair", "inspection")),
                    ("state", "=", "new"),
                    ("date_received", "=", False),
                ],
                "info",
            ),
            ("not_collected", self.env._("repaired, not collected"), COLLECTABLE, "success"),
        ]
        title = self.env._("Service Jobs")
        return self._tile("services", title, "fa-wrench", 15, "hau_mai.service", figures)

    @api.model
    def _tile_waiting(self):
        """Jobs that stand still, and who has to move."""
        figures = [
            ("parts", self.env._("for parts"), self._waiting_for("parts"), "warning"),
            ("customer", self.env._("for the customer"), self._waiting_for("customer"), "info"),
            ("maker", self.env._("for the manufacturer"), self._waiting_for("maker"), "info"),
            (
                "technician",
                self.env._("without a technician"),
                [OPEN, ("user_id", "=", False)],
                "danger",
            ),
            (
                "center",
                self.env._("without a service center"),
                [OPEN, ("center_id", "=", False)],
                "danger",
            ),
        ]
        title = self.env._("Jobs That Wait")
        return self._tile("waiting", title, "fa-pause-circle", 16, "hau_mai.service", figures)

    @api.model
    def _tile_maintenance(self):
        """Visits that are late, that come, and that nobody has given a day."""
        today = self._today()
        live = [("state", "in", OPEN_VISITS), ("schedule_id.state", "!=", "cancelled")]
        model = "hau_mai.maintenance.occurrence"
        week = self._between(model, "date_due", today, today + timedelta(days=7))
        unscheduled = [("service_id.state", "=", "new"), ("service_id.date_start", "=", False)]
        figures = [
            (
                "late",
                self.env._("past their window"),
                [*live, ("window_to", "<", fields.Date.to_string(today))],
                "danger",
            ),
            ("week", self.env._("due in the next 7 days"), [*live, *week], "primary"),
            (
                "unscheduled",
                self.env._("without an appointment"),
                [*live, *unscheduled],
                "warning",
            ),
            (
                "carried_over",
                self.env._("carried over"),
                [("state", "=", "carried_over"), *live[1:]],
                "info",
            ),
        ]
        return self._tile("maintenance", self.env._("Maintenance"), "fa-repeat", 17, model, figures)

    @api.model
    def _waiting_for(self, whom):
        return [("state", "=", "waiting"), ("waiting_for", "=", whom)]

    @api.model
    def _tile(self, key, title, icon, sequence, model, figures):
        """A tile of figures, each given as (key, label, domain, color)."""
        return {
            "key": key,
            "title": title,
            "icon": icon,
            "sequence": sequence,
            "figures": [
                self._figure(
                    figure,
                    label,
                    self._count(model, domain),
                    self._list_action(model, f"{title}: {label}", domain),
                    color,
                )
                for figure, label, domain, color in figures
            ],
        }
