"""What became of a message: sent, come back, answered; and what is tried next."""

from odoo.tools import mute_logger

from .channel_common import ChannelCase

REPLY = """From: {sender}
To: {to}
Subject: Re: Order
Message-Id: <reply-{number}@example.com>
In-Reply-To: {about}
References: {about}
{more}
It drips.
"""


class TestChannelDelivery(ChannelCase):
    def sent(self, **vals):
        return self.send(self.make_message_rule(**vals))

    # === E-MAIL === #

    def test_an_email_that_left(self):
        touchpoint = self.sent()
        touchpoint.mail_mail_id._postprocess_sent_message([self.partner.id], [])
        self.assertEqual((touchpoint.state, touchpoint.delivery), ("done", "sent"))

    def test_an_email_that_could_not_be_sent_is_tried_again(self):
        touchpoint = self.sent()
        mail = touchpoint.mail_mail_id
        mail.state = "exception"
        mail._postprocess_sent_message([], [], "The server hung up", "mail_smtp")
        self.assertEqual((touchpoint.state, touchpoint.delivery), ("failed", "failed"))
        self.assertEqual(touchpoint.reason, "The server hung up")
        self.assertFalse(touchpoint.date_sent, "what never left counts in no cap")
        touchpoint.action_try_again()
        self.assertEqual(mail.state, "cancel")
        self.carry_out()
        self.assertEqual((touchpoint.state, touchpoint.delivery), ("done", "queued"))
        self.assertNotEqual(touchpoint.mail_mail_id, mail)

    def test_an_email_sent_after_all_is_no_failure(self):
        touchpoint = self.sent()
        mail = touchpoint.mail_mail_id
        mail._postprocess_sent_message([], [], False, "mail_smtp")
        self.assertEqual(touchpoint.state, "failed")
        mail._postprocess_sent_message([self.partner.id], [])
        self.assertEqual((touchpoint.state, touchpoint.delivery), ("done", "sent"))

    def test_an_email_that_came_back_is_followed_by_an_sms(self):
        touchpoint = self.sent(fallback="sms")
        bounce = {
            "bounced_email": "an@example.com",
            "bounced_partner": self.partner,
            "bounced_msg_ids": [],
            "bounced_message": touchpoint.message_id,
        }
        extra = {"email_from": "", "to": "", "message_id": "<x@y>", "body": ""}
        self.env["mail.thread"]._routing_handle_bounce(None, bounce | extra)
        self.assertEqual((touchpoint.state, touchpoint.contact_channel), ("planned", "sms"))
        self.carry_out()
        self.assertEqual((touchpoint.state, touchpoint.sent_by), ("done", "sms"))
        tracker = self.env["sms.tracker"].search([("sms_uuid", "=", touchpoint.sms_uuid)])
        tracker._action_update_from_sms_state("error", failure_type="sms_credit")
        self.assertEqual(touchpoint.state, "failed", "each way is tried once")

    def reply(self, touchpoint, sender="an@example.com", number=1, more=""):
        text = REPLY.format(
            sender=sender,
            to="anybody@example.com",
            number=number,
            about=touchpoint.message_id.message_id,
            more=more,
        )
        self.env["mail.thread"].message_process(False, text)

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_an_answer_is_noted_and_told(self):
        touchpoint = self.sent()
        self.reply(touchpoint)
        self.assertEqual(touchpoint.delivery, "answered")
        self.assertTrue(touchpoint.date_answered)
        self.assertIn("It drips.", "".join(touchpoint.message_ids.mapped("body")))
        told = self.env["mail.message"].search(
            [("partner_ids", "in", self.salesperson.partner_id.ids)], limit=1, order="id desc"
        )
        self.assertIn("answered", told.body)

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_what_a_machine_or_one_of_us_writes_is_no_answer(self):
        touchpoint = self.sent()
        self.reply(touchpoint, more="Auto-Submitted: auto-replied\n")
        self.assertFalse(touchpoint.date_answered)
        self.salesperson.partner_id.email = "lan@shop.example.com"
        self.reply(touchpoint, sender="lan@shop.example.com", number=2)
        self.assertFalse(touchpoint.date_answered)

    # === SMS === #

    def test_what_the_provider_says_of_an_sms(self):
        touchpoint = self.sent(channel="sms")
        tracker = self.env["sms.tracker"].search([("sms_uuid", "=", touchpoint.sms_uuid)])
        tracker._action_update_from_sms_state("pending")
        self.assertEqual(touchpoint.delivery, "sent")
        tracker._action_update_from_provider_error("invalid_destination")
        self.assertEqual((touchpoint.state, touchpoint.delivery), ("failed", "bounced"))
        self.assertTrue(touchpoint.date_sent, "it left")

    # === EVERY WAY === #

    def test_what_is_known_never_becomes_less(self):
        touchpoint = self.sent()
        for heard, known in (
            ("sent", "sent"), ("opened", "opened"), ("sent", "opened"), ("answered", "answered"),
            ("opened", "answered"),
        ):  # fmt: skip
            touchpoint._note_delivery(heard)
            self.assertEqual(touchpoint.delivery, known)

    def test_a_link_that_was_followed_was_read(self):
        rule = self.make_message_rule()
        self.make_orders(self.partner + self.partner)
        self.plan(rule)
        self.carry_out()
        touchpoints = self.touchpoints(rule)
        touchpoints[0]._note_opened()
        self.assertEqual(touchpoints.mapped("delivery"), ["opened", "opened"])
