from odoo import models


class HauMaiTouchpointTextSequence(models.Model):
    """Why a step has no ground any more: the customer reacted to the step before."""

    _inherit = "hau_mai.touchpoint"

    def _why_lost(self):
        return super()._why_lost() | self._stopped_by_answer()
