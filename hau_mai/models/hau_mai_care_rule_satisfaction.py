from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .rating_rating import GUARDED_MODELS

#: Channels that ask the customer something, by a page of their own.
QUESTIONS = ("rating", "nps")


class HauMaiCareRule(models.Model):
    """Rules that ask: how was the order, would they recommend us."""

    _inherit = "hau_mai.care.rule"

    channel = fields.Selection(
        selection_add=[("rating", "Rating request"), ("nps", "Recommendation (NPS)")],
        ondelete={"rating": "cascade", "nps": "cascade"},
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("channel", "trigger")
    def _check_question(self):
        """What cannot be rated is not asked about, and the schedule of the question is its own."""
        for rule in self:
            if rule.channel == "rating" and rule._target_model() not in GUARDED_MODELS:
                raise ValidationError(
                    self.env._(
                        "The rule “%s” asks for a rating, but there is nothing to rate: choose an "
                        "order, a job or a case under “When”.",
                        rule.name,
                    )
                )
            if (rule.channel == "nps") != (rule._target_model() == "hau_mai.nps"):
                raise ValidationError(
                    self.env._(
                        "The rule “%s” cannot work: the question whether they recommend you goes "
                        "with “Time for the recommendation question” under “When”, and with "
                        "nothing else.",
                        rule.name,
                    )
                )

    @api.constrains("channel", "purpose")
    def _check_question_purpose(self):
        """A question is no advertisement: it has its own consent, and offers nothing."""
        for rule in self:
            if rule.channel in QUESTIONS and rule.purpose != "survey":
                raise ValidationError(
                    self.env._("The purpose of the rule “%s” is a survey.", rule.name)
                )

    @api.onchange("channel", "trigger")
    def _onchange_question(self):
        if self.channel in QUESTIONS:
            self.purpose = "survey"
