from odoo import models


class HauMaiService(models.Model):
    """What the customer is told of a job, without anybody having to think of it."""

    _inherit = "hau_mai.service"

    def _tell_customer(self, event, **values):
        """Tell the customers of these jobs what happened.

        :param str event: received, quoted, waiting, ready, promise_moved, appointment
            (made or moved), uncollected
        :param values: what the message names besides the job, such as ``reason``
        """
