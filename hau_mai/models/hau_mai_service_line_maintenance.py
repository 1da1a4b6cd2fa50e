from odoo import fields, models


class HauMaiServiceLine(models.Model):
    """A part that a planned visit uses."""

    _inherit = "hau_mai.service.line"

    occurrence_id = fields.Many2one(
        "hau_mai.maintenance.occurrence",
        string="Planned Visit",
        ondelete="set null",
        index="btree_not_null",
    )
