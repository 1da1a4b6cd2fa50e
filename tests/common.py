"""What the tests have in common: a small shop, its people and its policies."""

from odoo import fields
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

GROUPS_OF = {
    "sales_own": "sales_team.group_sale_salesman",
    "sales_all": "sales_team.group_sale_salesman_all_leads",
    "after_own": "hau_mai.group_user_own",
    "after_all": "hau_mai.group_user_all",
    "after_manager": "hau_mai.group_manager,sales_team.group_sale_manager",
}


class HauMaiCase(TransactionCase):
    """One company in Vietnam, an air conditioner, a policy of two terms, one customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env["base"].with_context(tracking_disable=True, lang="en_US").env
        cls.company = cls.env.company
        cls.company.resource_calendar_id.tz = "Asia/Ho_Chi_Minh"
        cls.today = cls.company._hau_mai_today()
        cls.categ = cls.env["product.category"].create({"name": "Air conditioners"})
        cls.compressor = cls.env["product.product"].create({"name": "Compressor", "list_price": 90})
        cls.policy = cls.make_policy("Air conditioner", component=True)
        cls.product = cls.make_product("AC 9000", warranty_policy_id=cls.policy.id)
        cls.partner = cls.env["res.partner"].create(
            {"name": "Nguyễn Văn An", "phone": "+84 90 123 45 67", "lang": "en_US"}
        )

    def queries(self, work):
        """How many queries a piece of work takes from empty caches on, as a request does.

        What lives as long as an environment (its company) is emptied too: else the count
        depends on when Python throws an environment away. Who asks is known, as in a request.
        """
        self.env.flush_all()
        self.env.transaction.reset()
        self.env.user.mapped("tz")
        self.env.company.mapped("name")
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    @classmethod
    def make_policy(cls, name="Policy", trigger="delivery", duration=24, component=False, **vals):
        terms = [{"name": "Whole unit", "duration": duration, "duration_unit": "month"}]
        if component:
            terms.append(
                {
                    "name": "Compressor",
                    "scope": "component",
                    "component_ids": [Command.set(cls.compressor.ids)],
                    "duration": 10,
                    "duration_unit": "year",
                    "covers_labour": False,
                }
            )
        return cls.env["hau_mai.warranty.policy"].create(
            {
                "name": name,
                "start_trigger": trigger,
                "term_ids": [Command.create(term) for term in terms],
                **vals,
            }
        )

    @classmethod
    def make_product(cls, name, **vals):
        return cls.env["product.product"].create(
            {"name": name, "list_price": 100.0, "categ_id": cls.categ.id, "type": "consu", **vals}
        )

    @classmethod
    def make_order(cls, *lines, confirm=True, **vals):
        """An order of (product, quantity) pairs or dicts of line values."""
        commands = []
        for line in lines or [(cls.product, 1)]:
            if not isinstance(line, dict):
                line = {"product_id": line[0].id, "product_uom_qty": line[1]}
            commands.append(Command.create(line))
        order = cls.env["sale.order"].create(
            {"partner_id": cls.partner.id, "order_line": commands, **vals}
        )
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def make_user(cls, role, **vals):
        login = vals.pop("login", f"user_{role}")
        return new_test_user(cls.env, login=login, groups=GROUPS_OF[role], **vals)

    def deliver(self, line, quantity):
        """Bring the delivered quantity of a line to ``quantity``, as people do it:
        by the delivery order with Inventory, by typing it on the line without."""
        if line.qty_delivered_method == "stock_move":
            self._deliver_by_picking(line, quantity - line.qty_delivered)
        else:
            line.qty_delivered = quantity
        self.env.flush_all()

    def _deliver_by_picking(self, line, quantity):
        if quantity < 0:
            self._return_by_picking(line, -quantity, "outgoing")
            return
        picking = line.move_ids.picking_id.filtered(lambda p: p.state not in ("done", "cancel"))
        if not picking:
            # what came back is sent again: the return of the return
            self._return_by_picking(line, quantity, "incoming")
            return
        self._validate(picking, line, quantity)

    def _return_by_picking(self, line, quantity, direction):
        """Return part of the last done picking that went in this direction."""
        done = line.move_ids.filtered(lambda move: move.state == "done").picking_id
        picking = done.filtered(lambda p: p.picking_type_code == direction).sorted("id")[-1:]
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_ids=picking.ids, active_model=picking._name)
            .create({})
        )
        for row in wizard.product_return_moves:
            of_line = row.move_id.sale_line_id == line
            row.quantity = self._in_measure(line, quantity, row.uom_id) if of_line else 0
            row.to_refund = True
        self._validate(wizard._create_return(), line, quantity)

    def _validate(self, picking, line, quantity):
        """Do this much of the line in a picking; the rest waits in a backorder."""
        for move in picking.move_ids:
            move.picked = move.sale_line_id == line
            move.quantity = self._in_measure(line, quantity, move.product_uom) if move.picked else 0
        picking.with_context(skip_backorder=True).button_validate()

    def _in_measure(self, line, quantity, uom):
        return line.product_uom_id._compute_quantity(quantity, uom, round=False)

    def day(self, text):
        return fields.Date.to_date(text)
