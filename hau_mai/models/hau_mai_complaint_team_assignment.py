from odoo import fields, models


class HauMaiComplaintTeam(models.Model):
    """How a team gives its cases to its people."""

    _name = "hau_mai.complaint.team"
    _inherit = ["hau_mai.complaint.team", "hau_mai.assignment.mixin"]

    assignment = fields.Selection(
        [
            ("manual", "By hand"),
            ("turn", "In turn"),
            ("load", "To who has the fewest open cases"),
        ],
        string="New Cases Are Given",
        required=True,
        default="manual",
        help="Who is out of office or on leave gets none.",
    )
    assign_by_skill = fields.Boolean(
        string="Specialists First",
        help="Those who are named as specialists of a case's category, or of one above it.",
    )
