from odoo import models


class HauMaiReferral(models.Model):
    """A friend, as who brought them sees it: no surname, no order, no reason."""

    _inherit = "hau_mai.referral"

    def _portal_friend(self):
        """``(first name, what is waited for, color)``."""
        self.ensure_one()
        words = {
            "pending": (self.env._("Waiting for their first order"), "info"),
            "review": (self.env._("We are looking at it"), "secondary"),
            "rewarded": (self.env._("You both got your reward"), "success"),
        }
        return (self.referee_id._portal_first_name(), *words[self.state])
