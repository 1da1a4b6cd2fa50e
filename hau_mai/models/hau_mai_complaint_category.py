from odoo import fields, models


class HauMaiComplaintCategory(models.Model):
    """What cases are about, as a tree; it finds the team that knows."""

    _name = "hau_mai.complaint.category"
    _description = "Case Category"
    _inherit = ["hau_mai.category.mixin"]

    parent_id = fields.Many2one("hau_mai.complaint.category")
    team_id = fields.Many2one(
        "hau_mai.complaint.team", help="Gets the cases of this category; else that of the parent."
    )
