from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HauMaiMaintenancePlanCheck(models.Model):
    """An item of the checklist of a plan line; each visit's job gets one of its own."""

    _name = "hau_mai.maintenance.plan.check"
    _description = "Checklist Item of a Maintenance Plan"
    _inherit = ["hau_mai.blueprint.mixin"]
    _order = "line_id, sequence, id"

    line_id = fields.Many2one(
        "hau_mai.maintenance.plan.line", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="line_id.company_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(string="What to Check", required=True, translate=True)
    kind = fields.Selection(
        [("check", "Pass or fail"), ("value", "Measured value")], required=True, default="check"
    )
    value_unit = fields.Char(string="Unit of Measure", translate=True)
    value_min = fields.Float(string="At Least")
    value_max = fields.Float(string="At Most")

    @api.constrains("kind", "value_min", "value_max")
    def _check_limits(self):
        for check in self:
            if check.kind == "value" and check.value_max and check.value_max < check.value_min:
                raise ValidationError(
                    self.env._("“%s”: the most that is allowed is less than the least.", check.name)
                )

    def _to_json(self):
        """The item as schedules keep it, in the language of the context."""
        self.ensure_one()
        fnames = ("name", "kind", "value_unit", "value_min", "value_max")
        return {fname: self[fname] for fname in fnames}
