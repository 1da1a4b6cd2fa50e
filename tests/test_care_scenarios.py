"""Stories across everything that cares for a customer, by the scheduled actions themselves.

Each job runs twice at every moment: what it does once, it must not do again.
"""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import HttpCase
from odoo.tools import mute_logger

from .channel_common import ChannelCase
from .test_channel_delivery import REPLY

NOON = datetime(2026, 6, 10, 5)  # Wednesday noon in Vietnam


class ScenarioCase(ChannelCase):
    """The shop under the law of Vietnam; a customer who agreed to e-mail and SMS."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {"hau_mai_vietnam_rules": True, "hau_mai_contact_hold_days": 14}
            | {"hau_mai_planning_horizon": 7, "hau_mai_holdout_percent": 0}
        )
        cls.partner.tz = False
        cls.startClassPatcher(freeze_time(NOON))
        for channel in ("email", "sms"):
            for purpose in ("marketing", "birthday", "survey"):
                cls.agree(cls.partner, channel, purpose)
        cls.mail_text.write(
            {
                "subject": "[QC] For you",
                "body_html": '<p><t t-out="object.voucher_code"/></p>'
                '<p><t t-out="object.advertiser"/> <t t-out="object.preferences_url"/></p>',
            }
        )
        cls.mail_text.with_context(lang="vi_VN").write(
            {"subject": cls.mail_text.subject, "body_html": cls.mail_text.body_html}
        )
        text = "[QC] {{ object.company_id.name }}. Stop: {{ object.preferences_url }}"
        cls.sms_text.body = text
        cls.sms_text.with_context(lang="vi_VN").body = text

    def at(self, moment):
        """Run what a night and an hour run, twice, at a moment (UTC, or so far from noon)."""
        moment = NOON + moment if isinstance(moment, timedelta) else moment
        with freeze_time(moment):
            for _time in range(2):
                self.run_job("hau_mai.ir_cron_plan_touchpoints")
                self.run_job("hau_mai.ir_cron_carry_out_touchpoints")

    def birthday_rule(self, **vals):
        self.program = self.make_program()
        return self.make_message_rule(
            **{
                "name": "Birthday voucher",
                "trigger": "birthday",
                "purpose": "birthday",
                "channel": "voucher",
                "program_id": self.program.id,
                **vals,
            }
        )

    def marketing_rule(self, **vals):
        return self.make_message_rule(**({"purpose": "marketing"} | vals))

    def complain(self):
        return self.env["hau_mai.complaint"].create(
            {"subject": "It drips", "partner_id": self.partner.id}
        )


class TestCareScenarios(ScenarioCase):
    # === VOUCHERS AND COMPLAINTS === #

    def test_a_birthday_voucher_waits_for_the_complaint_and_leaves_once(self):
        rule = self.birthday_rule(voucher_days=30)
        self.partner.birthdate = "1990-06-10"
        complaint = self.complain()
        self.at(timedelta())
        touchpoint = self.touchpoints(rule)
        self.assertEqual((touchpoint.state, touchpoint.card_id.id), ("planned", False))
        self.assertEqual(touchpoint.reason, "This customer has an open complaint.")
        self.at(timedelta(days=5))
        self.assertFalse(self.program.coupon_ids, "no code before it may be told")
        complaint.type = "question"
        self.at(timedelta(days=6, hours=1))
        self.assertEqual((touchpoint.state, touchpoint.sent_by), ("done", "email"))
        self.assertEqual(len(self.program.coupon_ids), 1)
        self.assertIn(touchpoint.card_id.code, touchpoint.mail_mail_id.body_html)
        self.assertEqual(touchpoint.card_id.expiration_date, self.days(36), "30 days from then on")
        self.at(timedelta(days=8))
        self.assertEqual(len(self.program.coupon_ids), 1)
        self.assertEqual(len(self.touchpoints(rule)), 1)

    def test_held_for_too_long_it_is_over_by_every_way(self):
        rule = self.birthday_rule(fallback="sms")
        self.partner.birthdate = "1990-06-10"
        complaint = self.complain()
        for day in range(16):
            self.at(timedelta(days=day))
        touchpoint = self.touchpoints(rule)
        self.assertEqual(touchpoint.state, "cancelled")
        self.assertIn("waited for too long", touchpoint.reason)
        complaint.type = "question"
        self.at(timedelta(days=17))
        self.assertEqual(touchpoint.state, "cancelled")
        self.assertFalse(self.program.coupon_ids)

    def test_an_outage_of_a_month_is_caught_up_with_once_or_given_up(self):
        self.partner.birthdate = "1990-06-10"
        rule = self.birthday_rule()
        self.at(timedelta(days=-3))
        self.assertEqual(self.touchpoints(rule).state, "planned")
        self.at(timedelta(days=30))
        self.at(timedelta(days=31))
        self.assertEqual(len(self.touchpoints(rule)), 1)
        self.assertLessEqual(len(self.program.coupon_ids), 1)
        self.assertEqual(self.touchpoints(rule).state, "done")

    def test_born_on_29_february_by_email(self):
        rule = self.marketing_rule(trigger="birthday", purpose="birthday")
        self.partner.birthdate = "1996-02-29"
        for day in ("2027-02-27", "2027-02-28", "2027-03-01", "2028-02-28", "2028-02-29"):
            self.at(datetime.fromisoformat(f"{day} 05:00:00"))
        rows = self.touchpoints(rule).sorted("date_planned")
        self.assertEqual(
            [(str(row.date_done), row.sent_by) for row in rows],
            [("2027-02-28", "email"), ("2028-02-29", "email")],
        )

    def test_what_was_held_before_it_was_cancelled_has_its_whole_time_again(self):
        rule = self.marketing_rule()
        complaint = self.complain()
        order = self.make_orders(self.partner)
        self.at(timedelta())
        touchpoint = self.touchpoints(rule)
        self.assertEqual(str(touchpoint.held_since), "2026-06-10")
        order._action_cancel()
        self.assertEqual(touchpoint.state, "cancelled")
        with freeze_time(NOON + timedelta(days=20)):
            order.write({"state": "sale", "date_order": self.now()})
        self.at(timedelta(days=20))
        self.assertEqual(touchpoint.state, "planned", "held since today, not since long ago")
        complaint.type = "question"
        self.at(timedelta(days=21, hours=1))
        self.assertEqual(touchpoint.state, "done")

    # === SEQUENCES === #

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_who_answers_the_first_email_gets_no_second(self):
        first = self.marketing_rule(name="First")
        second = self.marketing_rule(
            name="Second", trigger="after_step", after_rule_id=first.id, delay=3
        )
        others = self.make_reachable(1)
        self.agree(others, "email", "marketing")
        self.make_orders(self.partner | others)
        self.at(timedelta())
        self.at(timedelta(days=1))
        self.assertEqual(set(self.touchpoints(second).mapped("state")), {"planned"})
        asked = self.touchpoints(first, partner_id=self.partner.id)
        text = REPLY.format(
            sender="an@example.com",
            to="shop@example.com",
            number=7,
            about=asked.message_id.message_id,
            more="",
        )
        with freeze_time(NOON + timedelta(days=2)):
            self.env["mail.thread"].message_process(False, text)
        self.assertEqual(asked.delivery, "answered")
        self.at(timedelta(days=3))
        answered = self.touchpoints(second, partner_id=self.partner.id)
        self.assertEqual(answered.state, "cancelled")
        self.assertIn("answered “First”", answered.reason)
        self.assertEqual(self.touchpoints(second, partner_id=others.id).state, "done")

    def test_held_out_gets_neither_message_nor_voucher_nor_second_step(self):
        rule = self.birthday_rule(holdout_percent=90)
        second = self.marketing_rule(name="2", trigger="after_step", after_rule_id=rule.id)
        partners = self.make_reachable(20)
        partners.birthdate = "1990-06-10"
        self.agree(partners, "email", "birthday")
        self.agree(partners, "email", "marketing")
        self.at(timedelta())
        self.at(timedelta(days=2))
        held = self.touchpoints(rule).filtered("holdout")
        sent = self.touchpoints(rule) - held
        self.assertTrue(held)
        self.assertFalse(held.card_id or held.mail_mail_id)
        self.assertEqual(len(self.program.coupon_ids), len(sent))
        self.assertEqual(self.touchpoints(second).partner_id, sent.partner_id)

    # === WAYS === #

    def test_messenger_then_sms_which_they_refused_then_email(self):
        account = self.env["hau_mai.messenger.account"].create({"name": "Our account"})
        text = self.env["hau_mai.messenger.template"].create(
            {
                "name": "News",
                "account_id": account.id,
                "message_class": "promotion",
                "title": "News of our shop for you",
                "body": "Dear {{ object.partner_id.name }}, order {{ object.order_name }}.",
                "language": "en_US",
                "price": 350,
                "provider_ref": "1",
            }
        )
        text.action_submit()
        text.action_approve()
        account.limits_promotion = False
        self.agree(self.partner, "messenger", "marketing")
        rule = self.marketing_rule(
            channel="messenger", messenger_template_id=text.id, fallback="sms_email"
        )
        self.make_orders(self.partner)
        self.at(timedelta())
        touchpoint = self.touchpoints(rule)
        self.assertEqual((touchpoint.state, touchpoint.sent_by), ("done", "messenger"))
        touchpoint.messenger_message_id._note("failed", "Not on this messenger")
        self.env["hau_mai.consent"].create(
            {
                "partner_id": self.partner.id,
                "purpose": "marketing",
                "channel": "sms",
                "state": "withdrawn",
            }
        )
        self.assertEqual((touchpoint.state, touchpoint.contact_channel), ("planned", "email"))
        self.at(timedelta(hours=1))
        self.assertEqual((touchpoint.state, touchpoint.sent_by), ("done", "email"))
        self.assertFalse(touchpoint.sms_uuid)
        self.assertEqual(touchpoint.cost, 0, "what was not delivered costs nothing")

    def test_an_sms_due_at_night_leaves_at_seven_and_once(self):
        self.company.write({"hau_mai_sms_from": 7, "hau_mai_sms_to": 22})
        rule = self.marketing_rule(channel="sms")
        night = datetime(2026, 6, 10, 16, 30)  # 23:30 in Vietnam
        with freeze_time(night):
            self.make_orders(self.partner)
        self.at(night)
        touchpoint = self.touchpoints(rule)
        morning = datetime(2026, 6, 11, 0, 0)  # 7:00
        self.assertEqual((touchpoint.state, touchpoint.not_before), ("planned", morning))
        self.at(morning - timedelta(minutes=1))
        self.assertEqual(touchpoint.state, "planned")
        self.at(morning)
        self.at(morning + timedelta(hours=1))
        self.assertEqual((touchpoint.state, touchpoint.date_sent), ("done", morning))
        sms = self.env["sms.sms"].search([("partner_id", "=", self.partner.id)])
        self.assertEqual(len(sms), 1)

    def test_three_sms_in_24_hours_over_all_rules(self):
        rules = self.Rule
        for number in range(4):
            rules |= self.marketing_rule(name=f"SMS {number}", channel="sms")
        self.make_orders(self.partner)
        self.at(timedelta())
        rows = self.Touchpoint.search([("rule_id", "in", rules.ids)])
        self.assertEqual(sorted(rows.mapped("state")), ["done"] * 3 + ["planned"])
        waiting = rows.filtered(lambda row: row.state == "planned")
        self.assertIn("as the law allows", waiting.reason)
        self.at(timedelta(hours=23, minutes=59))
        self.assertEqual(waiting.state, "planned")
        self.at(timedelta(hours=24))
        self.assertEqual(waiting.state, "done")
        self.assertEqual(waiting.date_sent, NOON + timedelta(hours=24))

    def test_the_dry_run_asks_for_each_way(self):
        """Who may not be reached by SMS is reached by e-mail; who agreed to neither is not."""
        rule = self.marketing_rule(channel="sms", fallback="email")
        by_email, by_sms, silent = self.make_reachable(3)
        self.agree(by_email, "email", "marketing")
        self.agree(by_sms, "sms", "marketing")
        self.make_orders(by_email | by_sms | silent)
        run = self.env["hau_mai.care.dry.run"].create({"rule_ids": rule.ids})
        run.action_run()
        fates = {line.partner_id: line.verdict for line in run.line_ids}
        self.assertEqual(fates, {by_email: "goes", by_sms: "goes", silent: "refused"})
        self.assertEqual(rule.preview_text.count("Left out: 1."), 1)
        self.at(timedelta())
        self.at(timedelta(hours=1))
        rows = self.touchpoints(rule)
        self.assertEqual(
            {row.partner_id: row.sent_by for row in rows},
            {by_email: "email", by_sms: "sms", silent: False},
        )

    def test_sent_after_all_it_is_a_contact_of_its_day(self):
        rule = self.marketing_rule()
        self.make_orders(self.partner)
        self.at(timedelta())
        touchpoint = self.touchpoints(rule)
        touchpoint.mail_mail_id._postprocess_sent_message([], [], False, "mail_smtp")
        self.assertEqual((touchpoint.state, touchpoint.date_done), ("failed", False))
        touchpoint.mail_mail_id._postprocess_sent_message([self.partner.id], [])
        self.assertEqual((touchpoint.state, touchpoint.date_sent), ("done", NOON))
        self.assertEqual(str(touchpoint.date_done), "2026-06-10")

    # === MOODS === #

    def test_who_would_not_recommend_us_hears_no_advertising_for_a_while(self):
        self.company.hau_mai_low_rating_days = 10
        turn = self.env["hau_mai.nps"].create(
            {
                "partner_id": self.partner.id,
                "commercial_partner_id": self.partner.id,
                "company_id": self.company.id,
                "date_due": self.days(0),
                "state": "asked",
                "date_until": self.days(30),
            }
        )
        self.company.write({"hau_mai_nps_case_upto": -1, "hau_mai_nps_activity_upto": -1})
        turn._answer(7, False, NOON)
        self.assertTrue(self.partner._contact_verdict("email", "marketing", NOON)[0])
        turn._answer(6, False, NOON)
        allowed, reason = self.partner._contact_verdict("email", "marketing", NOON)
        self.assertEqual((allowed, reason), (False, "This customer was not content lately."))
        self.assertTrue(self.partner._contact_verdict("email", "service", NOON)[0])
        moment = self.partner._contact_next_moment("email", "marketing", NOON)
        self.assertEqual(moment, NOON + timedelta(days=10))

    def test_who_died_is_not_tried_by_another_way(self):
        rule = self.marketing_rule(channel="sms", fallback="email", delay=3)
        self.make_orders(self.partner)
        self.at(timedelta())
        self.partner.deceased = True
        self.assertEqual(self.touchpoints(rule).state, "cancelled")


class TestLinks(ScenarioCase, HttpCase):
    def test_who_follows_the_link_to_rate_has_opened_the_message(self):
        rule = self.make_message_rule(
            channel="rating",
            purpose="survey",
            mail_template_id=self.env.ref("hau_mai.mail_template_rate_order").id,
        )
        self.make_orders(self.partner)
        self.at(timedelta())
        touchpoint = self.touchpoints(rule)
        self.assertIn(touchpoint.preferences_url, touchpoint.mail_mail_id.body_html)
        self.authenticate(None, None)
        page = self.url_open(touchpoint.sudo()._rating_url(5))
        self.assertEqual(page.status_code, 200)
        self.env.invalidate_all()
        self.assertEqual((touchpoint.delivery, touchpoint.date_answered), ("opened", False))
        self.assertFalse(touchpoint.rating_id.consumed)

    def test_who_says_no_by_the_link_gets_nothing_of_what_is_queued(self):
        rule = self.marketing_rule(fallback="sms")
        planned = self.marketing_rule(name="Later", delay=5, fallback="sms")
        self.make_orders(self.partner)
        self.at(timedelta())
        touchpoint, later = self.touchpoints(rule), self.touchpoints(planned)
        mail = touchpoint.mail_mail_id
        self.assertEqual((mail.state, later.state), ("outgoing", "planned"))
        url = touchpoint.preferences_url
        self.authenticate(None, None)
        response = self.url_open(f"{url}/stop", data={"List-Unsubscribe": "One-Click"})
        self.assertEqual(response.text, "OK")
        self.env.invalidate_all()
        self.assertEqual(mail.state, "cancel")
        self.assertEqual((touchpoint.state, touchpoint.date_sent), ("cancelled", False))
        self.assertEqual((later.state, later.contact_channel), ("planned", "sms"))
        self.env["mail.mail"].process_email_queue()
        self.assertEqual(mail.state, "cancel")
        self.partner._stop_advertising(method="staff")
        self.assertEqual(later.state, "cancelled", "at once, by every way")
        self.at(timedelta(days=6))
        self.assertEqual({touchpoint.state, later.state}, {"cancelled"})
