from odoo import models
from odoo.exceptions import UserError


class HauMaiService(models.Model):
    """A job that ends with a new unit."""

    _inherit = "hau_mai.service"

    def action_exchange(self):
        """Exchange the unit of this job for a new one; see :meth:`HauMaiUnit.action_exchange`.

        :raises UserError: when the job has no card
        """
        self.ensure_one()
        if not self.unit_id:
            raise UserError(self.env._("Job %s has no warranty card to exchange.", self.name))
        return self.unit_id._open_exchange(self.id)

    def _on_exchanged(self, new, reason):
        """The unit of these jobs was exchanged."""
        for service in self:
            service.message_post(
                body=self.env._(
                    "Exchanged for %(unit)s: %(reason)s", unit=new.display_name, reason=reason
                )
            )
