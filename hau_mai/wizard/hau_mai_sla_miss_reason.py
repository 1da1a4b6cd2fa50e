from odoo import fields, models


class HauMaiSlaMissReason(models.TransientModel):
    """Asks why promises were broken."""

    _name = "hau_mai.sla.miss.reason"
    _description = "Reason of a Broken Promise"

    miss_ids = fields.Many2many("hau_mai.sla.miss", string="Broken Promises", required=True)
    reason = fields.Char(string="Why", required=True)

    def action_apply(self):
        self.ensure_one()
        self.miss_ids.action_explain(self.reason)
        return {"type": "ir.actions.act_window_close"}
