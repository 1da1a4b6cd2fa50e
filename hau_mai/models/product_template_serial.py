from odoo import fields, models


class ProductTemplate(models.Model):
    """What kind of serial number a product bears."""

    _inherit = "product.template"

    serial_kind = fields.Selection(
        [("any", "Any"), ("imei", "IMEI (15 digits)")],
        string="Serial Number",
        required=True,
        default="any",
        help="An IMEI is checked by its last digit when it is entered on a warranty card.",
    )
