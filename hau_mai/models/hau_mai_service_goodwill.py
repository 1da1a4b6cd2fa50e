from odoo import models
from odoo.exceptions import UserError

from .hau_mai_service import OPEN_STATES


class HauMaiService(models.Model):
    """Giving away all of a job that the customer would pay for."""

    _inherit = "hau_mai.service"

    def action_goodwill(self, reason=None):
        """Give away all that the customer would pay for on these jobs.

        :raises UserError: see :meth:`HauMaiServiceLine.action_goodwill`
        """
        if reason is None:
            return self._open_ruling("goodwill")
        self.check_access("write")
        lines = self.line_ids.filtered(
            lambda line: not line.covered and not line.declined and line.order_state != "sale"
        )
        if not lines or any(service.state not in OPEN_STATES for service in self):
            raise UserError(self.env._("There is nothing left on this job that is to be paid."))
        return lines.action_goodwill(reason)
