from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from ..tools.recurrence import day_start


class SaleOrderLine(models.Model):
    """What was sold before there were warranty cards."""

    _inherit = "sale.order.line"

    @api.model
    def _past_domain(self, company, first=None, last=None):
        """Lines of confirmed orders of these days without a policy and without cards.

        What :meth:`_is_after_sales_line` says of a line, the domain says of many; the lines
        themselves name no policy, because nobody was asked when they were sold.

        :param date first: the first day of the orders, by the company's days; None for all
        :param date last: the last one
        """
        domain = Domain(
            [
                ("company_id", "=", company.id),
                ("state", "=", "sale"),
                ("display_type", "=", False),
                ("is_downpayment", "=", False),
                ("product_id", "!=", False),
                ("product_id.product_tmpl_id.type", "!=", "combo"),
                ("product_id.product_tmpl_id.extends_warranty", "=", False),
                ("product_uom_qty", ">", 0),
                ("warranty_policy_id", "=", False),
                ("unit_ids", "=", False),
            ]
        )
        domain &= self._past_days(company, first, last) & self._sold_domain()
        discount = company.sudo().sale_discount_product_id
        if discount:
            domain &= Domain("product_id", "not in", discount.ids)
        # whichever of these an installed app, or an extended warranty, adds to lines
        for fname in ("is_delivery", "extended_line_id", "extended_unit_id"):
            if fname in self._fields:
                domain &= Domain(fname, "=", False)
        return domain

    @api.model
    def _past_days(self, company, first, last):
        tz, days = company._hau_mai_tz(), []
        if first:
            days.append(("order_id.date_order", ">=", day_start(first, tz)))
        if last:
            after = day_start(last + timedelta(days=1), tz)
            days.append(("order_id.date_order", "<", after))
        return Domain(days)

    @api.model
    def _sold_domain(self):
        """Goods and services with a price, items of a combo, free products of a reward."""
        priced = Domain("combo_item_id", "!=", False) | Domain("price_unit", ">", 0)
        return (Domain("reward_id", "=", False) & priced) | Domain(
            "reward_id.reward_type", "=", "product"
        )

    def _settled_quantity(self, settled):
        """What got no card because it came back or had ended gets none by an edit of the order."""
        left_out = sum(self.unit_ids.mapped("past_left_out"))
        return super()._settled_quantity(settled) + left_out

    # === WHAT WAS ESTIMATED === #

    def _get_delivery_dates(self):
        """A line that says nothing of its delivery takes no estimated day back."""
        return self._keep_estimates(super()._get_delivery_dates(), "delivery")

    def _get_invoice_dates(self):
        """A line of which no invoice was posted takes no estimated day back."""
        return self._keep_estimates(super()._get_invoice_dates(), "invoice")

    def _keep_estimates(self, events, trigger):
        """Where a line knows nothing itself, the days that its cards got by estimate count."""
        fname = {"delivery": "date_delivered", "invoice": "date_invoiced"}[trigger]
        for line in self:
            silent = not line.qty_delivered if trigger == "delivery" else not events.get(line.id)
            estimated = silent and line.unit_ids.filtered(
                lambda unit: unit.state == "valid" and unit._is_estimated_by(trigger)
            )
            if estimated:
                events[line.id] = [
                    (unit[fname], unit.quantity) for unit in estimated if unit[fname]
                ]
        return events
