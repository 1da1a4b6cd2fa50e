from odoo import api, models
from odoo.tools import SQL


class HauMaiLoyaltyCounted(models.AbstractModel):
    """What counts for tiers, as a query: partner_id, at, amount, sale.

    Amounts are untaxed, in the company's currency, less what came back. What is credited
    counts in the period, the currency and at the rate of what was sold: a full refund
    leaves nothing, however the rate moved. ``at`` is a moment (UTC) of orders, a day of
    invoices; ``sale`` tells orders apart.
    """

    _name = "hau_mai.loyalty.counted"
    _description = "What Counts for Tiers"

    @api.model
    def _purchases(self, company, by_orders):
        """The query for a root company and its branches.

        :param bool by_orders: invoices of one order are one purchase; else each by itself
        """
        terms = {
            "companies": tuple(company._hau_mai_family().ids),
            "digits": company.currency_id.decimal_places,
        }
        if company.hau_mai_tier_basis == "confirmed":
            return self._confirmed_orders(**terms)
        return self._paid_invoices(by_orders, **terms)

    # === PAID INVOICES === #

    @api.model
    def _paid_invoices(self, by_orders, companies, digits):
        """Paid invoices less their credit notes, and credit notes of nothing known."""
        return SQL(
            """SELECT invoice.partner_id, invoice.invoice_date AS at, %(sale)s AS sale,
                CASE WHEN credit.amount IS NULL THEN invoice.amount_untaxed_signed
                    ELSE ROUND(invoice.amount_untaxed_signed - credit.amount, %(digits)s)
                    END AS amount
            FROM account_move invoice
            LEFT JOIN (%(credits)s) credit ON credit.invoice_id = invoice.id
            %(orders)s
            WHERE invoice.move_type IN ('out_invoice', 'out_receipt') AND invoice.state = 'posted'
                AND invoice.payment_state IN ('paid', 'in_payment')
                AND invoice.company_id IN %(companies)s
            UNION ALL
            SELECT refund.partner_id, refund.invoice_date, NULL, refund.amount_untaxed_signed
            FROM (%(refunds)s) refund WHERE refund.invoice_id IS NULL""",
            sale=self._sale_of_invoice(by_orders),
            orders=self._orders_of_invoices() if by_orders else SQL(),
            credits=self._credits_by_invoice(companies),
            refunds=self._refunds(companies),
            companies=companies,
            digits=digits,
        )

    @api.model
    def _sale_of_invoice(self, by_orders):
        if by_orders:
            return SQL("COALESCE(sold.order_id, -invoice.id)")
        return SQL("invoice.id")

    @api.model
    def _orders_of_invoices(self):
        """The (first) order an invoice is of."""
        return SQL(
            """LEFT JOIN (
                SELECT item.move_id, MIN(line.order_id) AS order_id
                FROM sale_order_line_invoice_rel rel
                JOIN account_move_line item ON item.id = rel.invoice_line_id
                JOIN sale_order_line line ON line.id = rel.order_line_id
                GROUP BY item.move_id
            ) sold ON sold.move_id = invoice.id"""
        )

    @api.model
    def _refunds(self, companies):
        """Posted credit notes with the invoice they are of: named, else of the same lines."""
        return SQL(
            """SELECT move.id, move.partner_id, move.invoice_date, move.currency_id,
                move.amount_untaxed, move.amount_untaxed_signed,
                COALESCE(move.reversed_entry_id, (
                    SELECT MAX(original.id)
                    FROM account_move_line item
                    JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = item.id
                    JOIN sale_order_line_invoice_rel other
                        ON other.order_line_id = rel.order_line_id
                    JOIN account_move_line sold ON sold.id = other.invoice_line_id
                    JOIN account_move original ON original.id = sold.move_id
                    WHERE item.move_id = move.id AND original.state = 'posted'
                        AND original.move_type IN ('out_invoice', 'out_receipt')
                )) AS invoice_id
            FROM account_move move
            WHERE move.move_type = 'out_refund' AND move.state = 'posted'
                AND move.company_id IN %s""",
            companies,
        )

    @api.model
    def _credits_by_invoice(self, companies):
        """What was credited of each invoice, at its rate."""
        return SQL(
            """SELECT refund.invoice_id, SUM(CASE
                    WHEN refund.currency_id = original.currency_id AND original.amount_untaxed <> 0
                    THEN original.amount_untaxed_signed * refund.amount_untaxed
                        / original.amount_untaxed
                    ELSE -refund.amount_untaxed_signed END) AS amount
            FROM (%s) refund
            JOIN account_move original ON original.id = refund.invoice_id
            GROUP BY refund.invoice_id""",
            self._refunds(companies),
        )

    # === CONFIRMED ORDERS === #

    @api.model
    def _confirmed_orders(self, companies, digits):
        """Confirmed orders at their rate, less what was credited or came back."""
        return SQL(
            """SELECT orders.partner_id, orders.date_order AS at, orders.id AS sale,
                CASE WHEN orders.currency_rate = 1 AND back.amount IS NULL
                    THEN orders.amount_untaxed
                    ELSE ROUND((orders.amount_untaxed - COALESCE(back.amount, 0))
                        / COALESCE(NULLIF(orders.currency_rate, 0), 1), %(digits)s)
                    END AS amount
            FROM sale_order orders
            LEFT JOIN (%(back)s) back ON back.order_id = orders.id
            WHERE orders.state = 'sale' AND orders.company_id IN %(companies)s""",
            back=self._back_by_order(companies),
            companies=companies,
            digits=digits,
        )

    @api.model
    def _back_by_order(self, companies):
        """What was taken back of each order, in its currency.

        Of a line the greater of what was credited and what came back: what came back is
        credited one day, and counts once.
        """
        return SQL(
            """SELECT taken.order_id, SUM(taken.amount) AS amount
            FROM (
                SELECT piece.order_id, GREATEST(SUM(piece.credited), SUM(piece.returned)) AS amount
                FROM (%(credited)s UNION ALL %(flat)s UNION ALL %(returned)s) piece
                GROUP BY piece.order_id, piece.line_id
            ) taken
            GROUP BY taken.order_id""",
            credited=self._credited_lines(companies),
            flat=self._credited_flat(companies),
            returned=self._returned_lines(companies),
        )

    @api.model
    def _credited(self):
        """What a line of a credit note is worth in the currency of the order."""
        return SQL(
            """CASE WHEN move.currency_id = orders.currency_id THEN item.price_subtotal
                ELSE item.balance * COALESCE(NULLIF(orders.currency_rate, 0), 1) END"""
        )

    @api.model
    def _credited_lines(self, companies):
        """Credit notes of lines of an order, but not of its down payments."""
        return SQL(
            """SELECT line.order_id, line.id AS line_id, %(credited)s AS credited, 0 AS returned
            FROM account_move move
            JOIN account_move_line item ON item.move_id = move.id
            JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = item.id
            JOIN sale_order_line line ON line.id = rel.order_line_id
            JOIN sale_order orders ON orders.id = line.order_id
            WHERE move.move_type = 'out_refund' AND move.state = 'posted'
                AND move.company_id IN %(companies)s AND line.is_downpayment IS NOT TRUE""",
            credited=self._credited(),
            companies=companies,
        )

    @api.model
    def _credited_flat(self, companies):
        """Lines of credit notes that name no line of an order, by the invoice they are of."""
        return SQL(
            """SELECT orders.id, NULL, %(credited)s, 0
            FROM account_move move
            JOIN account_move_line item ON item.move_id = move.id AND item.display_type = 'product'
            JOIN LATERAL (
                SELECT line.order_id
                FROM account_move_line sold
                JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = sold.id
                JOIN sale_order_line line ON line.id = rel.order_line_id
                WHERE sold.move_id = move.reversed_entry_id
                ORDER BY line.order_id LIMIT 1
            ) origin ON TRUE
            JOIN sale_order orders ON orders.id = origin.order_id
            WHERE move.move_type = 'out_refund' AND move.state = 'posted'
                AND move.company_id IN %(companies)s
                AND NOT EXISTS (
                    SELECT FROM sale_order_line_invoice_rel rel WHERE rel.invoice_line_id = item.id
                )""",
            credited=self._credited(),
            companies=companies,
        )

    @api.model
    def _returned_lines(self, companies):
        """What came back, by its cards, at the price of its line."""
        return SQL(
            """SELECT line.order_id, line.id, 0,
                line.price_subtotal * (unit.quantity / NULLIF(line.product_uom_qty, 0))::numeric
            FROM hau_mai_unit unit
            JOIN sale_order_line line ON line.id = unit.sale_line_id
            WHERE unit.state = 'returned' AND unit.company_id IN %s""",
            companies,
        )
