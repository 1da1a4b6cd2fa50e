from odoo import models

#: Jobs about something broken: the warranty is asked, and their days do not count in it.
REPAIRING = ("repair", "inspection")


class HauMaiService(models.Model):
    """A job as a repair: from when to when a unit is away, and how often it was repaired."""

    _inherit = "hau_mai.service"

    def _repair_spans(self):
        """Days between receipt and hand-back, as ``tools.repairs`` counts them.

        :return: list of (received, returned); returned is False while it is here. A job that
            is closed is over, whether anybody noted the hand-back or not.
        """
        spans = []
        for job in self:
            day = job.company_id._hau_mai_day
            over = job.date_returned or (job.state == "closed" and job.date_done)
            received, returned = day(job.date_received), day(over)
            spans.append((received, returned and max(received, returned)))
        return spans

    def _repairs_performed(self):
        """How many warranty repairs this job stands for: one when done, and one more each
        time it was taken up again."""
        self.ensure_one()
        if self.kind != "repair" or not self.under_warranty or self.state == "cancelled":
            return 0
        return self.again_count + (self.state in ("done", "closed"))
