from odoo import fields, models


class HauMaiComplaintCategory(models.Model):
    """Who knows about a category."""

    _inherit = "hau_mai.complaint.category"

    user_ids = fields.Many2many(
        "res.users",
        string="Specialists",
        domain=[("share", "=", False)],
        groups="base.group_user",
        help="Get its cases first, in teams that give them to specialists; "
        "with nobody here, those of the category above.",
    )

    def _lineage(self):
        """This category and all above it, the nearest first."""
        self.ensure_one()
        return self.browse(int(node) for node in reversed(self.parent_path.split("/")[:-1]))
