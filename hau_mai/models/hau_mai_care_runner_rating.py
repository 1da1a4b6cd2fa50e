from odoo import api, models


class HauMaiCareRunner(models.AbstractModel):
    """Asks customers to rate an order, a job, a case: once each, whoever asks."""

    _inherit = "hau_mai.care.runner"

    @api.model
    def _carry_out_rating(self, touchpoints, now):
        """Ask for a rating, with a link to the page where it is given."""
        asking = touchpoints._not_asked_yet()
        if not asking:
            return
        asking._open_ratings()
        self._send_message(asking, now)
        left = asking.filtered(lambda touchpoint: touchpoint.state == "done")
        for records in left._rated_records().values():
            records.date_rating_asked = now
