from odoo import fields, models
from odoo.tools import SQL

from ..tools.outcome import ANSWERS


class HauMaiCareReport(models.Model):
    """The analysis of follow-ups: one row each, carried out, held out or turned away.

    Percentages are averages over the rows they are about; amounts are untaxed, in the currency of
    the company.
    """

    _name = "hau_mai.care.report"
    _description = "Analysis of Follow-ups"
    _auto = False
    _rec_name = "rule_id"
    _order = "date desc, id desc"
    _depends = {
        "hau_mai.touchpoint": [
            "rule_id", "partner_id", "company_id", "channel", "sent_by", "purpose", "user_id",
            "date_planned", "date_done", "state", "reason_code", "outcome", "delivery",
            "date_answered", "holdout", "bought_order_id", "cost",
        ],
        "hau_mai.care.rule": ["trigger", "journey_id"],
        "sale.order": ["amount_untaxed", "currency_rate"],
    }  # fmt: skip

    rule_id = fields.Many2one("hau_mai.care.rule", readonly=True)
    journey_id = fields.Many2one("hau_mai.care.journey", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    user_id = fields.Many2one("res.users", string="Responsible", readonly=True)
    trigger = fields.Selection(
        selection=lambda self: self.env["hau_mai.care.rule"]._fields["trigger"].selection,
        string="When",
        readonly=True,
    )
    channel = fields.Selection(
        selection=lambda self: self.env["hau_mai.care.rule"]._fields["channel"].selection,
        readonly=True,
    )
    sent_by = fields.Selection(
        selection=lambda self: (
            self.env["hau_mai.touchpoint"]._fields["sent_by"]._description_selection(self.env)
        ),
        string="Left By",
        readonly=True,
    )
    purpose = fields.Selection(
        selection=lambda self: self.env["hau_mai.care.rule"]._fields["purpose"].selection,
        readonly=True,
    )
    date = fields.Date(readonly=True, help="The day it was done; before that, the day planned.")
    result = fields.Selection(
        [
            ("planned", "Still to do"),
            ("contacted", "Contacted"),
            ("holdout", "Held out"),
            ("gate", "Not allowed"),
            ("bought", "Stopped: they bought"),
            ("complained", "Stopped: they complained"),
            ("cancelled", "Cancelled"),
            ("failed", "Failed"),
        ],
        readonly=True,
    )
    holdout = fields.Boolean(string="Held Out", readonly=True)
    contacted = fields.Integer(readonly=True)
    held_out = fields.Integer(string="Held-out Customers", readonly=True)
    answered = fields.Integer(readonly=True)
    opened = fields.Integer(readonly=True)
    bounced = fields.Integer(string="Bounced or Not Delivered", readonly=True)
    bought = fields.Integer(readonly=True)
    answered_percent = fields.Float(string="Answered (%)", aggregator="avg", readonly=True)
    bought_percent = fields.Float(
        string="Bought (%)", aggregator="avg", readonly=True, help="Of those contacted."
    )
    holdout_bought_percent = fields.Float(
        string="Bought Without (%)", aggregator="avg", readonly=True, help="Of those held out."
    )
    bought_rate = fields.Float(
        string="Bought, Both Groups (%)",
        aggregator="avg",
        readonly=True,
        help="Of those contacted or held out: group by “Held Out” to compare them.",
    )
    bought_amount = fields.Float(string="Bought For", readonly=True)
    cost = fields.Float(readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """SELECT *,
                contacted * opened_at_all AS opened,
                contacted * bounced_at_all AS bounced,
                CASE WHEN contacted = 1 THEN 100.0 * answered END AS answered_percent,
                CASE WHEN contacted = 1 THEN 100.0 * bought END AS bought_percent,
                CASE WHEN held_out = 1 THEN 100.0 * bought END AS holdout_bought_percent,
                CASE WHEN contacted + held_out > 0 THEN 100.0 * bought END AS bought_rate
            FROM (
                SELECT touchpoint.id, touchpoint.rule_id, touchpoint.partner_id,
                    touchpoint.company_id, touchpoint.user_id, touchpoint.channel,
                    touchpoint.sent_by, touchpoint.purpose, touchpoint.cost,
                    COALESCE(touchpoint.holdout, FALSE) AS holdout,
                    rule.trigger, rule.journey_id,
                    COALESCE(touchpoint.date_done, touchpoint.date_planned) AS date,
                    CASE
                        WHEN touchpoint.state = 'done' THEN 'contacted'
                        WHEN touchpoint.state IN ('planned', 'open') THEN 'planned'
                        WHEN touchpoint.state = 'failed' THEN 'failed'
                        WHEN touchpoint.reason_code IN ('holdout', 'gate', 'bought', 'complained')
                            THEN touchpoint.reason_code
                        ELSE 'cancelled'
                    END AS result,
                    (touchpoint.state = 'done')::integer AS contacted,
                    COALESCE(touchpoint.holdout, FALSE)::integer AS held_out,
                    (touchpoint.state = 'done' AND (
                        COALESCE(touchpoint.outcome IN %(answers)s, FALSE)
                        OR touchpoint.date_answered IS NOT NULL
                        OR COALESCE(touchpoint.delivery = 'answered', FALSE)))::integer AS answered,
                    COALESCE(touchpoint.delivery IN ('opened', 'answered'), FALSE)::integer
                        AS opened_at_all,
                    COALESCE(touchpoint.delivery IN ('bounced', 'failed'), FALSE)::integer
                        AS bounced_at_all,
                    (touchpoint.bought_order_id IS NOT NULL)::integer AS bought,
                    orders.amount_untaxed / NULLIF(orders.currency_rate, 0) AS bought_amount
                FROM hau_mai_touchpoint touchpoint
                JOIN hau_mai_care_rule rule ON rule.id = touchpoint.rule_id
                LEFT JOIN sale_order orders ON orders.id = touchpoint.bought_order_id
            ) AS contacts""",
            answers=ANSWERS,
        )
