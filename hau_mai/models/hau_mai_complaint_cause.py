from odoo import fields, models


class HauMaiComplaintCause(models.Model):
    """Why something went wrong, as a tree: what the reports learn from."""

    _name = "hau_mai.complaint.cause"
    _description = "Cause"
    _inherit = ["hau_mai.category.mixin"]

    parent_id = fields.Many2one("hau_mai.complaint.cause")
