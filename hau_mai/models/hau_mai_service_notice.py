from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.notice import CHANNELS, choose_channel

NOTICE_EVENTS = [
    ("received", "Received"),
    ("quoted", "Quoted"),
    ("waiting", "Waiting"),
    ("ready", "Ready to be collected"),
    ("promise_moved", "Promised date moved"),
    ("appointment", "Appointment"),
    ("uncollected", "Not collected"),
]


class HauMaiServiceNotice(models.Model):
    """The ledger of what customers were told of their jobs: one row an occasion.

    The row is written before anything leaves, and the index lets one occasion in
    once: two workers, a second click or a job run again tell nobody twice.
    """

    _name = "hau_mai.service.notice"
    _description = "What a Customer Was Told"
    _order = "date desc, id desc"
    _rec_name = "event"

    _once = models.UniqueIndex("(service_id, event, key)", "This was told already.")

    service_id = fields.Many2one(
        "hau_mai.service",
        string="Job",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Told",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    event = fields.Selection(NOTICE_EVENTS, string="What", required=True, readonly=True)
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
    def _tell(self, services, event, detail=False):
        """Tell the customers of these jobs, those who were not told of this occasion before.

        :param services: jobs of one company
        :param str event: a key of ``NOTICE_EVENTS``
        :param detail: what the message says besides, such as a reason
        :return: the new rows
        """
        now = fields.Datetime.now()
        choices = self._choose_channels(services, event, now)
        notices = self._note(services, event, choices, detail, now)
        refused = notices.filtered(lambda notice: notice.state == "refused")
        refused._log_refusals()
        for channel, told in (notices - refused).grouped("channel").items():
            getattr(told, f"_send_{channel}")(event)
        return notices

    @api.model
    def _choose_channels(self, services, event, now):
        """``{job: (channel, reason)}``; no channel where the customer is not told."""
        company = services.company_id
        if not company.hau_mai_tell_customers:
            reason = self.env._("Customers are told nothing by themselves (Settings).")
            return dict.fromkeys(services, (None, reason))
        channels = CHANNELS[company.hau_mai_tell_by]
        missing = [channel for channel in channels if not self._template(channel, event)]
        if missing:
            reason = self.env._("The text of this message was deleted.")
            return dict.fromkeys(services, (None, reason))
        partners = services.told_partner_id
        verdicts = {
            channel: partners._contact_verdicts(channel, "service", now) for channel in channels
        }
        by_partner = {
            partner.id: choose_channel(
                company.hau_mai_tell_by,
                {channel: verdicts[channel][partner.id] for channel in channels},
            )
            for partner in partners
        }
        return {service: by_partner[service.told_partner_id.id] for service in services}

    @api.model
    def _note(self, services, event, choices, detail, now):
        """Write a row for each job whose customer was not told of this occasion yet."""
        if not services:
            return self
        services.flush_recordset()
        rows = SQL(", ").join(
            SQL(
                "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                service.id,
                service.company_id.id,
                service.told_partner_id.id,
                event,
                service._notice_key(event),
                now,
                channel,
                "sent" if channel else "refused",
                detail or None,
                reason or None,
                self.env.uid,
                now,
                self.env.uid,
                now,
            )
            for service, (channel, reason) in choices.items()
        )
        new = self.env.execute_query(
            SQL(
                """INSERT INTO hau_mai_service_notice (
                    service_id, company_id, partner_id, event, key, date, channel, state,
                    detail, reason, create_uid, create_date, write_uid, write_date)
                VALUES %s ON CONFLICT DO NOTHING RETURNING id""",
                rows,
            )
        )
        services.invalidate_recordset(["notice_ids"])
        return self.browse(row[0] for row in new)

    @api.model
    def _template(self, channel, event):
        """The text of an event for a channel; empty when somebody deleted it."""
        kind = {"email": "mail", "sms": "sms"}[channel]
        template = self.env.ref(
            f"hau_mai.{kind}_template_service_{event}", raise_if_not_found=False
        )
        return template and template.sudo()

    def _send_email(self, event):
        """Put an e-mail each into the queue, in the customer's language."""
        self._template("email", event).send_mail_batch(
            self.service_id.ids, email_layout_xmlid="hau_mai.service_notice_layout"
        )

    def _send_sms(self, event):
        """Put a text message each into the queue, in the customer's language."""
        template = self._template("sms", event)
        bodies = template._render_field("body", self.service_id.ids, compute_lang=True)
        self.env["sms.sms"].sudo().create(
            [
                {
                    "number": notice.partner_id._contact_address("sms"),
                    "partner_id": notice.partner_id.id,
                    "body": bodies[notice.service_id.id],
                }
                for notice in self
            ]
        )

    def _log_refusals(self):
        """Say on the jobs whose customers were not told, and why."""
        if not self:
            return
        labels = dict(self._fields["event"]._description_selection(self.env))
        self.service_id._message_log_batch(
            {
                notice.service_id.id: self.env._(
                    "The customer was not told (%(event)s): %(reason)s",
                    event=labels[notice.event],
                    reason=notice.reason,
                )
                for notice in self
            }
        )
