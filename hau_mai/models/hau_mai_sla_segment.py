from odoo import api, fields, models

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
    _order = "status_id, id"
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
    kind = fields.Selection(
        SEGMENT_KINDS, string="Waiting For", required=True, readonly=True, help="Who is to act."
    )
    stops = fields.Boolean(
        string="Clock Stopped", readonly=True, help="Whether the clock stands still meanwhile."
    )
    date_from = fields.Datetime(string="From", required=True, readonly=True)
    date_to = fields.Datetime(
        string="Until",
        compute="_compute_date_to",
        help="When the next stretch begins, or when the promise was kept.",
    )

    @api.depends("status_id.segment_ids", "status_id.date_reached")
    def _compute_date_to(self):
        ends = {}
        for status in self.status_id._origin:
            rows = status.segment_ids.sorted("id")
            ends |= zip(rows.ids, [*rows[1:].mapped("date_from"), status.date_reached], strict=True)
        for row in self:
            row.date_to = ends.get(row._origin.id)
