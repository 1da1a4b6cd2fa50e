from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

from .sale_order_line import PROMISES


class SaleOrder(models.Model):
    _inherit = "sale.order"

    unit_ids = fields.One2many("hau_mai.unit", "order_id", string="Warranty Cards")
    unit_count = fields.Integer(compute="_compute_unit_count")
    date_delivered = fields.Date(
        string="Fully Delivered On",
        compute="_compute_date_delivered",
        store=True,
        index=True,
        copy=False,
        help="The day on which all its goods were delivered.",
    )

    def _auto_init(self):
        """On a database with years of orders: create the column, compute nothing."""
        if not column_exists(self.env.cr, "sale_order", "date_delivered"):
            create_column(self.env.cr, "sale_order", "date_delivered", "date")
        return super()._auto_init()

    # === COMPUTE METHODS === #

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_unit_count(self):
        counts = self.env["hau_mai.unit"]._count_by("order_id", [("order_id", "in", self.ids)])
        for order in self:
            order.unit_count = counts.get(order, 0)

    @api.depends("state", "order_line.qty_delivered", "order_line.product_uom_qty")
    def _compute_date_delivered(self):
        for order in self:
            if not order._is_delivered():
                order.date_delivered = False
            elif not order.date_delivered:
                order.date_delivered = order.company_id._hau_mai_today()

    def _is_delivered(self):
        """Whether all goods of the order were delivered; an order without goods never is."""
        self.ensure_one()
        if self.state != "sale":
            return False
        has_goods = False
        for line in self.order_line:
            if line.display_type or line.product_uom_qty <= 0 or line.product_type != "consu":
                continue
            if line.qty_delivered < line.product_uom_qty:
                return False
            has_goods = True
        return has_goods

    def _delivered_on_a_day_unknown(self):
        """Confirmed orders that were delivered before somebody noted the day: before us."""
        undated = self.sudo().filtered(
            lambda order: order.state == "sale" and not order.date_delivered
        )
        return undated.filtered(lambda order: order._is_delivered())

    def _forget_delivery_of_today(self):
        """A note or a down payment on an order delivered long ago delivers nothing today."""
        self.filtered(lambda order: order._is_delivered()).date_delivered = False

    # === CRUD METHODS === #

    def write(self, vals):
        if vals.keys() & {"state", "partner_id", "partner_shipping_id"}:
            self._prefetch_units()
        delivered = self._delivered_on_a_day_unknown() if "order_line" in vals else self.browse()
        res = super().write(vals)
        delivered._forget_delivery_of_today()
        if "state" in vals:
            self.order_line._fit_units()
        if vals.get("state") == "cancel":
            self._void_orphans()
            self.env["hau_mai.touchpoint"]._cancel_for(self, self.env._("The order was cancelled."))
        if vals.keys() & {"partner_id", "partner_shipping_id"}:
            self._follow_customer()
        return res

    def unlink(self):
        """The cards stay. The database lets go of them by itself, but checks too early
        those that were made in the same transaction."""
        self.sudo().unit_ids.write({"order_id": False, "sale_line_id": False})
        return super().unlink()

    # === ACTION METHODS === #

    def action_view_units(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("hau_mai.hau_mai_unit_action")
        action |= {"domain": [("order_id", "in", self.ids)], "context": {}}
        if len(self.unit_ids) == 1:
            action |= {"res_id": self.unit_ids.id, "views": [(False, "form")]}
        return action

    def action_refresh_warranties(self):
        """Take what product, category and company promise today."""
        quotations = self.filtered(lambda order: order.state in ("draft", "sent"))
        for fname in PROMISES:
            quotations.order_line._propose_promise(fname)
        return True

    # === BUSINESS METHODS === #

    def _prefetch_units(self):
        """Read the units of the orders and of their lines at once.

        Whatever depends on order or line finds them in the cache, so that an order
        without any costs one query.
        """
        orders = self.sudo()
        lines = orders.order_line
        by_line = {}
        if orders._have_units():
            by_line = {
                line.id: units._ids
                for line, units in orders.unit_ids.grouped("sale_line_id").items()
            }
        else:
            orders._fields["unit_ids"]._insert_cache(orders, [()] * len(orders))
        # what is in the cache already stays
        lines._fields["unit_ids"]._insert_cache(lines, [by_line.get(id_, ()) for id_ in lines._ids])

    def _have_units(self):
        """Whether these orders have any, asked in SQL: most have none, and every order that
        is confirmed asks."""
        self.env["hau_mai.unit"].flush_model(["order_id"])
        ids = tuple(self.ids) or (0,)
        return bool(
            self.env.execute_query(
                SQL("SELECT 1 FROM hau_mai_unit WHERE order_id IN %s LIMIT 1", ids)
            )
        )

    def _void_orphans(self):
        """Void the units of cancelled orders whose lines are gone (deleted rewards)."""
        orphans = self.filtered(lambda order: order.state == "cancel").sudo().unit_ids
        orphans.filtered(lambda unit: not unit.sale_line_id)._void(
            "order_cancelled", self.env["sale.order.line"]._void_reason("order_cancelled")
        )

    def _follow_customer(self):
        """Another customer on the order: units that have not started go along.

        One that has started belongs to somebody; it needs a transfer.
        """
        for order in self.sudo():
            order.unit_ids.filtered(
                lambda unit: unit.state == "valid" and not unit.date_start
            )._belong_to(order)

    def _prepare_owner_vals(self):
        """Whose the units of the order are, and where they stand."""
        self.ensure_one()
        shipping = self.partner_shipping_id
        return {
            "partner_id": self.partner_id.id,
            "address_id": shipping.id if shipping != self.partner_id else False,
        }
