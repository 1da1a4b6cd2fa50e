"""What the tests of extended warranties have in common: two packages and what they extend."""

from .common import HauMaiCase


class ExtensionCase(HauMaiCase):
    """An air conditioner with 12 months, and extended warranties of 12 months and for parts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.base = cls.make_policy("Twelve months", trigger="order", duration=12)
        cls.fan = cls.make_product("Fan", warranty_policy_id=cls.base.id, list_price=1000)
        cls.longer = cls.make_policy("One year more", duration=12)
        cls.extension = cls.make_extension("Extended 12 months", cls.longer, list_price=150)

    @classmethod
    def make_extension(cls, name, policy, **vals):
        return cls.make_product(
            name,
            type="service",
            extends_warranty=True,
            warranty_policy_id=policy.id,
            **vals,
        )

    @classmethod
    def sell(cls, quantity=1, extended=None, product=None, confirm=True, **vals):
        """An order of fans, of which so many are extended on it."""
        order = cls.make_order((product or cls.fan, quantity), confirm=False, **vals)
        if extended != 0:
            cls.extend_line(order.order_line, extended or quantity)
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def extend_line(cls, line, quantity, extension=None):
        return cls.env["sale.order.line"].create(
            {
                "order_id": line.order_id.id,
                "product_id": (extension or cls.extension).id,
                "product_uom_qty": quantity,
                "extended_line_id": line.id,
            }
        )

    @classmethod
    def extend_unit(cls, unit, extension=None, confirm=True, quantity=None, **vals):
        """A later order that extends one card."""
        line = {
            "product_id": (extension or cls.extension).id,
            "product_uom_qty": quantity or unit.quantity,
            "extended_unit_id": unit.id,
        }
        return cls.make_order(line, confirm=confirm, **{"partner_id": unit.partner_id.id, **vals})

    def bought(self, units):
        """The extensions of these cards that hold."""
        coverages = units.coverage_ids.filtered(lambda c: c.origin == "extension")
        return coverages.filtered(lambda c: not c.date_ended)
