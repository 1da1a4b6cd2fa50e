from odoo import api, models


class HauMaiMaintenancePlanner(models.AbstractModel):
    """Visits that are put onto jobs take the free ones their customers have."""

    _inherit = "hau_mai.maintenance.planner"

    @api.model
    def _set_services(self, onto, state):
        result = super()._set_services(onto, state)
        self.env["hau_mai.maintenance.occurrence"].browse(onto)._take_member_visits()
        return result
