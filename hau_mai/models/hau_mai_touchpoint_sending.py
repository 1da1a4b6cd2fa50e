from odoo import fields, models

from ..tools.channel import is_news, way_after

#: Fields that tell the message of a follow-up, each its own kind.
MESSAGE_LINKS = ("message_id", "sms_uuid")


class HauMaiTouchpoint(models.Model):
    """The message of a follow-up: by which way it leaves, what left, what became of it.

    Follow-ups that were told of together share one message. What is known of it is
    written on all of them.
    """

    _inherit = "hau_mai.touchpoint"

    contact_channel = fields.Selection(
        [
            ("activity", "Call"),
            ("email", "Email"),
            ("sms", "SMS"),
            ("messenger", "Messenger"),
            ("post", "Post"),
        ],
        string="Sent By",
        readonly=True,
        help="The way it leaves by: the rule's, or the next one when that did not reach them.",
    )
    delivery = fields.Selection(selection_add=[("logged", "Logged, not sent")])
    mail_mail_id = fields.Many2one(
        "mail.mail",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        groups="base.group_system",
    )
    message_id = fields.Many2one(
        "mail.message",
        string="Message Sent",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
    )
    sms_uuid = fields.Char(index="btree_not_null", readonly=True, copy=False)
    sent_text = fields.Text(string="Text Sent", readonly=True, copy=False)
    sent_html = fields.Html(
        string="Email Sent", compute="_compute_sent_html", sanitize=False, readonly=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    # === COMPUTE METHODS === #

    def _compute_sent_html(self):
        """Who may read the follow-up may read what was written to the customer."""
        for touchpoint in self:
            touchpoint.sent_html = touchpoint.sudo().message_id.body

    # === ACTION METHODS === #

    def action_try_again(self):
        """What failed is tried from the first way again; the message that failed is given up."""
        self.check_access("write")
        failed = self.sudo().filtered(lambda touchpoint: touchpoint.state == "failed")
        failed.mail_mail_id.filtered(lambda mail: mail.state == "exception").cancel()
        for rule, touchpoints in failed.grouped("rule_id").items():
            touchpoints.write({"contact_channel": rule._contact_channel(), "delivery": False})
        return super().action_try_again()

    # === BUSINESS METHODS === #

    def _contact_channel(self):
        """The channel the contact gate is asked for."""
        self.ensure_one()
        return self.contact_channel or self.sudo().rule_id._contact_channel()

    def _message_lang(self):
        """The language its message is written in: the customer's."""
        partner = self.partner_id
        return partner.lang or self.company_id.partner_id.lang or self.env.lang

    def _same_message(self):
        """These follow-ups and all that were told of in the same messages."""
        same = self
        for fname in MESSAGE_LINKS:
            if keys := [row[fname].id if fname == "message_id" else row[fname] for row in self]:
                same |= self.search([(fname, "in", [key for key in keys if key])])
        return same

    def _note_delivery(self, delivery):
        """Write down what was heard of the message, unless more is known already.

        :param str delivery: one of :data:`tools.channel.PROGRESS`
        """
        news = self.sudo().filtered(lambda row: is_news(row.delivery, delivery))
        news.write({"delivery": delivery})
        now = fields.Datetime.now()
        for row in news.filtered(lambda row: row.state == "failed"):
            row.write(
                {
                    "state": "done",
                    "date_done": row.company_id._hau_mai_day(row.date_sent or now),
                    "date_sent": row.date_sent or (delivery != "logged" and now),
                    "reason": False,
                    "reason_code": False,
                }
            )

    def _note_opened(self):
        """The customer opened the message, or followed a link in it.

        Some mail programs follow links by themselves: nothing is decided by it.
        """
        self.sudo()._same_message()._note_delivery("opened")

    def _not_delivered(self, reason, delivery="failed"):
        """The message did not arrive: the next way is planned, or it shows as failed.

        :param str reason: a sentence a person reads
        :param str delivery: failed when it never left, bounced when it came back
        """
        rows = self.sudo().filtered(lambda row: row.state == "done")
        vals = {"state": "failed", "delivery": delivery, "reason": reason}
        if delivery == "failed":
            vals["date_sent"] = False  # what never left counts in no cap
        rows.write(vals | {"reason_code": "delivery", "date_done": False})
        rows._fall_back(reason)

    def _stop_queued(self):
        """Take their messages out of the queues, those that are still there.

        :return: the follow-ups whose message does not leave any more
        """
        rows = self.sudo()
        mails = rows.mail_mail_id.filtered(lambda mail: mail.state == "outgoing")
        uuids = [uuid for uuid in rows.mapped("sms_uuid") if uuid]
        sms = (
            self.env["sms.sms"]
            .sudo()
            .search([("uuid", "in", uuids), ("state", "=", "outgoing"), ("to_delete", "=", False)])
        )
        messages = rows.messenger_message_id.filtered(lambda message: message.state == "queued")
        mails.cancel()
        sms.write({"state": "canceled"})
        messages._give_up(self.env._("It was stopped before it left."))
        stopped = set(sms.mapped("uuid"))
        rows = rows.filtered(
            lambda row: (
                row.mail_mail_id in mails
                or row.sms_uuid in stopped
                or row.messenger_message_id in messages
            )
        )
        rows.cost = 0
        return rows

    def _fall_back(self, reason):
        """Plan these follow-ups again by the next way of their rule, those that have one.

        :return: those that were planned again
        """
        labels = dict(self._fields["contact_channel"]._description_selection(self.env))
        ways = {row: row._next_way() for row in self if row._next_way()}
        rows = self.browse([row.id for row in ways])
        rows._message_log_batch(
            {
                row.id: self.env._(
                    "Not reached by %(way)s: %(reason)s Next by %(next)s.",
                    way=labels[row._contact_channel()],
                    reason=reason,
                    next=labels[way],
                )
                for row, way in ways.items()
            }
        )
        for way, group in rows.grouped(lambda row: ways[row]).items():
            group.write({"state": "planned", "contact_channel": way, "delivery": False})
        return rows

    def _next_way(self):
        """The channel tried after the present one, or None."""
        rule = self.sudo().rule_id
        if not rule._ways() or self.channel != rule.channel:
            return None
        return way_after(self._contact_channel(), rule._message_channel(), rule.fallback)

    def _refuse(self, reason):
        """Whom the gate holds back for good by one way may be reached by another."""
        fallen = self._fall_back(reason)
        return super(HauMaiTouchpoint, self - fallen)._refuse(reason)
