from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..tools.care import Trigger

#: Each customer by their latest order: who bought, in which company, and how long ago.
TRADE_DATE_TRIGGERS = {
    "trade_date": Trigger(
        "sale.order",
        "date_order",
        near=(("state", "=", "sale"),),
        target="partner_id.commercial_partner_id",
        partner="partner_id.commercial_partner_id",
        goods="partner_id.commercial_partner_id.sale_order_ids.order_line.product_id",
        occurrence="year",
        latest=True,
    ),
}


class HauMaiCareRule(models.Model):
    """Follow-ups on dates of the trade: Tết, Women's Day, the day of the shop."""

    _inherit = "hau_mai.care.rule"

    _bought_months_positive = models.Constraint(
        "CHECK (bought_months >= 0)", "The months in which they bought cannot be negative."
    )

    trigger = fields.Selection(
        selection_add=[("trade_date", "Date of the trade")], ondelete={"trade_date": "cascade"}
    )
    care_date_id = fields.Many2one(
        "hau_mai.care.date",
        string="Date",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="Each customer once a year.",
    )
    bought_months = fields.Integer(
        string="Bought in the Last (months)",
        tracking=True,
        help="Only customers who ordered in so many months; 0 for all who ever did.",
    )

    @api.depends("care_date_id.name")
    def _compute_sentence(self):
        return super()._compute_sentence()

    @api.depends("care_date_id", "bought_months")
    def _compute_preview(self):
        return super()._compute_preview()

    @api.constrains("trigger", "care_date_id")
    def _check_care_date(self):
        for rule in self:
            if rule.trigger == "trade_date" and not rule.care_date_id:
                raise ValidationError(
                    self.env._("Choose on which date of the trade “%s” goes out.", rule.name)
                )

    @api.model
    def _plan_fields(self):
        return super()._plan_fields() | {"care_date_id", "bought_months"}

    @api.model
    def _triggers(self):
        return super()._triggers() | TRADE_DATE_TRIGGERS


class HauMaiCareSource(models.AbstractModel):
    """A date of the trade is the same day for everybody."""

    _inherit = "hau_mai.care.source"

    @api.model
    def _add_yearly_anchor(self, rule, query, terms, column, first, last):
        if rule.trigger != "trade_date":
            return super()._add_yearly_anchor(rule, query, terms, column, first, last)
        days = rule.care_date_id._days(first, last) if rule.care_date_id else []
        table = self._days_to_sql(("year", "day"), [(day.year, day) for day in days])
        query.add_join("JOIN", "care_day", table, SQL("TRUE"))
        terms["anchor"] = SQL("care_day.day")
        terms["near"] = SQL("TRUE")
        if rule.bought_months:
            terms["near"] = SQL(
                "%s >= care_window.today - %s * interval '1 month'", column, rule.bought_months
            )
        return None


class HauMaiCarePreview(models.AbstractModel):
    """A date of the trade in a sentence is called by its name."""

    _inherit = "hau_mai.care.preview"

    @api.model
    def _events_in_words(self, rule):
        name = rule.care_date_id.sudo().name or "…"
        return super()._events_in_words(rule) | {"trade_date": name}
