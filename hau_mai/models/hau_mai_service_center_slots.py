from odoo import models


class HauMaiServiceCenter(models.Model):
    """When a center has time: its hours, its capacity, what is booked."""

    _inherit = "hau_mai.service.center"

    def _free_slots(self, first, last, kind="maintenance", now=None):
        """The appointments that can still be had.

        :param date first: first day, of the company
        :param date last: last day
        :param str kind: of the job
        :param datetime now: UTC; nothing before it
        :return: list of (start, end), naive UTC, ascending
        """
        return []

    def _take_slot(self, service, start):
        """Give an appointment to a job, or refuse because it was taken meanwhile.

        Locks the center, so that two customers never get the last place.

        :param datetime start: naive UTC
        :raises UserError: when there is no place any more
        """
