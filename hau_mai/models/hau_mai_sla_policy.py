from fractions import Fraction

from odoo import fields, models

from ..tools.working_time import Promise

TARGETS = [
    ("acknowledge", "Confirm the receipt"),
    ("first_response", "First answer"),
    ("next_response", "Next answer"),
    ("solution", "Solution or refusal"),
]


class HauMaiSlaPolicy(models.Model):
    """A promise of time: for which cases, what, within how much working time."""

    _name = "hau_mai.sla.policy"
    _description = "Promise of Time"
    _order = "sequence, id"
    _check_company_auto = True

    _positive = models.Constraint(
        "CHECK (minutes >= 0 AND hours >= 0 AND days >= 0 AND minutes + hours + days > 0)",
        "A promise is longer than nothing: give it minutes, hours or days.",
    )

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="All companies when empty.")
    target = fields.Selection(TARGETS, required=True, default="solution")
    days = fields.Integer(string="Working Days")
    hours = fields.Integer(string="Working Hours")
    minutes = fields.Integer(string="Working Minutes")
    team_ids = fields.Many2many("hau_mai.complaint.team", string="Teams", check_company=True)
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours Of",
        check_company=True,
        help="Those of the team when empty.",
    )
    pause_stage_ids = fields.Many2many(
        "hau_mai.complaint.stage",
        string="Stopped In",
        default=lambda self: self.env["hau_mai.complaint.stage"].search([("kind", "=", "waiting")]),
        help="While a case stands in one of these, its clock does not run.",
    )

    def _promise(self):
        """The time it promises."""
        self.ensure_one()
        return Promise(Fraction(self.days), self.hours * 3600 + self.minutes * 60)
