from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools.compensation import returnable
from ..tools.turns import take_turns
from .hau_mai_complaint_stage import OPEN_KINDS

RETURN_CONDITIONS = [
    ("sealed", "Sealed"),
    ("like_new", "Opened, like new"),
    ("used", "Used"),
    ("damaged", "Damaged"),
    ("incomplete", "Parts are missing"),
]

#: How a case of type return ends without anything having come back.
NOT_RETURNED = ("withdrawn", "duplicate", "merged")


class HauMaiComplaint(models.Model):
    """A return: how much of what was sold comes back, and in which condition.

    The documents of the return itself come with Inventory.
    """

    _inherit = "hau_mai.complaint"

    _return_quantity_positive = models.Constraint(
        "CHECK (return_quantity >= 0)", "The quantity that comes back cannot be negative."
    )
    _returned_idx = models.Index("(sale_line_id) WHERE return_quantity > 0")

    return_quantity = fields.Float(
        string="Quantity Returned", digits="Product Unit", copy=False, tracking=True
    )
    return_condition = fields.Selection(
        RETURN_CONDITIONS,
        string="Condition of the Return",
        copy=False,
        tracking=True,
    )
    return_origin_id = fields.Many2one(
        "hau_mai.complaint",
        string="Return Agreed In",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
        check_company=True,
        groups="base.group_user",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("return_quantity", "sale_line_id", "type", "stage_id")
    def _check_return_quantity(self):
        """No more comes back than was delivered and other cases do not take back."""
        returns = self.filtered(lambda c: c.return_quantity and c.sale_line_id and c._takes_back())
        if not returns:
            return
        lines = returns.sudo().sale_line_id
        take_turns(lines)
        taken = self._taken_back(lines)
        for complaint in returns:
            line = complaint.sale_line_id.sudo()
            possible = _returnable(line, taken[line] - complaint.return_quantity)
            if line.product_uom_id.compare(complaint.return_quantity, possible) > 0:
                raise ValidationError(
                    self.env._(
                        "Of %(product)s, %(possible)s can come back on order %(order)s: what was "
                        "delivered, less what other cases take back.",
                        product=line.product_id.display_name,
                        possible=f"{possible:g}",
                        order=line.order_id.name,
                    )
                )

    # === BUSINESS METHODS === #

    def _takes_back(self):
        """Whether something of this case comes back, or came back."""
        self.ensure_one()
        over = self.state == "refused" or self.close_reason in NOT_RETURNED
        return self.type == "return" and not over

    @api.model
    def _taken_back(self, lines):
        """How much of order lines the cases take back: ``{line: quantity}``."""
        taken = Domain("state", "!=", "refused") & Domain("type", "=", "return")
        taken &= Domain("close_reason", "not in", NOT_RETURNED)
        taken &= Domain("sale_line_id", "in", lines.ids)
        return dict(self.sudo()._read_group(taken, ["sale_line_id"], ["return_quantity:sum"]))

    def _line_to_return(self):
        """The order line of the case, else the only one of its product on its order."""
        self.ensure_one()
        if self.sale_line_id:
            return self.sale_line_id.sudo()
        lines = self.order_id.sudo().order_line.filtered(
            lambda line: line.product_id == self.product_id.sudo()
        )
        return lines if len(lines) == 1 else lines.browse()

    def _make_return(self, quantity, condition):
        """Agree on a return: a case of its own, linked with this one.

        :raises ValidationError: when more would come back than was delivered
        """
        self.ensure_one()
        self._raise_without_customer()
        if quantity <= 0:
            raise ValidationError(self.env._("Say how many pieces come back."))

        def make():
            returned = self.create(self._prepare_return_vals(quantity, condition))
            labels = dict(self._fields["return_condition"]._description_selection(self.env))
            note = f"{quantity:g} · {labels.get(condition, '')}".strip(" ·")
            return {"return_id": returned.id, "name": returned.name, "note": note}

        return self._do_once("return", make)

    def _prepare_return_vals(self, quantity, condition):
        return {
            "type": "return",
            "subject": self.env._("Return: %s", self.subject),
            "return_origin_id": self.id,
            "return_quantity": quantity,
            "return_condition": condition,
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "contact_id": self.contact_id.id,
            "order_id": self.order_id.id,
            "sale_line_id": self._line_to_return().id,
            "product_id": self.product_id.id,
            "unit_id": self.unit_id.id,
            "serial_number": self.serial_number,
            "team_id": self.team_id.id,
            "user_id": (self.user_id or self.env.user).id,
            "channel": self.channel,
        }

    def _open_promises(self):
        returns = self._done("return").return_id.filtered(lambda case: case.state in OPEN_KINDS)
        return super()._open_promises() + [
            self.env._("The return %s is not settled yet.", case.name) for case in returns
        ]


def _returnable(line, others):
    """How much of an order line can come back when other cases take back so much."""
    counted = line.qty_delivered_method == "stock_move"
    return returnable(line.product_uom_qty, line.qty_delivered, counted, others)
