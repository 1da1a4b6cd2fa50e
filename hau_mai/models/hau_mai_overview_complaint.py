from odoo import api, models
from odoo.fields import Domain

from .hau_mai_complaint_stage import OPEN_KINDS

#: A case that is not over.
OPEN = ("state", "in", OPEN_KINDS)


class HauMaiComplaint(models.Model):
    _inherit = "hau_mai.complaint"

    _solved_idx = models.Index("(date_solved) WHERE date_solved IS NOT NULL")


class HauMaiOverview(models.AbstractModel):
    """Cases on the first screen: whose answer is due, who waits for us, who comes first."""

    _inherit = "hau_mai.overview"

    @api.model
    def _get_tiles(self):
        tiles = super()._get_tiles()
        if self.env.user.has_group("hau_mai.group_user_own"):
            tiles.append(self._tile_complaints())
        return tiles

    @api.model
    def _get_series(self, weeks):
        series = super()._get_series(weeks)
        if not self.env.user.has_group("hau_mai.group_user_own"):
            return series
        label = self.env._("Cases opened")
        opened = ("hau_mai.complaint", [], "date_open")
        return [*series, self._weekly_series("complaints", label, *opened, weeks)]

    @api.model
    def _waits_for_us_domain(self):
        """Customers who never had an answer, or wrote since they had one."""
        never = Domain("date_first_response", "=", False) & Domain("state", "!=", "waiting")
        return list(Domain([OPEN]) & (Domain("date_last_customer", "!=", False) | never))

    @api.model
    def _tile_complaints(self):
        """What is overdue and what soon will be, what nobody has taken, who waits for us."""
        figures = [
            ("overdue", self.env._("overdue"), [("sla_state", "=", "overdue"), OPEN], "danger"),
            ("at_risk", self.env._("at risk"), [("sla_state", "=", "at_risk"), OPEN], "warning"),
            (
                "unassigned",
                self.env._("that nobody has taken"),
                [OPEN, ("user_id", "=", False)],
                "danger",
            ),
            (
                "for_us",
                self.env._("that wait for us"),
                self._waits_for_us_domain(),
                "primary",
            ),
            (
                "vulnerable",
                self.env._("of vulnerable consumers"),
                [OPEN, ("is_vulnerable", "=", True)],
                "danger",
            ),
            (
                "grievances",
                self.env._("open complaints"),
                [OPEN, ("is_grievance", "=", True)],
                "body",
            ),
            ("open", self.env._("open, of every kind"), [OPEN], "body"),
        ]
        title = self.env._("Cases")
        return self._tile("complaints", title, "fa-life-ring", 12, "hau_mai.complaint", figures)
