from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.extension import Package, package_fits


class ProductTemplate(models.Model):
    """A product that is sold to extend the warranty of another, and what it is offered for."""

    _inherit = "product.template"

    _extends_warranty_idx = models.Index("(id) WHERE extends_warranty IS TRUE")
    _extension_prices_ordered = models.Constraint(
        "CHECK (extension_price_min >= 0 AND extension_price_max >= 0"
        " AND (extension_price_max = 0 OR extension_price_max >= extension_price_min))",
        "The prices an extended warranty is offered for go from a lower to a higher one.",
    )

    extends_warranty = fields.Boolean(
        string="Extended Warranty",
        help="Sold to extend the warranty of something else: its warranty policy says what is "
        "added. It gets no warranty card of its own.",
    )
    extension_categ_ids = fields.Many2many(
        "product.category",
        "product_template_extension_categ_rel",
        string="Offered for",
        help="Products of these categories and of those below them; empty for all.",
    )
    extension_price_min = fields.Monetary(
        string="From a Price of",
        currency_field="cost_currency_id",
        help="What a piece was sold for, in your currency.",
    )
    extension_price_max = fields.Monetary(
        string="Up to a Price of", currency_field="cost_currency_id", help="0: no limit."
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("extends_warranty", "warranty_policy_id", "categ_id", "type")
    def _check_extends_warranty(self):
        """What extends a warranty says by itself or its category what it adds."""
        extensions = self.filtered("extends_warranty")
        promised = extensions._promised("warranty_policy_id", self.env.company)
        for template in extensions:
            if template.type == "combo":
                raise ValidationError(
                    self.env._(
                        "“%s” is a combo, which promises nothing itself: an extended warranty "
                        "is a service or goods.",
                        template.name,
                    )
                )
            if not promised[template].term_ids:
                raise ValidationError(
                    self.env._(
                        "“%s” is sold as an extended warranty, so it must say what it adds: "
                        "choose its warranty policy, or one on its category. The company's "
                        "default does not count here.",
                        template.name,
                    )
                )

    # === BUSINESS METHODS === #

    def _takes_default(self):
        return super()._takes_default() and not self.extends_warranty

    def _to_package(self):
        """What it is offered for, as ``tools.extension`` sees it."""
        self.ensure_one()
        return Package(
            set(self.extension_categ_ids.ids), self.extension_price_min, self.extension_price_max
        )

    def _fits_for(self, product, price):
        """Whether it is offered for a product that was sold at a price a piece.

        :param float price: in the currency of the company
        """
        self.ensure_one()
        path = [int(id_) for id_ in (product.categ_id.parent_path or "").split("/") if id_]
        return package_fits(path, price, self._to_package())


class ProductProduct(models.Model):
    _inherit = "product.product"

    @api.model
    def _extension_products(self, company):
        """The extended warranties a company sells, the cheapest first."""
        products = self.with_company(company).search(
            [
                *self._check_company_domain(company),
                ("product_tmpl_id.extends_warranty", "=", True),
                ("sale_ok", "=", True),
            ]
        )
        return products.sorted(lambda product: (product.lst_price, product.id))
