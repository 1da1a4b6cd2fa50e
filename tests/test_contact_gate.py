"""The gate: whoever leaves for a customer asks first, and gets a sentence."""

from datetime import timedelta

from psycopg2.errors import NotNullViolation

from odoo.exceptions import UserError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .care_common import CareCase


class TestContactGate(CareCase):
    def verdict(self, purpose="service", channel="activity", partner=None):
        return (partner or self.partner)._contact_verdict(channel, purpose, self.now())

    def consent(self, state="granted", purpose="marketing", channel="phone", **vals):
        return self.env["hau_mai.consent"].create(
            {
                "partner_id": self.partner.id,
                "purpose": purpose,
                "channel": channel,
                "state": state,
                "source": "Form at the counter",
                "date": self.now() - timedelta(minutes=5),
                **vals,
            }
        )

    def test_a_service_call_is_allowed(self):
        self.assertEqual(self.verdict(), (True, ""))

    def test_reasons_are_sentences(self):
        cases = [
            ({"active": False}, "This customer is archived."),
            ({"do_not_contact": True}, "This customer asked not to be contacted."),
            ({"phone": False}, "There is no address or number to reach this customer at."),
        ]
        for vals, reason in cases:
            with self.subTest(vals=vals):
                partner = self.partner.copy({"phone": "+84 90 765 43 21"})
                partner.write(vals)
                self.assertEqual(self.verdict(partner=partner), (False, reason))

    def test_silence_is_no_for_marketing_and_birthday(self):
        for purpose in ("marketing", "birthday"):
            allowed, reason = self.verdict(purpose)
            self.assertFalse(allowed)
            self.assertIn("has not agreed", reason)
        self.consent()
        self.assertEqual(self.verdict("marketing"), (True, ""))
        self.assertFalse(self.verdict("birthday")[0])

    def test_the_latest_word_holds(self):
        self.consent()
        self.consent("withdrawn", date=self.now() - timedelta(minutes=1))
        allowed, reason = self.verdict("marketing")
        self.assertFalse(allowed)
        self.assertIn("does not want", reason)
        self.consent(date=self.now())
        self.assertTrue(self.verdict("marketing")[0])

    def test_a_word_counts_from_its_moment(self):
        self.consent(date=self.now() + timedelta(days=1))
        self.assertFalse(self.verdict("marketing")[0])
        later = self.now() + timedelta(days=2)
        self.assertTrue(self.partner._contact_verdict("activity", "marketing", later)[0])

    def test_each_channel_for_itself(self):
        self.partner.email = "an@example.com"
        self.consent(channel="email")
        self.assertTrue(self.verdict("marketing", "email")[0])
        self.assertFalse(self.verdict("marketing", "sms")[0])

    def test_a_refusal_of_service_is_heard_too(self):
        self.consent("withdrawn", purpose="service")
        self.assertFalse(self.verdict()[0])

    def test_blacklists(self):
        self.partner.email = "an@example.com"
        self.env["phone.blacklist"].create({"number": self.partner.phone_sanitized})
        self.assertEqual(self.verdict()[1], "This address or number is on the blacklist.")
        self.assertTrue(self.verdict(channel="email")[0])
        entry = self.env["mail.blacklist"].create({"email": "AN@example.com"})
        self.assertFalse(self.verdict(channel="email")[0])
        entry.active = False
        self.assertTrue(self.verdict(channel="email")[0])

    def test_a_person_is_reached_at_their_company_and_bound_by_its_word(self):
        company = self.env["res.partner"].create(
            {"name": "Công ty Minh", "is_company": True, "phone": "+84 24 1234 567"}
        )
        person = self.env["res.partner"].create({"name": "Dũng", "parent_id": company.id})
        self.assertTrue(self.verdict(partner=person)[0])
        company.do_not_contact = True
        self.assertFalse(self.verdict(partner=person)[0])

    def test_next_moment(self):
        now = self.now()
        self.assertEqual(self.partner._contact_next_moment("activity", "service", now), now)
        self.partner.do_not_contact = True
        self.assertIsNone(self.partner._contact_next_moment("activity", "service", now))

    def test_one_of_many_is_the_same_as_one(self):
        partners = self.make_customers(3) | self.partner
        partners[1].do_not_contact = True
        verdicts = partners._contact_verdicts("activity", "service", self.now())
        for partner in partners:
            self.assertEqual(verdicts[partner.id], self.verdict(partner=partner))

    def test_constant_number_of_queries(self):
        counts = []
        for number in (1, 10, 100):
            partners = self.make_customers(number)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            partners._contact_verdicts("activity", "marketing", self.now())
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
        self.assertLessEqual(counts[1], 11)

    def test_anybody_inside_may_ask(self):
        clerk = new_test_user(self.env, login="clerk", groups="base.group_user")
        self.consent()
        self.assertTrue(self.verdict("marketing", partner=self.partner.with_user(clerk))[0])


class TestConsentRegister(CareCase):
    def test_only_added_to(self):
        consent = self.env["hau_mai.consent"].create(
            {
                "partner_id": self.partner.id,
                "purpose": "marketing",
                "channel": "email",
                "state": "granted",
            }
        )
        self.assertTrue(consent.date)
        self.assertEqual(consent.user_id, self.env.user)
        with self.assertRaisesRegex(UserError, "Record a new one"):
            consent.state = "withdrawn"
        with self.assertRaisesRegex(UserError, "Record a new one"):
            consent.unlink()

    def test_nothing_is_assumed(self):
        self.assertFalse(self.env["res.partner"].create({"name": "New"}).sudo().consent_ids)
        with mute_logger("odoo.sql_db"), self.assertRaises(NotNullViolation):
            self.env["hau_mai.consent"].create({"partner_id": self.partner.id}).flush_recordset()

    def test_counted_on_the_customer(self):
        self.env["hau_mai.consent"]._withdraw_all(self.partner, "marketing", "Hotline")
        partner = self.partner.with_user(self.make_user("after_own"))
        self.assertEqual(partner.consent_count, 5)
        channels = set(partner.consent_ids.mapped("channel"))
        self.assertEqual(channels, {"email", "sms", "phone", "messenger", "post"})
