from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, split_every

from ..tools import nps
from ..tools.care import LOOK_BACK_DAYS
from ..tools.recurrence import add_duration

#: Rows one INSERT makes at most.
BATCH_SIZE = 1000


class HauMaiNps(models.Model):
    """Whose turn it is to be asked: each customer's own rhythm, counted from their first delivery.

    Where there is nothing to deliver, or nobody noted the day, the order's day stands for it.

    Set-based: one query finds who has no turn planned and what is known of them, a plain
    function says the day, one query a thousand makes the rows. A customer is a company with
    its people; the one who ordered last is asked.
    """

    _inherit = "hau_mai.nps"

    @api.model
    def _schedule(self, company, since, last):
        """Plan the turns of a company's customers that come up to a day.

        Run twice, or by two workers, it makes the same rows.

        :param date since: turns before it were missed; None to catch up with them
        :param date last: the last day to plan for
        """
        self.env.flush_all()
        self._skip_lost(company)
        rows = [
            (*row[:4], day)
            for row in self._candidates(company)
            if (day := self._due_day(company, row, since)) <= last
        ]
        for batch in split_every(BATCH_SIZE, rows, list):
            self._insert_turns(company, batch)
        self.invalidate_model()

    @api.model
    def _due_day(self, company, row, since):
        return nps.due_day(
            row[4],
            row[5],
            company.hau_mai_nps_first_days,
            company.hau_mai_nps_months,
            since,
        )

    @api.model
    def _candidates(self, company):
        """Customers who bought lately and have neither a turn planned nor a question open.

        :return: rows (commercial partner, who ordered last, that order, its salesperson, day
            of the first delivery, day of the last turn or None)
        """
        today = company._hau_mai_today()
        newest = SQL("ORDER BY received.day DESC, received.id DESC")
        return self.env.execute_query(
            SQL(
                """SELECT bought.commercial_id, bought.contacts[1], bought.orders[1],
                    bought.sellers[1], bought.first_day, turn.last_day
                FROM (
                    SELECT buyer.commercial_partner_id AS commercial_id,
                        array_agg(buyer.id %(newest)s) AS contacts,
                        array_agg(received.id %(newest)s) AS orders,
                        array_agg(received.user_id %(newest)s) AS sellers,
                        min(received.day) AS first_day
                    FROM (%(received)s) received
                    JOIN res_partner buyer ON buyer.id = received.partner_id
                    GROUP BY buyer.commercial_partner_id
                    HAVING max(received.day) >= %(active)s
                ) bought
                LEFT JOIN (
                    SELECT commercial_partner_id, max(date_due) AS last_day,
                        bool_or(state = 'planned' OR state = 'asked' AND date_until >= %(today)s)
                            AS busy
                    FROM hau_mai_nps WHERE company_id = %(company)s
                    GROUP BY commercial_partner_id
                ) turn ON turn.commercial_partner_id = bought.commercial_id
                WHERE turn.busy IS NOT TRUE
                ORDER BY bought.commercial_id""",
                newest=newest,
                received=self._received_to_sql(company),
                company=company.id,
                today=today,
                active=add_duration(today, -company.hau_mai_nps_active_months, "month"),
            )
        )

    @api.model
    def _received_to_sql(self, company):
        """The orders of which nothing is still to be delivered, with the day they were.

        What is no goods is never delivered, and nobody noted the days before this was
        installed: the day of the order then.
        """
        return SQL(
            """SELECT o.id, o.partner_id, o.user_id,
                COALESCE(o.date_delivered, timezone(%s, timezone('UTC', o.date_order))::date) AS day
            FROM sale_order o
            WHERE o.company_id = %s AND o.state = 'sale' AND (
                o.date_delivered IS NOT NULL OR NOT EXISTS (
                    SELECT FROM sale_order_line line
                    JOIN product_product product ON product.id = line.product_id
                    JOIN product_template template ON template.id = product.product_tmpl_id
                    WHERE line.order_id = o.id AND template.type = 'consu'
                        AND line.product_uom_qty > COALESCE(line.qty_delivered, 0)))""",
            company._hau_mai_tz(),
            company.id,
        )

    @api.model
    def _insert_turns(self, company, rows):
        """Make the turns; one that another worker made meanwhile is left alone."""
        now = fields.Datetime.now()
        values = SQL(", ").join(
            SQL(
                "(%s, %s, %s, %s, %s, %s, 'planned', 0, 0, %s, %s, %s, %s)",
                *(commercial_id, partner_id, order_id, user_id, day, company.id),
                *(self.env.uid, now, self.env.uid, now),
            )
            for commercial_id, partner_id, order_id, user_id, day in rows
        )
        self.env.execute_query(
            SQL(
                """INSERT INTO hau_mai_nps (commercial_partner_id, partner_id, order_id, user_id,
                    date_due, company_id, state, score, value,
                    create_uid, create_date, write_uid, write_date)
                VALUES %s ON CONFLICT DO NOTHING RETURNING id""",
                values,
            )
        )

    @api.model
    def _skip_lost(self, company):
        """Turns that led to nothing do not stand in the way of the next one.

        Those whose follow-up was cancelled for good, and those long past that nothing was
        planned for.
        """
        past = company._hau_mai_today() - timedelta(days=LOOK_BACK_DAYS)
        self.env.execute_query(
            SQL(
                """UPDATE hau_mai_nps turn SET state = 'skipped'
                WHERE turn.company_id = %s AND turn.state = 'planned' AND (
                    turn.date_due < %s OR EXISTS (
                        SELECT FROM hau_mai_touchpoint asking
                        WHERE asking.res_model = 'hau_mai.nps' AND asking.res_id = turn.id
                            AND asking.state = 'cancelled' AND asking.reason_code <> 'target'
                            AND asking.reason_code <> 'rule'))
                    AND NOT EXISTS (
                        SELECT FROM hau_mai_touchpoint asking
                        WHERE asking.res_model = 'hau_mai.nps' AND asking.res_id = turn.id
                            AND asking.state IN ('planned', 'open', 'failed'))
                RETURNING id""",
                company.id,
                past,
            )
        )

    # === MERGING CONTACTS === #

    @api.model
    def _merge_partners(self, src_partners, dst_partner):
        """Contacts become one: of several planned turns of a company the earliest stays."""
        commercial = (src_partners | dst_partner).commercial_partner_id
        planned = self.sudo().search(
            [("commercial_partner_id", "in", commercial.ids), ("state", "=", "planned")],
            order="date_due, id",
        )
        for turns in planned.grouped("company_id").values():
            turns[1:].state = "skipped"
