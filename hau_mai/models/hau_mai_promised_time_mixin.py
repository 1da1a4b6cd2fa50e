from fractions import Fraction

from odoo import fields, models
from odoo.tools import format_list

from ..tools.working_time import Promise


class HauMaiPromisedTimeMixin(models.AbstractModel):
    """So many working days, hours and minutes, added up; as figures and in words."""

    _name = "hau_mai.promised.time.mixin"
    _description = "Promised Working Time"

    days = fields.Integer(string="Working Days")
    hours = fields.Integer(string="Working Hours")
    minutes = fields.Integer(string="Working Minutes")

    def _promise(self):
        """The time that is promised."""
        self.ensure_one()
        return Promise(Fraction(self.days), self.hours * 3600 + self.minutes * 60)

    def _promise_label(self):
        """ "8 working hours", "1 working day and 4 hours"."""
        self.ensure_one()
        return self._working_label(self.days, self.hours, self.minutes)

    def _time_label(self, seconds):
        """Seconds of working time in words, rounded down to minutes, at least one."""
        minutes = max(int(seconds) // 60, 1)
        return self._working_label(0, minutes // 60, minutes % 60)

    def _working_label(self, days, hours, minutes):
        """Working time in words; that it is working time is said once."""
        first = [
            (days, self.env._("1 working day"), self.env._("%s working days", days)),
            (hours, self.env._("1 working hour"), self.env._("%s working hours", hours)),
            (minutes, self.env._("1 working minute"), self.env._("%s working minutes", minutes)),
        ]
        more = [
            (0, "", ""),
            (hours, self.env._("1 hour"), self.env._("%s hours", hours)),
            (minutes, self.env._("1 minute"), self.env._("%s minutes", minutes)),
        ]
        parts = []
        for row in zip(first, more, strict=True):
            count, one, many = row[bool(parts)]
            if count:
                parts.append(one if count == 1 else many)
        return format_list(self.env, parts)
