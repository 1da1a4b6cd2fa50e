from odoo import models
from odoo.tools import formatLang


class ResPartner(models.Model):
    """What a customer pays less for services."""

    _inherit = "res.partner"

    def _get_service_discount(self, unit=None):
        """What a customer gets on services that nothing covers: the seam for loyalty.

        :param unit: the unit that is worked on; its own promise counts, as it was sold
        :return: (percent, where it comes from as a sentence; empty without a discount)
        """
        percent = unit.sudo().service_discount if unit and unit.sudo().state == "valid" else 0
        if not percent:
            return 0.0, ""
        return percent, self.env._(
            "%(percent)s%% by the warranty card %(card)s",
            percent=formatLang(self.env, percent, digits=0 if percent == int(percent) else 2),
            card=unit.sudo().name,
        )
