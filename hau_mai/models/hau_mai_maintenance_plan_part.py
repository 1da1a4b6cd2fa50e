from odoo import fields, models


class HauMaiMaintenancePlanPart(models.Model):
    """A part that each visit of a plan line uses, and whether it is included."""

    _name = "hau_mai.maintenance.plan.part"
    _description = "Part of a Maintenance Plan"
    _inherit = ["hau_mai.blueprint.mixin"]
    _order = "line_id, sequence, id"

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity of a part is more than zero."
    )

    line_id = fields.Many2one(
        "hau_mai.maintenance.plan.line", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="line_id.company_id")
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one(
        "product.product", string="Part", required=True, index=True, ondelete="restrict"
    )
    quantity = fields.Float(digits="Product Unit", default=1.0, required=True)
    included = fields.Boolean(
        string="Free With a Free Visit",
        default=True,
        help="Costs nothing when the visit costs nothing.",
    )

    def _to_json(self):
        """The part as schedules keep it, in the language of the context."""
        self.ensure_one()
        return {
            "product_id": self.product_id.id,
            "name": self.product_id.display_name,
            "quantity": self.quantity,
            "included": self.included,
        }
