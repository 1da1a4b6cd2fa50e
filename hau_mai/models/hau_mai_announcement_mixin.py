from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL

from ..tools.notice import CHANNELS, choose_channel

#: Headers that ask other machines not to answer a machine (RFC 3834).
MACHINE_HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply"}


class HauMaiAnnouncementMixin(models.AbstractModel):
    """A ledger of what customers were told of some kind of records: one row an occasion.

    The row is written before anything leaves, and a unique index on the record, the
    event and the key lets one occasion in once: two workers, a second click or a job
    run again tell nobody twice.

    What is told about has ``company_id``, ``told_partner_id``, ``notice_ids`` and
    ``_notice_key(event)``: what tells one occasion of an event from another.
    """

    _name = "hau_mai.announcement.mixin"
    _description = "What a Customer Was Told"
    _order = "date desc, id desc"

    #: Field of the record that is told about.
    _about = None
    #: Texts are ``hau_mai.mail_template_<prefix>_<event>`` and ``hau_mai.sms_template_…``.
    _text_prefix = None
    #: What stands around an e-mail.
    _layout = None

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner", string="Told", index=True, ondelete="restrict", readonly=True
    )
    key = fields.Char(required=True, readonly=True, help="Which occasion of this kind it was.")
    date = fields.Datetime(string="When", required=True, readonly=True)
    channel = fields.Selection([("email", "Email"), ("sms", "SMS")], string="How", readonly=True)
    state = fields.Selection(
        [("sent", "Told"), ("refused", "Not told")], string="Status", required=True, readonly=True
    )
    detail = fields.Char(string="Said", readonly=True, help="Such as the reason that was given.")
    reason = fields.Char(string="Why Not", readonly=True)

    # === BUSINESS METHODS === #

    @api.model
    def _announce(self, records, event, detail=False, attachment_ids=()):
        """Tell the customers of these records what happened, once for each occasion.

        By e-mail or SMS as the company has it, through the queues of both, if the
        customers may be contacted; if not, the record says why not.

        :param records: of any companies
        :param str event: a key of the selection ``event``
        :param detail: what the message says besides, such as a reason
        :param attachment_ids: files that go with an e-mail
        :return: the new rows
        """
        notices = self.sudo().with_context(
            hau_mai_reason=detail, hau_mai_event=event, hau_mai_files=list(attachment_ids)
        )
        if self.env.context.get("install_mode"):
            return notices.browse()  # demo data and imports are nobody's news
        told = [
            notices._tell(those, event, detail)
            for those in records.sudo().grouped("company_id").values()
        ]
        return notices.union(*told)

    @api.model
    def _tell(self, records, event, detail=False):
        """Tell the customers of these records, those who were not told of this occasion before.

        :param records: of one company
        """
        now = fields.Datetime.now()
        choices = self._choose_channels(records, event, now)
        notices = self._note(records, event, choices, detail, now)
        refused = notices.filtered(lambda notice: notice.state == "refused")
        refused._log_refusals()
        for channel, told in (notices - refused).grouped("channel").items():
            getattr(told, f"_send_{channel}")(event)
        return notices

    @api.model
    def _choose_channels(self, records, event, now):
        """``{record: (channel, reason)}``; no channel where the customer is not told."""
        company = records.company_id
        if not company.hau_mai_tell_customers:
            reason = self.env._("Customers are told nothing by themselves (Settings).")
            return dict.fromkeys(records, (None, reason))
        channels = CHANNELS[company.hau_mai_tell_by]
        missing = [channel for channel in channels if not self._template(channel, event)]
        if missing:
            reason = self.env._("The text of this message was deleted.")
            return dict.fromkeys(records, (None, reason))
        verdicts = {channel: self._verdicts(records, channel, now) for channel in channels}
        return {
            record: choose_channel(
                company.hau_mai_tell_by,
                {channel: verdicts[channel][record] for channel in channels},
            )
            for record in records
        }

    @api.model
    def _verdicts(self, records, channel, now):
        """``{record: (allowed, reason)}``: may these customers be told by this channel?"""
        verdicts = records.told_partner_id._contact_verdicts(channel, "service", now)
        return {record: verdicts[record.told_partner_id.id] for record in records}

    @api.model
    def _note(self, records, event, choices, detail, now):
        """Write a row for each record whose customer was not told of this occasion yet."""
        if not records:
            return self
        records.flush_recordset()
        vals_list = [
            self._prepare_note_vals(record, channel, reason)
            | {"event": event, "key": record._notice_key(event), "detail": detail or None}
            | dict.fromkeys(("create_uid", "write_uid"), self.env.uid)
            | dict.fromkeys(("date", "create_date", "write_date"), now)
            for record, (channel, reason) in choices.items()
        ]
        new = self.env.execute_query(
            SQL(
                "INSERT INTO %s (%s) VALUES %s ON CONFLICT DO NOTHING RETURNING id",
                SQL.identifier(self._table),
                SQL(", ").join(map(SQL.identifier, vals_list[0])),
                SQL(", ").join(SQL("%s", tuple(vals.values())) for vals in vals_list),
            )
        )
        records.invalidate_recordset(["notice_ids"])
        return self.browse(row[0] for row in new)

    @api.model
    def _prepare_note_vals(self, record, channel, reason):
        """What the ledger keeps of one record; every record has the same columns."""
        return {
            self._about: record.id,
            "company_id": record.company_id.id,
            "partner_id": record.told_partner_id.id or None,
            "channel": channel,
            "state": "sent" if channel else "refused",
            "reason": reason or None,
        }

    @api.model
    def _template(self, channel, event):
        """The text of an event for a channel; empty when somebody deleted it."""
        kind = {"email": "mail", "sms": "sms"}[channel]
        template = self.env.ref(
            f"hau_mai.{kind}_template_{self._text_prefix}_{event}", raise_if_not_found=False
        )
        return template and template.sudo()

    def _send_email(self, event):
        """Put an e-mail each into the queue, in the customer's language."""
        self._template("email", event).send_mail_batch(
            self[self._about].ids,
            email_layout_xmlid=self._layout,
            email_values={
                "headers": repr(MACHINE_HEADERS),
                "attachment_ids": [
                    Command.link(file) for file in self.env.context["hau_mai_files"]
                ],
            },
        )

    def _send_sms(self, event):
        """Put a text message each into the queue, in the customer's language."""
        template = self._template("sms", event)
        bodies = template._render_field("body", self[self._about].ids, compute_lang=True)
        self.env["sms.sms"].sudo().create(
            [
                {
                    "number": notice._sms_number(),
                    "partner_id": notice.partner_id.id,
                    "body": bodies[notice[self._about].id],
                }
                for notice in self
            ]
        )

    def _sms_number(self):
        """Where a text message goes."""
        return self.partner_id._contact_address("sms")

    def _log_refusals(self):
        """Say on the records whose customers were not told, and why."""
        if not self:
            return
        labels = dict(self._fields["event"]._description_selection(self.env))
        self[self._about]._message_log_batch(
            {
                notice[self._about].id: self.env._(
                    "The customer was not told (%(event)s): %(reason)s",
                    event=labels[notice.event],
                    reason=notice.reason,
                )
                for notice in self
            }
        )
