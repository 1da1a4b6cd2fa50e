from odoo import api, fields, models


class ProductProduct(models.Model):
    _inherit = "product.product"

    variant_unit_count = fields.Integer(
        string="Warranty Cards (Variant)", compute="_compute_variant_unit_count"
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_variant_unit_count(self):
        counts = self.env["hau_mai.unit"]._count_by(
            "product_id", [("product_id", "in", self.ids), ("state", "=", "valid")]
        )
        for product in self:
            product.variant_unit_count = counts.get(product, 0)

    @api.model
    def _uom_piece(self):
        """The measure that counts pieces: Units."""
        xmlids = self.env["ir.model.data"]
        return self.env["uom.uom"].browse(xmlids._xmlid_to_res_id("uom.product_uom_unit"))

    def _uom_of_cards(self):
        """What warranty cards of the product count.

        Pieces, when its measure has the same reference as Units, else its own measure.
        """
        self.ensure_one()
        piece = self._uom_piece()
        if self.uom_id == piece:
            return piece
        path = self.uom_id.parent_path or ""
        return piece if path.split("/")[0] == str(piece.id) else self.uom_id

    def action_view_units(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("hau_mai.hau_mai_unit_action")
        return action | {"domain": [("product_id", "in", self.ids)], "context": {}}
