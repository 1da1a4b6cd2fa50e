from odoo import api, fields, models
from odoo.exceptions import UserError

#: What a journey and its steps have in common: changed on the one, changed on the others.
SHARED = ("company_id", "product_categ_ids")


class HauMaiCareJourney(models.Model):
    """What a customer of a product is accompanied with: day 10, day 30, day 50 after delivery.

    Its steps are follow-up rules, which can do all that rules can. Templates are journeys to
    start from: nothing of them ever runs.
    """

    _name = "hau_mai.care.journey"
    _description = "Customer Journey"
    _inherit = ["mail.thread"]
    _order = "is_template, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    description = fields.Text(translate=True)
    is_template = fields.Boolean(
        string="Template", readonly=True, copy=False, help="To start from; it never runs itself."
    )
    template_id = fields.Many2one(
        "hau_mai.care.journey",
        string="Started From",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        help="For this company and its branches; empty for all companies.",
    )
    product_categ_ids = fields.Many2many(
        "product.category",
        string="Product Categories",
        help="For products of these categories and those below; empty for all.",
    )
    state = fields.Selection(
        [("draft", "Not started"), ("running", "Running"), ("paused", "Paused")],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    step_ids = fields.One2many(
        "hau_mai.care.rule",
        "journey_id",
        string="Steps",
        context={"active_test": False},
        copy=False,
    )
    step_count = fields.Integer(compute="_compute_step_count")

    # === COMPUTE METHODS === #

    @api.depends("step_ids")
    def _compute_step_count(self):
        for journey in self:
            journey.step_count = len(journey.step_ids)

    # === CRUD METHODS === #

    def write(self, vals):
        result = super().write(vals)
        shared = {name: vals[name] for name in SHARED if name in vals}
        if shared:
            self.step_ids.write(shared)
        if vals.get("active") is False:
            self.filtered(lambda journey: journey.state == "running").action_pause()
        return result

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" in (default or {}):
            return vals_list
        return [
            dict(vals, name=self.env._("%s (copy)", journey.name))
            for vals, journey in zip(vals_list, self, strict=True)
        ]

    def copy(self, default=None):
        """A copy has its own steps, none of them active, which follow each other as these do."""
        journeys = super().copy(default)
        for journey, new in zip(self, journeys, strict=True):
            journey._copy_steps(new)
        return journeys

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        used = self.filtered(lambda journey: any(journey.step_ids.mapped("touchpoint_count")))
        if used:
            raise UserError(
                self.env._(
                    "The steps of “%s” have made follow-ups, which are kept. Archive it instead.",
                    used[0].name,
                )
            )
        for journey in self:
            # the last step first: the others are waited for
            journey.step_ids.sorted(lambda step: -step.step_day).unlink()

    # === ACTION METHODS === #

    def action_start_from_template(self):
        """A new journey with the steps of this template, to be adapted and activated."""
        self.ensure_one()
        self.check_access("create")
        company = self.env.company
        journey = self.copy({"name": self.name, "company_id": company.id, "template_id": self.id})
        return journey._action_open()

    def action_activate(self):
        """Its steps plan follow-ups from now on."""
        for journey in self:
            journey._check_can_run()
        self.step_ids.write({"active": True})
        self.write({"state": "running"})
        return True

    def action_pause(self):
        """Its steps rest; what they have planned is cancelled."""
        self.step_ids.write({"active": False})
        self.write({"state": "paused"})
        return True

    def action_view_touchpoints(self):
        """The follow-ups of all its steps."""
        return self.step_ids.action_view_touchpoints()

    def action_dry_run(self):
        """Whom its steps will reach in the next 30 days."""
        return self.step_ids.action_dry_run()

    # === BUSINESS METHODS === #

    def _check_can_run(self):
        if self.is_template:
            raise UserError(
                self.env._("“%s” is a template: start a journey of your own from it.", self.name)
            )
        if not self.step_ids:
            raise UserError(self.env._("“%s” has no steps yet: add the first one.", self.name))

    def _copy_steps(self, journey):
        """Copy the steps of this journey to another one, the first ones first."""
        copies = {}
        for step in self.step_ids.sorted("step_day"):
            before = copies.get(step.after_rule_id, step.after_rule_id)
            copies[step] = step.copy(
                {
                    "name": step.name,
                    "journey_id": journey.id,
                    "company_id": journey.company_id.id,
                    "after_rule_id": before.id,
                    "active": False,
                }
            )

    def _action_open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
