from odoo import fields, models


class HauMaiService(models.Model):
    """Is the job under warranty, and why? A verdict given stays given, with its moment."""

    _inherit = "hau_mai.service"

    under_warranty = fields.Boolean(copy=False, tracking=True)
