from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, formatLang

from ..tools.past import minutes_left


class HauMaiPastOrders(models.Model):
    """The run itself: started, paused, stopped; how far it is, and what failed.

    Nothing of its progress is in anybody's browser: what has still to be done are rows
    (``hau_mai.past.orders.item``), and what is done are warranty cards.
    """

    _inherit = "hau_mai.past.orders"

    # === FIELDS === #

    date_started = fields.Datetime(string="Started", readonly=True, copy=False)
    date_ended = fields.Datetime(string="Ended", readonly=True, copy=False)
    date_resumed = fields.Datetime(readonly=True, copy=False)
    resumed_with = fields.Integer(
        readonly=True, copy=False, help="Order lines that waited when it was started or continued."
    )
    total_count = fields.Integer(string="Order Lines in All", readonly=True, copy=False)
    item_ids = fields.One2many(
        "hau_mai.past.orders.item",
        "run_id",
        string="Waiting Lines",
        groups="hau_mai.group_manager",
    )
    waiting_line_count = fields.Integer(string="Order Lines to Go", compute="_compute_progress")
    failure_count = fields.Integer(string="Failed", compute="_compute_progress")
    made_count = fields.Integer(string="Cards Made", compute="_compute_progress")
    progress = fields.Float(compute="_compute_progress")
    progress_sentence = fields.Char(compute="_compute_progress")

    # === COMPUTE METHODS === #

    @api.depends("state", "total_count", "date_resumed", "resumed_with")
    def _compute_progress(self):
        items = self.env["hau_mai.past.orders.item"]
        waiting = self._count_items(items._waiting_domain())
        failed = self._count_items(~items._waiting_domain())
        made = self.env["hau_mai.unit"]._count_by(
            "past_orders_id", [("past_orders_id", "in", self.ids)]
        )
        now = fields.Datetime.now()
        for run in self:
            run.waiting_line_count = waiting.get(run, 0)
            run.failure_count = failed.get(run, 0)
            run.made_count = made.get(run, 0)
            gone = run.total_count - run.waiting_line_count
            run.progress = 100.0 * gone / run.total_count if run.total_count else 0.0
            run.progress_sentence = run._word_progress(now)

    def _count_items(self, domain):
        items = self.env["hau_mai.past.orders.item"].sudo()
        mine = Domain("run_id", "in", self.ids)
        return {
            run.sudo(False): count
            for run, count in items._read_group(mine & domain, ["run_id"], ["__count"])
        }

    def _word_progress(self, now):
        """ "1,200 of 5,000 order lines, about 3 minutes left"."""
        if not self.total_count:
            return False
        gone = self.total_count - self.waiting_line_count
        sentence = self.env._(
            "%(done)s of %(total)s order lines",
            done=formatLang(self.env, gone, digits=0),
            total=formatLang(self.env, self.total_count, digits=0),
        )
        if self.state != "running" or not self.date_resumed:
            return sentence
        seconds = (now - self.date_resumed).total_seconds()
        left = minutes_left(
            self.resumed_with - self.waiting_line_count, self.waiting_line_count, seconds
        )
        if left is None:
            return sentence
        if left == 1:
            return self.env._("%s, about a minute left", sentence)
        return self.env._(
            "%(sentence)s, about %(minutes)s minutes left", sentence=sentence, minutes=left
        )

    # === ACTION METHODS === #

    def action_start(self):
        """Make the cards, in a scheduled job, with the policies as they are now.

        Pressed twice, it starts once.

        :raises UserError: when it was not counted, or nothing is to be made
        """
        self.ensure_one()
        self.check_access("write")
        if not self.try_lock_for_update() or self.state in ("running", "done"):
            return True  # somebody else has pressed it, or does at this moment
        if self.state != "counted":
            raise UserError(self.env._("Count first: then you see what would be made."))
        self.line_ids._freeze()
        self._queue_lines()
        if not self.total_count:
            raise UserError(
                self.env._("There is no order line to make a card for. Choose what was promised "
                           "then, or other days.")
            )  # fmt: skip
        self.date_started = fields.Datetime.now()
        return self._go_on()

    def action_pause(self):
        """Rest after the present batch."""
        self.check_access("write")
        self.write({"state": "paused"})
        return True

    def action_continue(self):
        """Go on where it was paused."""
        self.check_access("write")
        return self._go_on()

    def action_stop(self):
        """Leave the rest. What was made stays; a new run finds what is left."""
        self.check_access("write")
        self.write({"state": "stopped", "date_ended": fields.Datetime.now()})
        items = self.sudo().item_ids
        items.filtered_domain(items._waiting_domain()).unlink()
        return True

    def action_retry(self):
        """Try the order lines that failed once more."""
        self.check_access("write")
        self.sudo().item_ids.write({"problem": False})
        return self._go_on()

    def action_view_units(self):
        """The cards this run made."""
        action = self.env["ir.actions.act_window"]._for_xml_id("hau_mai.hau_mai_unit_action")
        return action | {"domain": [("past_orders_id", "in", self.ids)], "context": {}}

    def action_view_estimated(self):
        """Those of its cards whose start was estimated."""
        action = self.action_view_units()
        return action | {"context": {"search_default_estimated": 1}}

    def action_view_failures(self):
        """The order lines that failed, each with its reason."""
        items = self.env["hau_mai.past.orders.item"]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Failed Order Lines"),
            "res_model": items._name,
            "view_mode": "list",
            "domain": list(Domain("run_id", "in", self.ids) & ~items._waiting_domain()),
        }

    # === BUSINESS METHODS === #

    def _go_on(self):
        """Have the job take it up at once."""
        for run in self:
            waiting = run.waiting_line_count
            run.write(
                {
                    "state": "running",
                    "date_resumed": fields.Datetime.now(),
                    "resumed_with": waiting,
                    "date_ended": False,
                }
            )
        self._trigger_job()
        return True

    @api.model
    def _trigger_job(self, at=None):
        self.env.ref("hau_mai.ir_cron_make_past_warranties").sudo()._trigger(at)

    def _queue_lines(self):
        """Write down which order lines are to be done, in one query.

        Lines whose policy promises nothing make no card and are left as they are.
        """
        self.env.flush_all()
        lines = self.env["sale.order.line"].sudo()
        query = lines._search(self._order_line_domain())
        products, product = lines._fields["product_id"].join(lines, query.table, query)
        template = products._fields["product_tmpl_id"].join(products, product, query)[1]
        self._join_rows(query, template)
        query.add_where(SQL("past_row.edition_id IS NOT NULL"))
        self.env.cr.execute(
            SQL(
                """INSERT INTO hau_mai_past_orders_item
                       (run_id, row_id, sale_line_id, company_id, create_uid, create_date,
                        write_uid, write_date)
                %s ON CONFLICT DO NOTHING""",
                query.select(
                    SQL("%s", self.id),
                    SQL("past_row.id"),
                    SQL.identifier(query.table, "id"),
                    SQL("%s", self.company_id.id),
                    *(SQL("%s", self.env.uid), SQL("%s", self.env.cr.now())) * 2,
                ),
            )
        )
        self.env["hau_mai.past.orders.item"].invalidate_model()
        self.invalidate_recordset()
        self.total_count = self._count_items(Domain.TRUE).get(self, 0)

    # === CRON === #

    @api.model
    def _cron_make_past_warranties(self):
        """Make the cards of all runs under way, then end those that have nothing left."""
        items = self.env["hau_mai.past.orders.item"]
        items._batch_run(items._due_domain(), lambda batch: batch._make_cards(), order="run_id, id")
        self._end_those_done()

    @api.model
    def _end_those_done(self):
        """A run with nothing left is done; for lines that somebody held, the job comes back."""
        running = self.search([("state", "=", "running")]).try_lock_for_update()
        items = self.env["hau_mai.past.orders.item"]
        waiting = running._count_items(items._waiting_domain())
        done = running.filtered(lambda run: not waiting.get(run))
        if done:
            done.write({"state": "done", "date_ended": fields.Datetime.now()})
        if running - done:
            self._trigger_job()
