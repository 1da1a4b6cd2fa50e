from odoo import fields, models


class ProductCategory(models.Model):
    _inherit = "product.category"

    warranty_policy_id = fields.Many2one(
        "hau_mai.warranty.policy",
        company_dependent=True,
        check_company=True,
        help="For all products of this category and of those below it that have none of their own.",
    )

    def _warranty_policies(self):
        """The policy of each category: its own, else that of the nearest one above.

        Company-dependent: asked in the company of the environment.

        :return: {category: policy}
        """
        ancestors = {
            category: self.browse(map(int, filter(None, (category.parent_path or "").split("/"))))
            for category in self
        }
        self.browse({ancestor.id for path in ancestors.values() for ancestor in path}).fetch(
            ["warranty_policy_id"]
        )
        none = self.env["hau_mai.warranty.policy"]
        return {
            category: next(
                (a.warranty_policy_id for a in reversed(path) if a.warranty_policy_id), none
            )
            for category, path in ancestors.items()
        }
