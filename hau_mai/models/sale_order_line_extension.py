from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ..tools.extension import quantity_fault


class SaleOrderLine(models.Model):
    """A line that sells an extended warranty: for which line, or for which card."""

    _inherit = "sale.order.line"

    extended_line_id = fields.Many2one(
        "sale.order.line",
        string="Extends",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        domain="[('order_id', '=', order_id), ('product_id', '!=', False), ('id', '!=', id)]",
        help="The line of this order whose warranty is extended.",
    )
    extended_unit_id = fields.Many2one(
        "hau_mai.unit",
        string="Extends the Card",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="[('state', '=', 'valid')]",
        help="The card of something sold before, or elsewhere, whose warranty is extended.",
    )
    extension_line_ids = fields.One2many(
        "sale.order.line", "extended_line_id", string="Extended Warranties"
    )
    extends_warranty = fields.Boolean(related="product_template_id.extends_warranty")

    # === COMPUTE METHODS === #

    @api.depends("extended_line_id", "extended_unit_id")
    def _compute_name(self):
        return super()._compute_name()

    @api.depends("extended_line_id", "extended_unit_id", "extends_warranty")
    def _compute_warranty_sentence(self):
        """What an extension adds, instead of what is promised with goods."""
        extensions = self.filtered(
            lambda line: line.extends_warranty and line.warranty_policy_id and line.product_id
        )
        result = super(SaleOrderLine, self - extensions)._compute_warranty_sentence()
        for line in extensions:
            line.warranty_sentence = line._get_blueprint()["extension_sentence"]
        return result

    def _get_sale_order_line_multiline_description_sale(self):
        description = super()._get_sale_order_line_multiline_description_sale()
        extended = self._describe_extended()
        return f"{description}\n{extended}" if extended else description

    def _describe_extended(self):
        """What a line extends, and until when that would last, for the customer."""
        self.ensure_one()
        if self.extended_line_id:
            product = self.extended_line_id.product_id.with_context(display_default_code=False)
            return self.env._("Extended warranty for: %s", product.display_name)
        unit = self.extended_unit_id.sudo()
        if not unit:
            return ""
        product = unit.product_id.with_context(lang=self.env.lang, display_default_code=False)
        number = unit.serial_number or unit.name
        what = self.env._(
            "Extended warranty for: %(product)s (%(number)s)",
            product=product.display_name,
            number=number,
        )
        if not self.warranty_policy_id.term_ids:
            return what
        _before, until = unit._extended_until(self.warranty_policy_id, self._day_of_sale())
        if not until:
            return what
        return self.env._("%(what)s, until %(day)s", what=what, day=format_date(self.env, until))

    def _day_of_sale(self):
        """The day an extension counts as sold: that of the order, once it is confirmed."""
        self.ensure_one()
        company = self.company_id or self.env.company
        if self.state == "sale":
            return company._hau_mai_day(self.order_id.date_order)
        return company._hau_mai_today()

    # === CONSTRAINT METHODS === #

    @api.constrains(
        "extended_line_id", "extended_unit_id", "product_id", "product_uom_qty", "order_id"
    )
    def _check_extension(self):
        """What it extends is of the same order and customer, and there is enough of it."""
        for line in self.filtered(lambda line: line._is_extension()):
            fault = line.sudo()._extension_fault()
            if fault:
                raise ValidationError(fault)

    def _extension_fault(self):
        """Why this line cannot extend what it says, as a sentence; nothing when it can."""
        self.ensure_one()
        if not self.extends_warranty:
            return self.env._(
                "“%s” extends no warranty: choose a product that is sold as an extended warranty.",
                self.product_id.display_name,
            )
        if self.extended_line_id and self.extended_unit_id:
            return self.env._(
                "“%s” extends either a line of this order or a card sold before, not both.",
                self.product_id.display_name,
            )
        if self.extended_line_id:
            return self._line_fault()
        return self._unit_fault()

    def _line_fault(self):
        """The same of a line of the order."""
        base = self.extended_line_id
        if base.order_id != self.order_id:
            return self.env._(
                "“%(extension)s” extends a line of another order: choose its warranty card "
                "instead.",
                extension=self.product_id.display_name,
            )
        if base == self or base.extends_warranty:
            return self.env._(
                "“%(extension)s” extends another extended warranty: let it extend what was sold.",
                extension=self.product_id.display_name,
            )
        pieces = base._pieces()
        others = (base.extension_line_ids - self).filtered(lambda line: line.state != "cancel")
        code = quantity_fault(
            self._pieces(),
            pieces,
            base._by_quantity(base._to_units(base.product_uom_qty), base.unit_ids),
            sum(other._pieces() for other in others),
        )
        return code and self._word_quantity(code, base.product_id.display_name, pieces)

    def _unit_fault(self):
        """The same of a card that exists."""
        unit = self.extended_unit_id._current_card()
        order = self.order_id
        others = order.order_line.filtered(
            lambda line: line != self and line.extended_unit_id == self.extended_unit_id
        )
        code = quantity_fault(
            self._pieces(),
            unit.quantity,
            unit.by_quantity,
            sum(other._pieces() for other in others),
        )
        if code:
            return self._word_quantity(code, unit.display_name, unit.quantity)
        if self.state == "sale" or not self.warranty_policy_id.term_ids:
            return None
        allowed, reason = unit._extension_verdict(
            self.warranty_policy_id, order.partner_id, self._day_of_sale()
        )
        return None if allowed else reason

    def _word_quantity(self, code, what, pieces):
        values = {
            "extension": self.product_id.display_name,
            "quantity": f"{self._pieces():g}",
            "what": what,
            "pieces": f"{pieces:g}",
        }
        if code == "part":
            return self.env._(
                "“%(what)s” is one card of %(pieces)s: extend all of it, not %(quantity)s.",
                **values,
            )
        return self.env._(
            "“%(extension)s” extends %(quantity)s of “%(what)s”, but there are %(pieces)s, each of "
            "which is extended once in an order.",
            **values,
        )

    def _pieces(self):
        """How many pieces this line sells, as warranty cards count."""
        self.ensure_one()
        return self._to_units(self.product_uom_qty)

    # === BUSINESS METHODS === #

    def _is_extension(self):
        """Whether it extends a line or a card."""
        self.ensure_one()
        return bool(self.extended_line_id or self.extended_unit_id)

    def _promises_units(self):
        """An extended warranty gets no card of its own."""
        return not self._is_extension() and not self.extends_warranty and super()._promises_units()
