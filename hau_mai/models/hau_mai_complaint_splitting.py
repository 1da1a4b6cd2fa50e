from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class HauMaiComplaint(models.Model):
    """Two things in one case: the messages about the second become a case of their own."""

    _inherit = "hau_mai.complaint"

    # === ACTION METHODS === #

    def action_split(self):
        """The dialog that asks which messages are about something else."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Split"),
            "res_model": "hau_mai.complaint.split",
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _splittable_domain(self):
        """Messages of people on this case, which can go to another one."""
        self.ensure_one()
        return (
            Domain("model", "=", self._name)
            & Domain("res_id", "=", self.id)
            & Domain("message_type", "in", ("comment", "email", "email_outgoing"))
        )

    def _split(self, messages, vals=None):
        """Make a case of its own of messages of this one; both are related.

        It was opened when the first of them was written: its clocks say how long the
        customer has really been waiting.

        :param messages: with their attachments they leave this case
        :param vals: of the new case, before those in common with this one
        :return: the new case
        :raises UserError: when there are none, or one is not of this case
        """
        self.ensure_one()
        self.check_access("write")
        messages = messages.sudo().filtered_domain(self._splittable_domain())
        if not messages:
            raise UserError(self.env._("Choose the messages that are about something else."))
        new = self.create(
            self._prepare_same_vals()
            | {
                "subject": self.subject,
                "description": messages.sorted("date")[0].body,
                "date_open": min(messages.mapped("date")),
                "related_ids": [Command.set(self.ids)],
            }
            | (vals or {})
        )
        items = {"mail.message": messages.ids, "ir.attachment": messages.attachment_ids.ids}
        new._gather(items, self)
        self.env.invalidate_all()
        (self | new)._on_messages_moved()
        self._message_log(body=self.env._("Part of it goes on as %s.", new.name))
        new._message_log(body=self.env._("Split off %s.", self.name))
        return new
