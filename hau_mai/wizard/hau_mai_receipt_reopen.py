from odoo import fields, models


class HauMaiReceiptReopen(models.TransientModel):
    """Asks why a signed receipt is opened again."""

    _name = "hau_mai.receipt.reopen"
    _description = "Correction of a Signed Receipt"

    service_id = fields.Many2one("hau_mai.service", string="Job", required=True)
    reason = fields.Char(string="Why", required=True)

    def action_apply(self):
        self.ensure_one()
        self.service_id.action_reopen_receipt(self.reason)
        return {"type": "ir.actions.act_window_close"}
