from odoo import models


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        """Write on the follow-ups of these e-mails whether they left."""
        touchpoints = (
            self.env["hau_mai.touchpoint"].sudo().search([("mail_mail_id", "in", self.ids)])
        )
        if touchpoints and failure_type:
            touchpoints._not_delivered(self._failure_in_words(failure_reason, failure_type))
        elif touchpoints:
            touchpoints._note_delivery("sent")
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )

    def _failure_in_words(self, failure_reason, failure_type):
        """Why an e-mail did not leave, for people."""
        labels = dict(self._fields["failure_type"]._description_selection(self.env))
        return failure_reason or labels.get(failure_type) or failure_type
