from collections import Counter

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.effect import effect

#: Purposes of which a share is held out: what is owed to a customer never is.
HELD_PURPOSES = ("marketing", "birthday")


class HauMaiCareRule(models.Model):
    """What a rule brings about: who bought after it, compared with those it held out."""

    _inherit = "hau_mai.care.rule"

    _holdout_percent_range = models.Constraint(
        "CHECK (holdout_percent BETWEEN 0 AND 90)",
        "Between 0 and 90 percent of the customers can be held out.",
    )

    holdout_percent = fields.Float(
        string="Held Out (%)",
        digits=(5, 2),
        tracking=True,
        help="So many of the customers are not contacted, so that the effect can be told from "
        "chance; 0 for the share of the settings. Marketing and birthdays only.",
    )
    contacted_count = fields.Integer(compute="_compute_effect", string="Contacted")
    answered_percent = fields.Float(compute="_compute_effect", string="Answered (%)", digits=(5, 1))
    bought_percent = fields.Float(compute="_compute_effect", string="Bought (%)", digits=(5, 1))
    holdout_count = fields.Integer(compute="_compute_effect", string="Held Out")
    holdout_bought_percent = fields.Float(
        compute="_compute_effect", string="Bought Without (%)", digits=(5, 1)
    )
    effect_points = fields.Float(
        compute="_compute_effect",
        string="Effect (points)",
        digits=(5, 1),
        help="How many more of a hundred customers buy because of it.",
    )
    effect_text = fields.Char(compute="_compute_effect", string="Effect")

    # === COMPUTE METHODS === #

    @api.depends_context("uid", "lang")
    def _compute_effect(self):
        done, answered, bought = self._effect_counts()
        for rule in self:
            of_rule = rule._origin
            found = effect(
                done[of_rule, False], bought[of_rule, False],
                done[of_rule, True], bought[of_rule, True],
            )  # fmt: skip
            rule.contacted_count = done[of_rule, False]
            rule.holdout_count = done[of_rule, True]
            rule.answered_percent = 100 * answered[of_rule, False] / (done[of_rule, False] or 1)
            rule.bought_percent = found.rate
            rule.holdout_bought_percent = found.holdout_rate
            rule.effect_points = found.difference
            rule.effect_text = rule._effect_in_words(found)

    def _effect_counts(self):
        """Three counters by (rule, held out): carried out, answered, bought."""
        touchpoints = self.env["hau_mai.touchpoint"]
        over = Domain("rule_id", "in", self.ids) & touchpoints._contacted_domain()
        conditions = (
            over,
            over & ~touchpoints._unanswered_domain(),
            over & Domain("bought_order_id", "!=", False),
        )
        return [
            Counter(
                {
                    (rule, holdout): count
                    for rule, holdout, count in touchpoints._read_group(
                        condition, ["rule_id", "holdout"], ["__count"]
                    )
                }
            )
            for condition in conditions
        ]

    def _effect_in_words(self, found):
        """The effect in a sentence: "12 % bought, 8 % without: likely no chance"."""
        figures = {
            "rate": f"{found.rate:.1f}",
            "without": f"{found.holdout_rate:.1f}",
            "points": f"{found.difference:+.1f}",
        }
        env = self.env
        return {
            "nobody": env._("Nobody was contacted yet."),
            "no_holdout": env._(
                "%(rate)s %% bought. Hold some customers out to see how many would have anyway.",
                **figures,
            ),
            "too_few": env._(
                "%(rate)s %% bought, %(without)s %% without: too few to tell.", **figures
            ),
            "chance": env._(
                "%(rate)s %% bought, %(without)s %% without: the difference may be chance.",
                **figures,
            ),
            "likely": env._(
                "%(rate)s %% bought, %(without)s %% without (%(points)s points): "
                "probably not chance.",
                **figures,
            ),
            "sure": env._(
                "%(rate)s %% bought, %(without)s %% without (%(points)s points): "
                "almost certainly not chance.",
                **figures,
            ),
        }[found.verdict]

    def _holdout_percent(self, company):
        """The share of the customers of a company that this rule holds out, in percent."""
        self.ensure_one()
        if self.purpose not in HELD_PURPOSES:
            return 0
        return self.holdout_percent or company.hau_mai_holdout_percent

    # === ACTION METHODS === #

    def action_view_effect(self):
        """The report on this rule."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hau_mai.hau_mai_care_report_action")
        return dict(action, domain=[("rule_id", "=", self.id)])

    # === CRON === #

    @api.model
    def _cron_find_purchases(self):
        """Look for what customers bought after they were contacted, or held out, rule by rule."""
        now = fields.Datetime.now()
        every = Domain("active", "in", (True, False))
        self._batch_run(every, lambda rules: rules._find_purchases(now), size=1)

    def _find_purchases(self, now):
        """Note the purchases after the contacts of these rules that may still change.

        :param datetime now: UTC
        """
        touchpoints = self.env["hau_mai.touchpoint"].sudo()
        companies = self.env["res.company"].sudo().search([])
        recent = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("date_done", ">=", touchpoints._settled_before(company, now))
            for company in companies
        )
        of_rules = Domain("rule_id", "in", self.ids)
        touchpoints.search(of_rules & recent & touchpoints._contacted_domain())._find_purchases()
