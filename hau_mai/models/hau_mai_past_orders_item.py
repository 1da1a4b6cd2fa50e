from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.numbering import fill_numbers
from ..tools.past import Promised, end_day, start_day


class HauMaiPastOrdersItem(models.Model):
    """An order line that a run has still to do, or could not do.

    It goes with the commit that makes its cards; so a run that is killed goes on where it
    was. Cards and the policy on the order line are written together: a line is taken once,
    whoever tries.
    """

    _name = "hau_mai.past.orders.item"
    _description = "Order Line Waiting for Its Warranty"
    _inherit = ["hau_mai.batch.mixin"]
    _order = "run_id, id"
    _rec_name = "sale_line_id"

    _once = models.UniqueIndex("(sale_line_id, run_id)", "The run has this order line already.")
    _waiting_idx = models.Index("(run_id, id) WHERE problem IS NULL")

    # === FIELDS === #

    run_id = fields.Many2one("hau_mai.past.orders", required=True, index=True, ondelete="cascade")
    row_id = fields.Many2one(
        "hau_mai.past.orders.line", string="Category", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True)
    sale_line_id = fields.Many2one("sale.order.line", required=True, ondelete="cascade")
    order_id = fields.Many2one(related="sale_line_id.order_id", string="Sales Order")
    product_id = fields.Many2one(related="sale_line_id.product_id")
    quantity = fields.Float(related="sale_line_id.product_uom_qty", string="Quantity")
    policy_id = fields.Many2one(related="row_id.policy_id", string="Promised Then")
    problem = fields.Char(string="What Is Wrong", readonly=True)

    # === ACTION METHODS === #

    def action_retry(self):
        """Try these order lines once more."""
        runs = self.run_id
        runs.check_access("write")
        self.sudo().write({"problem": False})
        return runs._go_on()

    # === BATCH === #

    @api.model
    def _waiting_domain(self):
        return Domain("problem", "=", False)

    @api.model
    def _due_domain(self):
        """What the job takes up: lines of the runs under way that have not failed."""
        return self._waiting_domain() & Domain("run_id.state", "=", "running")

    def _batch_fail(self, error):
        """Out of the way of the others, and in the list of the run."""
        self.write({"problem": str(error) or type(error).__name__})

    def _make_cards(self):
        """Make the cards of these order lines; those that somebody holds stay for later."""
        for run, items in self.grouped("run_id").items():
            items._make_cards_of(run)

    def _make_cards_of(self, run):
        """The cards of order lines of one run.

        :param run: the run; its company makes the cards
        """
        made = self._decide(run)
        held = self._claim(made)
        vals_list = self._prepare_vals(run, made)
        if vals_list:
            units = self.env["hau_mai.unit"].sudo().with_company(run.company_id)
            units._insert_past(vals_list)
        self.filtered(lambda item: item.sale_line_id.id not in held).unlink()

    def _decide(self, run):
        """What is to be made of each order line: ``{line id: (row, sold, cards)}``."""
        today = run.company_id._hau_mai_today()
        rows = {row.id: row for row in self.row_id}
        promises = {row.id: row._promise() for row in self.row_id}
        made = {}
        for row_id, sold, line_ids in run._facts(SQL("array_agg(line.id)"), self.sale_line_id.ids):
            if row_id not in rows:
                continue
            cards, _ended = run._decide(sold, promises[row_id], today)
            if cards.cards:
                made |= dict.fromkeys(line_ids, (rows[row_id], sold, cards))
        return dict(sorted(made.items()))

    @api.model
    def _claim(self, made):
        """Write the policy on the order lines, which takes them: nobody takes them twice.

        :param made: see :meth:`_decide`; lines that others hold at the moment are removed
        :return: the ids of those
        """
        if not made:
            return set()
        policies = SQL(", ").join(
            SQL("(%s, %s)", line_id, row.policy_id.id) for line_id, (row, *_rest) in made.items()
        )
        claimed = self.env.execute_query(
            SQL(
                """WITH free AS (
                    SELECT id FROM sale_order_line
                     WHERE id IN %s AND warranty_policy_id IS NULL FOR UPDATE SKIP LOCKED)
                UPDATE sale_order_line line SET warranty_policy_id = past.policy_id
                  FROM free JOIN (VALUES %s) AS past(line_id, policy_id) ON past.line_id = free.id
                 WHERE line.id = free.id RETURNING line.id""",
                tuple(made),
                policies,
            )
        )
        self.env["sale.order.line"].invalidate_model(["warranty_policy_id"])
        held = set(made) - {row[0] for row in claimed}
        for line_id in held:
            del made[line_id]
        return held

    # === VALUES === #

    @api.model
    def _prepare_vals(self, run, made):
        """Values of the cards of these order lines, with their periods, days included."""
        lines = self.env["sale.order.line"].sudo().browse(made)
        units = lines.env["hau_mai.unit"]
        promised = self._promised_vals(lines, made)
        vals_list = []
        for line in lines:
            row, sold, cards = made[line.id]
            common = {
                **line._prepare_unit_vals(1.0, sold.by_quantity),
                **promised[row, line.order_id.partner_id.lang],
                "maintenance_plan_id": False,
                "warranty_bonus_months": 0,
                "past_orders_id": run.id,
                "estimated": ",".join(sorted(cards.estimated)) or False,
                "estimated_lead_days": sold.lead_days if cards.estimated else 0,
                "is_estimated": bool(cards.estimated),
            }
            left_out = max(sold.ordered - sum(card.quantity for card in cards.cards), 0.0)
            for number, card in enumerate(cards.cards, 1):
                vals_list.append(
                    {
                        **common,
                        "coverage_ids": [(0, 0, dict(c[2])) for c in common["coverage_ids"]],
                        "quantity": card.quantity,
                        "past_number": number,
                        "past_left_out": left_out if number == 1 else 0.0,
                        "card": card,
                    }
                )
        fill_numbers(units.with_company(run.company_id).env, units._name, vals_list)
        units._fill_promises(vals_list)
        units._fill_derived(vals_list)
        for vals in vals_list:
            self._fill_days(vals)
        return vals_list

    @api.model
    def _promised_vals(self, lines, made):
        """What the policies promised when the run started, by row and language of the customer.

        Terms and components that were deleted since are left out.
        """
        units = lines.env["hau_mai.unit"]
        keys = {(made[line.id][0], line.order_id.partner_id.lang) for line in lines}
        promised = {
            (row, lang): units._prepare_promise_vals(row._blueprint(lang or "en_US"))
            for row, lang in keys
        }
        coverages = [c[2] for vals in promised.values() for c in vals["coverage_ids"]]
        terms = self.env["hau_mai.warranty.term"].sudo()
        terms = terms.browse({vals["term_id"] for vals in coverages}).exists()
        for vals in coverages:
            if vals["term_id"] not in terms._ids:
                vals["term_id"] = False
        return promised

    @api.model
    def _fill_days(self, vals):
        """The days of a card and of its periods, as the ORM would compute them."""
        card, ordered = vals.pop("card"), vals["date_ordered"]
        limit = vals["activation_limit_days"]
        ends, main = [], False
        for _code, _id, coverage in vals["coverage_ids"]:
            start = start_day(coverage["start_trigger"], card, ordered, limit)
            promised = Promised(None, coverage["duration"], coverage["duration_unit"])
            end = end_day(start, promised)
            coverage.update(
                company_id=vals["company_id"], date_start=start, date_end=end,
                repair_days=0, in_repair=False,
            )  # fmt: skip
            if start:
                ends.append(end)
            if coverage["is_main"]:
                main = end
        vals.update(
            date_delivered=card.delivered,
            date_invoiced=card.invoiced,
            date_start=start_day(vals["start_trigger"], card, ordered, limit),
            date_end=all(ends) and max(ends, default=False),
            date_end_main=main,
        )
