"""How often somebody may ask a public page."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import TransactionCase

from odoo.addons.hau_mai.tools.rate_limit import LIMITS, network_of, read_limit, seconds_to_wait


class TestRateLimitTools(TransactionCase):
    def test_addresses_somebody_may_choose_from_are_one(self):
        self.assertEqual(network_of("203.0.113.7"), "203.0.113.7")
        self.assertEqual(network_of("::ffff:203.0.113.7"), "203.0.113.7")
        self.assertEqual(network_of("2001:db8:1:2:3:4:5:6"), network_of("2001:db8:1:2::9"))
        self.assertNotEqual(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:3::1"))
        self.assertEqual(network_of("fe80::1%eth0"), network_of("fe80::2"))
        for nothing in (None, "", "not an address", "1.2.3.4.5"):
            self.assertEqual(network_of(nothing), "unknown")

    def test_a_limit_is_a_number(self):
        self.assertEqual(read_limit("number", "3"), 3)
        for text in (False, None, "", "many", "0", "-5"):
            self.assertEqual(read_limit("number", text), LIMITS["number"].default)

    def test_the_last_question_within_the_limit_is_answered(self):
        now = fields.Datetime.now()
        until = now + timedelta(seconds=90)
        self.assertEqual(seconds_to_wait(10, 10, until, now), 0)
        self.assertEqual(seconds_to_wait(11, 10, until, now), 90)
        self.assertEqual(seconds_to_wait(11, 10, now, now), 1)


class TestRateLimit(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.limits = cls.env["hau_mai.rate.limit"]
        cls.set_limit("address", 5)
        cls.set_limit("number", 3)
        cls.set_limit("page", 50)

    def setUp(self):
        super().setUp()
        self.registry_enter_test_mode()

    @classmethod
    def set_limit(cls, kind, number):
        cls.env["ir.config_parameter"].set_param(LIMITS[kind].parameter, str(number))

    def taken(self, count, address, number=None, scope="check"):
        """How many of so many questions are answered; what depends on n is a function."""
        at = lambda value, n: value(n) if callable(value) else value  # noqa: E731
        return sum(self.limits._take(scope, at(address, n), at(number, n)) for n in range(count))

    def test_one_address_asks_so_often_whatever_about(self):
        self.assertEqual(self.taken(20, "203.0.113.7", lambda n: f"SN{n}"), 5)
        self.assertEqual(self.taken(1, "203.0.113.8", "SN1"), 1)

    def test_one_number_is_asked_about_so_often_from_wherever(self):
        self.assertEqual(self.taken(20, lambda n: f"203.0.113.{n}", "SN1"), 3)

    def test_one_page_is_asked_so_often_in_all(self):
        count = self.taken(70, lambda n: f"198.51.100.{n}", lambda n: f"SN{n}")
        self.assertEqual(count, 50)
        self.assertEqual(self.taken(1, "203.0.113.7", scope="activation"), 1)

    def test_who_asks_too_much_locks_nobody_else_out(self):
        self.taken(100, "203.0.113.7")
        self.assertEqual(self.taken(4, "203.0.113.8", lambda n: f"SN{n}"), 4)
        self.set_limit("address", 1)
        self.taken(50, "203.0.113.9", "SN9")
        self.assertEqual(self.taken(1, "203.0.113.10", "SN9"), 1)

    def test_one_number_in_demand_does_not_close_the_page(self):
        self.taken(100, lambda n: f"198.51.100.{n}", "SN1")
        self.assertEqual(self.taken(4, "203.0.113.8", lambda n: f"SN{n + 2}"), 4)

    def test_it_begins_anew_when_the_time_is_over(self):
        start = fields.Datetime.now()
        with freeze_time(start):
            self.assertEqual(self.taken(9, "203.0.113.7", "SN1"), 3)
            self.assertEqual(self.limits._seconds_to_wait("check", "203.0.113.7", "SN1"), 600)
        with freeze_time(start + timedelta(seconds=599)):
            self.assertEqual(self.taken(1, "203.0.113.7"), 0)
        with freeze_time(start + timedelta(seconds=600)):
            self.assertEqual(self.taken(1, "203.0.113.7"), 1)
            self.assertEqual(self.taken(1, "203.0.113.7", "SN1"), 0)
        with freeze_time(start + timedelta(seconds=3600)):
            self.assertEqual(self.taken(1, "203.0.113.7", "SN1"), 1)

    def test_only_failures_count_where_a_link_is_followed(self):
        for _attempt in range(4):
            self.assertFalse(self.limits._seconds_blocked("card", "203.0.113.7"))
            self.limits._note_failure("card", "203.0.113.7")
        self.assertFalse(self.limits._seconds_blocked("card", "203.0.113.7"))
        self.limits._note_failure("card", "203.0.113.7")
        self.assertGreater(self.limits._seconds_blocked("card", "203.0.113.7"), 590)
        self.assertFalse(self.limits._seconds_blocked("card", "203.0.113.8"))
        self.assertFalse(self.limits._seconds_blocked("nps", "203.0.113.7"))
        with freeze_time(fields.Datetime.now() + timedelta(minutes=11)):
            self.assertFalse(self.limits._seconds_blocked("card", "203.0.113.7"))

    def test_neither_who_asked_nor_about_what_is_written_down(self):
        self.taken(1, "203.0.113.7", "SN-0012345678")
        kept = " ".join(self.limits.search([]).mapped("key"))
        self.assertNotIn("203.0.113", kept)
        self.assertNotIn("0012345678", kept)
        self.assertNotIn("check", kept)

    def test_what_counts_no_more_is_thrown_away(self):
        now = fields.Datetime.now()
        with freeze_time(now - timedelta(minutes=30)):
            self.taken(1, "203.0.113.7", "SN1")
        self.assertEqual(len(self.limits.search([])), 3)
        self.assertEqual(self.limits._gc_counters(), (2, False))
        self.assertEqual(len(self.limits.search([])), 1)

    def test_questions_never_run_out_of_numbers(self):
        self.env.cr.execute("SELECT setval('hau_mai_rate_limit_id_seq', 2147483647)")
        self.assertEqual(self.taken(4, "203.0.113.7", lambda n: f"SN{n}"), 4)

    def test_one_question_is_one_statement(self):
        self.limits._take("check", "203.0.113.7", "SN1")
        before = self.env.cr.sql_log_count
        self.limits._take("check", "203.0.113.7", "SN1")
        self.assertEqual(self.env.cr.sql_log_count - before, 1)
