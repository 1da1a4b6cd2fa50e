from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext, plaintext2html

from ..tools.turns import take_turns

#: The same words of the same person within this time are a second click, not a second case.
SAME_REQUEST = timedelta(hours=1)


class HauMaiComplaint(models.Model):
    """What customers do with their cases themselves.

    Called with all rights, after the access was checked. ``author`` is the contact who acts
    (empty when only an address is known), ``files`` are [(name, content)].
    """

    _inherit = "hau_mai.complaint"

    # === BUSINESS METHODS === #

    @api.model
    def _ask_by_portal(self, author, company, text, files=(), **vals):
        """A new case in the customer's words, with their files.

        :param vals: what else they say: subject, type, and what it is about
        :return: (case, whether it is new)
        """
        take_turns(author)
        found = self._same_case(author, vals.get("subject"), text)
        if found:
            return found, False
        case = self.create(self._prepare_portal_vals(author, company, text) | vals)
        case._post_as_customer(author, text, files)
        return case, True

    @api.model
    def _prepare_portal_vals(self, author, company, text):
        return {
            "channel": "portal",
            "company_id": company.id,
            "partner_id": author.id,
            "user_id": False,
            "description": plaintext2html(text),
        }

    @api.model
    def _same_case(self, author, subject, text):
        """What the same person asked for a moment ago in the same words."""
        since = fields.Datetime.now() - SAME_REQUEST
        return self.search(
            [
                ("partner_id", "=", author.id),
                ("channel", "=", "portal"),
                ("state", "=", "new"),
                ("subject", "=", subject),
                ("create_date", ">=", since),
            ]
        ).filtered(lambda case: html2plaintext(case.description).split() == text.split())[:1]

    def _reply_as_customer(self, author, text, files=()):
        """An answer of the customer, with files.

        :raises UserError: when there is nothing in it, or the case is not open any more
        """
        self._begin_as_customer("reply")
        if not text and not files:
            raise UserError(self.env._("Please write something, or choose a file."))
        self._post_as_customer(author, text, files)

    def _withdraw_as_customer(self, author, reason):
        """The customer asks for nothing any more.

        :raises UserError: when they do not say why, or the case is not open any more
        """
        self._begin_as_customer("withdraw")
        if not reason:
            raise UserError(self.env._("Please tell us in a few words why you withdraw it."))
        self.action_close("withdrawn")
        desk = self._in_agent_language()
        desk._tell_agent(desk.env._("The customer withdrew the case: %s", reason), author)

    def _confirm_as_customer(self, author):
        """The customer says that it is solved.

        :raises UserError: when it is not said to be solved, or not any more
        """
        self._begin_as_customer("confirm")
        self.action_close("confirmed")
        desk = self._in_agent_language()
        desk._tell_agent(desk.env._("The customer confirmed that it is solved."), author)

    def _reopen_as_customer(self, author, text, files=()):
        """The customer says that it is not solved.

        :return: the case that goes on: this one, or a new one when it was long ago
        :raises UserError: when they do not say what is wrong, or nothing can be done here
        """
        self._begin_as_customer("reopen")
        if not text:
            raise UserError(self.env._("Please tell us what is still wrong."))
        case = self._reopen_or_new(text, author)
        case._post_as_customer(author, text, files)
        return case

    def _begin_as_customer(self, action):
        """One at a time, and only what can be done now.

        :raises UserError: saying where the case stands
        """
        self.ensure_one()
        take_turns(self)
        if action not in self._portal_actions():
            raise UserError(
                self.env._(
                    "This is not possible any more. Request %(case)s: %(sentence)s",
                    case=self.name,
                    sentence=self._portal_sentence(),
                )
            )

    def _post_as_customer(self, author, text, files=()):
        """The customer's words in the conversation, as they wrote them."""
        self.ensure_one()
        who = {"author_id": author.id}
        if not author:
            who = {"author_id": False, "email_from": self.email_from}
        self.message_post(
            body=plaintext2html(text) if text else "",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=list(files),
            **who,
        )

    def _in_agent_language(self):
        """This case as who works on it reads it: its customer may speak another language."""
        lang = self.user_id.lang or self.company_id.partner_id.lang
        return self.with_context(lang=lang or self.env.lang)

    def _tell_agent(self, text, author):
        """A note in the case, sent to who has to hear of it."""
        self.message_post(
            body=text,
            author_id=author.id or self.company_id.partner_id.id,
            partner_ids=self._caretaker().partner_id.ids,
            subtype_xmlid="mail.mt_note",
        )
