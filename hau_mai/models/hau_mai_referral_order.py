from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..tools.referral import became, qualifies, reward_day


class HauMaiReferral(models.Model):
    """The first order of the new customer: enough, paid, and past its return window.

    Amounts are untaxed, in the company's currency, less posted credit notes. An order
    is paid with its invoices; down payments count as far as they are paid.
    """

    _inherit = "hau_mai.referral"

    _to_check_idx = models.Index("(id) WHERE to_check IS TRUE")

    order_id = fields.Many2one(
        "sale.order",
        string="First Order",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        groups="sales_team.group_sale_salesman",
    )
    order_name = fields.Char(
        string="Order", readonly=True, copy=False, help="Kept when the order is deleted."
    )
    amount = fields.Monetary(
        string="Paid", readonly=True, copy=False, help="Untaxed, less what was refunded."
    )
    amount_min = fields.Monetary(
        string="At Least",
        readonly=True,
        copy=False,
        help="What the order had to reach when it was rewarded; below it the reward is taken back.",
    )
    date_due = fields.Date(
        string="Rewarded From",
        readonly=True,
        copy=False,
        help="The first day on which the paid order can no longer be returned.",
    )
    date_checked = fields.Datetime(readonly=True, copy=False)
    to_check = fields.Boolean(readonly=True, copy=False)

    # === ACTION METHODS === #

    def action_view_order(self):
        """The order that counts."""
        self.ensure_one()
        return self.env["res.partner"]._open_action(self.order_id)

    # === THE JOB === #

    @api.model
    def _cron_reward_referrals(self):
        now = fields.Datetime.now()
        self._batch_run(
            self._due_domain(now),
            lambda referrals: referrals._follow_orders(now),
            order="date_checked, id",
        )

    @api.model
    def _due_domain(self, now):
        """What nobody has looked at since ``now``, and rewards whose order has changed."""
        unseen = Domain("date_checked", "=", False) | Domain("date_checked", "<", now)
        return Domain("to_check", "=", True) | Domain("state", "=", "pending") & unseen

    def _batch_lock(self):
        """With who brought them: all they are given goes on one card. Those of somebody
        another worker has are left to it."""
        locked = super()._batch_lock()
        free = locked.sudo().referrer_id.try_lock_for_update(allow_referencing=True)
        return locked.filtered(lambda referral: referral.sudo().referrer_id in free)

    def _batch_fail(self, error):
        self.write({"to_check": False, "date_checked": fields.Datetime.now()})
        return super()._batch_fail(error)

    def _follow_orders(self, now):
        """Reward what is due, take back what was refunded, tell what is not paid any more."""
        referrals = self.sudo()
        orders = referrals._bought_orders()
        referrals.write({"to_check": False, "date_checked": now})
        pending = referrals.filtered(lambda referral: referral.state == "pending")
        for referral in pending:
            referral._choose_order(orders.get(referral.id, ()))
        pending.filtered(
            lambda referral: (
                referral.date_due and referral.date_due <= referral.company_id._hau_mai_day(now)
            )
        )._reward(now)
        rewarded = referrals.filtered(lambda r: r.state == "rewarded" and r not in pending)
        rewarded._follow_rewarded(orders)

    def _follow_rewarded(self, orders):
        """What becomes of rewards whose order changed.

        :param orders: see :meth:`_bought_orders`
        """
        lost, unpaid = {}, self.browse()
        for referral in self:
            row = referral._row_of_order(orders.get(referral.id, ()))
            code = row and became(
                row["net"], row["billed"], referral.amount_min, bool(row["refunded_on"])
            )
            if code == "unpaid":
                unpaid |= referral
            elif code != "kept":
                lost[referral] = referral._word_lost(row)
        self.browse().union(*lost)._take_back(lost)
        unpaid._tell_unpaid()
        (self - unpaid).filtered(lambda referral: referral.state == "rewarded")._paid_again()

    def _tell_unpaid(self):
        """A person decides, once: most payments that are taken back are booked anew."""
        for referral in self.filtered(lambda referral: not referral.reason):
            referral.reason = self.env._(
                "The order %s is not paid any more. Refuse the referral to take the rewards back, "
                "or wait until it is paid.",
                referral.order_name,
            )
            referral._ask_to_decide()

    def _paid_again(self):
        told = self.filtered("reason")
        told.reason = False
        told.activity_feedback(["mail.mail_activity_data_todo"])

    def _choose_order(self, orders):
        """Note the first order that is enough and paid, and from when on it is rewarded."""
        self.ensure_one()
        company = self.company_id
        for order in orders:
            if qualifies(order["net"], company.hau_mai_referral_amount_min):
                self.write(
                    {
                        "order_id": order["order_id"],
                        "order_name": order["name"],
                        "amount": order["net"],
                        "date_due": reward_day(order["paid_on"], company.hau_mai_referral_days),
                    }
                )
                return
        if self.date_due:
            self.date_due = self.amount = False

    def _row_of_order(self, orders):
        """What is known of the order that was rewarded; None when it is cancelled or deleted."""
        self.ensure_one()
        return next((row for row in orders if row["order_id"] == self.order_id.id), None)

    def _word_lost(self, row):
        """Why a reward is taken back: cancelled or refunded, and when."""
        self.ensure_one()
        if not row:
            return self.env._("The order %s was cancelled.", self.order_name)
        return self.env._(
            "The order %(order)s was refunded on %(date)s.",
            order=self.order_name,
            date=format_date(self.env, row["refunded_on"]),
        )

    def _bought_orders(self):
        """What these new customers have bought since they named who brought them.

        :return: ``{id: [dict]}``, the oldest order first: order_id, name, net (untaxed, paid
            and not refunded, in the company's currency; None when nothing is), billed (the
            same, paid or not, drafts too), paid_on and refunded_on
        """
        if not self:
            return {}
        for model in (
            "sale.order",
            "account.move",
            "account.move.line",
            "account.partial.reconcile",
        ):
            self.env[model].flush_model()
        self.flush_model()
        rows = self.env.execute_query_dict(
            SQL(
                """SELECT referral.id AS referral_id, bought.id AS order_id, bought.name, money.*
                FROM hau_mai_referral referral
                JOIN res_partner buyer ON buyer.commercial_partner_id = referral.referee_id
                JOIN sale_order bought ON bought.partner_id = buyer.id AND bought.state = 'sale'
                    AND (bought.date_order >= referral.date OR bought.id = referral.order_id)
                JOIN res_company shop ON shop.id = bought.company_id
                    AND split_part(shop.parent_path, '/', 1)::int = referral.company_id
                CROSS JOIN LATERAL (
                    SELECT sum(-item.balance) FILTER (WHERE is_refund OR is_paid) AS net,
                        sum(-item.balance) AS billed,
                        max(COALESCE(paid.day, move.date)) FILTER (WHERE is_paid) AS paid_on,
                        max(move.date) FILTER (WHERE is_refund) AS refunded_on
                    FROM sale_order_line line
                    JOIN sale_order_line_invoice_rel link ON link.order_line_id = line.id
                    JOIN account_move_line item ON item.id = link.invoice_line_id
                    JOIN account_move move ON move.id = item.move_id
                    CROSS JOIN LATERAL (
                        SELECT move.move_type = 'out_refund' AS is_refund,
                            move.move_type != 'out_refund' AND move.state = 'posted' AND
                                move.payment_state IN ('paid', 'in_payment', 'reversed') AS is_paid
                    ) kind
                    LEFT JOIN LATERAL (
                        SELECT max(part.max_date) AS day
                        FROM account_move_line owed
                        JOIN account_partial_reconcile part ON part.debit_move_id = owed.id
                        WHERE owed.move_id = move.id
                    ) paid ON TRUE
                    WHERE line.order_id = bought.id
                        AND (move.state = 'posted' OR move.state = 'draft' AND NOT is_refund)
                ) money
                WHERE referral.id IN %s
                ORDER BY bought.date_order, bought.id""",
                tuple(self.ids),
            )
        )
        orders = {}
        for row in rows:
            orders.setdefault(row["referral_id"], []).append(row)
        return orders

    # === WHAT CHANGES AN ORDER === #

    @api.model
    def _look_again(self, orders):
        """The money of these orders changed: the job looks at what was rewarded for them."""
        rewarded = self.sudo().search(
            [("order_id", "in", orders.ids), ("state", "=", "rewarded"), ("to_check", "=", False)]
        )
        if rewarded:
            rewarded.to_check = True
            self.env.ref("hau_mai.ir_cron_reward_referrals")._trigger()
