from odoo import api, fields, models


class HauMaiWarrantyEdition(models.Model):
    """How much was sold under an edition."""

    _inherit = "hau_mai.warranty.edition"

    unit_count = fields.Integer(string="Warranty Cards", compute="_compute_unit_count")

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_unit_count(self):
        counts = self.env["hau_mai.unit"]._count_by("edition_id", [("edition_id", "in", self.ids)])
        for edition in self:
            edition.unit_count = counts.get(edition._origin, 0)
