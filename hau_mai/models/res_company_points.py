from odoo import fields, models


class ResCompany(models.Model):
    """What becomes of loyalty points when an order is paid back."""

    _inherit = "res.company"

    hau_mai_points_taken_back = fields.Boolean(
        string="Take Points Back",
        default=True,
        help="A credit note takes back the loyalty points its order earned, in proportion.",
        prefetch="hau_mai",
    )
