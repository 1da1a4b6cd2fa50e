from odoo import fields, models


class HauMaiService(models.Model):
    """Is the job under warranty, and why? A verdict given stays given, with its moment."""

    _inherit = "hau_mai.service"

    under_warranty = fields.Boolean(copy=False, tracking=True)
    remedy_due = fields.Boolean(
        string="Exchange or Refund Due", copy=False, groups="hau_mai.group_user_own"
    )
    remedy_reason = fields.Char(
        string="Why Exchange or Refund Is Due", copy=False, groups="hau_mai.group_user_own"
    )
