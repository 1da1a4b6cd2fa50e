"""What a warranty card says in plain words: to its owner, and to anybody who has its code."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.fields import Command, Domain

from odoo.addons.hau_mai.tools.card_words import (
    card_status,
    lead_period,
    mask_serial,
    period_status,
    share_left,
    time_left,
)
from odoo.addons.hau_mai.tools.coverage import Period

from .service_common import ServiceCase

TODAY = date(2026, 6, 1)


def period(start, end, id=1, main=True, scope="unit", limit=0):
    return Period(id, scope, start, end, {"parts"}, main, limit, False)


class TestCardTools(ServiceCase):
    def test_the_status_a_customer_is_told(self):
        runs = period(date(2026, 1, 1), date(2027, 1, 1))
        soon = period(date(2026, 1, 1), date(2026, 6, 20))
        over = period(date(2024, 1, 1), date(2025, 1, 1))
        waits = period(False, False)
        metered = period(date(2026, 1, 1), date(2027, 1, 1), limit=1000)
        for state, periods, usages, awaits, status in [
            ("valid", [runs], None, False, "active"),
            ("valid", [soon], None, False, "expiring"),
            ("valid", [over], None, False, "expired"),
            ("valid", [], None, True, "none"),
            ("valid", [waits], None, False, "not_started"),
            ("valid", [waits], None, True, "activation"),
            ("valid", [runs], None, True, "active"),
            ("valid", [metered], {1: 1000}, False, "active"),
            ("valid", [metered], {1: 1001}, False, "expired"),
            ("void", [runs], None, True, "void"),
        ]:
            told = card_status(state, periods, TODAY, 30, usages, awaits)
            self.assertEqual(told, status, (state, periods, usages, awaits))

    def test_what_stands_for_the_card(self):
        over = period(date(2024, 1, 1), date(2025, 1, 1))
        part = period(date(2024, 1, 1), date(2034, 1, 1), 2, main=False, scope="component")
        extra = period(date(2025, 1, 1), date(2027, 1, 1), 3, main=False)
        self.assertIsNone(lead_period([], TODAY))
        self.assertEqual(lead_period([over, part], TODAY), part)
        self.assertEqual(lead_period([over, part, extra], TODAY), extra)
        self.assertEqual(lead_period([over], TODAY), over)

    def test_how_much_is_left(self):
        for end, left in [
            (date(2026, 6, 1), (0, "day")),
            (date(2026, 6, 2), (1, "day")),
            (date(2026, 7, 30), (59, "day")),
            (date(2026, 9, 30), (3, "month")),
            (date(2028, 5, 31), (23, "month")),
            (date(2028, 6, 1), (2, "year")),
            (date(2035, 1, 10), (8, "year")),
        ]:
            self.assertEqual(time_left(TODAY, end), left, end)

    @given(
        st.dates(date(2000, 1, 1), date(2090, 1, 1)),
        st.integers(0, 4000),
        st.integers(-100, 5000),
    )
    def test_the_bar_stays_within_its_frame(self, start, length, gone):
        end, day = start + timedelta(days=length), start + timedelta(days=gone)
        self.assertTrue(0 <= share_left(start, end, day) <= 100)
        status = period_status(period(start, end), day)
        self.assertEqual(status == "active", start <= day <= end)

    @given(st.text(max_size=40))
    def test_a_masked_serial_never_shows_most_of_it(self, serial):
        masked = mask_serial(serial)
        shown = masked.removeprefix("•••")
        self.assertLessEqual(len(shown), 4)
        self.assertLessEqual(2 * len(shown), len(serial.strip()))
        self.assertTrue(serial.strip().endswith(shown))


class TestCardWords(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit = cls.make_unit(started_ago=None, serial_number="SN-00123456")
        cls.unit.action_start("2026-01-10", "Agreed with Ms An on the phone")

    def words(self, unit=None, **context):
        unit = (unit or self.unit).with_context(**context)
        return unit._prepare_card_words(self.env._("Your %s", unit._word_product()))

    def on(self, day):
        """The company's day is this one."""
        company = self.env.registry["res.company"]
        self.patch(company, "_hau_mai_today", lambda company: date.fromisoformat(day))
        self.env.invalidate_all()

    def test_it_says_until_when_and_for_what(self):
        self.on("2026-06-01")
        words = self.words()
        self.assertEqual(
            (words["status"], words["label"], words["tone"]), ("active", "Covered", "success")
        )
        self.assertEqual(
            words["sentence"],
            "Your AC 9000 is covered until 10 January 2028 for parts and labour.",
        )
        self.assertEqual(
            self.unit._prepare_card_words()["sentence"],
            "Covered until 10 January 2028 for parts and labour.",
        )
        whole, part = self.unit._portal_coverages()
        self.assertEqual(whole["left"], "19 months left")
        self.assertEqual(part["sentence"], "Covered until 10 January 2036 for parts.")
        self.assertEqual(part["left"], "9 years left")
        self.assertEqual((whole["state"], whole["percent"]), ("active", 81))

    def test_over_the_years(self):
        for day, status, sentence in [
            ("2026-01-09", "not_started", "Starts on 10 January 2026."),
            ("2027-12-30", "expiring", "Your AC 9000 is covered until 10 January 2028"),
            ("2028-01-10", "expiring", "is covered until 10 January 2028"),
            ("2028-01-11", "active", "only “Compressor” is still covered, until 10 January 2036"),
            ("2036-01-11", "expired", "Ended on 10 January 2028."),
        ]:
            with self.subTest(day=day):
                self.on(day)
                words = self.words()
                self.assertEqual(words["status"], status)
                self.assertIn(sentence, words["sentence"])
        self.on("2030-01-01")
        self.assertEqual((self.words()["label"], self.words()["tone"]), ("Partly covered", "info"))
        self.on("2036-01-11")
        self.assertEqual({row["state"] for row in self.unit._portal_coverages()}, {"expired"})

    def test_what_is_used_up_covers_nothing(self):
        self.on("2026-06-01")
        whole, part = self.unit.coverage_ids
        part.unlink()
        whole.write({"usage_limit": 10000, "usage_unit": "km"})
        self.assertIn(
            "until 10 January 2028 or 10,000 km (whichever comes first) for parts",
            self.words()["sentence"],
        )
        self.unit._add_reading(8000, date(2026, 3, 1))
        [row] = self.unit._portal_coverages()
        self.assertEqual(row["usage"]["sentence"], "8,000 of 10,000 km at the last reading")
        self.assertEqual(row["usage"]["percent"], 20)
        self.unit._add_reading(10001, date(2026, 5, 1), confirmed=True)
        self.assertEqual(self.words()["status"], "expired")
        self.assertIn("it has passed 10,000 km", self.words()["sentence"])

    def test_a_card_that_is_not_valid_says_so_kindly(self):
        self.unit.action_void("They never paid us")
        words = self.words()
        self.assertEqual((words["label"], words["tone"]), ("Not valid", "light"))
        self.assertNotIn("paid", words["sentence"])
        self.assertEqual(self.unit._portal_coverages(), [])
        other = self.make_unit()
        other._exchange("SN-2", "It broke")
        self.assertIn("exchanged for another one", self.words(other)["sentence"])

    def test_what_starts_with_its_activation_says_so(self):
        policy = self.make_policy("Register it", trigger="activation")
        unit = self.make_unit(started_ago=None, policy_id=policy.id)
        self.assertEqual(self.words(unit)["status"], "activation")
        self.assertIn("once you activate it", self.words(unit)["sentence"])
        domain = unit._awaits_activation_domain() & Domain("id", "in", (unit | self.unit).ids)
        self.assertEqual(unit.search(domain), unit)
        unit.action_activate()
        self.assertEqual(self.words(unit)["status"], "active")

    def test_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.on("2026-06-01")
        self.assertIn("10/01/2028", self.words(lang="vi_VN")["sentence"])

    def test_anybody_reads_nothing_about_the_owner(self):
        self.partner.write({"name": "Nguyễn Thị Chủ", "phone": "0901 234 567"})
        self.unit.coverage_ids[0].write(
            {"date_ended": "2026-02-01", "end_reason": "Ms Chủ broke the seal"}
        )
        self.unit.coverage_ids[1].copy(
            {"unit_id": self.unit.id, "origin": "repair", "name": "Repair DV2600012: fan"}
        )
        facts = self.unit._public_facts()
        told = str(facts)
        for secret in ("Chủ", "234 567", "Ms An", "phone", "SN-0012", "seal", "DV26"):
            self.assertNotIn(secret, told)
        self.assertEqual(facts["number"], self.unit.name)
        self.assertEqual(facts["serial"], "•••3456")
        self.assertNotIn("explanation", facts["coverages"][0])
        self.assertIn("Ms An", str(self.unit._portal_coverages()), "the owner knows why")

    def test_many_cards_cost_no_more_queries(self):
        units = self.unit.browse()
        for number in range(12):
            units |= self.make_unit(serial_number=f"S{number}")
        units.coverage_ids.write({"usage_limit": 100, "usage_unit": "km"})

        def read(chosen):
            return self.queries(lambda: [unit._prepare_card_words() for unit in chosen])

        read(units)
        self.assertEqual(read(units[:2]), read(units))

    def test_a_quantity_says_how_many(self):
        unit = self.make_unit(quantity=3)
        self.assertEqual(unit._word_product(), "3 × AC 9000")
        unit.coverage_ids = [Command.clear()]
        self.assertIn("without a warranty", self.words(unit)["sentence"])
