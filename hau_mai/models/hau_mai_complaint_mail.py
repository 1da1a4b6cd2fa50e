import logging
import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, html2plaintext, plaintext2html
from odoo.tools.mail import append_content_to_html, parse_contact_from_email

from ..tools.mail_in import automatic_kind, fitting, forwarded_from, reception

_logger = logging.getLogger(__name__)

#: Pictures that stand in the text of an e-mail; they are kept as files of the message.
_INLINE_PICTURE = re.compile(r"""<img[^>]*src=["']cid:[^>]*>""", re.IGNORECASE)


#: Marks, in the values of a route, what a machine wrote by itself.
QUIETLY = "hau_mai_quietly"


class HauMaiComplaint(models.Model):
    """Cases by e-mail: a new one opens a case, an answer joins it, a machine does neither."""

    _inherit = "hau_mai.complaint"

    _email_idx = models.Index("(email_from) WHERE email_from IS NOT NULL")

    # === CRUD METHODS === #

    def write(self, vals):
        """Once it is known who wrote, their messages are theirs."""
        result = super().write(vals)
        if vals.get("partner_id"):
            self._adopt_messages()
        return result

    # === ACTION METHODS === #

    def action_create_customer(self):
        """Make a customer of who wrote, with the address they wrote from.

        :raises UserError: when the case has a customer, or no address
        """
        self.ensure_one()
        self.check_access("write")
        if self.partner_id or not self.email_from:
            raise UserError(
                self.env._("Case %s needs an address and no customer for this.", self.name)
            )
        known = self._customer_of(self.email_from, self.company_id)
        self.partner_id = known or self.env["res.partner"].create(self._prepare_customer_vals())
        return True

    # === CORE OVERRIDES === #

    @api.model
    def _detect_loop_sender_domain(self, email_from_normalized):
        return [("email_from", "=", email_from_normalized)]

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Open a case: the sender's words, and who they are if their address is known."""
        values = dict(custom_values or {})
        quietly = values.pop(QUIETLY, False)
        team = self.env["hau_mai.complaint.team"].browse(values.get("team_id"))
        company = team.company_id or self.env.company
        values = self._prepare_mail_vals(msg_dict, company) | values
        if values["email_from"] != email_normalize(msg_dict.get("email_from")):
            msg_dict["email_from"] = values["email_from"]  # the words of who is forwarded
            msg_dict["author_id"] = False
        if self._is_outside(msg_dict):
            msg_dict["author_id"] = values.get("partner_id") or False
        mail = dict(msg_dict, email_from=values["email_from"])
        cases = self.with_company(company).with_context(hau_mai_quietly=quietly)
        case = super(HauMaiComplaint, cases).message_new(mail, values)
        if quietly:
            case._message_log(
                body=self.env._("A machine wrote this: its receipt was not confirmed by itself.")
            )
        return case.with_context(hau_mai_quietly=False)

    def _message_receive_bounce(self, email, partner):
        """A message that comes back was not read: the case says so."""
        result = super()._message_receive_bounce(email, partner)
        for complaint in self:
            complaint._message_log(
                body=self.env._("A message to %s came back: it was not delivered.", email)
            )
        return result

    # === BUSINESS METHODS === #

    @api.model
    def _mail_routes(self, message, msg_dict, routes):
        """Where an e-mail goes, of all that is addressed to cases; the rest is left alone.

        :param message: the ``email.message.EmailMessage``
        :param msg_dict: the parsed message; what is not kept of it is said in it
        :param routes: as :meth:`message_route` found them
        """
        judged = [
            self._mail_route(message, msg_dict, route) if route[0] == self._name else route
            for route in routes or ()
        ]
        return [route for route in judged if route]

    @api.model
    def _mail_route(self, message, msg_dict, route):
        """The route an e-mail to a case really takes, or None when it opens nothing."""
        model, thread_id, values, user_id, alias = route
        complaint = self.browse(thread_id or ())
        if complaint:
            complaint = complaint._merge_target()
        what = reception(
            automatic=automatic_kind(message.get, msg_dict.get("subject")),
            own=self._is_own_address(msg_dict.get("email_from")),
            known=bool(complaint),
        )
        if what == "drop":
            _logger.info(
                "E-mail %s from %s opens no case: a machine's reply, a bounce, or our own",
                msg_dict.get("message_id"),
                msg_dict.get("email_from"),
            )
            return None
        now = fields.Datetime.to_string(fields.Datetime.now())
        msg_dict["date"] = min(msg_dict.get("date") or now, now)  # the sender's clock may be wrong
        if what == "note":
            msg_dict.update(is_internal=True, message_type="out_of_office")
            return (model, complaint.id, values, user_id, alias)
        team = self.env["hau_mai.complaint.team"].sudo().browse((values or {}).get("team_id"))
        company = complaint.sudo().company_id or team.company_id or self.env.company
        self._limit_attachments(msg_dict, company)
        if what == "quietly":
            values = dict(values or {}, **{QUIETLY: True})
        if complaint and self._is_outside(msg_dict):
            msg_dict["is_internal"] = False
            words = html2plaintext(msg_dict.get("body") or "").strip()
            author = self.env["res.partner"].browse(msg_dict.get("author_id") or ())
            complaint = complaint.with_user(user_id).sudo()._reopen_or_new(words, author)
        return (model, complaint.id or 0, values, user_id, alias)

    @api.model
    def _is_own_address(self, email_from):
        """Whether a message comes from a mailbox of this database itself."""
        address = email_normalize(email_from)
        return bool(address and self.env["mail.alias.domain"].sudo()._find_aliases([address]))

    @api.model
    def _is_outside(self, msg_dict):
        """Whether nobody of ours wrote the message."""
        author = self.env["res.partner"].sudo().browse(msg_dict.get("author_id") or ())
        return not author or author.partner_share

    @api.model
    def _prepare_mail_vals(self, msg_dict, company):
        """What an e-mail says of a new case."""
        subject = (msg_dict.get("subject") or "").strip()
        body = msg_dict.get("body") or ""
        text = html2plaintext(body).strip()
        address = email_normalize(msg_dict.get("email_from")) or msg_dict.get("email_from")
        if not self._is_outside(msg_dict):
            address = forwarded_from(subject, text) or address
        plain = body.lstrip().startswith("<pre")
        first_line = next((line.strip() for line in text.splitlines() if line.strip()), "")
        return {
            "name": "/",
            "company_id": company.id,
            "channel": "email",
            "subject": subject or first_line[:80] or self.env._("(no subject)"),
            "description": plaintext2html(text) if plain else _INLINE_PICTURE.sub("", body),
            "email_from": address,
            "partner_id": self._customer_of(address, company).id,
        }

    @api.model
    def _customer_of(self, address, company):
        """The customer with this address: of this company or of none.

        Nobody when it belongs to several customers: a person has to say which.
        """
        partners = (
            self.env["res.partner"]
            .sudo()
            .search(
                [("email_normalized", "=", address), ("company_id", "in", (company.id, False))],
                order="id",
            )
        )
        one = len(partners.commercial_partner_id) == 1
        return partners[:1].sudo(False) if one else partners.browse().sudo(False)

    def _prepare_customer_vals(self):
        """A customer with the name and the address the case was opened with."""
        self.ensure_one()
        messages = self.sudo().message_ids.filtered(
            lambda message: email_normalize(message.email_from) == self.email_from
        )
        name, _address = parse_contact_from_email(messages[-1:].email_from or self.email_from)
        return {
            "name": name or self.email_from,
            "email": self.email_from,
            "phone": self.phone,
            "company_id": self.company_id.id,
        }

    def _adopt_messages(self):
        """Messages from the address of a case that nobody was known to have are its customer's."""
        for complaint in self.sudo().filtered("email_from"):
            complaint.message_ids.filtered(
                lambda message, address=complaint.email_from: (
                    not message.author_id and email_normalize(message.email_from) == address
                )
            ).author_id = complaint.partner_id

    @api.model
    def _limit_attachments(self, msg_dict, company):
        """Leave out files that are too large; the message says which.

        The original stays in the mailbox.
        """
        files = msg_dict.get("attachments") or []
        limit = company.sudo().hau_mai_mail_megabytes * 1024 * 1024
        kept = fitting([_size(file[1]) for file in files], limit)
        left = [file for position, file in enumerate(files) if position not in kept]
        if not left:
            return
        msg_dict["attachments"] = [files[position] for position in kept]
        names = ", ".join(f"{file[0]} ({_size(file[1]) / 1024 / 1024:.1f} MB)" for file in left)
        msg_dict["body"] = append_content_to_html(
            msg_dict.get("body") or "",
            self.env._(
                "Not kept, because the files of one e-mail may have %(limit)s MB together: "
                "%(names)s. The original is in the mailbox.",
                limit=company.sudo().hau_mai_mail_megabytes,
                names=names,
            ),
        )


def _size(content):
    """Size in bytes of what an e-mail has attached: bytes, text, or another e-mail."""
    if isinstance(content, str):
        content = content.encode()
    return len(content if isinstance(content, bytes) else content.as_bytes())
