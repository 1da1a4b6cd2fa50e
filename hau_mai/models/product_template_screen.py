from odoo import api, fields, models


class ProductTemplate(models.Model):
    """Where a product's warranty comes from, for its form."""

    _inherit = "product.template"

    warranty_hint = fields.Char(
        compute="_compute_warranty_hint",
        help="The policy that holds while the product names none, and where it comes from.",
    )

    @api.depends("categ_id", "type")
    @api.depends_context("company", "lang")
    def _compute_warranty_hint(self):
        by_category = self.categ_id._warranty_policies()
        default = self.env.company._hau_mai_default_policy()
        for template in self:
            inherited = by_category.get(template.categ_id)
            if inherited:
                template.warranty_hint = self.env._(
                    "%(policy)s (category %(category)s)",
                    policy=inherited.name,
                    category=template.categ_id.name,
                )
            elif default and template.type == "consu":
                template.warranty_hint = self.env._("%s (the company's default)", default.name)
            else:
                template.warranty_hint = self.env._("None: nothing is promised")
