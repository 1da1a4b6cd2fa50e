from odoo import api, models
from odoo.fields import Command

from .hau_mai_announcement_mixin import MACHINE_HEADERS

#: What of a template is rendered for each follow-up.
RENDERED = ("subject", "body_html", "email_from", "reply_to", "email_cc", "mail_server_id")


class HauMaiCareRunner(models.AbstractModel):
    """E-mails: rendered by ``mail.template``, put into Odoo's queue."""

    _inherit = "hau_mai.care.runner"

    @api.model
    def _send_by_email(self, rule, groups, now):
        """Queue an e-mail for each group, in the customer's language."""
        template = rule.mail_template_id.sudo()
        leaders = self._leaders(groups)
        texts = self._render_emails(template, leaders)
        reply_to = leaders._notify_get_reply_to(default=None)
        vals_list = [
            self._prepare_email_vals(template, leader, texts[leader.id], reply_to[leader.id])
            for leader in leaders
        ]
        mails = self.env["mail.mail"].sudo().create(vals_list)
        for group, mail in zip(groups, mails, strict=True):
            group.write({"mail_mail_id": mail.id, "message_id": mail.mail_message_id.id})
        self._leave(leaders.union(*groups), "email", now)

    @api.model
    def _render_emails(self, template, touchpoints):
        """``{id: values}`` of what the template says, by language."""
        texts = {}
        for lang, rows in touchpoints.grouped(lambda row: row._message_lang()).items():
            texts |= template.with_context(lang=lang)._generate_template(rows.ids, RENDERED)
        return texts

    @api.model
    def _prepare_email_vals(self, template, touchpoint, texts, reply_to):
        """Values of the e-mail about a follow-up.

        It is kept after it was sent: a reply and a bounce are told by it.
        """
        company, partner = touchpoint.company_id, touchpoint.partner_id
        email_from = texts["email_from"] or company.email_formatted or self.env.user.email_formatted
        recipient = partner if partner.email else partner.commercial_partner_id
        return {
            "subject": texts["subject"],
            "body": texts["body_html"],
            "body_html": texts["body_html"],
            "email_from": email_from,
            "email_cc": texts["email_cc"],
            "reply_to": texts["reply_to"] or reply_to or email_from,
            "author_id": company.partner_id.id,
            "recipient_ids": [Command.link(recipient.id)],
            "attachment_ids": [Command.link(file.id) for file in template.attachment_ids],
            "mail_server_id": texts["mail_server_id"],
            "model": touchpoint._name,
            "res_id": touchpoint.id,
            "headers": repr(self._prepare_headers(touchpoint)),
            "auto_delete": False,
        }

    @api.model
    def _prepare_headers(self, touchpoint):
        """Headers: a machine wrote it, and one click stops it (RFC 8058)."""
        headers = dict(MACHINE_HEADERS)
        if url := touchpoint.preferences_url:
            headers |= {
                "List-Unsubscribe": f"<{url}/stop>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            }
        return headers
