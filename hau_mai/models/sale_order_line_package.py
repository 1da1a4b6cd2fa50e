from odoo import api, fields, models


class SaleOrderLine(models.Model):
    """Offering an extended warranty on the line of what is sold."""

    _inherit = "sale.order.line"

    may_extend = fields.Boolean(compute="_compute_may_extend")
    extended_sentence = fields.Char(
        string="Extended",
        compute="_compute_extended_sentence",
        help="What extends this line.",
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "product_id", "product_uom_qty", "price_unit", "discount", "state",
        "warranty_policy_id", "extension_line_ids.product_uom_qty", "unit_ids.state",
    )  # fmt: skip
    def _compute_may_extend(self):
        """Whether packages fit and there is something left to be extended."""
        self.may_extend = False
        for company, lines in self.grouped("company_id").items():
            goods = lines.filtered(lambda line: line._can_be_extended())
            if not goods:
                continue
            products = self.env["product.product"]._extension_products(company or self.env.company)
            for line in goods:
                line.may_extend = bool(line._fitting_packages(products))

    @api.depends("extension_line_ids.product_id", "extension_line_ids.product_uom_qty")
    def _compute_extended_sentence(self):
        for line in self:
            extensions = line.extension_line_ids.filtered(lambda row: row.product_uom_qty > 0)
            line.extended_sentence = ", ".join(
                f"{row.product_id.name} × {row.product_uom_qty:g}" for row in extensions
            )

    def _can_be_extended(self):
        """Whether this line sells something with a warranty that nobody extends yet."""
        self.ensure_one()
        if not self.product_id or self.extends_warranty or self._is_extension():
            return False
        if not self._promises_something() or not self._is_after_sales_line():
            return False
        if self.state == "sale":
            return any(unit.state == "valid" for unit in self.sudo().unit_ids)
        return self.state in ("draft", "sent") and self._pieces_left() > 0

    def _pieces_left(self):
        """How many pieces of this line no other line of the quotation extends."""
        self.ensure_one()
        return self._pieces() - sum(line._pieces() for line in self.extension_line_ids)

    def _fitting_packages(self, products):
        """Those of the extended warranties that are offered for what this line sells."""
        self.ensure_one()
        price = self._price_of_piece()
        return products.filtered(
            lambda product: product.product_tmpl_id._fits_for(self.product_id, price)
        )

    # === ACTION METHODS === #

    def action_extend(self):
        """Offer an extended warranty: on a quotation for the line, later for its cards."""
        self.ensure_one()
        offers = self.env["hau_mai.extension.offer"]
        if self.state == "sale":
            units = self.unit_ids.filtered(lambda unit: unit.state == "valid")
            return offers._open_for(units)
        return offers._open_for_line(self)

    # === BUSINESS METHODS === #

    def _add_extension(self, product):
        """Put an extended warranty right below this line, for all of it that is left.

        :return: the new line
        """
        self.ensure_one()
        order = self.order_id
        extension = self.create(
            {
                "order_id": order.id,
                "product_id": product.id,
                "product_uom_qty": self._pieces_left(),
                "extended_line_id": self.id,
                "sequence": self.sequence,
            }
        )
        lines = order.order_line - extension
        before = lines.filtered(
            lambda line: (line.sequence, line.id) <= (self.sequence, self.id)
        ).sorted(lambda line: (line.sequence, line.id))
        for number, line in enumerate(before + extension + (lines - before), start=1):
            line.sequence = number
        return extension
