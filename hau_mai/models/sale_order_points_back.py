from odoo import fields, models

from ..tools.benefit import take_back


class SaleOrder(models.Model):
    """What an order earned of loyalty points is taken back as far as it is paid back.

    Core leaves the points after a credit note. What is written is a history row for each
    credit note, which follows its state; see :class:`loyalty.history`.
    """

    _inherit = "sale.order"

    # === CORE OVERRIDES === #

    def _action_confirm(self):
        """An order that is confirmed once more may have been paid back already."""
        result = super()._action_confirm()
        if gathered := self.filtered(lambda order: order._points_earned()):
            gathered._settle_points(gathered._points_taken().hau_mai_refund_id)
        return result

    def _action_cancel(self):
        """Cancelling takes back all that was earned: what credit notes took is given back."""
        confirmed = self.filtered(lambda order: order.state == "sale")
        result = super()._action_cancel()
        for row in confirmed.filtered(lambda order: order.state == "cancel")._points_taken():
            order = row.hau_mai_order_id
            row._hau_mai_take(0, self.env._("Order %s was cancelled", order.name))
        return result

    # === BUSINESS METHODS === #

    def _points_earned(self):
        """Points of loyalty programs this order gave, as {card: points}."""
        self.ensure_one()
        return {
            row.coupon_id: row.points
            for row in self.sudo().coupon_point_ids
            if row.coupon_id.program_type == "loyalty" and row.points > 0
        }

    def _points_taken(self):
        """The history rows of credit notes of these orders."""
        history = self.env["loyalty.history"].sudo()
        return history.search(
            [("hau_mai_order_id", "in", self.ids), ("hau_mai_refund_id", "!=", False)]
        )

    def _settle_points(self, refunds):
        """Bring what these credit notes take of the points of these orders in line with them.

        Doing it again changes nothing.
        """
        orders = self.sudo()
        rows = orders._points_taken().grouped("hau_mai_order_id") if orders else {}
        for order in orders:
            known = rows.get(order, self.env["loyalty.history"].sudo())
            for refund in refunds.filtered(
                lambda refund, order=order: order in refund._hau_mai_orders()
            ):
                for card, earned in order._points_earned().items():
                    known |= order._settle_card(refund, card, earned, known)

    def _settle_card(self, refund, card, earned, known):
        """What one credit note takes from one card; returns its row, if there is one.

        :param known: the rows of all credit notes of the order
        """
        of_card = known.filtered(lambda row: row.card_id == card)
        row = of_card.filtered(lambda row: row.hau_mai_refund_id == refund)
        posted = refund.state == "posted" and self.state == "sale"
        if not row and not (posted and self.company_id.hau_mai_points_taken_back):
            return row
        if not posted:
            row._hau_mai_take(0, self.env._("Credit note %s was taken back", refund.name))
            return row
        others = sum((of_card - row).mapped("used"))
        taken = take_back(earned, self._share_of(refund), others, card.points + row.used)
        if not row:
            row = row.create(self._prepare_taken_vals(refund, card))
        row._hau_mai_take(taken.points, self._word_taken(refund, taken))
        return row

    def _share_of(self, refund):
        """Which part of the order a credit note pays back, untaxed; down payments aside."""
        self.ensure_one()
        lines = refund.invoice_line_ids.filtered(
            lambda line: (
                line.sale_line_ids.order_id == self
                and not any(line.sale_line_ids.mapped("is_downpayment"))
            )
        )
        paid_back = refund.currency_id._convert(
            sum(lines.mapped("price_subtotal")),
            self.currency_id,
            self.company_id,
            refund.invoice_date or fields.Date.today(),
        )
        return paid_back / self.amount_untaxed if self.amount_untaxed > 0 else 0

    def _prepare_taken_vals(self, refund, card):
        """Values of the row of a credit note, which has taken nothing yet."""
        return {
            "card_id": card.id,
            "description": refund.name,
            "order_model": refund._name,
            "order_id": refund.id,
            "hau_mai_refund_id": refund.id,
            "hau_mai_order_id": self.id,
        }

    def _word_taken(self, refund, taken):
        """Why points are gone, as the customer reads it."""
        env = self.with_context(lang=self.partner_id.lang or self.env.lang).env
        values = {"refund": refund.name, "order": self.name, "missing": f"{taken.missing:g}"}
        if taken.missing:
            return env._(
                "Credit note %(refund)s of order %(order)s; %(missing)s more had been spent",
                **values,
            )
        return env._("Credit note %(refund)s of order %(order)s", **values)
