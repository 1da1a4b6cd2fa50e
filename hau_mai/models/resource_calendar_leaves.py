from odoo import models
from odoo.fields import Domain


class ResourceCalendarLeaves(models.Model):
    """A holiday moves the deadlines that are open; somebody's own leave does not."""

    _name = "resource.calendar.leaves"
    _inherit = ["resource.calendar.leaves", "hau_mai.hours.mixin"]

    def _hau_mai_hours_domain(self):
        """Holidays of a calendar count for its clocks, those of none for the company's."""
        holidays = self.filtered(lambda leave: not leave.resource_id)
        companies = holidays.filtered(lambda leave: not leave.calendar_id).company_id
        return Domain("calendar_id", "in", holidays.calendar_id.ids) | Domain(
            "company_id", "in", companies.ids
        )
