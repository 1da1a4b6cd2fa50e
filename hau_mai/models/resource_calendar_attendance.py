from odoo import models
from odoo.fields import Domain


class ResourceCalendarAttendance(models.Model):
    """Other working hours move the deadlines that are open."""

    _name = "resource.calendar.attendance"
    _inherit = ["resource.calendar.attendance", "hau_mai.hours.mixin"]

    def _hau_mai_hours_domain(self):
        return Domain("calendar_id", "in", self.calendar_id.ids)
