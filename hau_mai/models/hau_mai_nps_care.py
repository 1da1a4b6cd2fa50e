from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.care import Trigger
from ..tools.recurrence import add_duration
from .hau_mai_care_preview import PREVIEW_DAYS

#: trigger -> how its targets are found: a customer's turn, as long as nobody asked.
NPS_TRIGGERS = {
    "nps_due": Trigger(
        "hau_mai.nps",
        "date_due",
        near=(("state", "=", "planned"),),
        domain=(("order_id.state", "=", "sale"),),
        goods="order_id.order_line.product_id",
    ),
}


class HauMaiCareRule(models.Model):
    """The question whether they recommend you is asked when a customer's turn comes."""

    _inherit = "hau_mai.care.rule"

    trigger = fields.Selection(
        selection_add=[("nps_due", "Time for the recommendation question")],
        ondelete={"nps_due": "cascade"},
    )

    @api.model
    def _triggers(self):
        return super()._triggers() | NPS_TRIGGERS


class HauMaiCarePlanner(models.AbstractModel):
    """Turns are made just before the follow-ups that wait for them."""

    _inherit = "hau_mai.care.planner"

    @api.model
    def _plan(self, rule, now):
        if rule.trigger == "nps_due":
            for window in self._frame(rule, now).windows:
                company = self.env["res.company"].browse(window.company_id)
                self.env["hau_mai.nps"]._schedule(company, window.first, window.last)
        return super()._plan(rule, now)


class HauMaiCarePreview(models.AbstractModel):
    """What the trigger is called in a sentence, and whom it reaches: turns yet to be made too."""

    _inherit = "hau_mai.care.preview"

    @api.model
    def _events_in_words(self, rule):
        return super()._events_in_words(rule) | {
            "nps_due": self.env._("the customer's turn to be asked")
        }

    @api.model
    def _reach(self, rule, now):
        due, reached = super()._reach(rule, now)
        for today, partner_id in self._turns_to_come(rule, now):
            due[today] += 1
            reached[today].append(partner_id)
        return due, reached

    @api.model
    def _partner_ids(self, rule, now, today_only):
        ids = super()._partner_ids(rule, now, today_only)
        turns = self._turns_to_come(rule, now)
        return ids + [partner_id for today, partner_id in turns if today or not today_only]

    @api.model
    def _turns_to_come(self, rule, now):
        """Customers whose turn the rule will make and ask, those nothing is planned for yet.

        :return: [(whether it is due today, id of the customer)]
        """
        if rule.trigger != "nps_due":
            return []
        turns, model = [], self.env["hau_mai.nps"]
        for window in self._frame(rule.sudo(), now, horizon=PREVIEW_DAYS).windows:
            company = self.env["res.company"].sudo().browse(window.company_id)
            for row in model._candidates(company):
                due = model._due_day(company, row, window.first)
                day = add_duration(due, rule.delay, rule.delay_unit)
                if day <= window.last:
                    turns.append((day <= window.today, row[1]))
        ids = [partner_id for _today, partner_id in turns]
        reached = set(
            self.env["res.partner"].search(rule._audience() & Domain("id", "in", ids)).ids
        )
        return [turn for turn in turns if turn[1] in reached]
