from odoo import fields, models


class SaleOrder(models.Model):
    """The quotation of a replacement that a case led to."""

    _inherit = "sale.order"

    complaint_id = fields.Many2one(
        "hau_mai.complaint",
        string="Made for Case",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        check_company=True,
        groups="hau_mai.group_user_own",
    )
