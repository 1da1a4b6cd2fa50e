from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..tools.channel import MESSAGE_CHANNELS, OTHER_CHANNELS, ways

#: channel of a message -> field of the rule with its text
TEMPLATE_FIELDS = {
    "email": "mail_template_id",
    "sms": "sms_template_id",
    "messenger": "messenger_template_id",
}


class HauMaiCareRule(models.Model):
    """What a rule does besides asking somebody to call: messages, vouchers, gifts."""

    _inherit = "hau_mai.care.rule"

    channel = fields.Selection(
        selection_add=[
            ("email", "Email"),
            ("sms", "SMS"),
            ("messenger", "Messenger"),
            ("voucher", "Voucher"),
            ("gift", "Gift"),
        ],
        ondelete=dict.fromkeys(("email", "sms", "messenger", "voucher", "gift"), "cascade"),
        string="Does",
        tracking=True,
    )
    message_channel = fields.Selection(
        [("email", "Email"), ("sms", "SMS"), ("messenger", "Messenger")],
        string="Told By",
        required=True,
        default="email",
        tracking=True,
        help="How the customer gets it.",
    )
    fallback = fields.Selection(
        [
            ("none", "Nothing else"),
            ("sms", "An SMS"),
            ("email", "An email"),
            ("sms_email", "An SMS, then an email"),
        ],
        string="If Not Reached",
        required=True,
        default="none",
        tracking=True,
        help="What is tried when a message does not arrive, or the customer has not agreed to "
        "this way. Each way is tried once, and the customer's wishes are asked again.",
    )
    mail_template_id = fields.Many2one(
        "mail.template",
        string="Email Text",
        domain=[("model", "=", "hau_mai.touchpoint")],
        context={"default_model": "hau_mai.touchpoint"},
        ondelete="restrict",
    )
    sms_template_id = fields.Many2one(
        "sms.template",
        string="SMS Text",
        domain=[("model", "=", "hau_mai.touchpoint")],
        context={"default_model": "hau_mai.touchpoint"},
        ondelete="restrict",
    )
    uses_email = fields.Boolean(compute="_compute_uses")
    uses_sms = fields.Boolean(compute="_compute_uses")
    uses_messenger = fields.Boolean(compute="_compute_uses")
    currency_id = fields.Many2one("res.currency", compute="_compute_figures")
    message_count = fields.Integer(compute="_compute_figures", string="Messages Sent")
    message_cost = fields.Monetary(compute="_compute_figures", string="Cost of Messages")

    # === COMPUTE METHODS === #

    @api.depends("channel", "message_channel", "fallback")
    def _compute_uses(self):
        for rule in self:
            for way in MESSAGE_CHANNELS:
                rule[f"uses_{way}"] = way in rule._ways()

    @api.depends_context("uid", "company")
    def _compute_figures(self):
        """What has left by the rule, and what it cost, in the rule's company."""
        figures = {
            rule: (count, cost)
            for rule, count, cost in self.env["hau_mai.touchpoint"]._read_group(
                [
                    ("rule_id", "in", self.ids),
                    ("date_sent", "!=", False),
                    ("channel", "!=", "activity"),
                ],
                ["rule_id"],
                ["__count", "cost:sum"],
            )
        }
        for rule in self:
            rule.currency_id = (rule.company_id or self.env.company).currency_id
            rule.message_count, rule.message_cost = figures.get(rule._origin, (0, 0.0))

    @api.depends("message_channel", "fallback", "mail_template_id", "sms_template_id")
    def _compute_sentence(self):
        return super()._compute_sentence()

    @api.depends("message_channel")
    def _compute_preview(self):
        return super()._compute_preview()

    # === CONSTRAINT METHODS === #

    @api.constrains("channel", "message_channel", "fallback", "mail_template_id", "sms_template_id")
    def _check_texts(self):
        """Each way a message may leave by has its text, made for follow-ups."""
        for rule in self:
            for way in rule._ways():
                rule._check_text(way)

    def _check_text(self, way):
        labels = dict(self._fields["message_channel"]._description_selection(self.env))
        template = self[TEMPLATE_FIELDS[way]]
        if not template:
            raise ValidationError(
                self.env._(
                    "The rule “%(rule)s” needs a text for %(way)s: choose one under What Is Sent.",
                    rule=self.name,
                    way=labels[way],
                )
            )
        if "model" in template and template.model != "hau_mai.touchpoint":
            raise ValidationError(
                self.env._(
                    "The text “%(text)s” is not for follow-ups: its placeholders would stay "
                    "empty. Choose one that applies to “Follow-up”.",
                    text=template.name,
                )
            )

    # === CRUD METHODS === #

    def write(self, vals):
        """What is planned leaves by the way the rule has now."""
        result = super().write(vals)
        if {"channel", "message_channel"} & vals.keys():
            for rule in self.sudo():
                rule.touchpoint_ids.filtered(lambda row: row.state == "planned").write(
                    {"channel": rule.channel, "contact_channel": rule._contact_channel()}
                )
        return result

    # === ACTION METHODS === #

    def action_view_messages(self):
        """What has left by this rule."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hau_mai.hau_mai_touchpoint_message_action"
        )
        return dict(action, domain=[("rule_id", "in", self.ids)], context={})

    # === BUSINESS METHODS === #

    def _message_channel(self):
        """The channel of the rule's message; what it gives is told of by another field."""
        self.ensure_one()
        return self.channel if self.channel in MESSAGE_CHANNELS else self.message_channel

    def _contact_channel(self):
        """The channel the contact gate is asked for."""
        self.ensure_one()
        return OTHER_CHANNELS.get(self.channel) or self._message_channel()

    def _ways(self):
        """The channels its message is tried by, in this order; none where nothing is sent."""
        self.ensure_one()
        if not self.channel or self.channel in OTHER_CHANNELS:
            return ()
        return ways(self._message_channel(), self.fallback or "none")


class HauMaiCarePlanner(models.AbstractModel):
    """What is planned knows how it will leave."""

    _inherit = "hau_mai.care.planner"

    @api.model
    def _insert_values(self, rule, terms):
        return super()._insert_values(rule, terms) | {
            "contact_channel": SQL("%s", rule._contact_channel())
        }


class HauMaiCarePreview(models.AbstractModel):
    """What a rule sends or gives, in a sentence."""

    _inherit = "hau_mai.care.preview"

    @api.model
    def _in_words(self, rule):
        """ "Voucher: 1 day after the birthday; by SMS, otherwise an email"."""
        if rule.channel in (False, "activity"):
            return super()._in_words(rule)
        channels = dict(rule._fields["channel"]._description_selection(self.env))
        parts = [self._when_in_words(rule), *self._what_leaves_in_words(rule)]
        if rule.working_days_only:
            parts.append(self.env._("on a working day"))
        return f"{channels[rule.channel]}: {'; '.join(parts)}."

    @api.model
    def _what_leaves_in_words(self, rule):
        """The parts of the sentence about what leaves, and how."""
        parts = []
        if rule._ways() and rule.channel != rule._message_channel():
            ways_in_words = {
                "email": self.env._("told by email"),
                "sms": self.env._("told by SMS"),
                "messenger": self.env._("told by messenger"),
            }
            parts.append(ways_in_words[rule._message_channel()])
        if len(rule._ways()) > 1:
            label = dict(rule._fields["fallback"]._description_selection(self.env))[rule.fallback]
            parts.append(self.env._("if not reached: %s", label[0].lower() + label[1:]))
        if not rule._ways():
            parts.append(self._who_in_words(rule))
        return parts
