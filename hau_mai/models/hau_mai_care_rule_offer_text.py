from odoo import api, models
from odoo.fields import Domain

from ..tools.offer import Text

#: Fields of a rule that name a text which leaves, and what else decides which of them does.
TEXT_FIELDS = (
    "message_channel",
    "fallback",
    "mail_template_id",
    "sms_template_id",
    "messenger_template_id",
)


class HauMaiCareRule(models.Model):
    """The texts a rule sends are looked at as what it says is: an offer is advertising."""

    _inherit = "hau_mai.care.rule"

    @api.constrains(*TEXT_FIELDS)
    def _check_sent_offers(self):
        self._check_offers()

    def _offer_texts(self):
        """Those of the ways it may leave by. A messenger's class is checked by itself."""
        ways = self._ways()
        mail, sms = self.sudo().mail_template_id, self.sudo().sms_template_id
        texts = super()._offer_texts() if self.channel == "activity" else []
        if "email" in ways:
            texts.append(Text(mail.name, "email", mail.body_html or "", mail.subject or ""))
        if "sms" in ways:
            texts.append(Text(sms.name, "sms", sms.body or ""))
        return texts

    @api.model
    def _check_offers_of(self, fname, templates):
        """Look again at the rules that send these texts: somebody has rewritten them."""
        rules = self.sudo().search(Domain(fname, "in", templates.ids))
        rules._check_offers()


class MailTemplate(models.Model):
    """A text that a rule sends is looked at whenever it is rewritten."""

    _inherit = "mail.template"

    @api.constrains("subject", "body_html")
    def _check_hau_mai_offers(self):
        sent = self.filtered(lambda template: template.model == "hau_mai.touchpoint")
        self.env["hau_mai.care.rule"]._check_offers_of("mail_template_id", sent)


class SmsTemplate(models.Model):
    """A text that a rule sends is looked at whenever it is rewritten."""

    _inherit = "sms.template"

    @api.constrains("body")
    def _check_hau_mai_offers(self):
        sent = self.filtered(lambda template: template.model == "hau_mai.touchpoint")
        self.env["hau_mai.care.rule"]._check_offers_of("sms_template_id", sent)
