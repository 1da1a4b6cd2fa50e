from odoo import fields, models


class ProductCategory(models.Model):
    """What customers are told about the use of all products of a category."""

    _inherit = "product.category"

    guidance_ids = fields.Many2many(
        "hau_mai.guidance",
        "hau_mai_guidance_categ_rel",
        "categ_id",
        "guidance_id",
        groups="base.group_user",
        help="Manuals and videos for products of this category and those below.",
    )
