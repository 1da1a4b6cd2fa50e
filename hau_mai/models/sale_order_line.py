from odoo import api, fields, models
from odoo.tools.sql import column_exists, create_column

from ..tools.units import EPSILON, Existing, is_by_quantity, plan_units
from .hau_mai_unit_create import QUIET

#: Fields of products, categories, companies and lines that say what is promised.
PROMISES = ("warranty_policy_id", "maintenance_plan_id")

#: Changing one of these may change which units a line promises.
UNIT_FIELDS = {
    "product_id",
    "product_uom_id",
    "product_uom_qty",
    "warranty_policy_id",
    "maintenance_plan_id",
    "price_unit",
    "reward_id",
    "order_id",
}


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    warranty_policy_id = fields.Many2one(
        "hau_mai.warranty.policy",
        string="Warranty",
        compute="_compute_warranty_policy_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="What is promised with this line: by the product, its category or the company.",
    )
    warranty_sentence = fields.Char(compute="_compute_warranty_sentence")
    unit_ids = fields.One2many("hau_mai.unit", "sale_line_id", string="Warranty Cards")

    def _auto_init(self):
        """On a database with years of orders: create the column, compute nothing.

        What was sold before was sold without our promise.
        """
        if not column_exists(self.env.cr, "sale_order_line", "warranty_policy_id"):
            create_column(self.env.cr, "sale_order_line", "warranty_policy_id", "int4")
        return super()._auto_init()

    # === COMPUTE METHODS === #

    @api.depends("product_id", "company_id")
    def _compute_warranty_policy_id(self):
        self._propose_promise("warranty_policy_id")

    def _propose_promise(self, fname):
        """Fill a field with what product, category or company promise today."""
        for company, lines in self.grouped("company_id").items():
            promised = lines.product_template_id._promised(fname, company or self.env.company)
            for line in lines:
                template = line.product_template_id
                line[fname] = promised[template] if template else False

    @api.depends("warranty_policy_id", "product_id", "order_id.partner_id.lang")
    def _compute_warranty_sentence(self):
        """What the customer reads under the line, in their language."""
        for line in self:
            policy = line.warranty_policy_id
            if not policy or not line._is_after_sales_line():
                line.warranty_sentence = False
                continue
            line.warranty_sentence = line._get_blueprint()["sentence"]

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        order_ids = {vals.get("order_id") for vals in vals_list} - {None}
        delivered = self.env["sale.order"].browse(order_ids)._delivered_on_a_day_unknown()
        lines = super().create(vals_list)
        delivered._forget_delivery_of_today()
        lines._fit_units()
        return lines

    def write(self, vals):
        res = super().write(vals)
        if UNIT_FIELDS & vals.keys():
            self._fit_units()
        return res

    def copy_data(self, default=None):
        """A line that names no promise, as those sold before us, takes today's."""
        vals_list = super().copy_data(default)
        for vals in vals_list:
            for fname in PROMISES:
                if fname in vals and not vals[fname]:
                    del vals[fname]
        return vals_list

    def unlink(self):
        units = self.sudo().unit_ids
        if units:
            units._void("not_ordered", self.env._("The order line was deleted."))
        return super().unlink()

    # === BUSINESS METHODS === #

    def _is_after_sales_line(self):
        """Whether something is promised with this line that may last beyond the sale.

        Goods and services with a price, items of a combo, free products of a
        reward. Not: sections, notes, down payments, discounts, delivery fees, the
        combo itself.
        """
        self.ensure_one()
        if self.display_type or self.is_downpayment or not self.product_id:
            return False
        if self.product_type == "combo" or self._is_delivery():
            return False
        if self._is_discount_line() or self._is_global_discount():
            return False
        if self.reward_id:
            return self.reward_id.reward_type == "product"
        return bool(self.combo_item_id) or self.price_unit > 0

    def _promises_units(self):
        """Whether this line makes warranty cards once its order is confirmed."""
        self.ensure_one()
        return (
            self.product_uom_qty > 0 and self._promises_something() and self._is_after_sales_line()
        )

    def _promises_something(self):
        """Whether anything lasts beyond the sale: periods of a warranty, visits of a plan."""
        self.ensure_one()
        return bool(self._get_blueprint()["coverages"])

    def _get_blueprint(self):
        """What the line's policy promises, worded for the customer; nothing without one."""
        self.ensure_one()
        if not self.warranty_policy_id:
            return {"coverages": ()}
        lang = self.order_id.partner_id.lang or self.env.lang or "en_US"
        return self.warranty_policy_id._get_blueprint(lang)

    def _to_units(self, quantity):
        """A quantity of this line in what its warranty cards count: pieces, else the
        product's own measure."""
        self.ensure_one()
        target = self.product_id._uom_of_cards()
        if self.product_uom_id == target:
            return quantity
        return self.product_uom_id._compute_quantity(quantity, target, round=False)

    def _fit_units(self):
        """Keep the warranty cards fitting to the lines, whoever changed the order.

        Idempotent: creates only what is missing, voids only what is too much,
        deletes nothing. Quiet and set-based.
        """
        lines = self.sudo()
        promising = {line for line in lines if line.state == "sale" and line._promises_units()}
        units = lines.unit_ids if any(lines._ids) else lines.env["hau_mai.unit"]
        if not promising and not units:
            return
        plans = {
            line: line._plan_units(line in promising)
            for line in lines
            if line in promising or line.unit_ids
        }
        lines._void_surplus(plans)
        lines._make_whole(plans)
        lines._follow_order()
        by_company = {}
        for line, plan in plans.items():
            by_company.setdefault(line.company_id, []).extend(
                line._prepare_unit_vals(quantity, plan.by_quantity) for quantity in plan.create
            )
        for company, vals_list in by_company.items():
            if vals_list:
                to_create = units.with_company(company).with_context(**QUIET)
                to_create.create(vals_list)._settle_dates()

    def _void_surplus(self, plans):
        """Void what the lines no longer contain; of a quantity, the part that is too much."""
        whole, splits = {}, []
        units = {unit.id: unit for line in plans for unit in line.unit_ids}
        for line, plan in plans.items():
            for unit_id, quantity in plan.void:
                unit = units[unit_id]
                if quantity < unit.quantity - EPSILON:
                    splits.append((unit, quantity, {}))
                else:
                    code = line._void_code()
                    whole[code] = whole.get(code, unit.browse()) + unit
        for unit in self.env["hau_mai.unit"]._split_off(splits):
            code = unit.sale_line_id._void_code()
            whole[code] = whole.get(code, unit.browse()) + unit
        for code, units in whole.items():
            units._void(code, self._void_reason(code))

    def _make_whole(self, plans):
        """Make valid again what the lines contain again, for whoever buys it now."""
        units = self.env["hau_mai.unit"].browse(
            unit_id for plan in plans.values() for unit_id in plan.revive
        )
        units.write({"state": "valid", "void_code": False, "state_reason": False})
        for order, revived in units.grouped("order_id").items():
            revived._belong_to(order)

    def _follow_order(self):
        """A line that was moved to another order takes its units along."""
        for line in self:
            moved = line.unit_ids.filtered(
                lambda unit, line=line: unit.state == "valid" and unit.order_id != line.order_id
            )
            if moved:
                moved.write({"order_id": line.order_id.id, "order_name": line.order_id.name})
                moved.filtered(lambda unit: not unit.date_start)._belong_to(line.order_id)

    def _plan_units(self, promising):
        """What has to be done for one line; see :func:`tools.units.plan_units`."""
        self.ensure_one()
        wanted = self._to_units(self.product_uom_qty) if promising else 0.0
        units = self.unit_ids.sorted("id")
        settled = units.filtered(lambda unit: self._is_settled(unit))
        return plan_units(
            wanted,
            self._by_quantity(wanted, units),
            [
                Existing(
                    unit.id,
                    unit.quantity,
                    unit.state == "valid",
                    self._fits(unit),
                    bool(unit.date_start),
                    unit._is_held(),
                )
                for unit in units - settled
            ],
            settled=self._settled_quantity(settled),
        )

    def _settled_quantity(self, settled):
        """How much of the line is not made again: what people decided about."""
        return sum(settled.mapped("quantity"))

    def _is_settled(self, unit):
        """Whether people decided about this unit: the order neither touches nor makes it again."""
        self.ensure_one()
        return unit.product_id == self.product_id and (
            unit.state in ("returned", "replaced") or unit.void_code == "by_hand"
        )

    def _by_quantity(self, wanted, units):
        """One card for the quantity, or one for each piece; kept once it was chosen."""
        self.ensure_one()
        chosen = units.filtered(lambda unit: unit.product_id == self.product_id)[:1]
        if chosen:
            return chosen.by_quantity
        in_pieces = self.product_id._uom_of_cards() == self.product_id._uom_piece()
        return is_by_quantity(wanted, self.company_id.hau_mai_units_per_line, in_pieces)

    def _fits(self, unit):
        """Whether a unit stands for what this line sells now.

        One that is void fits only if the order took it back and would promise
        the same today.
        """
        self.ensure_one()
        if unit.product_id != self.product_id:
            return False
        if unit.state == "valid":
            return True
        return (
            unit.void_code in ("order_cancelled", "not_ordered")
            and unit.policy_id == self.warranty_policy_id
            and unit._same_promise()
        )

    def _void_code(self):
        self.ensure_one()
        return "order_cancelled" if self.state == "cancel" else "not_ordered"

    @api.model
    def _void_reason(self, code):
        return {
            "order_cancelled": self.env._("The order was cancelled."),
            "not_ordered": self.env._("The order line no longer contains it."),
        }[code]

    def _prepare_unit_vals(self, quantity, by_quantity):
        """Values of a new unit of this line."""
        self.ensure_one()
        order = self.order_id
        return {
            **order._prepare_owner_vals(),
            "company_id": self.company_id.id,
            "product_id": self.product_id.id,
            "quantity": quantity,
            "by_quantity": by_quantity,
            "sale_line_id": self.id,
            "order_id": order.id,
            "order_name": order.name,
            "user_id": (order.user_id or order.partner_id.user_id).id,
            "date_ordered": self.company_id._hau_mai_day(order.date_order),
            "policy_id": self.warranty_policy_id.id,
        }

    def _get_delivery_dates(self):
        """On which days which quantities were delivered: the seam for the start of warranties.

        Here, without Inventory, a quantity counts from the day on which it was
        entered: what the cards bear already, and today for what is new.

        :return: {line id: [(date, quantity)]} in what the cards count (see
            :meth:`_to_units`), negative where it came back
        """
        events = {}
        for line in self:
            known = {}
            for unit in line.unit_ids:
                if unit.state == "valid" and unit.date_delivered:
                    date = unit.date_delivered
                    known[date] = known.get(date, 0.0) + unit.quantity
            rows = sorted(known.items())
            new = line._to_units(line.qty_delivered) - sum(quantity for _d, quantity in rows)
            if abs(new) > EPSILON:
                rows.append((line.company_id._hau_mai_today(), new))
            events[line.id] = rows
        return events

    def _get_invoice_dates(self):
        """The same for posted invoices, less posted credit notes, by invoice date."""
        events = {}
        for line in self:
            rows = []
            for invoice_line in line.invoice_lines:
                move = invoice_line.move_id
                if move.state != "posted" or not move.invoice_date:
                    continue
                sign = {"out_invoice": 1, "out_refund": -1}.get(move.move_type)
                if sign:
                    quantity = invoice_line.product_uom_id._compute_quantity(
                        invoice_line.quantity, line.product_uom_id, round=False
                    )
                    rows.append((move.invoice_date, sign * line._to_units(quantity)))
            events[line.id] = rows
        return events

    def action_view_units(self):
        return self.order_id.action_view_units()
