from datetime import timedelta

from odoo import models

#: Working days that are promised when nobody says otherwise.
PROMISE_DAYS = 7


class ResCompany(models.Model):
    """What a company promises when it takes a thing in."""

    _inherit = "res.company"

    def _hau_mai_promise_for(self, moment):
        """The end of the working day that is proposed for something received at a moment.

        :param datetime moment: naive UTC
        :return: naive UTC
        """
        self.ensure_one()
        calendar = self.sudo().resource_calendar_id
        planned = calendar and calendar.plan_days(PROMISE_DAYS, moment, compute_leaves=True)
        return planned or moment + timedelta(days=PROMISE_DAYS)
