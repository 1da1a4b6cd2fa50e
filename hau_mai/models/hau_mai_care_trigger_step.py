from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools.care import Trigger

#: A step counts from the day the step before it was done, and is about the same document.
STEP_TRIGGERS = {
    "after_step": Trigger(
        "hau_mai.touchpoint",
        "date_done",
        near=(("state", "=", "done"),),
        target="res_id",
        goods="",
        occurrence="id",
    ),
}

#: Fields of a rule that say when a sequence ends early.
STOPS = ("stop_on_order", "stop_on_complaint")


class HauMaiCareRule(models.Model):
    """Sequences: a step follows another one that got no answer; buying or complaining ends it."""

    _inherit = "hau_mai.care.rule"

    trigger = fields.Selection(
        selection_add=[("after_step", "A follow-up got no answer")],
        ondelete={"after_step": "cascade"},
    )
    after_rule_id = fields.Many2one(
        "hau_mai.care.rule",
        string="After",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="The step before: this one comes so long after it was done, when the customer "
        "neither answered nor bought.",
    )
    next_rule_ids = fields.One2many("hau_mai.care.rule", "after_rule_id", string="Next Steps")
    stop_on_order = fields.Boolean(
        string="Stop When They Buy",
        tracking=True,
        help="What is planned is cancelled as soon as the customer orders.",
    )
    stop_on_complaint = fields.Boolean(
        string="Stop When They Complain",
        tracking=True,
        help="What is planned is cancelled while a complaint of the customer is open.",
    )

    # === COMPUTE METHODS === #

    @api.depends("after_rule_id.name")
    def _compute_sentence(self):
        return super()._compute_sentence()

    @api.depends("after_rule_id")
    def _compute_preview(self):
        return super()._compute_preview()

    # === CONSTRAINT METHODS === #

    @api.constrains("trigger", "after_rule_id")
    def _check_after_rule(self):
        for rule in self:
            if rule.trigger == "after_step" and not rule.after_rule_id:
                raise ValidationError(
                    self.env._("Choose the rule after which “%s” comes.", rule.name)
                )
        if self._has_cycle("after_rule_id"):
            raise ValidationError(
                self.env._(
                    "A sequence has a first step: these rules wait for each other. "
                    "Choose another rule to come after."
                )
            )

    # === BUSINESS METHODS === #

    @api.model
    def _plan_fields(self):
        return super()._plan_fields() | {"after_rule_id"}

    @api.model
    def _triggers(self):
        return super()._triggers() | STEP_TRIGGERS

    def _trigger(self):
        """A step looks at the follow-ups of one rule."""
        trigger = super()._trigger()
        if self.trigger != "after_step":
            return trigger
        before = self.after_rule_id._origin or self.after_rule_id
        return replace(trigger, near=(*trigger.near, ("rule_id", "=", before.id)))

    def _target_model(self):
        if self.trigger != "after_step":
            return super()._target_model()
        return self.after_rule_id._target_model() if self.after_rule_id else "res.partner"


class HauMaiCareSource(models.AbstractModel):
    """A step comes when nobody answered the one before."""

    _inherit = "hau_mai.care.source"

    @api.model
    def _matching_domain(self, rule):
        domain = super()._matching_domain(rule)
        if rule.trigger == "after_step":
            domain &= Domain("res_model", "=", rule._target_model())
            domain &= self.env["hau_mai.touchpoint"]._unanswered_domain()
        return domain


class HauMaiCarePlanner(models.AbstractModel):
    """What was planned before the customer bought or complained is cancelled, with the reason."""

    _inherit = "hau_mai.care.planner"

    @api.model
    def _plan(self, rule, now):
        added = super()._plan(rule, now)
        if any(rule[stop] for stop in STOPS):
            planned = [("rule_id", "=", rule.id), ("state", "=", "planned")]
            self.env["hau_mai.touchpoint"].sudo().search(planned)._stop_sequences()
        return added


class HauMaiCareRunner(models.AbstractModel):
    """Right before it is carried out, a sequence is asked once more whether it goes on."""

    _inherit = "hau_mai.care.runner"

    @api.model
    def _carry_out(self, touchpoints, now):
        return super()._carry_out(touchpoints.sudo()._stop_sequences(), now)


class HauMaiCarePreview(models.AbstractModel):
    """What a step comes after, in a sentence."""

    _inherit = "hau_mai.care.preview"

    @api.model
    def _events_in_words(self, rule):
        words = self.env._("“%s”, when nobody answered", rule.after_rule_id.sudo().name or "…")
        return super()._events_in_words(rule) | {"after_step": words}
