from odoo import models


class HauMaiCoverage(models.Model):
    """What becomes of a period when its unit is exchanged for a new one."""

    _inherit = "hau_mai.coverage"

    def _prepare_exchange_vals(self, day):
        """Values of this period for the unit that comes in place of its own.

        What the policy promised starts again; what was bought or given besides keeps its days.
        """
        self.ensure_one()
        vals = self._prepare_split_vals()
        if self.origin in ("policy", "exchange"):
            vals |= {"origin": "exchange", "date_start": day}
        return vals
