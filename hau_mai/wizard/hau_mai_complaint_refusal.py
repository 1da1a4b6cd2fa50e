from odoo import fields, models


class HauMaiComplaintRefusal(models.TransientModel):
    """The dialog behind a refusal: of a case, or of a voucher that waits for an approval."""

    _name = "hau_mai.complaint.refusal"
    _description = "Refusal of a Case"

    complaint_ids = fields.Many2many("hau_mai.complaint", string="Cases")
    action_id = fields.Many2one("hau_mai.complaint.action", string="Voucher", ondelete="cascade")
    reason = fields.Text(required=True)
    ground = fields.Text(string="Legal Ground")
    ground_required = fields.Boolean(compute="_compute_ground_required")

    def _compute_ground_required(self):
        for wizard in self:
            wizard.ground_required = any(
                wizard.complaint_ids.company_id.mapped("hau_mai_vietnam_rules")
            )

    def action_apply(self):
        """Refuse; the methods of case and action ask for reason, ground and rights."""
        self.ensure_one()
        if self.action_id:
            self.action_id.action_refuse(self.reason)
        else:
            self.complaint_ids.action_refuse(self.reason, self.ground)
        return {"type": "ir.actions.act_window_close"}
