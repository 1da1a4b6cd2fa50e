from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from ..tools.coverage import KINDS, Period
from ..tools.recurrence import add_duration
from .hau_mai_warranty_policy import START_TRIGGERS
from .hau_mai_warranty_term import DURATION_UNITS, GUARANTORS, SCOPES, USAGE_UNITS

#: What makes two periods the same promise, besides the components they list.
PROMISED = (
    "scope", "duration", "duration_unit", "start_trigger", "usage_limit", "usage_unit",
    *(f"covers_{kind}" for kind in KINDS), "guarantor", "is_main",
)  # fmt: skip


class HauMaiCoverage(models.Model):
    """A warranty period of one unit: the unit's own copy of a term, with real dates.

    What the policy says later changes nothing here. Days are days of the company;
    ``date_end`` is inclusive and empty for life.
    """

    _name = "hau_mai.coverage"
    _description = "Warranty Period"
    _order = "unit_id.id desc, sequence, id"

    _duration_positive = models.Constraint(
        "CHECK (duration >= 0)", "A warranty cannot last less than nothing. Use 0 for life."
    )
    _end_idx = models.Index("(date_end, unit_id) WHERE date_end IS NOT NULL")
    _start_idx = models.Index("(date_start, unit_id) WHERE date_start IS NOT NULL")
    _for_life_idx = models.Index("(date_start) WHERE date_start IS NOT NULL AND date_end IS NULL")
    _waiting_idx = models.Index("(unit_id) WHERE date_start IS NULL")

    # === FIELDS === #

    unit_id = fields.Many2one(
        "hau_mai.unit", string="Warranty Card", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="unit_id.company_id", store=True)
    term_id = fields.Many2one("hau_mai.warranty.term", index="btree_not_null", ondelete="set null")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    origin = fields.Selection(
        [
            ("policy", "Policy"),
            ("extension", "Extended warranty"),
            ("part", "Replaced part"),
            ("exchange", "Exchange"),
            ("goodwill", "Goodwill"),
            ("repair", "Repair"),
        ],
        required=True,
        default="policy",
    )
    scope = fields.Selection(SCOPES, required=True, default="unit")
    component_ids = fields.Many2many("product.product", string="Components")
    component_categ_ids = fields.Many2many("product.category", string="Component Categories")
    duration = fields.Integer(help="0 means for life.")
    duration_unit = fields.Selection(DURATION_UNITS, required=True, default="month")
    start_trigger = fields.Selection(START_TRIGGERS, required=True, default="delivery")
    date_start = fields.Date(
        string="Starts On", compute="_compute_date_start", store=True, readonly=False
    )
    date_end = fields.Date(string="Ends On", compute="_compute_date_end", store=True)
    usage_limit = fields.Float(help="0 means without limit.")
    usage_unit = fields.Selection(USAGE_UNITS)
    covers_parts = fields.Boolean(string="Parts", default=True)
    covers_labour = fields.Boolean(string="Labour", default=True)
    covers_transport = fields.Boolean(string="Transport")
    covers_exchange = fields.Boolean(string="Exchange")
    guarantor = fields.Selection(GUARANTORS, required=True, default="seller")
    is_main = fields.Boolean(string="Main")
    explanation = fields.Char(string="Why This Date", compute="_compute_explanation")
    covered = fields.Char(string="Covers", compute="_compute_covered")
    elapsed = fields.Integer(
        string="Elapsed (%)", compute="_compute_elapsed", help="How much of it has gone by today."
    )
    warranty_status = fields.Selection(
        [
            ("not_started", "Not started"),
            ("active", "Running"),
            ("expired", "Ended"),
        ],
        string="Status",
        compute="_compute_elapsed",
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "origin",
        "start_trigger",
        "unit_id.date_start",
        "unit_id.date_start_manual",
        "unit_id.start_trigger",
        "unit_id.date_ordered",
        "unit_id.date_delivered",
        "unit_id.date_invoiced",
        "unit_id.date_activated",
        "unit_id.activation_limit_days",
    )
    def _compute_date_start(self):
        for coverage in self:
            if coverage.origin == "policy":
                coverage.date_start = coverage.unit_id._start_by(coverage.start_trigger)
            else:
                coverage.date_start = coverage.date_start

    @api.depends("date_start", "duration", "duration_unit")
    def _compute_date_end(self):
        for coverage in self:
            coverage.date_end = bool(coverage.date_start and coverage.duration) and (
                coverage._prolong(
                    add_duration(coverage.date_start, coverage.duration, coverage.duration_unit)
                )
            )

    @api.depends("date_start", "date_end", "in_repair", "unit_id.state")
    def _compute_elapsed(self):
        for coverage in self:
            today = coverage.unit_id.company_id._hau_mai_today()
            start, end = coverage.date_start, coverage.date_end
            if end and end < today and not coverage.in_repair:
                coverage.elapsed, coverage.warranty_status = 100, "expired"
            elif not start or start > today:
                coverage.elapsed, coverage.warranty_status = 0, "not_started"
            else:
                coverage.warranty_status = "active"
                length = (end - start).days if end else 0
                coverage.elapsed = length and min(round(100 * (today - start).days / length), 100)

    @api.depends(
        "covers_parts", "covers_labour", "covers_transport", "covers_exchange", "guarantor"
    )
    def _compute_covered(self):
        for coverage in self:
            kinds = [
                label
                for kind, label in coverage._kind_labels().items()
                if coverage[f"covers_{kind}"]
            ]
            if coverage.guarantor == "maker":
                kinds.append(self.env._("by the manufacturer"))
            coverage.covered = ", ".join(kinds)

    @api.depends(
        "date_start", "date_end", "duration", "duration_unit", "start_trigger", "origin",
        "usage_limit", "unit_id.date_start_manual", "unit_id.date_activated",
    )  # fmt: skip
    def _compute_explanation(self):
        for coverage in self:
            coverage.explanation = coverage._explain()

    # === BUSINESS METHODS === #

    @api.model
    def _kind_labels(self):
        """What a period can pay for, as words."""
        return dict(
            zip(
                KINDS,
                (
                    self.env._("parts"),
                    self.env._("labour"),
                    self.env._("transport"),
                    self.env._("exchange"),
                ),
                strict=True,
            )
        )

    @api.model
    def _duration_label(self, duration, unit):
        """ "24 months", "1 year", "for life" in the language of the context."""
        if not duration:
            return self.env._("for life")
        if duration == 1:
            labels = {
                "day": self.env._("1 day"),
                "week": self.env._("1 week"),
                "month": self.env._("1 month"),
                "year": self.env._("1 year"),
            }
        else:
            labels = {
                "day": self.env._("%s days", duration),
                "week": self.env._("%s weeks", duration),
                "month": self.env._("%s months", duration),
                "year": self.env._("%s years", duration),
            }
        return labels[unit]

    def _explain(self):
        """The arithmetic of the dates, as a sentence a salesperson can read out."""
        self.ensure_one()
        length = self._duration_label(self.duration, self.duration_unit)
        if not self.date_start:
            return self._explain_waiting(length)
        sentence = self._explain_end(self._explain_start(length))
        if self.usage_limit:
            units = dict(self._fields["usage_unit"]._description_selection(self.env))
            sentence = self.env._(
                "%(sentence)s, or %(limit)s %(unit)s, whichever comes first",
                sentence=sentence,
                limit=formatLang(self.env, self.usage_limit, digits=0),
                unit=units.get(self.usage_unit, ""),
            )
        return "; ".join([sentence, *self._explain_ended()])

    def _explain_end(self, sentence):
        """The sum: to which day the duration leads, and where what was added takes it."""
        if not self.date_end:
            return sentence
        base = add_duration(self.date_start, self.duration, self.duration_unit)
        sentence = self._explain_sum(sentence, base)
        added = self._explain_prolonged()
        if not added:
            return sentence
        end = self._planned_end()
        steps = "; ".join([sentence, *added])
        return self._explain_sum(steps, end) if end else steps

    def _explain_sum(self, sentence, day):
        return self.env._(
            "%(sentence)s = until %(day)s", sentence=sentence, day=format_date(self.env, day)
        )

    def _planned_end(self):
        """The last day that follows from duration and what was added."""
        return self.date_end

    def _explain_ended(self):
        """What is said after the sum, as phrases: why it ended before its days were over."""
        return []

    def _explain_waiting(self, length):
        """What it waits for, as long as it has not started."""
        return self.unit_id._explain_waiting(self.start_trigger, length)

    def _explain_start(self, length):
        """ "24 months from delivery on 10 Jan 2026"."""
        return self.env._(
            "%(length)s from %(event)s on %(date)s",
            length=length,
            event=self._start_event(),
            date=format_date(self.env, self.date_start),
        )

    def _prolong(self, end):
        """The last day of this period, given the one its duration leads to.

        Each concern that makes periods longer overrides it and calls ``super``.
        """
        return end

    def _explain_prolonged(self):
        """What made this period longer, as phrases; see :meth:`_prolong`."""
        return []

    def _start_event(self):
        """What happened on the first day, as a noun phrase."""
        unit = self.unit_id
        if self.origin == "exchange":
            return self.env._("the exchange")
        if self.origin in ("part", "repair"):
            return self._giving_event()
        if self.origin != "policy":
            origins = dict(self._fields["origin"]._description_selection(self.env))
            return origins[self.origin].lower()
        if unit.date_start_manual:
            return self.env._("the day set by hand (%s)", unit.date_start_reason or "")
        if self.start_trigger == "activation" and self.date_start != unit.date_activated:
            return self.env._(
                "%s days after delivery without activation", unit.activation_limit_days
            )
        return {
            "order": self.env._("the order"),
            "delivery": self.env._("delivery"),
            "invoice": self.env._("the invoice"),
            "activation": self.env._("activation"),
        }[self.start_trigger]

    def _giving_event(self):
        """The repair that gave this period, as a noun phrase."""
        if self.origin == "part":
            return self.env._("the replacement of the part")
        return self.env._("the repair")

    def _prepare_split_vals(self):
        """Values of this period for a part of its unit; the policy's count their own days."""
        self.ensure_one()
        [vals] = self.copy_data({"unit_id": False})
        if self.origin == "policy":
            vals.pop("date_start", None)
        return vals

    def _to_promise(self):
        """What this period promises, to be compared with a blueprint's."""
        self.ensure_one()
        fnames = (*PROMISED, "component_ids", "component_categ_ids")
        return self._promise_key(
            {
                fname: self[fname].ids if isinstance(self[fname], models.BaseModel) else self[fname]
                for fname in fnames
            }
        )

    @api.model
    def _promise_key(self, vals):
        """What is promised, without how it is worded, as something that can be sorted."""
        listed = [sorted(vals[fname]) for fname in ("component_ids", "component_categ_ids")]
        return [str(vals[fname] or "") for fname in PROMISED] + listed

    def _to_period(self, product=None):
        """This coverage as the plain functions of ``tools.coverage`` see it."""
        self.ensure_one()
        return Period(
            id=self.id,
            scope=self.scope,
            date_start=self.date_start,
            date_end=not self.in_repair and self.date_end,
            kinds={kind for kind in KINDS if self[f"covers_{kind}"]},
            is_main=self.is_main,
            usage_limit=self.usage_limit,
            lists_product=bool(product) and self._lists(product),
            is_extra=self.origin in ("part", "repair"),
        )

    def _lists(self, product):
        """Whether this component period names the product or a category above it."""
        self.ensure_one()
        if self.scope != "component":
            return False
        path = (product.categ_id.parent_path or "").split("/")
        return product in self.component_ids or any(
            str(categ_id) in path for categ_id in self.component_categ_ids.ids
        )
