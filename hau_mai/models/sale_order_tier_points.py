from odoo import models

from ..tools.benefit import points_with_factor


class SaleOrder(models.Model):
    """Members get more points of loyalty programs."""

    _inherit = "sale.order"

    def _program_check_compute_points(self, programs):
        """Core's points, times what the customer's tier says.

        Only of loyalty programs, whose points are gathered: one coupon more for each
        coupon, or a gift card of a higher amount, is not what was meant.
        """
        result = super()._program_check_compute_points(programs)
        gathered = [program for program in result if program.program_type == "loyalty"]
        if not gathered:
            return result
        _tier, factor = self.partner_id._hau_mai_tier_gives("points_factor", self.company_id).get(
            self.partner_id.id, (None, 1)
        )
        for program in gathered if factor != 1 else ():
            if points := result[program].get("points"):
                result[program]["points"] = [points_with_factor(each, factor) for each in points]
        return result
