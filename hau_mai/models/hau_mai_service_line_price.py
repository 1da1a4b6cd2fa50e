from odoo import api, fields, models


class HauMaiServiceLine(models.Model):
    """What a line costs the customer, and what it costs us. Amounts are untaxed."""

    _inherit = "hau_mai.service.line"

    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", store=True, precompute=True
    )
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Own Currency")
    price_unit = fields.Float(
        string="Price",
        digits="Product Price",
        compute="_compute_price_unit",
        store=True,
        readonly=False,
        precompute=True,
        help="By the company's price list for repairs, else by the customer's.",
    )
    discount = fields.Float(
        string="Disc.%",
        digits="Discount",
        compute="_compute_discount",
        store=True,
        readonly=False,
        precompute=True,
    )
    discount_reason = fields.Char(
        compute="_compute_discount",
        store=True,
        precompute=True,
        help="Where the discount comes from.",
    )
    cost_unit = fields.Float(
        string="Unit Cost",
        digits="Product Price",
        compute="_compute_cost_unit",
        store=True,
        readonly=False,
        precompute=True,
        groups="hau_mai.group_user_own",
        help="What it costs us, as of the day it was written.",
    )
    cost = fields.Monetary(
        currency_field="company_currency_id",
        compute="_compute_cost",
        store=True,
        groups="hau_mai.group_user_own",
    )
    price_full = fields.Monetary(
        string="Worth", compute="_compute_subtotal", store=True, help="What it would be charged."
    )
    subtotal = fields.Monetary(
        string="Customer Pays", compute="_compute_subtotal", store=True, help="Without taxes."
    )
    declined = fields.Boolean(
        readonly=True, copy=False, help="The customer did not want it: it is not done."
    )

    # === COMPUTE METHODS === #

    @api.depends("service_id")
    def _compute_currency_id(self):
        for line in self:
            line.currency_id = line.service_id._pricelist().currency_id or (
                line.company_id.currency_id or self.env.company.currency_id
            )

    @api.depends("product_id", "uom_id")
    def _compute_price_unit(self):
        for (service, uom), lines in self.grouped(lambda r: (r.service_id, r.uom_id)).items():
            products = lines.product_id
            if not products:
                for line in lines:
                    line.price_unit = line.price_unit
                continue
            prices = service._pricelist()._get_products_price(
                products,
                quantity=1.0,
                uom=uom or None,
                currency=lines[:1].currency_id,
                date=fields.Datetime.now(),
            )
            for line in lines:
                line.price_unit = prices.get(line.product_id.id, line.price_unit)

    @api.depends("product_id")
    def _compute_discount(self):
        for service, lines in self.grouped("service_id").items():
            customer = service.partner_id.with_company(service.company_id)
            percent, reason = customer._get_service_discount(service.unit_id)
            lines.discount = percent
            lines.discount_reason = reason

    @api.depends("product_id", "uom_id")
    def _compute_cost_unit(self):
        for line in self:
            product = line.product_id.with_company(line.company_id).sudo()
            cost = product.standard_price
            if product and line.uom_id and line.uom_id != product.uom_id:
                cost = product.uom_id._compute_price(cost, line.uom_id)
            line.cost_unit = cost if product else line.cost_unit

    @api.depends("cost_unit", "quantity", "declined")
    def _compute_cost(self):
        for line in self:
            line.cost = 0 if line.declined else line.cost_unit * line.quantity

    @api.depends("price_unit", "discount", "quantity", "covered", "declined")
    def _compute_subtotal(self):
        for line in self:
            price = line.quantity * line.price_unit * (1 - line.discount / 100)
            line.price_full = 0 if line.declined else price
            line.subtotal = 0 if line.covered else line.price_full
