from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from ..tools.conversation import WRITTEN, MessageFacts, speaker, unanswered
from .hau_mai_complaint_stage import OPEN_KINDS

#: Cases that end in one of these ways end without a word of ours.
WITHOUT_ANSWER = ("withdrawn", "duplicate", "merged")


class HauMaiComplaint(models.Model):
    """What is said on a case, by whom, and who waits for an answer."""

    _inherit = "hau_mai.complaint"
    _primary_email = "email_from"

    _unanswered_idx = models.Index(
        "(team_id, date_last_customer) WHERE date_last_customer IS NOT NULL"
    )

    date_last_customer = fields.Datetime(
        string="Customer Waits Since Writing On",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="The last message of the customer that nobody answered; empty once answered.",
    )
    unanswered_message_id = fields.Many2one(
        "mail.message",
        string="First Message Without an Answer",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="base.group_user",
    )

    # === CORE OVERRIDES === #

    def _message_post_after_hook(self, message, msg_values):
        """:raises UserError: for a note that names somebody outside"""
        res = super()._message_post_after_hook(message, msg_values)
        self._check_note_stays_inside(message)
        who = speaker(self._message_facts(message))
        if who == "customer":
            self._on_customer_message(message)
        elif who == "agent":
            self._on_agent_message(message)
        return res

    def _notify_get_reply_to(self, default=None, author_id=False):
        """Answers go to the team's mailbox, where they find their case."""
        aliases = self.sudo().team_id._notify_get_reply_to(default=default, author_id=author_id)
        reply_to = {complaint.id: aliases.get(complaint.sudo().team_id.id) for complaint in self}
        left = self.filtered(lambda complaint: not complaint.sudo().team_id)
        if left or not self:
            reply_to |= super(HauMaiComplaint, left)._notify_get_reply_to(
                default=default, author_id=author_id
            )
        return reply_to

    def _on_stage_changed(self, before):
        """Who is told that a case is solved, refused or closed has an answer."""
        over = self.filtered(lambda complaint: complaint.state not in OPEN_KINDS)
        silent = over.filtered(lambda complaint: complaint.close_reason in WITHOUT_ANSWER)
        silent._nobody_waits()
        (over - silent)._answered(fields.Datetime.now())
        return super()._on_stage_changed(before)

    # === BUSINESS METHODS === #

    def _message_facts(self, message):
        """What the decision needs to know of a message on this case."""
        self.ensure_one()
        complaint, author = self.sudo(), message.sudo().author_id
        people = complaint.partner_id | complaint.contact_id
        inside = bool(author) and not author.partner_share
        addresses = {complaint.email_from, *people.mapped("email_normalized")} - {False}
        customer = author in people or (
            not inside
            and (
                bool(author and author.commercial_partner_id in people.commercial_partner_id)
                or email_normalize(message.email_from) in addresses
            )
        )
        return MessageFacts(
            kind=message.message_type,
            note=message.is_internal or message.sudo().subtype_id.internal,
            inside=inside,
            customer=customer,
            waiting_for=complaint.waiting_for or None,
        )

    def _on_customer_message(self, messages):
        """The customer waits for an answer; what waited for them goes on."""
        result = super()._on_customer_message(messages)
        complaint = self.sudo()
        vals = {"date_last_customer": fields.Datetime.now()}
        if not complaint.unanswered_message_id:
            vals["unanswered_message_id"] = messages[:1].id
        complaint.write(vals)
        if complaint.waiting_for == "customer":
            complaint.action_resume()
        return result

    def _on_agent_message(self, messages):
        """The customer has an answer, and with it knows that the case was received."""
        result = super()._on_agent_message(messages)
        now = fields.Datetime.now()
        complaint = self.sudo()
        complaint._acknowledged(now)
        complaint._answered(now)
        if complaint.state == "new":
            complaint.stage_id = complaint._stage_of("in_progress")
        return result

    def _answered(self, moment):
        """Nobody waits for an answer of ours any more; the first answer is kept."""
        complaints = self.sudo()
        complaints.filtered(lambda c: not c.date_first_response).date_first_response = moment
        complaints._nobody_waits()

    def _nobody_waits(self):
        """Nothing of what was written here asks for an answer any more."""
        waiting = self.sudo().filtered(lambda c: c.date_last_customer or c.unanswered_message_id)
        waiting.write({"date_last_customer": False, "unanswered_message_id": False})

    def _on_messages_moved(self):
        """Who waits follows from the messages that are there now."""
        result = super()._on_messages_moved()
        written = (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("message_type", "in", tuple(WRITTEN)),
                ],
                order="id",
            )
            .grouped("res_id")
        )
        for complaint in self.sudo():
            messages = list(written.get(complaint.id, ()))
            speakers = [speaker(complaint._message_facts(message)) for message in messages]
            open_ = complaint.state in OPEN_KINDS
            left = [messages[position] for position in unanswered(speakers)] if open_ else []
            complaint.write(
                {
                    "date_last_customer": left[-1].date if left else False,
                    "unanswered_message_id": left[0].id if left else False,
                }
            )
        return result

    def _check_note_stays_inside(self, message):
        """What is noted is not sent outside; what the system writes decides that itself.

        :raises UserError: naming who was to read it
        """
        message = message.sudo()
        outside = message.partner_ids.filtered("partner_share")
        if message.message_type == "comment" and message.subtype_id.internal and outside:
            raise UserError(
                self.env._(
                    "A note is read by your colleagues only, not by %s. To write to them, use "
                    "“Send message”.",
                    ", ".join(outside.mapped("name")),
                )
            )
