from odoo import models
from odoo.fields import Domain
from odoo.tools import format_datetime, is_html_empty


class HauMaiComplaint(models.Model):
    """The file of a case: all that happened, to prove who was at fault.

    The business has to prove that it is not (Law 19/2023/QH15, art. 69.2), so the file names
    every step, every message and every attachment with its checksum.
    """

    _inherit = "hau_mai.complaint"

    def _prepare_file(self):
        """All that the file of this case shows, without internal notes unless asked for.

        :return: dict of lists of dicts, each in the order of time
        """
        self.ensure_one()
        case = self.sudo()
        messages = self._file_messages()
        return self._prepare_paper() | {
            "facts": self._file_facts(),
            "moves": [
                {
                    "date": self._file_moment(move.date),
                    "stage": move.stage_id.name,
                    "waiting": move.waiting_for and _label(move, "waiting_for"),
                    "who": move.user_id.name,
                }
                for move in case.move_ids
            ],
            "actions": case.action_ids.sorted("id"),
            "messages": [
                {
                    "date": self._file_moment(message.date),
                    "who": message.author_id.name or message.email_from,
                    "internal": message.subtype_id.internal or message.is_internal,
                    "body": message.body,
                }
                for message in messages
            ],
            "attachments": [
                {
                    "date": self._file_moment(attachment.create_date),
                    "name": attachment.name,
                    "size": attachment.file_size,
                    "checksum": attachment.checksum,
                }
                for attachment in self._file_attachments(messages)
            ],
        }

    def _file_messages(self):
        """What was written about this case, with all rights, the oldest first.

        Internal notes only for who wants them, by ``hau_mai_internal`` in the context.
        """
        written = Domain("model", "=", self._name) & Domain("res_id", "=", self.id)
        written &= Domain("message_type", "!=", "user_notification")
        if not self.env.context.get("hau_mai_internal"):
            written &= Domain("is_internal", "=", False) & Domain("subtype_id.internal", "=", False)
        messages = self.env["mail.message"].sudo().search(written, order="date, id")
        return messages.filtered(lambda m: m.attachment_ids or not is_html_empty(m.body))

    def _file_attachments(self, messages):
        """What is attached to the case and these messages, without that of hidden ones."""
        attached = Domain("res_model", "=", self._name) & Domain("res_id", "=", self.id)
        attached &= Domain("res_field", "=", False)
        attachments = self.env["ir.attachment"].sudo().search(attached, order="id")
        hidden = self.with_context(hau_mai_internal=True)._file_messages() - messages
        return (attachments - hidden.attachment_ids | messages.attachment_ids).sorted("id")

    def _file_facts(self):
        """Label and value of what is known of the case, in the order of the paper."""
        case = self.sudo()
        facts = [
            (self.env._("Customer"), case.partner_id.display_name or case.email_from),
            (self.env._("Phone"), case.phone),
            (self.env._("About"), self._about_in_words()),
            (self.env._("Type"), _label(case, "type")),
            (self.env._("Came by"), _label(case, "channel")),
            (self.env._("Opened on"), self._file_moment(case.date_open)),
            (self.env._("Receipt confirmed on"), self._file_moment(case.date_acknowledged)),
            (self.env._("First answered on"), self._file_moment(case.date_first_response)),
            (self.env._("Solved or refused on"), self._file_moment(case.date_solved)),
            (self.env._("Resolution"), case.resolution and _label(case, "resolution")),
            (self.env._("Refused because"), case.refusal_reason),
            (self.env._("Assigned to"), case.user_id.name),
        ]
        if self.env.context.get("hau_mai_internal"):
            facts.append((self.env._("Cause"), case.cause_id.display_name))
        return [(label, value) for label, value in facts if value]

    def _file_moment(self, moment):
        """A moment in the company's time zone, or nothing."""
        zone = self.company_id._hau_mai_tz()
        return moment and format_datetime(self.env, moment, tz=zone, dt_format="short") or ""


def _label(record, fname):
    """What people call the value of a selection, in the language of the context."""
    return dict(record._fields[fname]._description_selection(record.env)).get(record[fname], "")
