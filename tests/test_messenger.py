"""Messengers: approved texts, an outbox, the month's quota, and what is tried next."""

from datetime import timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tools import mute_logger

from .channel_common import ChannelCase


class TestMessenger(ChannelCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls.env["hau_mai.messenger.account"].create({"name": "Our account"})
        cls.text = cls.make_text()

    @classmethod
    def make_text(cls, approve=True, **vals):
        values = {
            "name": "Warranty",
            "account_id": cls.account.id,
            "title": "Thank you for your order",
            "body": "Dear {{ object.partner_id.name }}, order {{ object.order_name }} is with us.",
            "language": "en_US",
            "price": 350,
            "provider_ref": "1001",
        }
        text = cls.env["hau_mai.messenger.template"].create(values | vals)
        if approve:
            text.action_submit()
            text.action_approve()
        return text

    def messenger_rule(self, **vals):
        values = {"channel": "messenger", "messenger_template_id": self.text.id}
        return self.make_message_rule(**(values | vals))

    # === TEXTS === #

    def test_a_text_that_would_be_refused_is_not_submitted(self):
        text = self.make_text(approve=False, title="Hi")
        self.assertIn("The title has 2 characters", text.problems)
        with self.assertRaisesRegex(UserError, "would refuse"):
            text.action_submit()
        text.title = "Thank you"
        self.assertFalse(text.problems)
        text.action_submit()
        with self.assertRaisesRegex(UserError, "why the provider rejected"):
            text.action_reject()

    def test_what_was_approved_is_approved_again_after_a_change(self):
        self.text.price = 400
        self.assertEqual(self.text.state, "approved")
        self.text.body += " Thank you."
        self.assertEqual(self.text.state, "draft")
        with self.assertRaisesRegex(UserError, "cannot become"):
            self.text.action_approve()

    def test_only_placeholders_of_follow_ups(self):
        with self.assertRaisesRegex(ValidationError, "is not a placeholder"):
            self.make_text(body="Dear {{ object.env.user.password }}, hello again.")

    def test_the_class_goes_with_the_purpose(self):
        with self.assertRaisesRegex(ValidationError, "class Promotion"):
            self.messenger_rule(purpose="marketing")
        with self.assertRaisesRegex(ValidationError, "class Promotion"):
            self.messenger_rule(channel="voucher", message_channel="messenger",
                                program_id=self.make_program().id)  # fmt: skip
        promotion = self.make_text(message_class="promotion")
        with self.assertRaisesRegex(ValidationError, "must be marketing or birthday"):
            self.messenger_rule(messenger_template_id=promotion.id)

    # === SENDING === #

    def test_queued_first_and_handed_over_later_and_log_only_says_so(self):
        self.make_text(language="vi_VN", original_id=self.text.id, provider_ref="1002",
                       body="Chào {{ object.partner_id.name }}, đơn đã tới.")  # fmt: skip
        other = self.make_customers(1, lang="vi_VN")
        touchpoints = self.send(self.messenger_rule(), self.partner | other)
        messages = touchpoints.messenger_message_id
        self.assertEqual(messages.mapped("state"), ["queued", "queued"])
        self.assertEqual(touchpoints.mapped("delivery"), ["queued", "queued"])
        self.assertEqual(sum(touchpoints.mapped("cost")), 700)
        ours = messages.filtered(lambda message: message.partner_id == self.partner)
        self.assertEqual(ours.params["partner_id_name"], "Nguyễn Văn An")
        self.assertEqual(ours.number, "+84901234567")
        self.assertIn("Chào Customer 0", (messages - ours).body)
        self.run_job("hau_mai.ir_cron_send_messenger")
        self.assertEqual(messages.mapped("state"), ["logged", "logged"])
        self.assertEqual(touchpoints.mapped("delivery"), ["logged", "logged"])
        self.assertEqual(sum(touchpoints.mapped("cost")), 0, "nothing was sent")
        self.assertFalse(any(touchpoints.mapped("date_sent")))

    def test_a_text_that_is_not_approved_goes_another_way_or_fails(self):
        self.text.action_draft()
        touchpoint = self.send(self.messenger_rule())
        self.assertEqual((touchpoint.state, touchpoint.reason_code), ("failed", "template"))
        self.assertIn("is not approved", touchpoint.reason)
        touchpoint = self.send(self.messenger_rule(fallback="sms_email"))[0]
        self.assertEqual((touchpoint.state, touchpoint.contact_channel), ("planned", "sms"))

    def test_reports_of_the_provider(self):
        touchpoint = self.send(self.messenger_rule(fallback="sms"))
        message = touchpoint.messenger_message_id
        message._note("sent", ref="Z1")
        self.assertEqual((message.state, touchpoint.delivery), ("sent", "sent"))
        self.account._receive_report([("Z1", "read"), ("unknown", "read")])
        self.assertEqual((message.state, touchpoint.delivery), ("read", "opened"))
        self.account._receive_report([("Z1", "delivered")])
        self.assertEqual(message.state, "read")

    def test_what_failed_goes_another_way(self):
        touchpoint = self.send(self.messenger_rule(fallback="sms_email"))
        touchpoint.messenger_message_id._note("failed", "Not on this messenger")
        self.assertEqual((touchpoint.state, touchpoint.contact_channel), ("planned", "sms"))
        self.assertEqual(touchpoint.cost, 0)
        self.carry_out()
        self.assertEqual((touchpoint.state, touchpoint.sent_by), ("done", "sms"))

    @mute_logger("odoo.addons.hau_mai.models.hau_mai_messenger_message")
    def test_a_provider_that_is_away_is_asked_again_and_at_last_given_up(self):
        touchpoint = self.send(self.messenger_rule())
        message = touchpoint.messenger_message_id
        # A provider nobody wrote the code of stands for one that cannot be reached.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hau_mai_messenger_account SET provider = 'away' WHERE id = %s",
            [self.account.id],
        )
        self.env.invalidate_all()
        for tries in range(1, 5):
            message._hand_over(self.now())
            self.assertEqual((message.state, message.tries), ("queued", tries))
        message._hand_over(self.now())
        self.assertEqual((message.state, touchpoint.state), ("failed", "failed"))

    def test_messages_are_kept(self):
        touchpoint = self.send(self.messenger_rule())
        with self.assertRaisesRegex(UserError, "are kept"):
            touchpoint.messenger_message_id.unlink()

    # === QUOTA === #

    def past_messages(self, count, days):
        self.env["hau_mai.messenger.message"].create(
            [
                {
                    "partner_id": self.partner.id,
                    "account_id": self.account.id,
                    "template_id": self.text.id,
                    "company_id": self.company.id,
                    "message_class": "care",
                    "number": "+84901234567",
                    "state": "delivered",
                    "date": self.now() - timedelta(days=days),
                }
                for _number in range(count)
            ]
        )

    def promote(self, fallback="none"):
        promotion = self.make_text(message_class="promotion")
        partners = self.make_reachable(5)
        for channel in ("messenger", "email"):
            self.agree(partners, channel, "marketing")
        rule = self.messenger_rule(
            purpose="marketing", messenger_template_id=promotion.id, fallback=fallback
        )
        self.make_orders(partners)
        self.plan(rule)
        self.carry_out()
        return self.touchpoints(rule)

    def test_what_exceeds_the_quota_waits_for_the_next_month(self):
        self.past_messages(13, days=35)
        self.past_messages(60, days=100)
        touchpoints = self.promote()
        left = touchpoints.filtered(lambda row: row.state == "done")
        waiting = touchpoints - left
        self.assertEqual((len(left), len(waiting)), (2, 3))
        self.assertEqual(set(waiting.mapped("state")), {"planned"})
        self.assertEqual({day.day for day in waiting.mapped("date_planned")}, {1})
        self.assertTrue(all(day > self.today for day in waiting.mapped("date_planned")))
        self.assertIn("no more promotion this month", waiting[0].reason)
        figures = (self.account.promotion_quota, self.account.promotion_left)
        self.assertEqual(figures, (2, 0))

    def test_what_exceeds_the_quota_goes_another_way(self):
        touchpoints = self.promote(fallback="email")
        self.assertEqual(set(touchpoints.mapped("contact_channel")), {"email"})
        self.carry_out()
        self.assertEqual(set(touchpoints.mapped("sent_by")), {"email"})

    def test_an_account_without_the_rule(self):
        self.account.limits_promotion = False
        self.assertEqual(set(self.promote().mapped("state")), {"done"})
