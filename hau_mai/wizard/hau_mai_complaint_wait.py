from odoo import fields, models

from ..models.hau_mai_complaint_move import PARTIES


class HauMaiComplaintWait(models.TransientModel):
    """The dialog that asks for whom cases wait, and for what."""

    _name = "hau_mai.complaint.wait"
    _description = "Put Cases Aside"

    complaint_ids = fields.Many2many("hau_mai.complaint", string="Cases", required=True)
    waiting_for = fields.Selection(PARTIES, required=True, default="customer")
    reason = fields.Char(string="For What")

    def action_apply(self):
        """Put the cases aside; their own method asks for the rights."""
        self.ensure_one()
        self.complaint_ids.action_wait(self.waiting_for, self.reason)
        return {"type": "ir.actions.act_window_close"}
