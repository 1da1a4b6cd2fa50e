from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.messenger import class_problem, expressions, parameter_name, template_problems

#: state -> states it may go to.
TRANSITIONS = {
    "draft": {"submitted"},
    "submitted": {"draft", "approved", "rejected"},
    "approved": {"draft", "rejected"},
    "rejected": {"draft", "submitted"},
}

#: What the provider approved: a change of it needs another approval.
APPROVED_FIELDS = {
    "title",
    "body",
    "message_class",
    "language",
    "button_1_label",
    "button_1_target",
    "button_2_label",
    "button_2_target",
}


class HauMaiMessengerTemplate(models.Model):
    """A text that a messenger's provider approves before it may be sent.

    Its placeholders are those of follow-ups; the provider knows them as parameters. What the
    provider would refuse (:mod:`tools.messenger`) is shown while one writes.
    """

    _name = "hau_mai.messenger.template"
    _description = "Messenger Text"
    _inherit = ["mail.thread", "hau_mai.flow.mixin"]
    _transitions = TRANSITIONS
    _order = "name, id"
    _check_company_auto = True

    _price_positive = models.Constraint(
        "CHECK (price >= 0)", "A message costs something or nothing."
    )

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    account_id = fields.Many2one(
        "hau_mai.messenger.account",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["hau_mai.messenger.account"].search([], limit=1),
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    provider_ref = fields.Char(
        string="Provider's Number", tracking=True, help="What the provider calls this text."
    )
    message_class = fields.Selection(
        [
            ("transaction", "Transaction"),
            ("care", "Customer care"),
            ("promotion", "Promotion"),
        ],
        string="Class",
        required=True,
        default="care",
        tracking=True,
        help="Transaction: about an order or a job. Customer care: warranty, visits, thanks. "
        "Promotion (Zalo calls it after-sales): offers and vouchers, of which only so many "
        "may be sent in a month.",
    )
    language = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        required=True,
        default=lambda self: self.env.lang,
        tracking=True,
    )
    original_id = fields.Many2one(
        "hau_mai.messenger.template",
        string="Translation Of",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('account_id', '=', account_id), ('id', '!=', id), ('original_id', '=', False)]",
        help="Customers who speak this language get it instead of the other text.",
    )
    translation_ids = fields.One2many("hau_mai.messenger.template", "original_id")
    title = fields.Char(required=True, help="9 to 65 characters.")
    body = fields.Text(
        required=True, help="Up to four paragraphs of 9 to 400 characters, a line each."
    )
    button_1_label = fields.Char(string="Button")
    button_1_target = fields.Char(string="Opens", help="A link, a phone number or a placeholder.")
    button_2_label = fields.Char(string="Second Button")
    button_2_target = fields.Char(string="Second Opens")
    price = fields.Monetary(string="Price of a Message", tracking=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
        ],
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    date_submitted = fields.Datetime(string="Submitted On", readonly=True, copy=False)
    date_approved = fields.Datetime(string="Approved On", readonly=True, copy=False)
    reject_reason = fields.Char(string="Why Rejected", copy=False, tracking=True)
    problems = fields.Text(compute="_compute_problems", string="What Would Be Refused")
    parameters = fields.Char(compute="_compute_problems")
    placeholder_help = fields.Text(compute="_compute_placeholder_help", string="Placeholders")

    # === COMPUTE METHODS === #

    @api.depends(
        "title", "body",
        "button_1_label", "button_1_target", "button_2_label", "button_2_target",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_problems(self):
        for template in self:
            problems = template_problems(template.title, template.body, template._buttons())
            sentences = [template._problem_in_words(code, detail) for code, detail in problems]
            template.problems = "\n".join(dict.fromkeys(sentences))
            template.parameters = ", ".join(map(parameter_name, template._expressions()))

    def _compute_placeholder_help(self):
        self.placeholder_help = self.env["hau_mai.touchpoint"]._placeholder_help()

    # === CONSTRAINT METHODS === #

    @api.constrains("title", "body", "button_1_target", "button_2_target")
    def _check_placeholders(self):
        """Only the placeholders everybody may use: the text runs with all rights."""
        for template in self:
            for text in template._texts():
                self.env["hau_mai.care.rule"]._check_template(text)

    @api.constrains("original_id")
    def _check_original(self):
        if self._has_cycle("original_id"):
            raise ValidationError(self.env._("A text cannot be a translation of itself."))

    # === CRUD METHODS === #

    def write(self, vals):
        """What was approved is not what is written now: it goes back to the draft."""
        if "state" not in vals and APPROVED_FIELDS & vals.keys():
            changed = self.filtered(lambda template: template.state in ("submitted", "approved"))
            super(HauMaiMessengerTemplate, changed).write({"state": "draft"})
        return super().write(vals)

    # === ACTION METHODS === #

    def action_submit(self):
        """It was handed in to the provider."""
        for template in self:
            if template.problems:
                raise UserError(
                    self.env._(
                        "The provider would refuse “%(text)s”:\n%(problems)s",
                        text=template.name,
                        problems=template.problems,
                    )
                )
        self.write({"state": "submitted", "date_submitted": fields.Datetime.now()})
        return True

    def action_approve(self):
        """The provider approved it, and gave it a number."""
        for template in self:
            if not template.provider_ref:
                raise UserError(
                    self.env._("Enter the number the provider gave to “%s”.", template.name)
                )
        self.write(
            {"state": "approved", "date_approved": fields.Datetime.now(), "reject_reason": False}
        )
        return True

    def action_reject(self):
        """The provider refused it, or withdrew its approval, for the reason that is written."""
        for template in self:
            if not template.reject_reason:
                raise UserError(
                    self.env._("Write down why the provider rejected “%s”.", template.name)
                )
        self.write({"state": "rejected"})
        return True

    def action_draft(self):
        """Back to the draft, to change it."""
        self.write({"state": "draft"})
        return True

    # === BUSINESS METHODS === #

    def _texts(self):
        self.ensure_one()
        return (self.title, self.body, self.button_1_target, self.button_2_target)

    def _buttons(self):
        """``(label, target)`` of the buttons that are filled in."""
        pairs = (
            (self.button_1_label, self.button_1_target),
            (self.button_2_label, self.button_2_target),
        )
        return [(label or "", target) for label, target in pairs if label or target]

    def _expressions(self):
        """The placeholders of all its texts."""
        return expressions(*self._texts())

    def _in_lang(self, lang):
        """The approved text in this language, else this one."""
        self.ensure_one()
        if self.language == lang:
            return self
        spoken = self.translation_ids.filtered(
            lambda text: text.language == lang and text.state == "approved"
        )
        return spoken[:1] or self

    def _class_problem(self, purpose, offers):
        """Why it must not be used for a purpose, as a sentence; empty when it may."""
        code = class_problem(self.message_class, purpose, offers)
        return (
            code
            and {
                "promotion_in_service": self.env._(
                    "“%s” is a text for promotion: the rule's purpose must be marketing or "
                    "birthday.",
                    self.name,
                ),
                "marketing_in_service": self.env._(
                    "Offers may only be sent with a text of the class Promotion, "
                    "which “%s” is not.",
                    self.name,
                ),
            }[code]
        )

    def _problem_in_words(self, code, detail):
        """A problem of :func:`tools.messenger.template_problems` as a sentence."""
        return {
            "title": self.env._("The title has %s characters; 9 to 65 are allowed.", detail),
            "paragraphs": self.env._("There are %s paragraphs; 1 to 4 are allowed.", detail),
            "paragraph": self.env._("A paragraph has 9 to 400 characters: “%s”.", detail),
            "parameters": self.env._("There are %s placeholders; 10 are allowed.", detail),
            "link": self.env._("Links go into buttons, not into the text: “%s”.", detail),
            "phone": self.env._("Phone numbers go into buttons, not into the text: “%s”.", detail),
            "unnamed": self.env._(
                "It must say whom it is for: the customer's name or number, or that of an order, "
                "card or job."
            ),
            "label": self.env._("The label of a button has 5 to 30 characters: “%s”.", detail),
            "target": self.env._("Say what the button “%s” opens.", detail),
        }[code]
