from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, split_every

from ..tools.effect import in_holdout

#: Follow-ups looked at in one query, when looking for what was bought.
EFFECT_SIZE = 5000


class HauMaiTouchpointEffect(models.Model):
    """What came of a follow-up: who was held out, and what the customer bought afterwards."""

    _inherit = "hau_mai.touchpoint"

    _effect_idx = models.Index("(rule_id, date_done) WHERE date_done IS NOT NULL")

    holdout = fields.Boolean(
        string="Held Out",
        readonly=True,
        help="Not contacted on purpose, so that the effect can be told from chance.",
    )
    bought_order_id = fields.Many2one(
        "sale.order",
        string="Bought",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        help="The first order of the customer in the days after the contact.",
    )
    date_bought = fields.Date(string="Bought On", readonly=True)

    # === HOLD-OUT === #

    def _is_chosen_for_holdout(self):
        """Whether the customer belongs to those the rule holds out."""
        self.ensure_one()
        percent = self.rule_id._holdout_percent(self.company_id)
        return in_holdout(self.rule_id.id, self.partner_id.commercial_partner_id.id, percent)

    def _hold_out(self):
        """Close these follow-ups: their customers are not contacted, and compared with the others.

        Their day is kept: what they buy counts from it, as with the others.
        """
        if not self:
            return
        self._cancel(
            "holdout",
            self.env._("Held out: not contacted on purpose, to compare with those who are."),
        )
        days = self._company_days()
        for day, rows in self.grouped(lambda row: days[row.company_id.id]).items():
            rows.write({"holdout": True, "date_done": day})

    # === WHAT THEY BOUGHT === #

    @api.model
    def _contacted_domain(self):
        """What was carried out or held out: what counts for the effect of a rule."""
        over = Domain("state", "=", "done") | Domain("holdout", "=", True)
        return over & Domain("date_done", "!=", False)

    def _find_purchases(self):
        """Note on these follow-ups what their customers bought in the days after the contact."""
        touchpoints = self.sudo()
        for ids in split_every(EFFECT_SIZE, touchpoints.ids, list):
            touchpoints.browse(ids)._note_purchases()

    def _note_purchases(self):
        """Write the first order after the contact on these follow-ups, or that there is none."""
        spans = {}
        for company, rows in self.grouped("company_id").items():
            spans[company.hau_mai_effect_days] = spans.get(
                company.hau_mai_effect_days, self.browse()
            ).union(rows)
        bought = {}
        for days, rows in spans.items():
            start = SQL("touchpoint.date_done")
            bought |= rows._first_orders(start, SQL("touchpoint.date_done + %s", days))
        changed = [
            (row.id, *bought.get(row.id, (None, None)))
            for row in self
            if row.bought_order_id.id != bought.get(row.id, (False,))[0]
        ]
        if not changed:
            return
        self.env.execute_query(
            SQL(
                """UPDATE hau_mai_touchpoint touchpoint
                SET bought_order_id = bought.order_id, date_bought = bought.day
                FROM (VALUES %s) AS bought(id, order_id, day)
                WHERE touchpoint.id = bought.id RETURNING touchpoint.id""",
                SQL(", ").join(SQL("(%s, %s::integer, %s::date)", *row) for row in changed),
            )
        )
        self.invalidate_recordset(["bought_order_id", "date_bought"])

    def _settled_before(self, company, now):
        """The first day of contacts whose purchases are still looked for.

        A day more than the days that count: the last of them is looked at when it is over.
        """
        return company._hau_mai_day(now) - timedelta(days=company.hau_mai_effect_days + 1)
