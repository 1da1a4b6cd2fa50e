from odoo import models


class HauMaiServiceCenter(models.Model):
    """Whether a center can do a job."""

    _inherit = "hau_mai.service.center"

    def _center_verdict(self, service):
        """Whether this center can do a job, and why.

        Many at once: ``service._center_verdicts(centers)``.

        :return: (ok, reason), the reason being a sentence to read out
        """
        self.ensure_one()
        service.ensure_one()
        candidate = service._center_verdicts(self)[service.id][0]
        return candidate.ok, candidate.reason
