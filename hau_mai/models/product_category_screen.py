from odoo import api, fields, models
from odoo.fields import Domain


class ProductCategory(models.Model):
    """Where a category's warranty comes from, for its form and lists."""

    _inherit = "product.category"

    effective_warranty_policy_id = fields.Many2one(
        "hau_mai.warranty.policy",
        string="Promised Warranty",
        compute="_compute_effective_warranty_policy_id",
        help="Its own policy, else that of the nearest category above.",
    )
    warranty_hint = fields.Char(compute="_compute_effective_warranty_policy_id")
    without_warranty_policy = fields.Boolean(
        compute="_compute_effective_warranty_policy_id",
        search="_search_without_warranty_policy",
    )

    @api.depends("warranty_policy_id", "parent_id")
    @api.depends_context("company", "lang")
    def _compute_effective_warranty_policy_id(self):
        policies = self._promised("warranty_policy_id")
        hints = self._promise_hints("warranty_policy_id")
        for category in self:
            policy = category.warranty_policy_id or policies[category]
            category.effective_warranty_policy_id = policy
            category.without_warranty_policy = not policy
            category.warranty_hint = hints[category]

    def _search_without_warranty_policy(self, operator, value):
        """Categories for which neither they nor one above says anything."""
        if operator != "in":
            return NotImplemented
        chosen = self.search([("warranty_policy_id", "!=", False)])
        within = Domain("id", "child_of", chosen.ids) if chosen else Domain.FALSE
        return ~within if True in value else within

    def _promise_hints(self, fname):
        """What holds while a category names nothing itself, and where it comes from.

        :param str fname: the field that promises it
        :return: {category: words}
        """
        promised = self.parent_id._promised(fname)
        default = self.env.company._hau_mai_default(fname)
        hints = {}
        for category in self:
            above = category.parent_id and promised[category.parent_id]
            if above:
                hints[category] = self.env._("%s (category above)", above.name)
            elif default:
                hints[category] = self.env._("%s (the company's default)", default.name)
            else:
                hints[category] = self.env._("None: nothing is promised")
        return hints
