"""What the demo's XML cannot say: that something happened in the past."""

from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

#: The hour of a day in the past, in UTC: ten in the morning in Ho Chi Minh City.
MORNING = time(3)

#: Nothing leaves for anybody: the demo's numbers may be somebody's.
QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True, "skip_sms": True}


class HauMaiDemo(models.AbstractModel):
    """Makes the history of the demo's orders: confirmed, delivered, invoiced long ago.

    Everything is done the way people do it, with or without Inventory, and then
    dated back. Days are given from today: ``relativedelta(months=-3)``.
    """

    _name = "hau_mai.demo"
    _description = "Demo of After-Sales"

    @api.model
    def _day(self, ago):
        return self.env.company._hau_mai_today() + ago

    @api.model
    def _moment(self, ago):
        return datetime.combine(self._day(ago), MORNING) + timedelta(hours=ago.hours)

    @api.model
    def _orders(self, order_ids):
        return self.env["sale.order"].with_context(**QUIET).browse(order_ids)

    @api.model
    def _units(self, order_id, product_id=None):
        """The warranty cards of an order, oldest first."""
        units = self._orders(order_id).unit_ids.sorted("id")
        return units.filtered(lambda unit: not product_id or unit.product_id.id == product_id)

    # === ORDERS === #

    @api.model
    def _claim_rewards(self, order_ids):
        """Put the free products of running promotions on the quotations."""
        for order in self._orders(order_ids):
            order._update_programs_and_rewards()
            for card, rewards in order._get_claimable_rewards().items():
                order._apply_program_reward(rewards[:1], card)

    @api.model
    def _confirm(self, history):
        """Confirm orders on days in the past.

        :param history: list of (order id, ago)
        """
        orders = self._orders([order_id for order_id, _ago in history])
        orders.action_confirm()
        for order, (_order_id, ago) in zip(orders, history, strict=True):
            order.date_order = self._moment(ago)

    @api.model
    def _deliver(self, history):
        """Deliver orders, or parts of them, on days in the past; each order once a call.

        :param history: list of (order id, ago) or (order id, ago, {product id: quantity})
        """
        orders = self._orders([row[0] for row in history])
        before = orders.unit_ids.filtered("date_delivered")
        parts = {row[0]: row[2] if len(row) > 2 else None for row in history}
        by_picking = self._deliver_by_hand(orders, parts)
        pickings = by_picking and self._validate_pickings(by_picking, parts)
        self.env.flush_all()
        delivered = orders.unit_ids.filtered("date_delivered") - before
        for order, (_order_id, ago, *_parts) in zip(orders, history, strict=True):
            (delivered & order.unit_ids).date_delivered = self._day(ago)
            if order.date_delivered:
                order.date_delivered = self._day(ago)
            if pickings:
                (pickings & order.picking_ids).date_done = self._moment(ago)

    @api.model
    def _deliver_by_hand(self, orders, parts):
        """Type in what was delivered; return the lines for which a delivery order does it."""
        by_picking = orders.order_line.browse()
        lines = orders.order_line.filtered(lambda line: line.product_type in ("consu", "service"))
        for line in lines:
            wanted = parts[line.order_id.id]
            if line.qty_delivered_method == "stock_move":
                by_picking += line
            elif wanted is None:
                line.qty_delivered = line.product_uom_qty
            else:
                line.qty_delivered += wanted.get(line.product_id.id, 0)
        return by_picking

    @api.model
    def _validate_pickings(self, lines, parts):
        """With Inventory: validate the delivery orders; what is left becomes a back order."""
        moves = lines.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
        for move in moves:
            wanted = parts[move.sale_line_id.order_id.id]
            all_of_it = move.product_uom_qty
            move.quantity = all_of_it if wanted is None else wanted.get(move.product_id.id, 0)
            move.picked = bool(move.quantity)
        pickings = moves.filtered("picked").picking_id
        pickings._action_done()
        return pickings

    @api.model
    def _invoice(self, history):
        """Post invoices on days in the past, if there is a chart of accounts.

        :param history: list of (order id, ago)
        """
        journals = [("type", "=", "sale"), ("company_id", "=", self.env.company.id)]
        if not self.env["account.journal"].search_count(journals, limit=1):
            return
        for order_id, ago in history:
            invoice = self._orders(order_id)._create_invoices()
            invoice.invoice_date = self._day(ago)
            invoice.action_post()

    # === WARRANTY CARDS === #

    @api.model
    def _number(self, numbers):
        """Write down serial numbers.

        :param numbers: list of (order id, product id, prefix, how many), "AC9-" gives
            AC9-001, AC9-002…
        """
        for order_id, product_id, prefix, count in numbers:
            units = self._units(order_id, product_id)[:count]
            for place, unit in enumerate(units, start=1):
                unit.with_context(**QUIET).serial_number = f"{prefix}{place:03}"

    @api.model
    def _activate(self, history):
        """Activate warranties on days in the past.

        :param history: list of (order id, ago, how many)
        """
        for order_id, ago, count in history:
            units = self._units(order_id).filtered(lambda unit: unit.start_trigger == "activation")
            units[:count].with_context(**QUIET).action_activate(self._day(ago))

    @api.model
    def _decide(self, decisions):
        """Say what became of a card.

        :param decisions: list of (order id, product id, state, reason)
        """
        for order_id, product_id, state, reason in decisions:
            unit = self._units(order_id, product_id)[:1]
            unit.with_context(**QUIET).write({"state": state, "state_reason": reason})

    @api.model
    def _start(self, starts):
        """Start warranties by hand.

        :param starts: list of (card id, ago, reason)
        """
        for unit_id, ago, reason in starts:
            unit = self.env["hau_mai.unit"].with_context(**QUIET).browse(unit_id)
            unit.action_start(self._day(ago), reason)

    # === FOLLOW-UPS === #

    @api.model
    def _plan_follow_ups(self, ago):
        """Plan and carry out as if the rules had been active for a while."""
        now = fields.Datetime.now()
        rules = self.env["hau_mai.care.rule"].search([])
        rules.date_activated = self._moment(ago)
        rules._plan(now)
        touchpoints = self.env["hau_mai.touchpoint"]
        due = touchpoints.search(touchpoints._due_domain(now))
        self.env["hau_mai.care.runner"]._carry_out(due, now)

    @api.model
    def _follow_up(self, rule_id, order_id):
        """The follow-up of a rule that is about an order or something sold with it."""
        touchpoints = self.env["hau_mai.touchpoint"].search([("rule_id", "=", rule_id)])
        return touchpoints.filtered(lambda row: row.order_id.id == order_id)[:1]

    @api.model
    def _settle(self, history):
        """Note how follow-ups went: by whom they were made, on the day they were due.

        :param history: list of (rule id, order id, outcome, what was said) or the same
            with the number of days after which to call again
        """
        for rule_id, order_id, outcome, said, *again in history:
            touchpoint = self._follow_up(rule_id, order_id)
            due = touchpoint.date_planned
            same = touchpoint._same_contact()
            activity = touchpoint.activity_id
            touchpoint.with_user(touchpoint.user_id)._record_outcome(
                outcome, said, again and self._day(relativedelta(days=again[0]))
            )
            same.filtered(lambda row: row.state == "done").date_done = due
            activity.date_done = due

    @api.model
    def _cancel(self, history):
        """Cancel follow-ups by hand.

        :param history: list of (rule id, order id, reason)
        """
        for rule_id, order_id, reason in history:
            self._follow_up(rule_id, order_id)._cancel("hand", reason)
