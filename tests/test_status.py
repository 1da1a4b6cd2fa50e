"""The warranty status: what is shown is what is found, on every day, in every company."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.fields import Command

from .common import HauMaiCase

STATUSES = [
    "none", "not_started", "active", "expiring", "expired", "void", "returned", "replaced",
]  # fmt: skip


class StatusCase(HauMaiCase):
    @classmethod
    def make_unit(cls, start=None, **vals):
        """A card of two periods, 12 months and (the compressor) 10 years, started by hand."""
        unit = cls.env["hau_mai.unit"].create(
            {
                "partner_id": cls.partner.id,
                "product_id": cls.product.id,
                "policy_id": cls.short.id,
                **vals,
            }
        )
        if start:
            unit.action_start(start, "Test")
        return unit

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.short = cls.make_policy("Short", duration=12)

    def found(self, units, operator, value):
        self.env.flush_all()
        domain = [("id", "in", units.ids), ("warranty_status", operator, value)]
        return units.search(domain, order="id")

    def assert_found_as_shown(self, units):
        units.invalidate_recordset()
        shown = {unit: unit.warranty_status for unit in units}
        for status in STATUSES:
            of_status = units.filtered(lambda unit, status=status: shown[unit] == status)
            self.assertEqual(self.found(units, "=", status), of_status, status)
            self.assertEqual(self.found(units, "in", [status]), of_status, status)
            self.assertEqual(self.found(units, "!=", status), units - of_status, status)
            self.assertEqual(self.found(units, "not in", [status]), units - of_status, status)
        some = ["active", "expiring", "void"]
        self.assertEqual(
            self.found(units, "in", some), units.filtered(lambda unit: shown[unit] in some)
        )
        self.assertEqual(
            self.found(units, "not in", some), units.filtered(lambda unit: shown[unit] not in some)
        )
        self.assertFalse(self.found(units, "=", False))
        self.assertEqual(self.found(units, "!=", False), units)
        groups = units._read_group([("id", "in", units.ids)], ["warranty_status"], ["id:recordset"])
        self.assertEqual(
            {status: cards.sorted("id") for status, cards in groups},
            units.sorted("id").grouped(lambda unit: shown[unit]),
        )
        return [shown[unit] for unit in units]


class TestStatus(StatusCase):
    def test_boundary_days(self):
        unit = self.make_unit("2026-01-10")
        for day, status in [
            ("2026-01-09", "not_started"),
            ("2026-01-10", "active"),
            ("2026-12-10", "active"),
            ("2026-12-11", "expiring"),
            ("2027-01-10", "expiring"),
            ("2027-01-11", "expired"),
        ]:
            with self.subTest(day=day), freeze_time(f"{day} 05:00:00"):
                self.assertEqual(self.assert_found_as_shown(unit), [status])
                self.assertEqual(unit._warranty_statuses(self.day(day))[unit.id], status)

    def test_nothing_is_wrong_at_midnight(self):
        unit = self.make_unit("2026-01-10")
        for moment, status in [
            ("2027-01-10 16:59:59", "expiring"),
            ("2027-01-10 17:00:00", "expired"),
        ]:
            with self.subTest(moment=moment), freeze_time(moment):
                self.assertEqual(self.assert_found_as_shown(unit), [status])

    def test_every_status(self):
        today = self.today
        long = self.make_policy("Long", duration=12, component=True)
        life = self.make_policy("Life", duration=0)
        usage = self.make_policy("Usage", duration=12)
        usage.term_ids.write({"usage_limit": 100, "usage_unit": "km"})
        units = self.env["hau_mai.unit"].union(
            self.make_unit(policy_id=False),
            self.make_unit(),
            self.make_unit(today),
            self.make_unit(today + timedelta(days=1)),
            self.make_unit(today - timedelta(days=350)),
            self.make_unit(today - timedelta(days=400)),
            self.make_unit(today - timedelta(days=350), policy_id=long.id),
            self.make_unit(today - timedelta(days=400), policy_id=long.id),
            self.make_unit(today - timedelta(days=4000), policy_id=life.id),
            self.make_unit(today, policy_id=usage.id),
            self.make_unit(today),
            self.make_unit(today),
            self.make_unit(today),
        )
        units[-3].action_void("Mistake")
        units[-2].state = "returned"
        units[-1].state = "replaced"
        self.assertEqual(
            self.assert_found_as_shown(units),
            ["none", "not_started", "active", "not_started", "expiring", "expired", "expiring",
             "active", "active", "active", "void", "returned", "replaced"],
        )  # fmt: skip

    def test_the_notice_is_the_companys(self):
        unit = self.make_unit("2026-01-10")
        with freeze_time("2026-12-31 05:00:00"):
            for days, status in [(9, "active"), (10, "expiring"), (0, "active"), (400, "expiring")]:
                self.company.hau_mai_expiring_days = days
                with self.subTest(days=days):
                    self.assertEqual(self.assert_found_as_shown(unit), [status])

    def test_two_companies_with_different_notice_and_time_zone(self):
        other = self.env["res.company"].create({"name": "Los Angeles"})
        other.resource_calendar_id.tz = "America/Los_Angeles"
        other.hau_mai_expiring_days = 5
        units = self.make_unit("2026-01-10") + self.make_unit("2026-01-10", company_id=other.id)
        for moment, statuses in [
            ("2027-01-04 06:00:00", ["expiring", "active"]),
            # 18:00 in UTC: the 11th in Ho Chi Minh City, the 10th in Los Angeles
            ("2027-01-10 18:00:00", ["expired", "expiring"]),
            ("2027-01-11 09:00:00", ["expired", "expired"]),
        ]:
            with self.subTest(moment=moment), freeze_time(moment):
                self.assertEqual(self.assert_found_as_shown(units), statuses)

    def test_two_periods_of_different_start(self):
        policy = self.env["hau_mai.warranty.policy"].create(
            {
                "name": "Maker later",
                "term_ids": [
                    Command.create({"name": "Shop", "duration": 1, "start_trigger": "order"}),
                    Command.create(
                        {"name": "Maker", "duration": 12, "start_trigger": "activation"}
                    ),
                ],
            }
        )
        product = self.make_product("P", warranty_policy_id=policy.id)
        with freeze_time("2026-01-10 05:00:00"):
            unit = self.make_order((product, 1)).unit_ids
        with freeze_time("2026-01-12 05:00:00"):
            self.assertEqual(self.assert_found_as_shown(unit), ["expiring"])
        with freeze_time("2026-03-10 05:00:00"):
            self.assertEqual(self.assert_found_as_shown(unit), ["not_started"])

    def test_the_sentence_names_both_ends(self):
        unit = self.make_unit("2026-01-10", policy_id=self.policy.id)
        for day, sentence in [
            ("2026-06-01", "Whole unit until 01/10/2028; Compressor until 01/10/2036"),
            ("2029-06-01", "Compressor until 01/10/2036"),
            ("2036-01-11", "Expired on 01/10/2036"),
            ("2026-01-09", "Starts on 01/10/2026"),
        ]:
            with self.subTest(day=day), freeze_time(f"{day} 05:00:00"):
                unit.invalidate_recordset()
                self.assertEqual(unit.status_sentence, sentence)
        waiting = self.make_unit(policy_id=self.policy.id)
        self.assertEqual(
            waiting.status_sentence, "Not started: 24 months, counted once it is delivered"
        )
        waiting.action_void("Sold to a dealer")
        self.assertEqual(waiting.status_sentence, "Void: Sold to a dealer")
