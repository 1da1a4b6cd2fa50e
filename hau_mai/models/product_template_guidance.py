from odoo import fields, models


class ProductTemplate(models.Model):
    """What customers are told about the use of a product."""

    _inherit = "product.template"

    guidance_ids = fields.Many2many(
        "hau_mai.guidance",
        "hau_mai_guidance_product_rel",
        "product_tmpl_id",
        "guidance_id",
        check_company=True,
        groups="base.group_user",
        help="Manuals and videos that follow-ups send a link to, besides those of the category.",
    )
