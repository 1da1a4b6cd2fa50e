from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import formatLang

from .hau_mai_warranty_policy import START_TRIGGERS

DURATION_UNITS = [
    ("day", "Days"),
    ("week", "Weeks"),
    ("month", "Months"),
    ("year", "Years"),
]
USAGE_UNITS = [
    ("km", "km"),
    ("hour", "hours"),
    ("litre", "litres"),
    ("cycle", "cycles"),
]
SCOPES = [("unit", "Whole unit"), ("component", "Components")]
GUARANTORS = [("seller", "Seller"), ("maker", "Manufacturer")]


class HauMaiWarrantyTerm(models.Model):
    """One line of a policy: "Compressor 10 years, parts only"."""

    _name = "hau_mai.warranty.term"
    _description = "Warranty Term"
    _order = "policy_id, sequence, id"

    _duration_positive = models.Constraint(
        "CHECK (duration >= 0)", "A warranty cannot last less than nothing. Use 0 for life."
    )
    _usage_limit_positive = models.Constraint(
        "CHECK (usage_limit >= 0)", "The usage limit cannot be negative. Use 0 for no limit."
    )
    _covers_something = models.Constraint(
        "CHECK (covers_parts OR covers_labour OR covers_transport OR covers_exchange)",
        "A warranty period covers parts, labour, transport or exchange: choose at least one.",
    )
    _one_main = models.UniqueIndex(
        "(policy_id) WHERE is_main", "A policy has one main warranty period."
    )

    # === FIELDS === #

    policy_id = fields.Many2one(
        "hau_mai.warranty.policy", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="policy_id.company_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True, default=lambda self: self.env._("Whole unit"))
    scope = fields.Selection(SCOPES, required=True, default="unit")
    component_ids = fields.Many2many(
        "product.product", string="Components", help="The parts this period is about."
    )
    component_categ_ids = fields.Many2many(
        "product.category",
        string="Component Categories",
        help="All parts of these categories and of those below them.",
    )
    duration = fields.Integer(default=12, help="0 means for life.")
    duration_unit = fields.Selection(DURATION_UNITS, required=True, default="month")
    usage_limit = fields.Float(help="0 means without limit. Whichever comes first ends it.")
    usage_unit = fields.Selection(USAGE_UNITS)
    covers_parts = fields.Boolean(string="Parts", default=True)
    covers_labour = fields.Boolean(string="Labour", default=True)
    covers_transport = fields.Boolean(string="Transport")
    covers_exchange = fields.Boolean(string="Exchange")
    guarantor = fields.Selection(GUARANTORS, required=True, default="seller")
    start_trigger = fields.Selection(
        START_TRIGGERS,
        string="Starts with",
        help="Only when it differs from the policy's.",
    )
    is_main = fields.Boolean(
        string="Main",
        help='The one people mean by "the warranty". By default the first of the whole unit.',
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("scope", "component_ids", "component_categ_ids")
    def _check_components(self):
        for term in self:
            if term.scope == "component" and not (term.component_ids or term.component_categ_ids):
                raise ValidationError(
                    self.env._(
                        "“%(term)s” is about components: choose the parts or the part categories.",
                        term=term.name,
                    )
                )

    @api.constrains("usage_limit", "usage_unit")
    def _check_usage_unit(self):
        for term in self:
            if term.usage_limit and not term.usage_unit:
                raise ValidationError(
                    self.env._("“%(term)s” has a usage limit: say in which unit.", term=term.name)
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        self._make_way_for_main(vals_list)
        terms = super().create(vals_list)
        terms.policy_id._ensure_main_term()
        return terms

    def write(self, vals):
        if vals.get("is_main"):
            (self.policy_id.term_ids - self).filtered("is_main").write({"is_main": False})
        res = super().write(vals)
        self.policy_id._ensure_main_term()
        return res

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        """A translation typed in the dialog does not pass through ``write``."""
        res = super()._update_field_translations(field_name, translations, digest, source_lang)
        self.policy_id._publish()
        return res

    def unlink(self):
        policies = self.policy_id
        res = super().unlink()
        policies.exists()._ensure_main_term()
        return res

    @api.model
    def _make_way_for_main(self, vals_list):
        """A term created as the main one takes that over from the one before."""
        policy_ids = [vals.get("policy_id") for vals in vals_list if vals.get("is_main")]
        if policy_ids:
            self.search([("policy_id", "in", policy_ids), ("is_main", "=", True)]).is_main = False

    # === BUSINESS METHODS === #

    def _covered_kinds(self):
        """Labels of what it covers, in the order of the form."""
        self.ensure_one()
        return [
            label
            for covered, label in [
                (self.covers_parts, self.env._("parts")),
                (self.covers_labour, self.env._("labour")),
                (self.covers_transport, self.env._("transport")),
                (self.covers_exchange, self.env._("exchange")),
            ]
            if covered
        ]

    def _prepare_sentence(self):
        """ "Whole unit 24 months (parts, labour)" in the language of the context."""
        self.ensure_one()
        period = self.env["hau_mai.coverage"]._duration_label(self.duration, self.duration_unit)
        if self.usage_limit:
            units = dict(self._fields["usage_unit"]._description_selection(self.env))
            period = self.env._(
                "%(period)s or %(limit)s %(unit)s",
                period=period,
                limit=formatLang(self.env, self.usage_limit, digits=0),
                unit=units.get(self.usage_unit, ""),
            )
        return self.env._(
            "%(what)s %(period)s (%(kinds)s)",
            what=self.name,
            period=period,
            kinds=", ".join(self._covered_kinds()),
        )

    def _prepare_coverage_vals(self):
        """The copy of this term that every unit sold under it gets."""
        self.ensure_one()
        return {
            "term_id": self.id,
            "name": self.name,
            "sequence": self.sequence,
            "origin": "policy",
            "scope": self.scope,
            "component_ids": tuple(self.component_ids.ids),
            "component_categ_ids": tuple(self.component_categ_ids.ids),
            "duration": self.duration,
            "duration_unit": self.duration_unit,
            "usage_limit": self.usage_limit,
            "usage_unit": self.usage_unit,
            "covers_parts": self.covers_parts,
            "covers_labour": self.covers_labour,
            "covers_transport": self.covers_transport,
            "covers_exchange": self.covers_exchange,
            "guarantor": self.guarantor,
            "start_trigger": self.start_trigger or self.policy_id.start_trigger,
            "is_main": self.is_main,
        }
