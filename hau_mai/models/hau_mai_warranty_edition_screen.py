from odoo import fields, models


class HauMaiWarrantyEdition(models.Model):
    """How much was sold under an edition."""

    _inherit = "hau_mai.warranty.edition"

    unit_count = fields.Integer(string="Warranty Cards", compute="_compute_unit_count")

    def _compute_unit_count(self):
        counts = dict(
            self.env["hau_mai.unit"]._read_group(
                [("edition_id", "in", self.ids)], ["edition_id"], ["__count"]
            )
        )
        for edition in self:
            edition.unit_count = counts.get(edition._origin, 0)
