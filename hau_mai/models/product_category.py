from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ProductCategory(models.Model):
    _inherit = "product.category"

    warranty_policy_id = fields.Many2one(
        "hau_mai.warranty.policy",
        company_dependent=True,
        check_company=True,
        help="For all products of this category and of those below it that have none of their own.",
    )

    guarantee_months = fields.Integer(
        string="Guarantee of Repairs (months)",
        help="On parts of this category and of those below it that a repair puts in; 0: as "
        "the category above, else the company says.",
    )

    @api.constrains("warranty_policy_id")
    def _check_warranty_policy_company(self):
        self._check_promise_company("warranty_policy_id")

    def _check_promise_company(self, fname):
        """Core checks the companies of products, not those of categories.

        :param str fname: the field that promises something
        :raises ValidationError: when that belongs to another company
        """
        company = self.env.company
        promised = self.sudo()[fname]
        others = promised - promised.filtered_domain(promised._check_company_domain(company))
        if others:
            raise ValidationError(
                self.env._(
                    "“%(promise)s” belongs to %(owner)s; %(company)s cannot promise it.",
                    promise=others[0].name,
                    owner=others[0].company_id.name,
                    company=company.name,
                )
            )

    def _promised(self, fname):
        """What each category promises: its own, else that of the nearest one above.

        Company-dependent: asked in the company of the environment.

        :param str fname: the field that promises it, such as ``warranty_policy_id``
        :return: {category: record}
        """
        ancestors = {
            category: self.browse(map(int, filter(None, (category.parent_path or "").split("/"))))
            for category in self
        }
        self.browse({ancestor.id for path in ancestors.values() for ancestor in path}).fetch(
            [fname]
        )
        none = self.env[self._fields[fname].comodel_name]
        return {
            category: next((above[fname] for above in reversed(path) if above[fname]), none)
            for category, path in ancestors.items()
        }

    def _guarantee_months(self):
        """Months of guarantee on parts of each category: its own, else the nearest above.

        :return: {category: months}; 0 where nothing is said
        """
        paths = {
            category: self.browse(map(int, filter(None, (category.parent_path or "").split("/"))))
            for category in self
        }
        self.browse({above.id for path in paths.values() for above in path}).fetch(
            ["guarantee_months"]
        )
        return {
            category: next((a.guarantee_months for a in reversed(path) if a.guarantee_months), 0)
            for category, path in paths.items()
        }
