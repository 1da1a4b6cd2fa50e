from odoo import fields, models


class HauMaiActivation(models.Model):
    """What customers are told of their activations."""

    _inherit = "hau_mai.activation"

    notice_ids = fields.One2many(
        "hau_mai.activation.notice", "activation_id", string="What the Customer Was Told"
    )
    told_partner_id = fields.Many2one(related="partner_id", string="Who Is Told")

    def _tell_customer(self, event, reason=False):
        """By e-mail or SMS, as a service, those we know; each once for an occasion."""
        told = self.filtered("partner_id")
        self.env["hau_mai.activation.notice"]._announce(told, event, reason)

    def _notice_key(self, event):
        """What tells one occasion of an event from another of the same try."""
        self.ensure_one()
        return str(self.date_decided or self.date_asked)

    def _notice_email_partner(self):
        """Whose mailbox the message goes to: who is told, else their company."""
        told = self.told_partner_id
        return told if told.email else told.commercial_partner_id

    def _thing_in_words(self):
        """The thing a message is about: "AC 9000 (SN 123)", or the number that was typed."""
        self.ensure_one()
        unit = self.unit_id.sudo()
        serial = unit.serial_number or self.serial_typed
        product = unit.product_id.name
        if not product:
            return serial or self.env._("your product")
        return f"{product} ({serial})" if serial else product
