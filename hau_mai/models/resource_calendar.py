from odoo import models


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def write(self, vals):
        """A company's days follow its calendar's time zone, which is cached."""
        res = super().write(vals)
        if "tz" in vals:
            self.env.registry.clear_cache()
        return res
