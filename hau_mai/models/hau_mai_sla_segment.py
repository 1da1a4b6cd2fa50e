from odoo import fields, models

SEGMENT_KINDS = [
    ("running", "Us"),
    ("customer", "The customer"),
    ("supplier", "The supplier"),
    ("center", "The service center"),
]


class HauMaiSlaSegment(models.Model):
    """From when on who is waited for, on one clock. Append-only."""

    _name = "hau_mai.sla.segment"
    _inherit = ["hau_mai.append.only.mixin"]
    _description = "Stretch of a Clock"
    _order = "status_id, date_from, id"
    _rec_name = "kind"

    status_id = fields.Many2one(
        "hau_mai.sla.status",
        string="Clock",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one(
        related="status_id.company_id", store=True, precompute=True, readonly=True
    )
    kind = fields.Selection(SEGMENT_KINDS, required=True, readonly=True)
    date_from = fields.Datetime(string="From", required=True, readonly=True)
