from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: About so many days, to put steps in their order.
UNIT_DAYS = {"day": 1, "week": 7, "month": 30}


class HauMaiCareRule(models.Model):
    """A rule that is a step of a journey."""

    _inherit = "hau_mai.care.rule"

    journey_id = fields.Many2one(
        "hau_mai.care.journey",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    is_template = fields.Boolean(
        related="journey_id.is_template", store=True, string="Step of a Template"
    )
    step_day = fields.Integer(
        compute="_compute_step_day",
        string="Day",
        recursive=True,
        help="Days after what the journey begins with; those of the steps before are added.",
    )

    # === COMPUTE METHODS === #

    @api.depends("trigger", "delay", "delay_unit", "after_rule_id.step_day")
    def _compute_step_day(self):
        for rule in self:
            before = rule.after_rule_id.step_day if rule.trigger == "after_step" else 0
            rule.step_day = before + rule.delay * UNIT_DAYS.get(rule.delay_unit, 1)

    # === CONSTRAINT METHODS === #

    @api.constrains("active", "journey_id")
    def _check_template_rests(self):
        for rule in self:
            if rule.active and rule.journey_id.is_template:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s” is a step of the template “%(journey)s”, which never runs. "
                        "Start a journey of your own from it.",
                        rule=rule.name,
                        journey=rule.journey_id.name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """A new step has the company and products of its journey, and runs when that runs."""
        return super().create([self._prepare_step_vals(vals) for vals in vals_list])

    @api.model
    def _prepare_step_vals(self, vals):
        journey = self.env["hau_mai.care.journey"].browse(vals.get("journey_id"))
        if not journey:
            return vals
        return {
            "active": journey.state == "running",
            "company_id": journey.company_id.id,
            "product_categ_ids": [(6, 0, journey.product_categ_ids.ids)],
        } | vals
