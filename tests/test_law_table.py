"""Decree 91/2020/ND-CP, article by article, against the gate: one row, one rule, both sides."""

from datetime import datetime, timedelta

from .test_contact_caps import GateCase

#: (article, channel, time zone of the customer, their hour, minute, whether advertising may leave)
HOURS = [
    ("13.6", "sms", "Asia/Ho_Chi_Minh", 6, 59, False),
    ("13.6", "sms", "Asia/Ho_Chi_Minh", 7, 0, True),
    ("13.6", "sms", "Asia/Ho_Chi_Minh", 21, 59, True),
    ("13.6", "sms", "Asia/Ho_Chi_Minh", 22, 0, False),
    ("13.6", "sms", "Europe/Paris", 6, 59, False),
    ("13.6", "sms", "Europe/Paris", 7, 0, True),
    ("13.6", "sms", "America/Los_Angeles", 22, 0, False),
    ("13.6", "email", "Asia/Ho_Chi_Minh", 3, 0, True),
]

#: (article, channel, sent so many hours ago, whether one more may leave)
CAPS = [
    ("13.5", "sms", (1, 2), True),
    ("13.5", "sms", (1, 2, 3), False),
    ("13.5", "sms", (1, 2, 23.99), False),
    ("13.5", "sms", (1, 2, 24.01), True),
    ("13.5", "email", (1, 2, 3), False),
    ("13.5", "activity", (), True),
    ("13.5", "activity", (23.99,), False),
    ("13.5", "activity", (24.01,), True),
]

BY = {"sms": "sms", "email": "email", "activity": "phone"}


class TestLawTable(GateCase):
    def may(self, channel, at=None, purpose="marketing"):
        return self.partner._contact_verdict(channel, purpose, at or self.now())[0]

    def test_hours_of_the_customers_day(self):
        self.company.write({"hau_mai_sms_from": 0, "hau_mai_sms_to": 24})
        for article, channel, tz, hour, minute, allowed in HOURS:
            with self.subTest(article=article, channel=channel, tz=tz, hour=hour, minute=minute):
                self.partner.tz = tz
                offset = {"Asia/Ho_Chi_Minh": 7, "Europe/Paris": 2, "America/Los_Angeles": -7}[tz]
                at = datetime(2026, 6, 10, hour, minute) - timedelta(hours=offset)
                self.assertEqual(self.may(channel, at), allowed)
                self.assertTrue(self.may(channel, at, "service"))

    def test_caps_of_any_24_hours(self):
        for article, channel, ago, allowed in CAPS:
            with self.subTest(article=article, channel=channel, ago=ago):
                rows = self.sent(*ago, by=BY[channel])
                self.assertEqual(self.may(channel), allowed)
                self.assertTrue(self.may(channel, purpose="service"))
                rows.write({"date_sent": False})

    def test_the_do_not_call_list_binds_numbers_and_advertising(self):
        number = self.partner.phone_sanitized or self.partner.phone
        self.env["hau_mai.do.not.call"].create({"number": number})
        for article, channel, purpose, allowed in (
            ("7", "sms", "marketing", False),
            ("7", "activity", "birthday", False),
            ("7", "email", "marketing", True),
            ("7", "sms", "service", True),
        ):
            with self.subTest(article=article, channel=channel, purpose=purpose):
                self.assertEqual(self.may(channel, purpose=purpose), allowed)

    def test_silence_is_no(self):
        stranger = self.env["res.partner"].create(
            {"name": "New", "phone": "+84 90 444 55 66", "email": "new@example.com"}
        )
        for channel in ("sms", "email", "activity", "messenger", "post"):
            for purpose in ("marketing", "birthday"):
                with self.subTest(article="11.1", channel=channel, purpose=purpose):
                    verdict = stranger._contact_verdict(channel, purpose, self.now())
                    self.assertFalse(verdict[0])
