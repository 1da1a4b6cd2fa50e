from odoo import api, models
from odoo.tools import SQL

from ..tools.loyalty import Figures, window_start
from ..tools.recurrence import day_start

#: What is counted for keeping a tier, besides the windows of the ladder.
KEEPING = "keeping"


class HauMaiLoyaltyFigures(models.AbstractModel):
    """What customers bought, in every window a ladder looks at: one pass for all of them.

    The pass joins all that counts with the memberships, whose customers may each have days
    of their own from which on it counts, and sums up window by window.
    """

    _name = "hau_mai.loyalty.figures"
    _inherit = "hau_mai.loyalty.counted"
    _description = "Figures of Loyalty"

    # === ANSWERS === #

    @api.model
    def _figures(self, company, ladder, today, partner_ids=None):
        """The figures of a root company's customers: those given, or all who bought.

        :param date today: the company's day
        :return: ``{partner id: ({Rung.counted or KEEPING: Figures}, fingerprint)}``
        """
        windows = self._windows(ladder)
        columns = self._columns(windows)
        query = self._totals(company, ladder, windows, today, partner_ids)
        rows = self.env.execute_query(
            SQL(
                """SELECT totals.partner_id, totals.bought, %s, %s FROM (%s) totals""",
                SQL(", ").join(columns),
                self._fingerprint(company, ladder, columns),
                query,
            )
        )
        return {row[0]: (self._unpack(windows, row), row[-1]) for row in rows}

    @api.model
    def _due(self, company, ladder, today):
        """The customers whose review would find something new.

        Others have the same figures, rules and days before them as at their last review.

        :return: ids of commercial customers, those without a membership too
        """
        windows = self._windows(ladder)
        columns = [SQL("COALESCE(%s, 0)", column) for column in self._columns(windows)]
        rows = self.env.execute_query(
            SQL(
                """SELECT COALESCE(totals.partner_id, member.partner_id)
                FROM (%(totals)s) totals
                FULL JOIN (
                    SELECT * FROM hau_mai_loyalty_membership WHERE company_id = %(company)s
                ) member ON member.partner_id = totals.partner_id
                WHERE CASE WHEN member.id IS NULL THEN totals.bought
                    ELSE member.fingerprint IS DISTINCT FROM %(fingerprint)s
                        OR member.refit
                        OR COALESCE(member.locked_until, member.date_until) < %(today)s END""",
                totals=self._totals(company, ladder, windows, today),
                company=company.id,
                fingerprint=self._fingerprint(company, ladder, columns),
                today=today,
            )
        )
        return [row[0] for row in rows]

    # === THE PASS === #

    @api.model
    def _windows(self, ladder):
        """What this ladder counts, each once, in a fixed order."""
        return sorted({rung.counted for rung in ladder})

    @api.model
    def _columns(self, windows):
        """Names of the columns of the pass: three a window, and three for keeping."""
        return [
            SQL.identifier("totals", f"{name}_{index}")
            for index in range(len(windows) + 1)
            for name in ("amount", "orders", "points")
        ]

    @api.model
    def _fingerprint(self, company, ladder, columns):
        """A text that is another one when the rules or a figure changed."""
        digest = self.env["hau_mai.loyalty.tier"]._rules_digest(company, ladder)
        return SQL("CONCAT_WS(',', %s, %s)", digest, SQL(", ").join(columns))

    @api.model
    def _unpack(self, windows, row):
        bought, values = row[1], row[2:-1]
        return {
            window: Figures(
                float(values[3 * index]),
                values[3 * index + 1],
                float(values[3 * index + 2]),
                bought,
            )
            for index, window in enumerate([*windows, KEEPING])
        }

    @api.model
    def _totals(self, company, ladder, windows, today, partner_ids=None):
        """One row a customer: what was bought, and points where a rung asks for them."""
        self.env.flush_all()
        money = self._money(company, ladder, windows, today, partner_ids)
        count = range(len(windows) + 1)
        if not any(rung.points_min for rung in ladder):
            none = SQL(", ").join(SQL("0 AS %s", SQL.identifier(f"points_{i}")) for i in count)
            return SQL("SELECT money.*, %s FROM (%s) money", none, money)
        points = SQL(", ").join(
            SQL("COALESCE(%s, 0) AS %s", SQL.identifier("points", name), SQL.identifier(name))
            for name in (f"points_{i}" for i in count)
        )
        money_columns = SQL(", ").join(
            SQL("COALESCE(%s, 0) AS %s", SQL.identifier("money", name), SQL.identifier(name))
            for i in count
            for name in (f"amount_{i}", f"orders_{i}")
        )
        return SQL(
            """SELECT partner_id, COALESCE(money.bought, FALSE) AS bought, %s, %s
            FROM (%s) money FULL JOIN (%s) points USING (partner_id)""",
            money_columns,
            points,
            money,
            self._points(company, windows, today, partner_ids),
        )

    @api.model
    def _money(self, company, ladder, windows, today, partner_ids):
        """Amount and number of orders of each customer in each window."""
        by_orders = any(rung.orders_min for rung in ladder)
        confirmed = company.hau_mai_tier_basis == "confirmed"
        count = SQL("COUNT(*)")
        if by_orders and not confirmed:
            count = SQL("COUNT(DISTINCT purchase.sale)")
        columns = []
        for index in range(len(windows) + 1):
            counted = SQL("purchase.at >= %s", SQL.identifier("customer", f"from_{index}"))
            columns += [
                SQL(
                    "COALESCE(SUM(purchase.amount) FILTER (WHERE %s), 0) AS %s",
                    counted,
                    SQL.identifier(f"amount_{index}"),
                ),
                SQL(
                    "%s FILTER (WHERE purchase.amount > 0 AND %s) AS %s",
                    count,
                    counted,
                    SQL.identifier(f"orders_{index}"),
                ),
            ]
        return SQL(
            """SELECT customer.customer_id AS partner_id,
                BOOL_OR(purchase.amount > 0) AS bought, %s
            FROM (%s %s) purchase JOIN (%s) customer ON customer.id = purchase.partner_id
            GROUP BY customer.customer_id""",
            SQL(", ").join(columns),
            self._purchases(company, by_orders),
            # of some customers PostgreSQL finds the purchases by index; of all, it counts
            # faster when an amount is not worked out again for each column
            SQL("OFFSET 0") if partner_ids is None else SQL(),
            self._customers(company, windows, today, confirmed, partner_ids),
        )

    @api.model
    def _points(self, company, windows, today, partner_ids):
        """Points given by loyalty programs, less those taken back, spent or not."""
        given = SQL(
            """COALESCE(history.issued, 0)
            - CASE WHEN COALESCE(history.hau_mai_refund_id, history.hau_mai_referral_id) IS NULL
                THEN 0 ELSE COALESCE(history.used, 0) END"""
        )
        columns = SQL(", ").join(
            SQL(
                "ROUND(COALESCE(SUM(%s) FILTER (WHERE history.create_date >= %s), 0)::numeric, 2)"
                " AS %s",
                given,
                SQL.identifier("customer", f"from_{index}"),
                SQL.identifier(f"points_{index}"),
            )
            for index in range(len(windows) + 1)
        )
        return SQL(
            """SELECT customer.customer_id AS partner_id, %s
            FROM loyalty_history history
            JOIN loyalty_card card ON card.id = history.card_id
            JOIN loyalty_program program ON program.id = card.program_id
                AND program.program_type = 'loyalty'
                AND (program.company_id IS NULL OR program.company_id IN %s)
            JOIN (%s) customer ON customer.id = card.partner_id
            GROUP BY customer.customer_id""",
            columns,
            tuple(company._hau_mai_family().ids),
            self._customers(company, windows, today, True, partner_ids),
        )

    @api.model
    def _customers(self, company, windows, today, moments, partner_ids):
        """Everybody with the customer they belong to, and from when on what they buy counts.

        Columns ``from_<n>``, one a window and the last for keeping: a customer's days are
        turned into moments once, not purchase by purchase (``OFFSET 0`` keeps it so).

        :param bool moments: they are compared with moments (UTC), not with days
        """
        only = SQL()
        if partner_ids is not None:
            only = SQL("WHERE partner.commercial_partner_id IN %s", tuple(partner_ids) or (0,))
        return SQL(
            """SELECT partner.id, partner.commercial_partner_id AS customer_id, %s
            FROM res_partner partner
            LEFT JOIN hau_mai_loyalty_membership member
                ON member.partner_id = partner.commercial_partner_id AND member.company_id = %s
            %s OFFSET 0""",
            SQL(", ").join(self._beginnings(company, windows, today, moments)),
            company.id,
            only,
        )

    @api.model
    def _beginnings(self, company, windows, today, moments):
        """From when on purchases count, in each window and for keeping."""
        tz = company._hau_mai_tz()

        def begins(day):
            return (
                SQL("timezone('UTC', timezone(%s, (%s)::timestamp))", tz, day) if moments else day
            )

        firsts = []
        for window, months in windows:
            first = window_start(window, months, today)
            if window == "since_upgrade":
                firsts.append(begins(SQL("member.date_since + 1")))
            else:
                firsts.append(day_start(first, tz) if first and moments else first)
        firsts.append(begins(SQL("member.date_keep_from")))
        counted_from = begins(SQL("member.date_counted_from"))
        return [
            SQL(
                "COALESCE(GREATEST(%s, %s), '-infinity') AS %s",
                first,
                counted_from,
                SQL.identifier(f"from_{index}"),
            )
            for index, first in enumerate(firsts)
        ]
