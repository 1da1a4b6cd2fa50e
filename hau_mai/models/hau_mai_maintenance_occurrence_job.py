from odoo import api, models
from odoo.fields import Domain


class HauMaiMaintenanceOccurrence(models.Model):
    """How visits without a job are worked off: a customer at a time."""

    _inherit = "hau_mai.maintenance.occurrence"

    @api.model
    def _unbooked_domain(self):
        """Visits that have to go onto a job."""
        return Domain(
            [("state", "=", "due"), ("problem", "=", False), ("schedule_id.state", "=", "running")]
        )

    def _batch_split(self, size):
        """Keep together what may become one job: the same customer."""
        return self._batch_join(self.grouped("partner_id").values(), size)

    def _batch_lock(self):
        """One worker a customer: two must not make two jobs of what belongs on one."""
        partners = self.partner_id.try_lock_for_update(allow_referencing=True)
        mine = self.filtered(lambda visit: visit.partner_id in partners)
        return super(HauMaiMaintenanceOccurrence, mine)._batch_lock()

    def _batch_fail(self, error):
        """Out of the way of the others, and visible in the list of visits."""
        self.write({"problem": str(error) or type(error).__name__})
