from odoo import api, models


class HauMaiHoursMixin(models.AbstractModel):
    """A part of working hours: whatever is changed of it moves the deadlines that are open."""

    _name = "hau_mai.hours.mixin"
    _description = "Part of Working Hours"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env["hau_mai.sla.status"]._hours_changed(records._hau_mai_hours_domain())
        return records

    def write(self, vals):
        """What counted by it before, and what does now."""
        before = self._hau_mai_hours_domain()
        res = super().write(vals)
        self.env["hau_mai.sla.status"]._hours_changed(before | self._hau_mai_hours_domain())
        return res

    def unlink(self):
        self.env["hau_mai.sla.status"]._hours_changed(self._hau_mai_hours_domain())
        return super().unlink()

    # === BUSINESS METHODS === #

    def _hau_mai_hours_domain(self):
        """The clocks that are counted by these hours."""
        raise NotImplementedError
