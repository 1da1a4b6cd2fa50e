from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import ormcache
from odoo.tools.misc import frozendict

#: The moment from which a warranty counts.
START_TRIGGERS = [
    ("order", "Order confirmation"),
    ("delivery", "Delivery"),
    ("invoice", "Invoice"),
    ("activation", "Activation"),
]

#: What becomes of the warranty of a part that was replaced under warranty.
PART_RULES = [
    ("restart", "Starts again"),
    ("remaining", "Keeps what remains"),
    ("longest", "The longer of both"),
]

#: What a policy says besides its periods and texts, copied into each unit when it is sold:
#: about activation, repairs and the next owner.
FROZEN = (
    "activation_limit_days", "activation_proof", "pause_during_repair", "replaced_part_rule",
    "max_repairs", "service_discount", "transferable",
)  # fmt: skip


class HauMaiWarrantyPolicy(models.Model):
    """A published promise: from when, for how long, on what, how, and what not.

    The six parts are those a seller has to publish: start, duration, content,
    scope, method and exclusions (Law 19/2023/QH15 on the protection of consumer
    rights, article 30.2.a). A policy without terms promises nothing and can be
    chosen at every level to say so.
    """

    _name = "hau_mai.warranty.policy"
    _description = "Warranty Policy"
    _inherit = ["hau_mai.commitment.mixin", "mail.thread"]
    _order = "sequence, name, id"
    _promise_field = "warranty_policy_id"
    _unit_field = "policy_id"

    _activation_limit_days_positive = models.Constraint(
        "CHECK (activation_limit_days >= 0)",
        "The days left for the activation cannot be negative.",
    )
    _max_repairs_positive = models.Constraint(
        "CHECK (max_repairs >= 0)", "The number of repairs cannot be negative."
    )
    _service_discount_percent = models.Constraint(
        "CHECK (service_discount >= 0 AND service_discount <= 100)",
        "The discount on services lies between 0 and 100 percent.",
    )

    # === FIELDS === #

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        help="Leave it empty to share the policy among all companies.",
    )
    start_trigger = fields.Selection(
        START_TRIGGERS,
        string="Starts with",
        required=True,
        default="delivery",
        tracking=True,
        help="The moment from which the periods count. The day itself does not count.",
    )
    activation_limit_days = fields.Integer(
        string="Activation Within (days)",
        default=30,
        help="Not activated by then, the warranty starts by itself this many days after delivery.",
    )
    term_ids = fields.One2many(
        "hau_mai.warranty.term", "policy_id", string="Warranty Periods", copy=True
    )
    content = fields.Html(
        translate=True, help="What we do when something fails: repair, exchange, on-site…"
    )
    method = fields.Html(
        translate=True, help="How and where the customer gets it: what to bring, whom to call."
    )
    exclusions = fields.Html(translate=True, help="The cases in which the warranty does not apply.")
    pause_during_repair = fields.Boolean(
        string="Repair Time Does Not Count",
        default=True,
        help="Days in a warranty repair are added to the warranty (Law 19/2023/QH15, art. 30.2.c).",
    )
    replaced_part_rule = fields.Selection(
        PART_RULES,
        string="A Replaced Part",
        required=True,
        default="longest",
        help="How long a part is covered that was replaced under warranty.",
    )
    max_repairs = fields.Integer(
        string="Repairs Before Exchange",
        default=3,
        help="After this many warranty repairs, exchange or refund is offered. 0 for no limit.",
    )
    service_discount = fields.Float(
        string="Discount on Services (%)",
        digits="Discount",
        help="What the owner gets on services that the warranty does not cover.",
    )
    transferable = fields.Boolean(
        default=True, help="Whether the warranty stays with the product when it changes hands."
    )
    edition_ids = fields.One2many("hau_mai.warranty.edition", "policy_id", string="Editions")
    sentence = fields.Char(
        string="In One Sentence",
        compute="_compute_sentence",
        help="What the customer reads on the quotation.",
    )

    # === COMPUTE METHODS === #

    @api.depends("term_ids", "start_trigger")
    @api.depends_context("lang")
    def _compute_sentence(self):
        for policy in self:
            policy.sentence = policy._prepare_sentence()

    def _prepare_sentence(self):
        """One plain sentence for the customer, in the language of the context."""
        self.ensure_one()
        if not self.term_ids:
            return self.env._("No warranty")
        triggers = dict(self._fields["start_trigger"]._description_selection(self.env))
        return self.env._(
            "Warranty: %(periods)s. Starts with: %(start)s.",
            periods="; ".join(term._prepare_sentence() for term in self.term_ids),
            start=triggers[self.start_trigger].lower(),
        )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        policies._publish()
        return policies

    def write(self, vals):
        res = super().write(vals)
        self._publish()
        return res

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        """A translation typed in the dialog does not pass through ``write``."""
        res = super()._update_field_translations(field_name, translations, digest, source_lang)
        self._publish()
        return res

    # === BUSINESS METHODS === #

    def _publish(self):
        """Write down what the policies promise from now on, as new editions."""
        self.env.registry.clear_cache()
        self.env["hau_mai.warranty.edition"]._publish(self)

    def _ensure_main_term(self):
        """Each policy with terms has a main one: the first of the whole unit, else the first."""
        self.invalidate_recordset(["term_ids"])
        for policy in self:
            if policy.term_ids and not any(policy.term_ids.mapped("is_main")):
                whole = policy.term_ids.filtered(lambda term: term.scope == "unit")
                (whole or policy.term_ids)[0].is_main = True
        self._publish()

    @ormcache("self.id", "lang")
    def _get_blueprint(self, lang):
        """What a unit sold under this policy gets, ready to be copied.

        Cached: a thousand orders a day ask for the same dozen policies.

        :param str lang: language of the customer; names and sentence are in it
        :return: frozendict with start_trigger, edition_id, triggers (the start moments its
            periods use), sentence, the fields of ``FROZEN``, and coverages: a tuple of values
            for ``hau_mai.coverage``, without the unit
        """
        self.ensure_one()
        policy = self.sudo().with_context(lang=lang, prefetch_langs=False)
        return frozendict(policy._prepare_blueprint(lang))

    def _prepare_blueprint(self, lang):
        """The parts of :meth:`_get_blueprint`. Each concern adds its own."""
        coverages = tuple(frozendict(term._prepare_coverage_vals()) for term in self.term_ids)
        edition = self.env["hau_mai.warranty.edition"]._current(self)
        return {
            "start_trigger": self.start_trigger,
            "edition_id": edition.id,
            "triggers": ",".join(
                sorted({self.start_trigger} | {c["start_trigger"] for c in coverages})
            ),
            "sentence": self._prepare_sentence(),
            "coverages": coverages,
            **{fname: self[fname] for fname in FROZEN},
        }

    @api.model
    def _domain_for_company(self, company):
        """Policies that a company may use: shared ones, its own, its parents'."""
        return Domain("company_id", "=", False) | Domain("company_id", "parent_of", company.ids)
