from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date, formatLang

from ..tools.usage import doubts
from .hau_mai_warranty_term import USAGE_UNITS


class HauMaiUnitReading(models.Model):
    """What the meter of a unit showed on a day: kilometres, hours, litres.

    What looks wrong is refused, unless somebody confirms it: a meter may have been
    exchanged. Days are days of the company.
    """

    _name = "hau_mai.unit.reading"
    _description = "Usage Reading"
    _order = "date desc, id desc"
    _rec_name = "value"

    _unit_day_idx = models.Index("(unit_id, date)")

    unit_id = fields.Many2one(
        "hau_mai.unit", string="Warranty Card", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="unit_id.company_id", store=True)
    date = fields.Date(required=True, default=lambda self: self.env.company._hau_mai_today())
    value = fields.Float(string="Reading", required=True)
    usage_unit = fields.Selection(
        USAGE_UNITS,
        required=True,
        compute="_compute_usage_unit",
        store=True,
        readonly=False,
        precompute=True,
    )
    source = fields.Selection(
        [("staff", "Staff"), ("customer", "Customer"), ("service", "Service job")],
        required=True,
        default="staff",
    )
    service_id = fields.Many2one("hau_mai.service", index="btree_not_null", ondelete="set null")
    confirmed = fields.Boolean(
        string="It Is Right", help="Somebody looked at the meter again: the reading is right."
    )
    doubt = fields.Char(string="What Looks Wrong", compute="_compute_doubt")

    # === COMPUTE METHODS === #

    @api.depends("unit_id")
    def _compute_usage_unit(self):
        for reading in self:
            reading.usage_unit = reading.unit_id._meter_unit() or reading.usage_unit or "km"

    @api.depends("unit_id", "date", "value", "usage_unit")
    @api.depends_context("lang")
    def _compute_doubt(self):
        for reading in self:
            reading.doubt = reading._word_doubt() if reading.unit_id and reading.date else False

    # === CONSTRAINT METHODS === #

    @api.constrains("value", "date", "unit_id", "usage_unit", "confirmed")
    def _check_plausible(self):
        for reading in self:
            doubt = reading.doubt
            if doubt and (not reading.confirmed or reading._doubts() in ("negative", "future")):
                raise ValidationError(doubt)

    # === BUSINESS METHODS === #

    def _doubts(self):
        """Why this reading looks wrong, as a code; see :func:`tools.usage.doubts`."""
        self.ensure_one()
        readings = [(other.date, other.value) for other in self._others()]
        today = self.unit_id.company_id._hau_mai_today()
        return doubts(readings, self.date, self.value, today)

    def _others(self):
        """The other readings of the meter, by day."""
        others = self.unit_id.reading_ids.filtered(
            lambda other: (
                other._origin != self._origin and other.usage_unit == self.usage_unit and other.date
            )
        )
        return others.sorted(lambda other: (other.date, other.value))

    def _word_doubt(self):
        """Why this reading looks wrong, as a sentence; False when it does not."""
        self.ensure_one()
        code = self._doubts()
        if not code:
            return False
        values = {
            "value": self._word_value(),
            "unit": self.unit_id.display_name,
            "day": format_date(self.env, self.date),
            "last": self._others().filtered(lambda o: o.date <= self.date)[-1:]._word_value(),
        }
        return {
            "negative": lambda: self.env._("A meter does not show less than nothing."),
            "future": lambda: self.env._(
                "%(day)s has not come yet: nobody can have read the meter of %(unit)s.", **values
            ),
            "lower": lambda: self.env._(
                "%(value)s is less than %(unit)s had before (%(last)s). If the meter was "
                "exchanged, confirm that it is right.",
                **values,
            ),
            "higher": lambda: self.env._(
                "%(value)s on %(day)s is more than %(unit)s had later on. Check day and reading, "
                "or confirm that it is right.",
                **values,
            ),
            "jump": lambda: self.env._(
                "%(value)s is far more than %(unit)s usually does since the last reading "
                "(%(last)s). Check it, or confirm that it is right.",
                **values,
            ),
        }[code]()

    def _word_value(self):
        """ "12,345 km", or nothing without a reading."""
        if not self:
            return ""
        units = dict(self._fields["usage_unit"]._description_selection(self.env))
        value = formatLang(self.env, self.value, digits=0)
        return f"{value} {units.get(self.usage_unit, '')}"
