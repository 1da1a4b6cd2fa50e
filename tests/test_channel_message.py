"""E-mails and text messages of rules: queued once, in the customer's language, nothing sent."""

from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from .channel_common import ChannelCase


class TestChannelMessage(ChannelCase):
    # === RULES === #

    def test_a_rule_needs_the_text_of_every_way_it_may_leave_by(self):
        with self.assertRaisesRegex(ValidationError, "needs a text for SMS"):
            self.make_message_rule(fallback="sms", sms_template_id=False)
        with self.assertRaisesRegex(ValidationError, "needs a text for Email"):
            self.make_message_rule(mail_template_id=False)
        self.assertTrue(self.make_rule(channel="activity"))

    def test_a_text_for_something_else_is_refused(self):
        model = self.env["ir.model"]._get_id("sale.order")
        text = self.env["mail.template"].create({"name": "Order", "model_id": model})
        with self.assertRaisesRegex(ValidationError, "is not for follow-ups"):
            self.make_message_rule(mail_template_id=text.id)

    def test_the_sentence_says_what_leaves(self):
        rule = self.make_message_rule(channel="email", fallback="sms", delay=3)
        self.assertEqual(rule.sentence, "Email: 3 days after the order; if not reached: an SMS.")

    def test_what_is_planned_leaves_by_the_way_the_rule_has_now(self):
        rule = self.make_message_rule(delay=5)
        self.make_orders(self.partner)
        self.plan(rule)
        self.assertEqual(self.touchpoints(rule).contact_channel, "email")
        rule.channel = "sms"
        touchpoint = self.touchpoints(rule)
        self.assertEqual((touchpoint.channel, touchpoint.contact_channel), ("sms", "sms"))

    # === E-MAIL === #

    def test_an_email_is_queued_in_the_customers_language(self):
        other = self.make_customers(1, email="binh@example.com", lang="vi_VN")
        rule = self.make_message_rule()
        with patch.object(IrMail_Server, "send_email") as send:
            touchpoints = self.send(rule, self.partner | other)
        send.assert_not_called()
        self.assertEqual(set(touchpoints.mapped("state")), {"done"})
        self.assertEqual(set(touchpoints.mapped("delivery")), {"queued"})
        self.assertEqual(set(touchpoints.mapped("sent_by")), {"email"})
        self.assertTrue(all(touchpoints.mapped("date_sent")))
        ours, theirs = (
            touchpoints.filtered(lambda t, p=p: t.partner_id == p) for p in (self.partner, other)
        )
        mail = ours.mail_mail_id
        self.assertEqual(mail.state, "outgoing")
        self.assertEqual(mail.subject, f"Order {ours.order_name}")
        self.assertIn("Hello Nguyễn Văn An", mail.body_html)
        self.assertEqual(mail.recipient_ids, self.partner)
        self.assertFalse(mail.auto_delete)
        self.assertIn("Hello Nguyễn Văn An", ours.sent_html)
        self.assertEqual(theirs.mail_mail_id.subject, f"Đơn {theirs.order_name}")
        self.assertIn("Chào Customer 0", theirs.mail_mail_id.body_html)

    def test_done_twice_it_leaves_once(self):
        rule = self.make_message_rule()
        touchpoint = self.send(rule)
        mail = touchpoint.mail_mail_id
        self.plan(rule)
        self.carry_out()
        self.assertEqual(self.touchpoints(rule).mail_mail_id, mail)
        self.assertEqual(self.count_mails(touchpoint), 1)

    def count_mails(self, touchpoints):
        return self.env["mail.mail"].search_count(
            [("model", "=", touchpoints._name), ("res_id", "in", touchpoints.ids)]
        )

    def test_one_message_for_all_that_is_due_to_a_customer(self):
        rule = self.make_message_rule()
        touchpoints = self.send(rule, self.partner + self.partner.copy({"name": "Other"}))
        self.assertEqual(len(touchpoints.mail_mail_id), 2)
        rule = self.make_message_rule(name="Again")
        for _number in range(3):
            self.make_orders(self.partner)
        self.plan(rule)
        self.carry_out()
        ours = self.touchpoints(rule, partner_id=self.partner.id)
        self.assertEqual(len(ours), 4)
        self.assertEqual(len(ours.mail_mail_id), 1)
        self.assertEqual(self.count_mails(ours), 1)
        self.assertEqual(set(ours.mapped("delivery")), {"queued"})

    def test_the_company_is_written_to_where_a_person_has_no_address(self):
        company = self.env["res.partner"].create(
            {"name": "An Co", "is_company": True, "email": "office@example.com"}
        )
        person = self.env["res.partner"].create({"name": "Lan", "parent_id": company.id})
        person.email = False
        touchpoint = self.send(self.make_message_rule(), person)
        self.assertEqual(touchpoint.mail_mail_id.recipient_ids, company)

    def test_nothing_leaves_while_data_is_installed(self):
        rule = self.make_message_rule()
        self.make_orders(self.partner)
        self.plan(rule)
        touchpoint = self.touchpoints(rule)
        runner = self.env["hau_mai.care.runner"].with_context(install_mode=True)
        runner._carry_out(touchpoint, self.now())
        self.assertEqual((touchpoint.state, touchpoint.mail_mail_id.id), ("planned", False))

    @mute_logger("odoo.addons.mail.models.mail_render_mixin")
    def test_one_that_cannot_be_written_does_not_stop_the_others(self):
        self.mail_text.body_html = '<p><t t-out="1 // (object.partner_id.color - 7)"/></p>'
        partners = self.make_reachable(20)
        partners[13].color = 7
        rule = self.make_message_rule()
        self.make_orders(partners)
        self.plan(rule)
        self.run_job("hau_mai.ir_cron_carry_out_touchpoints")
        bad = self.touchpoints(rule, partner_id=partners[13].id)
        self.assertEqual(bad.state, "failed")
        self.assertTrue(bad.reason)
        others = self.touchpoints(rule) - bad
        self.assertEqual(set(others.mapped("delivery")), {"queued"})
        self.assertEqual(self.count_mails(others), 19)

    def test_queries_do_not_grow_with_the_number_of_messages(self):
        rule = self.make_message_rule()
        counts = []
        for number in (5, 40):
            self.make_orders(self.make_reachable(number))
            self.plan(rule)
            self.env.flush_all()
            due = self.touchpoints(rule, state="planned")
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["hau_mai.care.runner"]._carry_out(due, self.now())
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[1] - counts[0], 15, counts)

    def test_one_click_stops_it(self):
        touchpoint = self.send(self.make_message_rule())
        headers = touchpoint.mail_mail_id.headers
        self.assertIn(f"<{touchpoint.preferences_url}/stop>", headers)
        self.assertIn("List-Unsubscribe=One-Click", headers)

    def test_an_offer_under_another_name_is_refused_whenever_it_is_written(self):
        rule = self.make_message_rule()
        with self.assertRaisesRegex(ValidationError, "contains an offer"):
            self.mail_text.body_html = "<p>20% off, only today</p>"
        with self.assertRaisesRegex(ValidationError, "contains an offer|có chứa ưu đãi"):
            self.mail_text.with_context(lang="vi_VN").body_html = "<p>Giảm giá hôm nay</p>"
        rule.channel = "sms"
        self.mail_text.body_html = "<p>20% off, only today</p>"
        with self.assertRaisesRegex(ValidationError, "contains an offer"):
            self.sms_text.body = "20% off"

    def test_what_is_still_queued_is_stopped(self):
        rules = self.make_message_rule(), self.make_message_rule(name="SMS", channel="sms")
        self.make_orders(self.partner)
        self.plan(rules[0] | rules[1])
        self.carry_out()
        email, sms = (self.touchpoints(rule) for rule in rules)
        self.assertEqual((email | sms)._stop_queued(), email | sms)
        self.assertEqual(email.mail_mail_id.state, "cancel")
        queued = self.env["sms.sms"].search([("uuid", "=", sms.sms_uuid)])
        self.assertEqual(queued.state, "canceled")
        self.assertFalse((email | sms)._stop_queued(), "once it is out, it is out")

    # === SMS === #

    def test_an_sms_is_queued_with_its_cost(self):
        self.company.hau_mai_sms_price = 500
        other = self.make_customers(1, lang="vi_VN")
        rule = self.make_message_rule(channel="sms")
        touchpoints = self.send(rule, self.partner | other)
        sms = self.env["sms.sms"].search([("uuid", "in", touchpoints.mapped("sms_uuid"))])
        self.assertEqual(set(sms.mapped("state")), {"outgoing"})
        self.assertEqual(set(sms.mapped("body")), {"Thanks, Nguyễn Văn An", "Cám ơn Customer 0"})
        self.assertEqual(set(sms.mapped("number")), {"+84901234567", "+84910000000"})
        self.assertEqual(touchpoints.mapped("cost"), [500, 500])
        self.assertEqual((rule.message_count, rule.message_cost), (2, 1000))
        found = self.partner.with_user(self.make_user("after_own"))
        self.assertEqual((found.message_count_sent, found.message_cost), (1, 500))

    # === GATE AND FALLBACK === #

    def test_who_has_not_agreed_to_one_way_is_asked_for_the_next(self):
        rule = self.make_message_rule(channel="sms", fallback="email", purpose="marketing")
        self.agree(self.partner, "email", "marketing")
        touchpoint = self.send(rule)
        self.assertEqual((touchpoint.state, touchpoint.contact_channel), ("planned", "email"))
        self.carry_out()
        self.assertEqual((touchpoint.state, touchpoint.sent_by), ("done", "email"))
        self.assertIn("Next by Email", touchpoint.message_ids.mapped("body")[-1] or "")

    def test_who_has_agreed_to_nothing_is_left_alone(self):
        rule = self.make_message_rule(channel="sms", fallback="email", purpose="marketing")
        touchpoint = self.send(rule)
        self.carry_out()
        self.assertEqual((touchpoint.state, touchpoint.reason_code), ("cancelled", "gate"))
        self.assertFalse(touchpoint.date_sent)
