from odoo import api, fields, models

from ..models.hau_mai_complaint_stage import OPEN_KINDS


class HauMaiComplaintMerging(models.TransientModel):
    """The dialog that asks which of several cases stays."""

    _name = "hau_mai.complaint.merging"
    _description = "Merge of Several Cases"

    complaint_ids = fields.Many2many("hau_mai.complaint", string="Cases", required=True)
    partner_ids = fields.Many2many("res.partner", compute="_compute_partner_ids")
    target_id = fields.Many2one(
        "hau_mai.complaint",
        string="The Case That Stays",
        compute="_compute_target_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('id', 'in', complaint_ids)]",
    )
    other_ids = fields.Many2many(
        "hau_mai.complaint", string="Of Other Customers", compute="_compute_other_ids"
    )
    confirmed = fields.Boolean(string="They Are Meant All the Same")

    @api.depends("complaint_ids")
    def _compute_partner_ids(self):
        for dialog in self:
            dialog.partner_ids = dialog.complaint_ids.commercial_partner_id

    @api.depends("complaint_ids")
    def _compute_target_id(self):
        """The one that was opened first among the open ones."""
        for dialog in self:
            cases = dialog.complaint_ids._origin
            if dialog.target_id not in cases:
                dialog.target_id = cases.sorted(lambda c: (c.state not in OPEN_KINDS, c.date_open))[
                    :1
                ]

    @api.depends("complaint_ids", "target_id")
    def _compute_other_ids(self):
        for dialog in self:
            target = dialog.target_id._origin
            others = dialog.complaint_ids._origin - target
            dialog.other_ids = others._of_other_customers(target) if target else False

    def action_apply(self):
        """Merge them, and show the case that stays."""
        self.ensure_one()
        (self.complaint_ids - self.target_id)._merge_into(self.target_id, self.confirmed)
        return self.target_id._prepare_open_action()
