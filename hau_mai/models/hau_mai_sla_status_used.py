from odoo import fields, models

from ..tools.escalation import waited

#: Who was waited for -> the field that keeps for how long.
WAITED = {
    "running": "hours_us",
    "customer": "hours_customer",
    "supplier": "hours_supplier",
    "center": "hours_center",
}


class HauMaiSlaStatus(models.Model):
    """How much working time a promise took in the end, and who was waited for meanwhile.

    Written when the promise is kept: from then on it does not change any more, unless
    the case is taken up again. The reports add these figures up.
    """

    _inherit = "hau_mai.sla.status"

    hours_used = fields.Float(
        string="Working Hours It Took",
        readonly=True,
        copy=False,
        help="From the start until the promise was kept, without the time the clock stood still.",
    )
    hours_us = fields.Float(string="Waited for Us", readonly=True, copy=False)
    hours_customer = fields.Float(string="Waited for the Customer", readonly=True, copy=False)
    hours_supplier = fields.Float(string="Waited for the Supplier", readonly=True, copy=False)
    hours_center = fields.Float(string="Waited for the Center", readonly=True, copy=False)

    def _note_what_was_used(self):
        """Note the figures of clocks that were reached, and forget those that run again."""
        reached = self.filtered("date_reached")
        self.filtered(lambda clock: clock.hours_used and not clock.date_reached).write(
            dict.fromkeys(["hours_used", *WAITED.values()], 0)
        )
        for hours, clocks in reached._by_hours(fields.Datetime.now()):
            for clock in clocks:
                clock.write(clock._prepare_used_vals(hours))

    def _prepare_used_vals(self, hours):
        """The figures of a clock that was reached, in hours."""
        used = hours.elapsed(self.date_start, self.date_reached, self._pauses())
        return {"hours_used": used / 3600} | self._prepare_waited_vals(hours, self.date_reached)

    def _prepare_waited_vals(self, hours, until):
        """``{field: hours}``: who was waited for until a moment."""
        rows = [(stretch.kind, stretch.date_from) for stretch in self._stretches()]
        spent = waited(rows, until, hours)
        return {fname: spent.get(kind, 0) / 3600 for kind, fname in WAITED.items()}
