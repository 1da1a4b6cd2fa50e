import ast

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.rendering_tools import parse_inline_template

from ..tools.care import TRIGGERS

#: A change of one of these makes the next pass look at everything again.
PLAN_FIELDS = {
    "trigger",
    "delay",
    "delay_unit",
    "partner_domain",
    "product_categ_ids",
    "company_id",
    "backfill",
}


class HauMaiCareRule(models.Model):
    """ "When X happened, N days later, do Y": what makes follow-ups, for whom, by whom.

    A rule says what will be done; :class:`hau_mai.care.planner` plans it and
    :class:`hau_mai.care.runner` carries it out. Changing a rule changes what is
    planned, never what was done. Days are days of the company.
    """

    _name = "hau_mai.care.rule"
    _description = "Follow-up Rule"
    _inherit = ["mail.thread", "hau_mai.batch.mixin", "hau_mai.assignment.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    _inactive_after = models.Constraint(
        "CHECK (trigger != 'inactive' OR delay > 0)",
        "“No order for a while” needs to know for how long: set the delay, such as 12 months.",
    )
    _tries_positive = models.Constraint(
        "CHECK (max_tries > 0 AND retry_days > 0)",
        "A follow-up is tried at least once, and the next try is at least a day later.",
    )

    # === FIELDS === #

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        help="For this company and its branches; empty for all companies.",
    )
    trigger = fields.Selection(
        [
            ("order_confirmed", "Order confirmed"),
            ("order_delivered", "Order delivered"),
            ("warranty_started", "Warranty started"),
            ("warranty_expiring", "Warranty ends"),
            ("warranty_expired", "Warranty expired"),
            ("birthday", "Birthday"),
            ("inactive", "No order for a while"),
        ],
        string="When",
        required=True,
        default="order_delivered",
        tracking=True,
        help="What a follow-up is counted from. A warranty ends on its last day and has "
        "expired on the day after.",
    )
    delay = fields.Integer(
        tracking=True,
        help="After the event; with a minus sign, before it. Without an order: how long.",
    )
    delay_unit = fields.Selection(
        [("day", "Days"), ("week", "Weeks"), ("month", "Months")],
        required=True,
        default="day",
        tracking=True,
    )
    channel = fields.Selection([("activity", "Activity")], required=True, default="activity")
    purpose = fields.Selection(
        [
            ("service", "Service"),
            ("marketing", "Marketing"),
            ("survey", "Survey"),
            ("birthday", "Birthday"),
        ],
        required=True,
        default="service",
        tracking=True,
        help="Marketing and birthday need the customer's consent.",
    )
    partner_domain = fields.Char(
        string="Customers", default="[]", tracking=True, help="Only these customers."
    )
    product_categ_ids = fields.Many2many(
        "product.category",
        string="Product Categories",
        help="Only for products of these categories and those below; empty for all.",
    )
    activity_type_id = fields.Many2one(
        "mail.activity.type",
        domain=[("res_model", "=", False)],
        default=lambda self: self.env.ref("mail.mail_activity_data_call", False),
        ondelete="restrict",
    )
    summary = fields.Char(translate=True, help="What is to be done, with placeholders.")
    note = fields.Text(
        translate=True, help="What the one who does it should know or say, with placeholders."
    )
    placeholder_help = fields.Text(compute="_compute_placeholder_help", string="Placeholders")
    responsible = fields.Selection(
        [
            ("order_salesperson", "The order's salesperson"),
            ("customer_salesperson", "The customer's salesperson"),
            ("user", "A given user"),
            ("team", "The members of a team, in turn"),
        ],
        required=True,
        default="order_salesperson",
        tracking=True,
        help="When there is nobody, or they have left: the next in this list, at the end "
        "the default responsible of the settings. After a job, who took it in stands for "
        "the salesperson.",
    )
    user_id = fields.Many2one("res.users", domain=[("share", "=", False)], ondelete="restrict")
    team_id = fields.Many2one("crm.team", ondelete="restrict", check_company=True)
    working_days_only = fields.Boolean(
        default=True, help="What falls on a day off moves to the next working day of the company."
    )
    max_tries = fields.Integer(string="Tries", default=3, help="When nobody answers.")
    retry_days = fields.Integer(string="Days Between Tries", default=2)
    backfill = fields.Boolean(
        string="Include the Past",
        tracking=True,
        help="Also plan what was due before the rule was activated.",
    )
    date_activated = fields.Datetime(
        string="Active Since", readonly=True, copy=False, default=fields.Datetime.now
    )
    date_last_pass = fields.Datetime(string="Last Planned", readonly=True, copy=False)
    touchpoint_ids = fields.One2many("hau_mai.touchpoint", "rule_id", string="Follow-ups")
    touchpoint_count = fields.Integer(compute="_compute_touchpoint_count", string="Follow-up Count")
    sentence = fields.Char(compute="_compute_sentence", string="In Words")
    preview_today = fields.Integer(compute="_compute_preview", string="Today")
    preview_soon = fields.Integer(compute="_compute_preview", string="In the Next 30 Days")
    preview_text = fields.Text(compute="_compute_preview", string="Whom It Reaches")

    # === COMPUTE METHODS === #

    @api.depends_context("uid")
    def _compute_touchpoint_count(self):
        counts = dict(
            self.env["hau_mai.touchpoint"]._read_group(
                [("rule_id", "in", self.ids)], ["rule_id"], ["__count"]
            )
        )
        for rule in self:
            rule.touchpoint_count = counts.get(rule._origin, 0)

    def _compute_placeholder_help(self):
        self.placeholder_help = self.env["hau_mai.touchpoint"]._placeholder_help()

    @api.depends(
        "trigger", "delay", "delay_unit", "responsible", "user_id", "team_id",
        "working_days_only", "max_tries", "retry_days", "activity_type_id", "channel",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_sentence(self):
        for rule in self:
            rule.sentence = self.env["hau_mai.care.preview"]._in_words(rule)

    @api.depends(
        "trigger", "delay", "delay_unit", "partner_domain", "company_id",
        "product_categ_ids", "working_days_only", "backfill", "purpose", "channel", "active",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_preview(self):
        for rule in self:
            preview = self.env["hau_mai.care.preview"]._preview(rule, fields.Datetime.now())
            rule.preview_today = preview.today
            rule.preview_soon = preview.soon
            rule.preview_text = preview.text

    # === CONSTRAINT METHODS === #

    @api.constrains("partner_domain")
    def _check_partner_domain(self):
        for rule in self:
            try:
                rule._audience().validate(self.env["res.partner"])
            except (ValueError, SyntaxError, TypeError, KeyError) as error:
                raise ValidationError(
                    self.env._(
                        "The customers of the rule “%(rule)s” cannot be found: %(error)s",
                        rule=rule.name,
                        error=error,
                    )
                ) from error

    @api.constrains("summary", "note")
    def _check_placeholders(self):
        """Only the placeholders everybody may use: a rule's text runs with all rights."""
        for rule in self:
            self._check_template(rule.summary)
            self._check_template(rule.note)

    @api.model
    def _check_template(self, text):
        allowed = self.env["hau_mai.touchpoint"].mail_allowed_qweb_expressions()
        for _literal, expression, _default in parse_inline_template(text or ""):
            if expression and expression not in allowed:
                raise ValidationError(
                    self.env._(
                        "“%(placeholder)s” is not a placeholder a follow-up can fill in. "
                        "There are: %(allowed)s.",
                        placeholder=expression,
                        allowed=", ".join(allowed),
                    )
                )

    @api.constrains("responsible", "user_id", "team_id")
    def _check_responsible(self):
        for rule in self:
            if rule.responsible == "user" and not rule.user_id:
                raise ValidationError(self.env._("Choose the user who is responsible."))
            if rule.responsible == "team" and not rule.team_id:
                raise ValidationError(self.env._("Choose the team whose members take turns."))

    # === CRUD METHODS === #

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        """A translated text is as dangerous as the original: check it too."""
        if field_name in ("summary", "note"):
            for value in translations.values():
                for text in value.values() if isinstance(value, dict) else [value]:
                    self._check_template(text)
        return super()._update_field_translations(field_name, translations, digest, source_lang)

    def write(self, vals):
        if self._plan_fields() & vals.keys():
            vals = dict(vals, date_last_pass=False)
        woken = self.filtered(lambda rule: not rule.active) if vals.get("active") else self.browse()
        if "trigger" in vals:
            changed = self.filtered(lambda rule: rule.trigger != vals["trigger"])
            changed._cancel_all(self.env._("The rule now waits for something else."))
        result = super().write(vals)
        if woken:
            # A rule that is switched on does not catch up with the time it was off.
            woken.write({"date_activated": fields.Datetime.now(), "date_last_pass": False})
        if vals.get("active") is False:
            self._cancel_all(self.env._("The rule was archived."))
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        used = self.filtered("touchpoint_count")
        if used:
            raise UserError(
                self.env._(
                    "The rule “%s” has made follow-ups, which are kept. Archive it instead.",
                    used[0].name,
                )
            )

    # === ACTION METHODS === #

    def action_view_touchpoints(self):
        """The follow-ups of this rule."""
        action = self.env["ir.actions.act_window"]._for_xml_id("hau_mai.hau_mai_touchpoint_action")
        return dict(action, domain=[("rule_id", "in", self.ids)], context={})

    def action_preview_today(self):
        """The customers the rule reaches today."""
        return self._action_preview(today_only=True)

    def action_preview_soon(self):
        """The customers the rule reaches today and in the next 30 days."""
        return self._action_preview(today_only=False)

    def _action_preview(self, today_only):
        self.ensure_one()
        partner_ids = self.env["hau_mai.care.preview"]._partner_ids(
            self, fields.Datetime.now(), today_only
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reached by “%s”", self.name),
            "res_model": "res.partner",
            "view_mode": "list,form",
            "domain": [("id", "in", partner_ids)],
        }

    # === BUSINESS METHODS === #

    @api.model
    def _plan_fields(self):
        """The fields of which a change makes planning look at everything again."""
        return PLAN_FIELDS

    @api.model
    def _triggers(self):
        """``{trigger: tools.care.Trigger}``. Override to add a trigger."""
        return TRIGGERS

    def _trigger(self):
        """How the targets of this rule are found."""
        return self._triggers()[self.trigger]

    def _target_model(self):
        """Name of the model the follow-ups of this rule are about."""
        trigger = self._trigger()
        model = self.env[trigger.model]
        for step in () if trigger.target == "id" else trigger.target.split("."):
            model = self.env[model._fields[step].comodel_name]
        return model._name

    def _companies(self):
        """The companies this rule works for: its own with branches, or all."""
        companies = self.env["res.company"].sudo()
        if self.company_id:
            return companies.search([("id", "child_of", self.company_id.id)])
        return companies.search([])

    def _audience(self):
        """The customers of this rule, as a domain on ``res.partner``.

        :raises ValueError, SyntaxError: when the text is not a domain
        """
        return Domain(ast.literal_eval(self.partner_domain or "[]"))

    def _cancel_all(self, reason):
        """Cancel what these rules have planned or open."""
        self.env["hau_mai.touchpoint"].sudo().search(
            [("rule_id", "in", self.ids), ("state", "in", ("planned", "open"))]
        )._cancel("rule", reason)

    def _batch_fail(self, error):
        """Say on the rule that it could not be planned; the next night tries again."""
        self.message_post(
            body=self.env._("The follow-ups of this rule could not be planned: %s", error)
        )

    # === CRON === #

    @api.model
    def _cron_plan_touchpoints(self):
        """Plan the follow-ups of every rule. One rule that fails does not stop the others."""
        now = fields.Datetime.now()
        self._batch_run([("active", "=", True)], lambda rules: rules._plan(now), size=1)

    def _plan(self, now):
        """Plan the follow-ups of these rules.

        :param datetime now: UTC
        """
        planner = self.env["hau_mai.care.planner"].sudo()
        for rule in self.sudo():
            planner._plan(rule, now)
        self.sudo().with_context(tracking_disable=True).date_last_pass = now
