from odoo import api, models
from odoo.tools import format_date, formatLang


class HauMaiUnit(models.Model):
    """Which extended warranties are offered for a card, and for what price."""

    _inherit = "hau_mai.unit"

    def _extension_packages(self):
        """The extended warranties that are offered for these cards and may be sold now.

        :return: {card: products}, the cheapest first; none where nothing fits
        """
        return {unit: products for unit, (products, _why) in self._extension_offers().items()}

    def _extension_offers(self):
        """The packages of each card, and why there is none.

        :return: {card: (products, reason)}; the reason is a sentence, empty where there are some
        """
        offers = {}
        # browsed together they are read together
        for company, units in self.browse(self._ids).grouped("company_id").items():
            products = self.env["product.product"]._extension_products(company)
            policies = products.product_tmpl_id._promised("warranty_policy_id", company)
            day = company._hau_mai_today()
            for unit in units:
                offers[unit] = unit._offer(products, policies, day)
        return offers

    def _offer(self, products, policies, day):
        """The packages of one card, or why there is none.

        :param products: all extended warranties that are sold
        :param policies: {template: what it promises}
        """
        self.ensure_one()
        price = self._price_sold()
        fitting = products.filtered(
            lambda p: (
                policies[p.product_tmpl_id].term_ids
                and p.product_tmpl_id._fits_for(self.product_id.sudo(), price)
            )
        )
        verdicts = {
            product: self._extension_verdict(
                policies[product.product_tmpl_id], self.partner_id, day
            )
            for product in fitting
        }
        allowed = fitting.filtered(lambda product: verdicts[product][0])
        if allowed:
            return allowed, ""
        if verdicts:
            return allowed, next(iter(verdicts.values()))[1]
        return allowed, self.env._("No extended warranty is offered for %s.", self.display_name)

    def _extension_words(self):
        """The packages of these cards, in a line each: "Extended 12 months: 150 (until …)".

        :return: {card: words}; False where nothing fits
        """
        packages = self._extension_packages()
        words = dict.fromkeys(self, False)
        for (partner, company), units in (
            self.browse(self._ids).grouped(lambda unit: (unit.partner_id, unit.company_id)).items()
        ):
            products = self.env["product.product"].union(*(packages[unit] for unit in units))
            if not products:
                continue
            prices, currency = self._extension_prices(products, partner, company)
            policies = products.product_tmpl_id._promised("warranty_policy_id", company)
            for unit in units:
                words[unit] = "; ".join(
                    unit._word_package(product, policies, prices, currency)
                    for product in packages[unit]
                )
        return words

    def _word_package(self, product, policies, prices, currency):
        """One package in words, with its price and until when it would last."""
        self.ensure_one()
        price = formatLang(self.env, prices[product.id], currency_obj=currency)
        policy = policies[product.product_tmpl_id]
        _before, until = self._extended_until(policy, self.company_id._hau_mai_today())
        if not until:
            return f"{product.name}: {price}"
        return self.env._(
            "%(package)s: %(price)s (until %(day)s)",
            package=product.name,
            price=price,
            day=format_date(self.env, until),
        )

    def _price_sold(self):
        """What a piece was sold for, in the currency of the company; else its price today."""
        self.ensure_one()
        line = self.sale_line_id.sudo()
        if line:
            return line._price_of_piece(self.date_ordered)
        product = self.product_id.sudo().with_company(self.company_id)
        return product.currency_id._convert(
            product.lst_price, self.company_id.currency_id, self.company_id
        )

    @api.model
    def _extension_prices(self, products, partner, company, order=None):
        """What these extended warranties cost a customer.

        :param order: the quotation they would stand on; else the customer's price list counts
        :return: ({product id: price}, currency)
        """
        partner = partner.sudo().with_company(company)
        pricelist = order.pricelist_id if order else partner.property_product_pricelist
        currency = order.currency_id if order else pricelist.currency_id or company.currency_id
        prices = pricelist.sudo()._get_products_price(
            products.with_company(company), 1.0, currency=currency
        )
        return prices, currency


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _price_of_piece(self, day=None):
        """What a piece of this line costs without tax, in the currency of the company."""
        self.ensure_one()
        company = self.company_id or self.env.company
        price = self.price_unit * (1 - (self.discount or 0.0) / 100)
        if self.product_uom_id:
            price = self.product_uom_id._compute_price(price, self.product_id._uom_of_cards())
        currency = self.currency_id or company.currency_id
        return currency._convert(price, company.currency_id, company, day or None)
