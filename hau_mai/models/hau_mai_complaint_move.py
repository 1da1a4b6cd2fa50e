from odoo import fields, models

from .hau_mai_complaint_stage import STAGE_KINDS

#: Who a case can wait for, besides us.
PARTIES = [
    ("customer", "The customer"),
    ("supplier", "The supplier"),
    ("center", "The service center"),
]


class HauMaiComplaintMove(models.Model):
    """The way of a case, append-only: from when on it stood where, and waited for whom.

    Every clock is computed from these rows, so that a case that changes gets its
    deadlines as if it had been so from the start.
    """

    _name = "hau_mai.complaint.move"
    _inherit = ["hau_mai.append.only.mixin"]
    _description = "Step of a Case"
    _order = "date, id"
    _rec_name = "stage_id"

    complaint_id = fields.Many2one(
        "hau_mai.complaint",
        string="Case",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    date = fields.Datetime(string="From", required=True, readonly=True)
    stage_id = fields.Many2one(
        "hau_mai.complaint.stage", required=True, ondelete="restrict", readonly=True
    )
    kind = fields.Selection(STAGE_KINDS, required=True, readonly=True)
    waiting_for = fields.Selection(PARTIES, readonly=True)
    user_id = fields.Many2one("res.users", string="By", ondelete="restrict", readonly=True)
