from odoo import api, fields, models

from ..tools.complaint_times import times


class HauMaiComplaint(models.Model):
    """How long a case took, in working hours of its team, as the calendar was then."""

    _inherit = "hau_mai.complaint"

    working_hours_first_response = fields.Float(
        string="Working Hours to the First Answer",
        compute="_compute_working_hours",
        store=True,
        copy=False,
        aggregator="avg",
        groups="base.group_user",
    )
    working_hours_solution = fields.Float(
        string="Working Hours to the Solution",
        compute="_compute_working_hours",
        store=True,
        copy=False,
        aggregator="avg",
        groups="base.group_user",
        help="Without the time in which it waited for the customer, a supplier or a center.",
    )
    working_hours_waited = fields.Float(
        string="Working Hours Waited for Others",
        compute="_compute_working_hours",
        store=True,
        copy=False,
        aggregator="avg",
        groups="base.group_user",
        help="For the customer, a supplier or a center, until it was solved.",
    )

    @api.depends("date_open", "date_first_response", "date_solved", "team_id")
    def _compute_working_hours(self):
        """A calendar that changes later changes nothing: what was is counted as it was."""
        begun = self.filtered(lambda c: c.date_open and (c.date_first_response or c.date_solved))
        for complaint in self - begun:
            complaint._set_working_hours(None)
        for calendar, complaints in begun.grouped(lambda c: c._working_calendar()).items():
            working = calendar and complaints._working_time(calendar)
            for complaint in complaints:
                complaint._set_working_hours(working)

    def _set_working_hours(self, working):
        """Fill the hours of one case.

        :param WorkingTime working: of its team; None for a case that nobody answered yet
        """
        counted = working and times(
            working,
            [(move.date, move.kind) for move in self.sudo().move_ids.sorted("date")],
            self.date_open,
            self.date_first_response,
            self.date_solved,
        )
        self.working_hours_first_response = counted and counted.first_response or 0
        self.working_hours_solution = counted and counted.solution or 0
        self.working_hours_waited = counted and counted.waited or 0

    def _working_calendar(self):
        self.ensure_one()
        return self.team_id.sudo()._calendar() or self.company_id.sudo().resource_calendar_id

    def _working_time(self, calendar):
        """When people work by this calendar, from the first of these cases to their last moment."""
        moments = [
            complaint[fname]
            for complaint in self
            for fname in ("date_open", "date_first_response", "date_solved")
            if complaint[fname]
        ]
        return calendar._hau_mai_working_time(min(moments), max(moments))
