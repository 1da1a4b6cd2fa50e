from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import formatLang

from ..tools.maintenance import MIN_DAYS
from .hau_mai_warranty_term import DURATION_UNITS, USAGE_UNITS

#: What the dates of visits are counted from.
ANCHORS = [("fixed", "The start"), ("last_done", "The last visit done")]

#: What visits that were all in time earn.
REWARDS = [("extend", "A longer warranty"), ("visit", "One more free visit")]

MONTHS = [
    ("1", "January"), ("2", "February"), ("3", "March"), ("4", "April"), ("5", "May"),
    ("6", "June"), ("7", "July"), ("8", "August"), ("9", "September"), ("10", "October"),
    ("11", "November"), ("12", "December"),
]  # fmt: skip

#: What a schedule copies from its line, figure by figure.
FIGURES = (
    "interval", "interval_unit", "usage_interval", "usage_unit", "visits", "free_visits",
    "free_during_warranty", "window_before", "window_after", "anchor", "first_month",
    "earn_after", "earn_kind", "earn_duration", "earn_duration_unit",
)  # fmt: skip


class HauMaiMaintenancePlanLine(models.Model):
    """One thing that is done again and again: what, how often, free or not, in which window."""

    _name = "hau_mai.maintenance.plan.line"
    _description = "Line of a Maintenance Plan"
    _inherit = ["hau_mai.blueprint.mixin"]
    _order = "plan_id, sequence, id"

    _figures_positive = models.Constraint(
        "CHECK (interval >= 0 AND usage_interval >= 0 AND visits >= 0 AND free_visits >= 0"
        " AND window_before >= 0 AND window_after >= 0 AND earn_after >= 0 AND earn_duration >= 0)",
        "Intervals, visits and windows cannot be negative.",
    )

    # === FIELDS === #

    plan_id = fields.Many2one(
        "hau_mai.maintenance.plan", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="plan_id.company_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(string="What", required=True, translate=True)
    interval = fields.Integer(string="Every", default=6, help="0: by usage only.")
    interval_unit = fields.Selection(DURATION_UNITS, required=True, default="month")
    usage_interval = fields.Float(
        string="Or Every", help="And whenever this much was used, if that comes first."
    )
    usage_unit = fields.Selection(USAGE_UNITS)
    visits = fields.Integer(string="Number of Visits", help="0: without end.")
    free_visits = fields.Integer(help="The first so many cost nothing.")
    free_during_warranty = fields.Boolean(
        string="Free During the Warranty", help="Free as long as a warranty of the unit runs."
    )
    window_before = fields.Integer(string="Days Before", default=7)
    window_after = fields.Integer(string="Days After", default=7)
    anchor = fields.Selection(ANCHORS, string="Counted From", required=True, default="fixed")
    first_month = fields.Selection(
        MONTHS,
        string="First Visit In",
        help="The first visit falls on the first day of this month, such as March: before the "
        "summer. The others follow from there.",
    )
    earn_after = fields.Integer(
        string="In a Row on Time", help="So many visits, each in its window; 0: they earn nothing."
    )
    earn_kind = fields.Selection(REWARDS, string="They Earn", default="extend")
    earn_duration = fields.Integer(string="Longer By", default=12)
    earn_duration_unit = fields.Selection(DURATION_UNITS, default="month")
    part_ids = fields.One2many(
        "hau_mai.maintenance.plan.part", "line_id", string="Parts", copy=True
    )
    check_ids = fields.One2many(
        "hau_mai.maintenance.plan.check", "line_id", string="Checklist", copy=True
    )
    rhythm = fields.Char(string="How Often", compute="_compute_rhythm")

    # === COMPUTE METHODS === #

    @api.depends("interval", "interval_unit", "usage_interval", "usage_unit")
    @api.depends_context("lang")
    def _compute_rhythm(self):
        for line in self:
            line.rhythm = self._rhythm_words(line)

    # === CONSTRAINT METHODS === #

    @api.constrains("interval", "usage_interval", "usage_unit")
    def _check_rhythm(self):
        for line in self:
            if not line.interval and not line.usage_interval:
                raise ValidationError(
                    self.env._(
                        "“%(line)s” of the plan “%(plan)s”: say how often it is done, by time, "
                        "by usage or both.",
                        line=line.name,
                        plan=line.plan_id.name,
                    )
                )
            if line.usage_interval and not line.usage_unit:
                raise ValidationError(
                    self.env._(
                        "“%(line)s” of the plan “%(plan)s” counts usage: say in which unit.",
                        line=line.name,
                        plan=line.plan_id.name,
                    )
                )

    @api.constrains("interval", "interval_unit", "window_before", "window_after")
    def _check_windows(self):
        """A visit that is in time for two dates would count for either."""
        for line in self.filtered("interval"):
            days = line.interval * MIN_DAYS[line.interval_unit]
            if line.window_before + line.window_after >= days:
                raise ValidationError(
                    self.env._(
                        "“%(line)s” of the plan “%(plan)s” is done every %(days)s days, so the "
                        "windows of its visits overlap. Take fewer days before and after.",
                        line=line.name,
                        plan=line.plan_id.name,
                        days=days,
                    )
                )

    @api.constrains("earn_after", "earn_kind", "earn_duration")
    def _check_reward(self):
        for line in self.filtered("earn_after"):
            if not line.earn_kind or (line.earn_kind == "extend" and not line.earn_duration):
                raise ValidationError(
                    self.env._(
                        "“%(line)s” of the plan “%(plan)s”: say what visits on time earn.",
                        line=line.name,
                        plan=line.plan_id.name,
                    )
                )

    # === BUSINESS METHODS === #

    @api.model
    def _rhythm_words(self, record):
        """ "every 6 months or 3,000 km" in the language of the context.

        :param record: a line of a plan or a schedule, which have the same figures
        """
        units = dict(self._fields["usage_unit"]._description_selection(self.env))
        usage = record.usage_interval and self.env._(
            "%(usage)s %(unit)s",
            usage=formatLang(self.env, record.usage_interval, digits=0),
            unit=units.get(record.usage_unit, ""),
        )
        if not record.interval:
            return self.env._("every %s", usage or "")
        label = self.env["hau_mai.coverage"]._duration_label
        length = label(record.interval, record.interval_unit)
        if not usage:
            return self.env._("every %s", length)
        return self.env._("every %(length)s or %(usage)s", length=length, usage=usage)

    def _prepare_sentence(self):
        """ "Cleaning every 6 months, the first 2 free" in the language of the context."""
        self.ensure_one()
        parts = [self.env._("%(what)s %(rhythm)s", what=self.name, rhythm=self.rhythm)]
        if self.visits == 1:
            parts.append(self.env._("once"))
        elif self.visits:
            parts.append(self.env._("%s visits", self.visits))
        if self.free_during_warranty:
            parts.append(self.env._("free during the warranty"))
        elif self.free_visits and self.free_visits == self.visits:
            parts.append(self.env._("all free"))
        elif self.free_visits == 1:
            parts.append(self.env._("the first one free"))
        elif self.free_visits:
            parts.append(self.env._("the first %s free", self.free_visits))
        return ", ".join(parts)

    def _prepare_schedule_vals(self):
        """The copy of this line that every unit sold with its plan gets."""
        self.ensure_one()
        return {
            "plan_line_id": self.id,
            "name": self.name,
            "sequence": self.sequence,
            **{fname: self[fname] for fname in FIGURES},
            "lead_days": self.plan_id.lead_days,
            "pause_during_repair": self.plan_id.pause_during_repair,
            "parts": [part._to_json() for part in self.part_ids],
            "checks": [check._to_json() for check in self.check_ids],
        }
