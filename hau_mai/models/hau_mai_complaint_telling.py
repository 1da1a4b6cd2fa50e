from odoo import api, fields, models
from odoo.tools import format_date, format_time

from ..tools.telling import stage_news
from .hau_mai_complaint_stage import OPEN_KINDS

#: Marks a move whose words come from who makes it. An object: no context from outside can be it.
_ITSELF = object()


class HauMaiComplaint(models.Model):
    """What the customer is told of a case, without anybody having to think of it."""

    _inherit = "hau_mai.complaint"

    notice_ids = fields.One2many(
        "hau_mai.complaint.notice",
        "complaint_id",
        string="What the Customer Was Told",
        groups="hau_mai.group_user_own",
        copy=False,
    )
    told_partner_id = fields.Many2one(
        "res.partner",
        string="Who Is Told",
        compute="_compute_told_partner_id",
        groups="base.group_user",
        help="The contact person of the case, else its customer.",
    )
    waiting_reason = fields.Char(
        help="What is waited for. If it is the customer, they are told these words."
    )

    # === COMPUTE METHODS === #

    @api.depends("contact_id", "partner_id")
    def _compute_told_partner_id(self):
        for complaint in self:
            complaint.told_partner_id = complaint.contact_id or complaint.partner_id

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """The receipt of a case is confirmed at once (Law 19/2023/QH15, art. 31.2).

        Files that are imported bring old cases: they are nobody's news. A machine that
        wrote is not answered by one.
        """
        complaints = super().create(vals_list)
        context = self.env.context
        if not (context.get("import_file") or context.get("hau_mai_quietly")):
            complaints.filtered(lambda c: c.state in OPEN_KINDS)._tell_customer("received")
        return complaints

    # === ACTION METHODS === #

    def action_wait(self, party="customer", reason=False):
        """Who is waited for after somebody else was is told too."""
        waited = self.filtered(lambda complaint: complaint.state == "waiting")
        result = super().action_wait(party, reason)
        if party == "customer" and reason:
            waited._tell_customer("waiting", reason=reason)
        return result

    # === BUSINESS METHODS === #

    def _tell_customer(self, event, **values):
        """By e-mail or SMS as the company has it; if they must not be told, the case says why.

        :param values: besides the reason, ``attachment_ids``: files that go with an e-mail
        """
        result = super()._tell_customer(event, **values)
        ledger = self.env["hau_mai.complaint.notice"]
        notices = ledger._announce(
            self, event, values.get("reason"), values.get("attachment_ids") or ()
        )
        if event == "received":
            told = notices.filtered(lambda notice: notice.state == "sent").complaint_id
            told._acknowledged(fields.Datetime.now())
        return result

    def _telling_itself(self):
        """These cases, for a move of which the caller tells the customer in its own words."""
        return self.with_context(hau_mai_telling_itself=_ITSELF)

    def _acknowledged(self, moment):
        """The customers know since this moment that their cases were received."""
        self.sudo().filtered(lambda c: not c.date_acknowledged).date_acknowledged = moment

    def _on_stage_changed(self, before):
        """Tell what the move means; what each concern did about it before counts."""
        result = super()._on_stage_changed(before)
        if self.env.context.get("hau_mai_telling_itself") is _ITSELF:
            return result
        news = self.grouped(lambda complaint: complaint._stage_news(before[complaint.id]))
        for (event, reason), complaints in news.items():
            if event:
                complaints._tell_customer(event, reason=reason)
        return result

    def _stage_news(self, old):
        """``(event, reason)`` the customer of this case hears; see :func:`stage_news`."""
        self.ensure_one()
        complaint = self.sudo()
        event = stage_news(
            old,
            complaint.state,
            waiting_for=complaint.waiting_for,
            reason=complaint.waiting_reason,
            close_reason=complaint.close_reason,
            asked=bool(complaint.date_rating_asked),
        )
        if event == "reopened" and complaint._recovers_quietly():
            return None, False
        return event, complaint.waiting_reason if event == "waiting" else False

    def _notice_key(self, event):
        """What tells one occasion of an event from another: the step of the case it belongs to."""
        self.ensure_one()
        return event if event == "received" else str(max(self.sudo().move_ids.ids))

    def _notice_email_partner(self):
        """Whose mailbox the message goes to: the one who is told, else their company."""
        told = self.told_partner_id
        return told if told.email else told.commercial_partner_id.filtered("email")

    def _told_address(self, channel):
        """Where the customer is told: at their own address, else the one the case came from."""
        self.ensure_one()
        own = self.told_partner_id._contact_address(channel) if self.told_partner_id else False
        return own or (self.email_from if channel == "email" else self.phone)

    def _reply_address(self):
        """Where answers to our messages go, so that they join the case."""
        self.ensure_one()
        company, alias = self.company_id, self.sudo().team_id.alias_id.alias_full_name
        return alias or company.catchall_email or company.hau_mai_email or company.email

    def _told_lang(self):
        """The language in which the customer is spoken to."""
        self.ensure_one()
        return self.told_partner_id.lang or self.company_id.partner_id.lang

    def _dear(self):
        """Whom a message addresses; empty when nobody knows their name."""
        self.ensure_one()
        return self.told_partner_id.name or ""

    def _in_words(self, fname):
        """The label of a choice, in the language of the context."""
        self.ensure_one()
        return dict(self._fields[fname]._description_selection(self.env)).get(self[fname], "")

    def _deadline_in_words(self):
        """By when the customer has our answer, as they read it; empty when nobody knows.

        A day that is over is no promise.
        """
        self.ensure_one()
        now = fields.Datetime.now()
        promises = self.sudo().sla_status_ids.filtered(
            lambda clock: (
                clock.target != "acknowledge"
                and clock.deadline
                and clock.deadline > now
                and not clock.date_reached
            )
        )
        if not promises:
            return ""
        deadline, company = min(promises.mapped("deadline")), self.company_id
        day = format_date(self.env, company._hau_mai_day(deadline))
        hour = format_time(self.env, deadline, tz=company._hau_mai_tz(), time_format="short")
        return f"{day} {hour}"

    def _deadline_sentence(self):
        """The same for a text message: a sentence after a space, or nothing."""
        words = self._deadline_in_words()
        return words and " " + self.env._("You have our answer by %s.", words)
