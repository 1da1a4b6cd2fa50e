from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import ormcache
from odoo.tools.misc import frozendict


class HauMaiMaintenancePlan(models.Model):
    """What is to be done how often on a kind of product, as it is sold today.

    A running schedule keeps its own copy: changing a plan changes nothing that was sold.
    A plan without lines promises nothing and can be chosen at every level to say so.
    """

    _name = "hau_mai.maintenance.plan"
    _description = "Maintenance Plan"
    _inherit = ["hau_mai.blueprint.mixin", "mail.thread"]
    _order = "sequence, name, id"
    _check_company_auto = True
    _check_company_domain = models.check_company_domain_parent_of

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
    unit_count = fields.Integer(string="Warranty Cards", compute="_compute_unit_count")
    product_count = fields.Integer(string="Products", compute="_compute_product_count")

    # === COMPUTE METHODS === #

    @api.depends("line_ids")
    @api.depends_context("lang")
    def _compute_sentence(self):
        for plan in self:
            plan.sentence = plan._prepare_sentence()

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_unit_count(self):
        domain = [("maintenance_plan_id", "in", self.ids)]
        counts = self.env["hau_mai.unit"]._count_by("maintenance_plan_id", domain)
        for plan in self:
            plan.unit_count = counts.get(plan, 0)

    @api.depends_context("company")
    def _compute_product_count(self):
        counts = dict(
            self.env["product.template"]._read_group(
                [("maintenance_plan_id", "in", self.ids)], ["maintenance_plan_id"], ["__count"]
            )
        )
        for plan in self:
            plan.product_count = counts.get(plan, 0)

    # === CONSTRAINT METHODS === #

    @api.constrains("company_id")
    def _check_company_of_sold(self):
        """A card whose plan its own people may not see cannot be opened."""
        for plan in self.filtered("company_id"):
            elsewhere = Domain("maintenance_plan_id", "=", plan.id) & ~Domain(
                "company_id", "child_of", plan.company_id.id
            )
            unit = self.env["hau_mai.unit"].sudo().search(elsewhere, limit=1)
            if unit:
                raise ValidationError(
                    self.env._(
                        "%(company)s sold something with the plan “%(plan)s”, so it cannot be "
                        "given to %(other)s alone. Copy it instead.",
                        company=unit.company_id.name,
                        plan=plan.name,
                        other=plan.company_id.name,
                    )
                )

    # === CRUD METHODS === #

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" not in (default or {}):
            for plan, vals in zip(self, vals_list, strict=True):
                vals["name"] = self.env._("%s (copy)", plan.name)
        return vals_list

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sold(self):
        units = self.env["hau_mai.unit"].sudo()
        sold = units._read_group([("maintenance_plan_id", "in", self.ids)], ["maintenance_plan_id"])
        if sold:
            raise UserError(
                self.env._(
                    "Something was sold with %(plans)s, so it cannot be deleted. "
                    "Archive it instead.",
                    plans=", ".join(plan.name for (plan,) in sold),
                )
            )

    # === ACTION METHODS === #

    def action_view_units(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("hau_mai.hau_mai_unit_action")
        return action | {"domain": [("maintenance_plan_id", "in", self.ids)], "context": {}}

    def action_view_products(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": "product.template",
            "view_mode": "list,kanban,form",
            "domain": [("maintenance_plan_id", "in", self.ids)],
            "context": {"default_maintenance_plan_id": self.id},
            "name": self.env._("Products"),
        }

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
