from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL

from ..tools.past import Sold, is_over, kept, make_cards, start_day
from ..tools.starts import CORRECTION_DAYS
from ..tools.units import is_by_quantity

COUNTS = ("order_line_count", "unit_count", "ended_count", "estimated_count", "waiting_count")


class HauMaiPastOrders(models.Model):
    """What a run would do, counted before anything is made."""

    _inherit = "hau_mai.past.orders"

    # === FIELDS === #

    date_counted = fields.Datetime(readonly=True, copy=False)
    order_line_count = fields.Integer(
        string="Order Lines", compute="_compute_counts", help="Lines without a warranty so far."
    )
    unit_count = fields.Integer(string="Cards to Make", compute="_compute_counts")
    ended_count = fields.Integer(string="Ended Already", compute="_compute_counts")
    estimated_count = fields.Integer(string="Start Estimated", compute="_compute_counts")
    waiting_count = fields.Integer(string="Not Started", compute="_compute_counts")
    without_policy_count = fields.Integer(
        string="Lines Without a Policy", compute="_compute_counts"
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "line_ids.policy_id",
        "line_ids.order_line_count",
        "line_ids.unit_count",
        "line_ids.ended_count",
        "line_ids.estimated_count",
        "line_ids.waiting_count",
    )
    def _compute_counts(self):
        for run in self:
            for fname in COUNTS:
                run[fname] = sum(run.line_ids.mapped(fname))
            without = run.line_ids.filtered(lambda line: not line.policy_id)
            run.without_policy_count = sum(without.mapped("order_line_count"))

    # === ACTION METHODS === #

    def action_count(self):
        """Find what was sold, and count the cards that would be made; makes none of them.

        :raises UserError: when it has started already
        """
        self.ensure_one()
        self._reopen()
        self._collect_products()
        self._count_cards()
        self.write({"state": "counted", "date_counted": fields.Datetime.now()})
        return True

    def action_view_without_policy(self):
        """The order lines for which no policy is chosen."""
        rows = self.line_ids.filtered(lambda line: not line.policy_id)
        return self._order_lines_action(rows, self.env._("Order Lines Without a Policy"))

    def _order_lines_action(self, rows, name):
        self.ensure_one()
        domain = self._order_line_domain() & fields.Domain(
            "product_id.product_tmpl_id", "in", rows.product_tmpl_ids.ids
        )
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "sale.order.line",
            "views": [
                (self.env.ref("hau_mai.sale_order_line_view_list_past").id, "list"),
                (False, "form"),
            ],
            "domain": list(domain),
            "context": {"create": False},
        }

    # === WHAT WAS SOLD === #

    def _order_line_domain(self):
        """The order lines this run is about."""
        lines = self.env["sale.order.line"]
        return lines._past_domain(self.company_id, self.date_from, self.date_until)

    def _collect_products(self):
        """Bring the rows up to date with what was sold; choices made stay."""
        templates = self._sold_templates()
        groups = self._group_templates(templates)
        rows = {(row.categ_id, row.source, row.policy_today_id): row for row in self.line_ids}
        kept_rows = self.line_ids.browse()
        vals_list = []
        for (category, source, policy), members in groups.items():
            vals = {
                "product_tmpl_ids": [Command.set(members.ids)],
                "product_count": len(members),
                "categ_name": self._word_category(category, source),
            }
            if row := rows.get((category, source, policy)):
                row.write(vals)
                kept_rows += row
                continue
            vals_list.append(
                vals
                | {
                    "run_id": self.id,
                    "categ_id": category.id,
                    "source": source,
                    "policy_today_id": policy.id,
                    "policy_id": policy.id,
                }
            )
        (self.line_ids - kept_rows).unlink()
        self.env["hau_mai.past.orders.line"].create(vals_list)

    @api.model
    def _word_category(self, category, source):
        """How a row is called."""
        name = category.display_name or self.env._("No category")
        if source == "product":
            return self.env._("%s: products with a policy of their own", name)
        return name

    def _sold_templates(self):
        """The products in the order lines of this run, as templates."""
        lines = self.env["sale.order.line"].sudo()
        query = lines._search(self._order_line_domain())
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT product_tmpl_id FROM product_product WHERE id IN (%s)",
                query.select(SQL.identifier(query.table, "product_id")),
            )
        )
        return self.env["product.template"].browse(row[0] for row in rows)

    def _group_templates(self, templates):
        """Products by category, by who promises something with them, and by what.

        :return: {(category, source, policy): templates}
        """
        company = self.company_id
        templates = templates.with_company(company)
        promised = templates._promised("warranty_policy_id", company)
        by_category = templates.categ_id._promised("warranty_policy_id")
        groups = {}
        for template in templates:
            policy = promised[template]
            if template.warranty_policy_id:
                source = "product"
            elif by_category.get(template.categ_id):
                source = "category"
            else:
                source = "company" if policy else "none"
            key = (template.categ_id, source, policy)
            groups[key] = groups.get(key, self.env["product.template"]) + template
        return groups

    # === HOW MANY === #

    def _count_cards(self):
        """Count lines and cards by row, from the same facts and decisions as the run."""
        counts = {row.id: dict.fromkeys(("quantity", *COUNTS), 0) for row in self.line_ids}
        promises = {row.id: row._promise() for row in self.line_ids}
        today = self.company_id._hau_mai_today()
        for row_id, sold, number in self._facts(SQL("count(*)")):
            count, promise = counts[row_id], promises[row_id]
            count["order_line_count"] += number
            count["quantity"] += number * kept(sold)
            if not promise["coverages"]:
                continue
            made, ended = self._decide(sold, promise, today)
            count["ended_count"] += number * ended
            count["unit_count"] += number * len(made.cards)
            if made.estimated:
                count["estimated_count"] += number * len(made.cards)
            count["waiting_count"] += number * sum(
                not start_day(promise["trigger"], card, sold.date_ordered, promise["limit"])
                for card in made.cards
            )
        for row in self.line_ids:
            row.write(counts[row.id])

    def _decide(self, sold, promise, today):
        """The cards of a line, and how many of them have ended.

        Those that have are left out, unless the run includes them.

        :return: (:class:`tools.past.Cards`, number)
        """
        made = make_cards(sold, promise["triggers"], today, CORRECTION_DAYS)
        over = [
            card
            for card in made.cards
            if is_over(card, promise["coverages"], sold.date_ordered, promise["limit"], today)
        ]
        if self.include_ended or not over:
            return made, len(over)
        return made._replace(cards=[c for c in made.cards if c not in over]), len(over)

    # === FACTS === #

    def _facts(self, result, line_ids=None):
        """What is known of the order lines of this run, alike ones together.

        :param SQL result: what is wanted of those that are alike: their number, their ids
        :param line_ids: only these order lines
        :return: list of (id of the row, :class:`tools.past.Sold`, result)
        """
        self.env.flush_all()
        source = self._source(line_ids)
        company = self.company_id
        limit = company.hau_mai_units_per_line
        rows = self.env.execute_query(
            SQL(
                """
                WITH line AS MATERIALIZED (%s), invoice AS (
                    SELECT line.id,
                           array_agg(move.invoice_date ORDER BY move.invoice_date, sold.id) AS days,
                           array_agg((CASE move.move_type WHEN 'out_refund' THEN -1 ELSE 1 END
                                      * sold.quantity)::float8
                                     * COALESCE(measure.factor, 1) / line.factor
                                     ORDER BY move.invoice_date, sold.id) AS quantities
                      FROM line
                      JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = line.id
                      JOIN account_move_line sold ON sold.id = rel.invoice_line_id
                      JOIN account_move move ON move.id = sold.move_id
                      LEFT JOIN uom_uom measure ON measure.id = sold.product_uom_id
                     WHERE move.state = 'posted' AND move.invoice_date IS NOT NULL
                       AND move.move_type IN ('out_invoice', 'out_refund')
                     GROUP BY line.id)
                SELECT line.row_id, line.ordered, line.delivered, invoice.days,
                       invoice.quantities, line.date_ordered, line.date_moved, line.lead_days,
                       line.tracked, line.in_pieces, %s
                  FROM line LEFT JOIN invoice ON invoice.id = line.id
                 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
                """,
                source,
                result,
            )
        )
        return [(row[0], self._to_sold(row[1:-1], limit), row[-1]) for row in rows]

    @api.model
    def _to_sold(self, row, limit):
        """A row of the query as the plain functions see it."""
        ordered, delivered, days, quantities, date_ordered, date_moved, lead, tracked, pieces = row
        return Sold(
            ordered,
            delivered,
            list(zip(days or (), quantities or (), strict=True)),
            date_ordered,
            date_moved or False,
            lead,
            tracked,
            is_by_quantity(ordered, limit, pieces),
        )

    def _source(self, line_ids):
        """The order lines with what the order, the product and Inventory know of them."""
        lines = self.env["sale.order.line"].sudo()
        domain = self._order_line_domain()
        if line_ids is not None:
            domain &= fields.Domain("id", "in", line_ids)
        query = lines._search(domain)
        alias = query.table
        orders, order = lines._fields["order_id"].join(lines, alias, query)
        products, product = lines._fields["product_id"].join(lines, alias, query)
        templates, template = products._fields["product_tmpl_id"].join(products, product, query)
        _uoms, measure = lines._fields["product_uom_id"].join(lines, alias, query)
        _uoms, own = templates._fields["uom_id"].join(templates, template, query)
        self._join_rows(query, template)
        piece = self.env["product.product"]._uom_piece()
        in_pieces = SQL(
            "split_part(%s, '/', 1) = %s", SQL.identifier(own, "parent_path"), str(piece.id)
        )
        target = SQL(
            "(CASE WHEN %s THEN %s ELSE %s END)",
            in_pieces, piece.factor, SQL.identifier(own, "factor"),
        )  # fmt: skip
        ratio = SQL("COALESCE(%s, 1) / %s", SQL.identifier(measure, "factor"), target)
        moved, tracked = self._inventory_to_sql(lines, alias, orders, order)
        return query.select(
            SQL("%s AS id", SQL.identifier(alias, "id")),
            SQL("past_row.id AS row_id"),
            SQL("%s::float8 * %s AS ordered", SQL.identifier(alias, "product_uom_qty"), ratio),
            SQL("COALESCE(%s, 0)::float8 * %s AS delivered",
                SQL.identifier(alias, "qty_delivered"), ratio),
            SQL("%s AS date_ordered", self._day_to_sql(SQL.identifier(order, "date_order"))),
            SQL("%s AS date_moved", moved),
            SQL("ceil(COALESCE(%s, 0))::int AS lead_days", SQL.identifier(alias, "customer_lead")),
            SQL("%s AS tracked", tracked),
            SQL("%s AS in_pieces", in_pieces),
            SQL("%s AS factor", target),
        )  # fmt: skip

    def _join_rows(self, query, template):
        """Join the row of this run that a product belongs to."""
        query.add_join(
            "JOIN",
            "past_product",
            "hau_mai_past_orders_line_product_rel",
            SQL("past_product.template_id = %s", SQL.identifier(template, "id")),
        )
        query.add_join(
            "JOIN",
            "past_row",
            "hau_mai_past_orders_line",
            SQL("past_row.id = past_product.line_id AND past_row.run_id = %s", self.id),
        )

    def _inventory_to_sql(self, lines, alias, orders, order):
        """The day Inventory knows, and whether it has brought all; nothing without it."""
        if "effective_date" not in orders._fields:
            return SQL("NULL::date"), SQL("NULL::boolean")
        by_moves = SQL("%s = 'stock_move'", SQL.identifier(alias, "qty_delivered_method"))
        status = SQL.identifier(order, "delivery_status")
        day = self._day_to_sql(SQL.identifier(order, "effective_date"))
        return (
            SQL("CASE WHEN %s THEN %s END", by_moves, day),
            SQL("CASE WHEN %s AND %s IS NOT NULL THEN %s = 'full' END", by_moves, status, status),
        )

    def _day_to_sql(self, moment):
        """The day of a moment (UTC) in the company."""
        return SQL("timezone(%s, timezone('UTC', %s))::date", self.company_id._hau_mai_tz(), moment)
