from odoo import api, fields, models
from odoo.tools import SQL


class HauMaiTouchpointOccasion(models.Model):
    """What a follow-up on a case, a low rating, an anniversary or a date of the trade says."""

    _inherit = "hau_mai.touchpoint"

    case_id = fields.Many2one(
        "hau_mai.complaint", compute="_compute_documents", string="About Case"
    )
    low_rating_id = fields.Many2one(
        "rating.rating", compute="_compute_documents", string="About Rating"
    )
    date_first_order = fields.Date(compute="_compute_date_first_order")
    case_number = fields.Char(compute="_compute_placeholders")
    case_subject = fields.Char(compute="_compute_placeholders")
    rating_mark = fields.Char(compute="_compute_placeholders")
    rating_words = fields.Char(compute="_compute_placeholders")
    occasion = fields.Char(compute="_compute_placeholders")
    occasion_date = fields.Char(compute="_compute_placeholders")
    first_order_date = fields.Char(compute="_compute_placeholders")
    customer_years = fields.Char(compute="_compute_placeholders")

    # === COMPUTE METHODS === #

    @api.depends("res_model", "res_id", "occurrence")
    def _compute_documents(self):
        """The case with its order and card, and the rating."""
        res = super()._compute_documents()
        self.case_id = self.low_rating_id = False
        cases = self.filtered(lambda row: row.res_model == "hau_mai.complaint")
        cases._set_document("case_id", "res_id")
        for touchpoint in cases:
            case = touchpoint.sudo().case_id
            touchpoint.unit_id = case.unit_id
            touchpoint.order_id = case.order_id
        self._about("rating.rating")._set_document("low_rating_id", "occurrence")
        return res

    @api.depends("partner_id", "company_id", "rule_id")
    def _compute_date_first_order(self):
        """The day of the customer's first order in the companies of the rule."""
        yearly = self.filtered(lambda row: row.sudo().rule_id.trigger == "first_order_anniversary")
        (self - yearly).date_first_order = False
        companies = {rule: rule._companies() for rule in yearly.sudo().rule_id}
        moments = yearly._first_orders_by_company()
        for touchpoint in yearly:
            partner = touchpoint.sudo().partner_id.commercial_partner_id
            found = [
                company._hau_mai_day(moments[partner.id, company.id])
                for company in companies[touchpoint.sudo().rule_id]
                if (partner.id, company.id) in moments
            ]
            touchpoint.date_first_order = min(found, default=False)

    def _first_orders_by_company(self):
        """``{(commercial partner id, company id): moment}`` of their first orders."""
        partners = self.sudo().partner_id.commercial_partner_id
        if not partners:
            return {}
        self.env["sale.order"].flush_model(["state", "date_order", "partner_id", "company_id"])
        rows = self.env.execute_query(
            SQL(
                """SELECT buyer.commercial_partner_id, orders.company_id, min(orders.date_order)
                FROM res_partner buyer
                JOIN sale_order orders ON orders.partner_id = buyer.id AND orders.state = 'sale'
                WHERE buyer.commercial_partner_id IN %s
                GROUP BY buyer.commercial_partner_id, orders.company_id""",
                tuple(partners.ids),
            )
        )
        return {(partner_id, company_id): moment for partner_id, company_id, moment in rows}

    def _prepare_placeholders(self, coverage, day):
        texts = super()._prepare_placeholders(coverage, day)
        case, rating, first = self.case_id, self.low_rating_id, self.date_first_order
        if case and not self.unit_id and case.product_id:
            texts["product_name"] = case.product_id.name
        return texts | {
            "case_number": case.name,
            "case_subject": case.subject,
            "rating_mark": f"{rating.rating:g}" if rating else False,
            "rating_words": rating.feedback,
            "occasion": self.rule_id.care_date_id.name,
            "occasion_date": day(self.date_anchor),
            "first_order_date": day(first),
            "customer_years": str(self.date_anchor.year - first.year) if first else False,
        }

    @api.depends("case_number", "rating_mark", "occasion")
    def _compute_subject(self):
        """The case, the rating or the occasion, where there is one."""
        res = super()._compute_subject()
        for touchpoint in self:
            if touchpoint.rating_mark:
                words = (touchpoint._mark_in_words(), touchpoint.rating_words)
                touchpoint.subject = " · ".join(filter(None, words))
            elif touchpoint.case_number:
                touchpoint.subject = f"{touchpoint.case_number} · {touchpoint.case_subject}"
            elif touchpoint.occasion:
                touchpoint.subject = touchpoint.occasion
        return res

    # === TOOLS === #

    def _mark_in_words(self):
        return self.env._("rated %s of 5", self.rating_mark)

    @api.model
    def _placeholders(self):
        return super()._placeholders() | {
            "object.case_number": self.env._("the number of the case"),
            "object.case_subject": self.env._("what the case was about"),
            "object.rating_mark": self.env._("the mark the customer gave, of 5"),
            "object.rating_words": self.env._("what the customer wrote with it"),
            "object.occasion": self.env._("the name of the date of the trade"),
            "object.occasion_date": self.env._("the day it is about: of Tết, of the anniversary"),
            "object.first_order_date": self.env._("the day of the customer's first order"),
            "object.customer_years": self.env._("for how many years they have been a customer"),
        }

    def _lost_in_words(self):
        if not self.partner_id.active:
            return super()._lost_in_words()
        if self.case_id:
            return self.env._("The case was opened again, or the rule no longer means it.")
        if self.rule_id.trigger == "trade_date":
            return self.env._(
                "The date of the trade has moved, or the rule no longer means this customer."
            )
        return super()._lost_in_words()
