from odoo import api, fields, models


class HauMaiUnit(models.Model):
    """How much a unit was used: its readings."""

    _inherit = "hau_mai.unit"

    # === FIELDS === #

    reading_ids = fields.One2many(
        "hau_mai.unit.reading", "unit_id", string="Readings", groups="hau_mai.group_user_own"
    )
    last_reading = fields.Char(compute="_compute_last_reading", groups="hau_mai.group_user_own")
    has_meter = fields.Boolean(
        compute="_compute_last_reading",
        groups="hau_mai.group_user_own",
        help="Whether a warranty or its maintenance counts usage.",
    )

    # === COMPUTE METHODS === #

    @api.depends("reading_ids.value", "reading_ids.date", "schedule_ids", "coverage_ids")
    @api.depends_context("lang")
    def _compute_last_reading(self):
        for unit in self:
            unit.last_reading = unit.reading_ids.sorted(lambda r: (r.date, r.id))[-1:]._word_value()
            unit.has_meter = bool(unit.reading_ids or unit._meter_unit())

    # === ACTION METHODS === #

    def action_add_reading(self):
        """The dialog for a reading of the meter."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add Reading"),
            "res_model": "hau_mai.unit.reading",
            "view_mode": "form",
            "target": "new",
            "context": {"default_unit_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _add_reading(self, value, date=None, source="staff", service=None, confirmed=False):
        """Note what the meter shows.

        :param date: the company's day; today when left out
        :param str source: staff, customer or service
        :param bool confirmed: whether somebody confirmed what looks wrong
        :raises ValidationError: for what is lower than before or jumps, unless confirmed;
            for what is negative or in the future in any case
        :return: the reading
        """
        self.ensure_one()
        return self.env["hau_mai.unit.reading"].create(
            {
                "unit_id": self.id,
                "value": value,
                "date": date or self.company_id._hau_mai_today(),
                "source": source,
                "service_id": service and service.id,
                "confirmed": confirmed,
            }
        )

    def _meter_unit(self):
        """In which unit its meter counts, as far as anything asks for it; False for none."""
        unit = self.sudo()
        counted = [*unit.reading_ids, *unit.schedule_ids, *unit.coverage_ids]
        return next((record.usage_unit for record in counted if record.usage_unit), False)

    def _reading_on(self, day, usage_unit):
        """The last reading on or before a day in a unit of usage."""
        readings = self.reading_ids.filtered(
            lambda one: one.id and one.date <= day and one.usage_unit == usage_unit
        )
        return readings.sorted(lambda one: (one.date, one.id))[-1:]

    def _coverage_answer(
        self, product=None, kind="parts", on_date=None, usage=None, whole_unit=False
    ):
        """Asked without a reading, the last one known counts: by people, jobs and lines."""
        if usage is None:
            usage = self._known_usage(on_date)
        return super()._coverage_answer(product, kind, on_date, usage, whole_unit)

    def _known_usage(self, on_date=None):
        """What the meter showed last on a day, in the unit its warranty counts; None if unknown."""
        self.ensure_one()
        limited = self.coverage_ids.filtered("usage_limit")[:1]
        if not limited:
            return None
        day = on_date or self.company_id._hau_mai_today()
        reading = self.sudo()._reading_on(day, limited.usage_unit)
        return reading.value if reading else None
