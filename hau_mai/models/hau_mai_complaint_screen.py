from odoo import api, models


class HauMaiComplaint(models.Model):
    """What the screens of a case need besides the case itself."""

    _inherit = "hau_mai.complaint"

    # === COMPUTE METHODS === #

    @api.depends("name", "subject")
    def _compute_display_name(self):
        """ "KN26000001 · It does not cool": a number alone says nothing."""
        for complaint in self:
            number = complaint.name != "/" and complaint.name
            complaint.display_name = " · ".join(filter(None, (number, complaint.subject)))
