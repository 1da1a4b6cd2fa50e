from odoo import api, models

#: Documents that customers see in the portal, with notes that are not for them.
SHOWN_DOCUMENTS = ("hau_mai.complaint", "hau_mai.service")


class MailMessage(models.Model):
    _inherit = "mail.message"

    @api.ondelete(at_uninstall=False)
    def _unlink_keeps_ratings(self):
        """With the message of a rating its rating would go: that needs a reason too."""
        ratings = self.env["rating.rating"].sudo().search([("message_id", "in", self.ids)])
        ratings.sudo(self.env.su)._guard(self.env._("deleted"))

    def _get_forbidden_access(self, operation):
        """Customers read no internal note, of whatever type; core hides comments only."""
        forbidden = super()._get_forbidden_access(operation)
        if operation != "read" or self.env.user._is_internal():
            return forbidden
        internal = (self - forbidden).sudo().filtered(lambda message: message._is_for_us())
        return forbidden + internal.sudo(False)

    def _is_for_us(self):
        """Whether it is an internal note in a document that customers see."""
        self.ensure_one()
        return self.model in SHOWN_DOCUMENTS and (
            self.is_internal or not self.subtype_id or self.subtype_id.internal
        )
