from odoo import api, models


class MailMessage(models.Model):
    _inherit = "mail.message"

    @api.ondelete(at_uninstall=False)
    def _unlink_keeps_ratings(self):
        """With the message of a rating its rating would go: that needs a reason too."""
        ratings = self.env["rating.rating"].sudo().search([("message_id", "in", self.ids)])
        ratings.sudo(self.env.su)._guard(self.env._("deleted"))
