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
        hints = self._promise_hints("warranty_policy_id")
        for template in self:
            template.warranty_hint = hints[template]

    def _promise_hints(self, fname):
        """What holds while a product names nothing itself, and where it comes from.

        :param str fname: the field that promises it
        :return: {template: words}
        """
        by_category = self.categ_id._promised(fname)
        default = self.env.company._hau_mai_default(fname)
        hints = {}
        for template in self:
            inherited = by_category.get(template.categ_id)
            if inherited:
                hints[template] = self.env._(
                    "%(policy)s (category %(category)s)",
                    policy=inherited.name,
                    category=template.categ_id.name,
                )
            elif default and template._takes_default():
                hints[template] = self.env._("%s (the company's default)", default.name)
            else:
                hints[template] = self.env._("None: nothing is promised")
        return hints
