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

    def _team_for(self, company):
        """The team of a company that knows about the category: its own, else that of the one above.

        :return: a team, or none
        """
        node = self.sudo()
        while node and not (node.team_id.active and node.team_id.company_id == company):
            node = node.parent_id
        return node.team_id
