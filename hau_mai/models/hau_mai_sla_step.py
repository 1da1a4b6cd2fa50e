from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.escalation import Rung

NOTIFY = [
    ("assignee", "Who has the case"),
    ("leader", "The team leader"),
    ("manager", "The manager"),
]

#: How much a step can be, at most.
MOST = {"percent": 100, "before": 240, "after": 240, "after_days": 30}


class HauMaiSlaStep(models.Model):
    """One step of a ladder: when whom is told that a promise of time is at risk or broken.

    A promise has its own ladder, or else the one that belongs to no promise: its
    company's, or everybody's. Where somebody is absent or missing, the next one up
    is told.
    """

    _name = "hau_mai.sla.step"
    _description = "Step of a Ladder"
    _order = "sequence, id"
    _check_company_auto = True

    _value_positive = models.Constraint(
        "CHECK (value > 0)", "Say how much: a step with 0 would have no moment of its own."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    policy_id = fields.Many2one(
        "hau_mai.sla.policy",
        string="Promise",
        index="btree_not_null",
        ondelete="cascade",
        help="The promise whose ladder it belongs to; the default ladder when empty.",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        help="All companies when empty.",
    )
    value = fields.Integer(string="At", required=True, default=75)
    when = fields.Selection(
        [
            ("percent", "% of the promised time"),
            ("before", "working hours before it is due"),
            ("after", "working hours after it was due"),
            ("after_days", "working days after it was due"),
        ],
        required=True,
        default="percent",
    )
    notify = fields.Selection(
        NOTIFY,
        string="Who Is Told",
        required=True,
        default="assignee",
        help="When they are absent, or there is nobody, the next one up is told.",
    )

    # === COMPUTE METHODS === #

    @api.depends("policy_id.company_id")
    def _compute_company_id(self):
        for step in self:
            step.company_id = step.policy_id.company_id if step.policy_id else step.company_id

    @api.depends("value", "when", "notify")
    def _compute_display_name(self):
        notify = dict(self._fields["notify"]._description_selection(self.env))
        for step in self:
            step.display_name = f"{step._when_label()}: {notify.get(step.notify, '')}"

    def _when_label(self):
        """ "75 % of the promised time", "1 working day after it was due"."""
        self.ensure_one()
        value = self.value
        if self.when == "percent" and value == 100:
            return self.env._("When it is due")
        one, many = {
            "percent": (self.env._("1 % of the time"), self.env._("%s %% of the time", value)),
            "before": (
                self.env._("1 working hour before it is due"),
                self.env._("%s working hours before it is due", value),
            ),
            "after": (
                self.env._("1 working hour late"),
                self.env._("%s working hours late", value),
            ),
            "after_days": (
                self.env._("1 working day late"),
                self.env._("%s working days late", value),
            ),
        }[self.when or "percent"]
        return one if value == 1 else many

    # === CONSTRAINT METHODS === #

    @api.constrains("when", "value")
    def _check_value(self):
        """A later step would lie beyond what is looked up of a calendar."""
        for step in self.filtered(lambda step: step.value > MOST[step.when]):
            when = dict(self._fields["when"]._description_selection(self.env))[step.when]
            raise ValidationError(
                self.env._(
                    "A step is taken at most at %(most)s %(when)s. Later steps are working hours "
                    "or days after it was due.",
                    most=MOST[step.when],
                    when=when,
                )
            )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps._look_again()
        return steps

    def write(self, vals):
        self._look_again()
        result = super().write(vals)
        self._look_again()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_taken(self):
        taken = self.env["hau_mai.sla.alert"].sudo().search([("step_id", "in", self.ids)], limit=1)
        if taken:
            raise UserError(
                self.env._(
                    "The step “%s” was taken already and stays in the history. "
                    "Switch it off instead.",
                    taken.step_id.display_name,
                )
            )

    def unlink(self):
        self._look_again()
        return super().unlink()

    # === BUSINESS METHODS === #

    def _rung(self):
        """The step as the decision wants it."""
        return Rung(self.id, self.when, self.value, self.notify)

    @api.model
    def _ladders(self, clocks):
        """``{clock: [rungs]}``: its promise's own ladder, else the company's, else everybody's."""
        steps = self.sudo().search([("policy_id", "in", [False, *clocks.policy_id.ids])])
        rungs = {
            owner: [step._rung() for step in ladder]
            for owner, ladder in steps.grouped(lambda s: (s.policy_id, s.company_id)).items()
        }
        own = {}
        for (policy, _company), ladder in rungs.items():
            own.setdefault(policy, ladder)
        nobody, everywhere = self.env["hau_mai.sla.policy"], self.env["res.company"]
        return {
            clock: (clock.policy_id and own.get(clock.policy_id))
            or rungs.get((nobody, clock.company_id))
            or rungs.get((nobody, everywhere), [])
            for clock in clocks
        }

    def _look_again(self):
        """Let the scheduled action see the running clocks whose ladder these steps are."""
        if self:
            policies = self.policy_id if all(step.policy_id for step in self) else None
            self.env["hau_mai.sla.status"].sudo()._look_again(policies)
