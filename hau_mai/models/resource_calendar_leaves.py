from odoo import api, models
from odoo.fields import Domain


class ResourceCalendarLeaves(models.Model):
    """A holiday moves the deadlines that are open; somebody's own leave does not."""

    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._hau_mai_hours_changed()
        return leaves

    def write(self, vals):
        self._hau_mai_hours_changed()
        res = super().write(vals)
        self._hau_mai_hours_changed()
        return res

    def unlink(self):
        self._hau_mai_hours_changed()
        return super().unlink()

    def _hau_mai_hours_changed(self):
        """Holidays of a calendar count for its clocks, those of none for the company's."""
        holidays = self.filtered(lambda leave: not leave.resource_id)
        companies = holidays.filtered(lambda leave: not leave.calendar_id).company_id
        self.env["hau_mai.sla.status"]._hours_changed(
            Domain("calendar_id", "in", holidays.calendar_id.ids)
            | Domain("company_id", "in", companies.ids)
        )
