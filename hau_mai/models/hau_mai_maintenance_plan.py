from odoo import api, fields, models
from odoo.tools import ormcache
from odoo.tools.misc import frozendict


class HauMaiMaintenancePlan(models.Model):
    """What is to be done how often on a kind of product, as it is sold today.

    A running schedule keeps its own copy: changing a plan changes nothing that was sold.
    A plan without lines promises nothing and can be chosen at every level to say so.
    """

    _name = "hau_mai.maintenance.plan"
    _description = "Maintenance Plan"
    _inherit = ["hau_mai.commitment.mixin", "hau_mai.blueprint.mixin", "mail.thread"]
    _order = "sequence, name, id"
    _promise_field = _unit_field = "maintenance_plan_id"

    _lead_days_positive = models.Constraint(
        "CHECK (lead_days >= 0)", "The lead time of a maintenance plan cannot be negative."
    )

    # === FIELDS === #

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", index=True, help="Leave it empty to share the plan among all companies."
    )
    line_ids = fields.One2many(
        "hau_mai.maintenance.plan.line", "plan_id", string="What Is Done", copy=True
    )
    lead_days = fields.Integer(
        string="Plan Ahead (days)",
        help="How long before a visit is due its job is made; 0: as the company says.",
    )
    pause_during_repair = fields.Boolean(
        string="Waits During Repairs",
        help="Days in which the unit is away for repair move the dates of its visits.",
    )
    sentence = fields.Char(
        string="In One Sentence",
        compute="_compute_sentence",
        help="What the customer reads on the quotation.",
    )

    # === COMPUTE METHODS === #

    @api.depends("line_ids")
    @api.depends_context("lang")
    def _compute_sentence(self):
        for plan in self:
            plan.sentence = plan._prepare_sentence()

    # === BUSINESS METHODS === #

    def _prepare_sentence(self):
        """One plain sentence for the customer, in the language of the context."""
        self.ensure_one()
        if not self.line_ids:
            return self.env._("No maintenance")
        return self.env._(
            "Maintenance: %s.", "; ".join(line._prepare_sentence() for line in self.line_ids)
        )

    @ormcache("self.id", "lang")
    def _get_blueprint(self, lang):
        """What a unit sold with this plan gets, ready to be copied.

        :param str lang: language of the customer; names and sentence are in it
        :return: frozendict with sentence, and schedules: a tuple of values for
            ``hau_mai.maintenance.schedule``, without the unit
        """
        self.ensure_one()
        plan = self.sudo().with_context(lang=lang, prefetch_langs=False)
        return frozendict(
            sentence=plan._prepare_sentence() if plan.line_ids else False,
            schedules=tuple(frozendict(line._prepare_schedule_vals()) for line in plan.line_ids),
        )
