from datetime import datetime

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, format_time, is_html_empty

from ..tools.case_portal import customer_actions, customer_stage

#: Messages a customer reads: what people wrote, and what was sent to them.
SHOWN_MESSAGES = ("comment", "email", "email_outgoing", "auto_comment")


class HauMaiComplaint(models.Model):
    """A case in its customer's words: where it stands, until when, what was written.

    Called with all rights, after the access to the case was checked; what it returns is
    what the customer may read.
    """

    _inherit = "hau_mai.complaint"

    # === CRUD METHODS === #

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        """What customers may not read does not sort their cases either."""
        inside = self.env.su or self.env.user.has_group("base.group_user")
        if order == self._order and not inside:
            order = "date_open desc, id desc"
        return super()._search(domain, offset, limit, order, **kwargs)

    # === BUSINESS METHODS === #

    @api.model
    def _portal_search_domain(self, text):
        """Cases by number, subject, serial number or product, as a customer types them."""
        # any!: customers may not read products, but know what they own
        return (
            Domain("name", "ilike", text)
            | Domain("subject", "ilike", text)
            | Domain("serial_number", "ilike", text)
            | Domain("product_id", "any!", [("name", "ilike", text)])
        )

    def _is_customer(self, partner):
        """Whether a contact is on the customer's side of this case."""
        self.ensure_one()
        return bool(partner) and (
            partner in self.partner_id | self.contact_id
            or partner.commercial_partner_id == self.commercial_partner_id
        )

    def _portal_actions(self):
        """What the customer can do now, see :func:`tools.case_portal.customer_actions`."""
        self.ensure_one()
        actions = customer_actions(self.state, self.close_reason)
        return actions - {"rate"} if self._portal_rating() else actions

    def _portal_sentence(self):
        """Where the case stands and who waits for whom, in one sentence."""
        self.ensure_one()
        words = {
            "new": self.env._("We have your request and will look at it."),
            "in_progress": self.env._("We are working on it."),
            "waiting_customer": self.env._("We are waiting for your answer."),
            "waiting_supplier": self.env._("We are waiting for the answer of our supplier."),
            "waiting_center": self.env._("The service center is working on it."),
            "solved": self.env._("We have solved it. Please tell us whether you are content."),
            "refused": self.env._("We could not do what you asked for. Our answer says why."),
            "confirmed": self.env._("Done: you told us that it is solved."),
            "withdrawn": self.env._("You withdrew this request."),
            "elsewhere": self.env._("This goes on in another of your requests."),
            "closed": self.env._("This request is closed."),
        }
        return words[customer_stage(self.state, self.waiting_for, self.close_reason)]

    def _portal_until(self, now=None):
        """By when the customer hears from us, as a sentence; empty while no clock runs.

        :param datetime now: UTC
        """
        self.ensure_one()
        deadline = self.date_deadline
        if not deadline:
            return ""
        moment = self._portal_moment(deadline)
        if deadline < (now or fields.Datetime.now()):
            return self.env._(
                "We wanted to answer by %s. We are sorry that it takes longer.", moment
            )
        return self.env._("You hear from us by %s.", moment)

    def _portal_resolution(self):
        """What was done about it, once there is something to say."""
        self.ensure_one()
        if self.state not in ("solved", "closed") or self.resolution in (False, "none"):
            return ""
        return dict(self._fields["resolution"]._description_selection(self.env))[self.resolution]

    def _portal_moment(self, moment):
        """A moment in the company's time zone, in the language of the context."""
        company = self.company_id
        return self.env._(
            "%(day)s, %(time)s",
            day=format_date(self.env, company._hau_mai_day(moment), date_format="full"),
            time=format_time(self.env, moment, tz=company._hau_mai_tz(), time_format="short"),
        )

    def _portal_rating(self):
        """What the customer thought of the last closing; empty when they have not said."""
        self.ensure_one()
        closed = self.date_closed or datetime.min
        return self.rating_ids.filtered(
            lambda rating: rating.consumed and rating.message_id.date >= closed
        ).sorted("id")[-1:]

    # === CONVERSATION AND DOCUMENTS === #

    def _portal_messages(self):
        """The messages that the customer reads, the first one first."""
        self.ensure_one()
        model = self.env["mail.message"]
        messages = model.search(
            model._get_search_domain_share()
            & Domain("model", "=", self._name)
            & Domain("res_id", "=", self.id)
            & Domain("message_type", "in", SHOWN_MESSAGES),
            order="date, id",
        )
        return messages.filtered(lambda m: m.attachment_ids or not is_html_empty(m.body))

    def _portal_conversation(self):
        """The conversation: [{author, mine, date, body, files}], the first message first."""
        self.ensure_one()
        return [
            {
                "author": message.author_id.name or message.email_from or self.company_id.name,
                "mine": self._wrote_as_customer(message),
                "date": self._portal_moment(message.date),
                "body": message.body,
                "files": [self._prepare_portal_file(file) for file in message.attachment_ids],
            }
            for message in self._portal_messages()
        ]

    def _wrote_as_customer(self, message):
        """Whether a message is the customer's; one without author came from their address."""
        if message.author_id:
            return self._is_customer(message.author_id)
        return bool(message.email_from) and message.message_type in ("comment", "email")

    def _portal_documents(self):
        """And the files that we sent in the conversation."""
        ours = self._portal_messages().filtered(lambda m: not self._wrote_as_customer(m))
        return super()._portal_documents() | ours.attachment_ids.sudo()

    def _portal_attachments(self):
        """Every file of this case that the customer may download."""
        self.ensure_one()
        return self._portal_documents() | self._portal_messages().attachment_ids.sudo()

    def _prepare_portal_file(self, attachment):
        return {"name": attachment.name, "url": self._portal_file_url(attachment)}

    def _portal_file_url(self, attachment):
        """Where a file of this case is downloaded: from the portal, or by the link of a mail."""
        path = self.env.context.get("hau_mai_case_path") or self.access_url
        return f"{path}/file/{attachment.id}"
