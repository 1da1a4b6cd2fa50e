from odoo import fields, models


class HauMaiTouchpoint(models.Model):
    """The customer answers a message: it is noted, and who is responsible hears of it."""

    _inherit = "hau_mai.touchpoint"

    def message_update(self, msg_dict, update_vals=None):
        """An e-mail came back as a reply. What a machine or one of us wrote is no answer."""
        result = super().message_update(msg_dict, update_vals=update_vals)
        author = self.env["res.partner"].sudo().browse(msg_dict.get("author_id") or ())
        ours = any(not user.share for user in author.user_ids)
        if not ours and not self.env.context.get("hau_mai_by_machine"):
            rows = self.sudo()._same_message()
            rows._note_answer(fields.Datetime.now())
            rows._tell_of_answer()
        return result

    def _message_receive_bounce(self, email, partner):
        """The e-mail came back undelivered."""
        result = super()._message_receive_bounce(email, partner)
        reason = self.env._("The email to %s came back undelivered.", email)
        self.sudo()._same_message()._not_delivered(reason, "bounced")
        return result

    def _note_answer(self, now):
        """Write down that the customer answered these follow-ups; the first answer counts.

        :param datetime now: UTC
        """
        self.filtered(lambda row: not row.date_answered).date_answered = now
        self._note_delivery("answered")

    def _tell_of_answer(self):
        """A line to who is responsible, with a link to what was answered."""
        for user in self.user_id.filtered(lambda user: user.active and not user.share):
            row = self.filtered(lambda row, user=user: row.user_id == user)[0]
            row = row.with_context(lang=user.lang or self.env.lang)
            row.message_notify(
                partner_ids=user.partner_id.ids,
                subject=row.env._("%s answered", row.partner_id.name),
                body=row.env._(
                    "%(customer)s answered “%(rule)s”. Their words are on the follow-up.",
                    customer=row.partner_id.name,
                    rule=row.rule_id.name,
                ),
            )
