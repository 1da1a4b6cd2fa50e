from odoo import api, models
from odoo.fields import Domain


class ResourceCalendarAttendance(models.Model):
    """Other working hours move the deadlines that are open."""

    _inherit = "resource.calendar.attendance"

    @api.model_create_multi
    def create(self, vals_list):
        attendances = super().create(vals_list)
        attendances._hau_mai_hours_changed()
        return attendances

    def write(self, vals):
        self._hau_mai_hours_changed()
        res = super().write(vals)
        if "calendar_id" in vals:
            self._hau_mai_hours_changed()
        return res

    def unlink(self):
        self._hau_mai_hours_changed()
        return super().unlink()

    def _hau_mai_hours_changed(self):
        calendars = self.calendar_id
        self.env["hau_mai.sla.status"]._hours_changed(Domain("calendar_id", "in", calendars.ids))
