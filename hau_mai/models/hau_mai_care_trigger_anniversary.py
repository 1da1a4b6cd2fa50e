from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.care import Trigger, birthdays
from .hau_mai_care_source import BIRTHDAY

#: The day of the customer's first order, every year from the next one on.
ANNIVERSARY_TRIGGERS = {
    "first_order_anniversary": Trigger(
        "sale.order",
        "date_order",
        near=(("state", "=", "sale"),),
        target="partner_id.commercial_partner_id",
        partner="partner_id.commercial_partner_id",
        goods="order_line.product_id",
        occurrence="year",
        earliest=True,
    ),
}


class HauMaiCareRule(models.Model):
    """Follow-ups on the day a customer first ordered, every year."""

    _inherit = "hau_mai.care.rule"

    trigger = fields.Selection(
        selection_add=[("first_order_anniversary", "Anniversary of the first order")],
        ondelete={"first_order_anniversary": "cascade"},
    )

    @api.model
    def _triggers(self):
        return super()._triggers() | ANNIVERSARY_TRIGGERS


class HauMaiCareSource(models.AbstractModel):
    """An anniversary is a birthday whose day is that of a moment, in the company."""

    _inherit = "hau_mai.care.source"

    @api.model
    def _add_yearly_anchor(self, rule, query, terms, column, first, last):
        if rule.trigger != "first_order_anniversary":
            return super()._add_yearly_anchor(rule, query, terms, column, first, last)
        ordered = self._company_day_to_sql(column)
        days = self._days_to_sql(("birthday", "day"), birthdays(first, last))
        condition = SQL(
            "care_day.birthday = %s AND EXTRACT(year FROM care_day.day) > EXTRACT(year FROM %s)",
            SQL(BIRTHDAY, ordered, ordered),  # pylint: disable=sql-injection
            ordered,
        )
        query.add_join("JOIN", "care_day", days, condition)
        terms["anchor"] = SQL("care_day.day")
        # A day of the company lies on that day of UTC, or on one beside it.
        day = timedelta(days=1)
        keys = tuple({key for key, _day in birthdays(first - day, last + day)})
        terms["near"] = SQL(
            "%s IN %s",
            SQL(BIRTHDAY, column, column),  # pylint: disable=sql-injection
            keys,
        )
        return None


class HauMaiCarePreview(models.AbstractModel):
    """What the anniversary is called in a sentence."""

    _inherit = "hau_mai.care.preview"

    @api.model
    def _events_in_words(self, rule):
        words = self.env._("the anniversary of the first order")
        return super()._events_in_words(rule) | {"first_order_anniversary": words}
