import json

from odoo import api, fields, models
from odoo.fields import Domain

from .hau_mai_complaint_stage import OPEN_KINDS

#: Weeks in the graph of a card, this one included.
WEEKS = 8

#: Figures of a team's card: name -> its cases. ``uid`` stands for the user.
FIGURES = {
    "open": [("state", "in", OPEN_KINDS)],
    "new": [("state", "in", OPEN_KINDS), ("user_id", "=", False)],
    "mine": [("state", "in", OPEN_KINDS), ("user_id", "=", "uid")],
    "overdue": [("state", "in", OPEN_KINDS), ("sla_state", "=", "overdue")],
    "at_risk": [("state", "in", OPEN_KINDS), ("sla_state", "=", "at_risk")],
    "waiting": [("state", "=", "waiting")],
    "vulnerable": [("state", "in", OPEN_KINDS), ("is_vulnerable", "=", True)],
}


class HauMaiComplaintTeam(models.Model):
    """A team's card on the dashboard: its figures as of now, and its last weeks."""

    _inherit = "hau_mai.complaint.team"

    open_count = fields.Integer(
        string="Open", compute="_compute_dashboard", groups="hau_mai.group_user_own"
    )
    new_count = fields.Integer(
        string="Not Taken", compute="_compute_dashboard", groups="hau_mai.group_user_own"
    )
    mine_count = fields.Integer(
        string="Mine", compute="_compute_dashboard", groups="hau_mai.group_user_own"
    )
    overdue_count = fields.Integer(
        string="Overdue", compute="_compute_dashboard", groups="hau_mai.group_user_own"
    )
    at_risk_count = fields.Integer(
        string="At Risk", compute="_compute_dashboard", groups="hau_mai.group_user_own"
    )
    waiting_count = fields.Integer(
        string="Waiting for Others", compute="_compute_dashboard", groups="hau_mai.group_user_own"
    )
    vulnerable_count = fields.Integer(
        string="Vulnerable Consumers", compute="_compute_dashboard", groups="hau_mai.group_user_own"
    )
    dashboard_graph = fields.Text(
        compute="_compute_dashboard_graph", groups="hau_mai.group_user_own"
    )

    # === COMPUTE METHODS === #

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_dashboard(self):
        """Each figure of all teams in one query."""
        for figure in FIGURES:
            counts = dict(
                self.env["hau_mai.complaint"]._read_group(
                    self._figure_domain(figure), ["team_id"], ["__count"]
                )
            )
            for team in self:
                team[f"{figure}_count"] = counts.get(team._origin, 0)

    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_dashboard_graph(self):
        """Cases opened in each of the last weeks, as the widget of Odoo's dashboards wants it."""
        weeks = self.env["hau_mai.overview"]._weeks()[-WEEKS:]
        counts = self._count_opened_by_week(weeks)
        for team in self:
            values = [
                {"label": label, "value": counts.get((team._origin.id, number), 0), "type": "past"}
                for number, (label, _first, _last) in enumerate(weeks)
            ]
            team.dashboard_graph = json.dumps(
                [{"values": values, "key": self.env._("Cases opened"), "is_sample_data": False}]
            )

    @api.model
    def _count_opened_by_week(self, weeks):
        """How many cases each team got in each week, in one query.

        :return: {(id of the team, number of the week): count}
        """
        first, last = weeks[0][1], weeks[-1][2]
        overview, complaints = self.env["hau_mai.overview"], self.env["hau_mai.complaint"]
        rows = complaints.with_context(tz=self.env.company._hau_mai_tz())._read_group(
            overview._between(complaints._name, "date_open", first, last),
            ["team_id", "date_open:day"],
            ["__count"],
        )
        counts = {}
        for team, day, count in rows:
            key = (team.id, (fields.Date.to_date(day) - first).days // 7)
            counts[key] = counts.get(key, 0) + count
        return counts

    # === ACTION METHODS === #

    def action_view_cases(self):
        """The cases behind a figure of the card; which one stands in the context."""
        figure = self.env.context.get("hau_mai_figure")
        return self.env["hau_mai.complaint"]._prepare_action(
            self._figure_domain(figure if figure in FIGURES else "open"),
            default_team_id=self[:1].id,
        )

    def action_view_report(self):
        """The team's cases in figures."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hau_mai.hau_mai_complaint_report_action"
        )
        return action | {"domain": [("team_id", "in", self.ids)]}

    # === TOOLS === #

    def _figure_domain(self, figure):
        """The cases of these teams that a figure counts."""
        conditions = [
            (fname, operator, self.env.uid if value == "uid" else value)
            for fname, operator, value in FIGURES[figure]
        ]
        return Domain("team_id", "in", self._origin.ids) & Domain(conditions)
