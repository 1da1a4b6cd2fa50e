"""The facts of a card are locked once a job was done on it; promises always are."""

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import Form, new_test_user

from .service_common import ServiceCase


class TestFacts(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.make_user("after_own", login="facts_own")
        cls.boss = cls.make_user("after_manager", login="facts_boss")
        cls.unit = cls.make_unit(user_id=cls.own.id, serial_number="S-1")
        cls.friend = cls.env["res.partner"].create({"name": "Bình"})

    def serve(self, **vals):
        job = self.env["hau_mai.service"].create(
            {"unit_id": self.unit.id, "kind": "repair", "user_id": self.own.id, **vals}
        )
        job.action_start()
        job.action_done()
        return job

    def write(self, **vals):
        units = self.env["hau_mai.unit"].with_user(self.own)
        return call_kw(units, "write", [self.unit.ids, vals], {})

    def test_before_a_job_a_typing_error_is_put_right(self):
        self.write(serial_number="S-2")
        self.assertFalse(self.unit.facts_locked)
        self.assertEqual(self.unit.serial_number, "S-2")

    def test_after_a_job_nothing_is_changed_past_the_dialog(self):
        job = self.serve()
        self.assertTrue(self.unit.facts_locked)
        self.assertIn(job.name, self.unit.lock_reason)
        for vals in (
            {"serial_number": "S-2"},
            {"partner_id": self.friend.id},
            {"product_id": self.compressor.id},
            {"quantity": 2},
            {"date_start_manual": "2020-01-01", "date_start_reason": "x"},
            {"date_delivered": "2020-01-01"},
            {"policy_id": False},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.write(**vals)
        for user in (self.own, self.boss):
            with self.assertRaises(UserError):
                self.unit.with_user(user).action_start("2020-01-01", "x")

    def test_what_stays_the_same_and_what_was_empty_is_no_change(self):
        self.unit.serial_number = False
        self.serve()
        self.write(partner_id=self.unit.partner_id.id, serial_number="S-3")
        self.assertEqual(self.unit.serial_number, "S-3")
        with self.assertRaises(UserError):
            self.write(serial_number="S-4")

    def test_the_owner_changes_by_a_transfer(self):
        self.serve()
        self.unit.with_user(self.own).action_transfer(self.friend, "Sold")
        self.assertEqual(self.unit.partner_id, self.friend)

    def test_a_claim_locks_too(self):
        self.env["hau_mai.complaint"].create(
            {
                "subject": "It drips",
                "type": "claim",
                "partner_id": self.unit.partner_id.id,
                "unit_id": self.unit.id,
            }
        )
        with self.assertRaises(UserError):
            self.write(serial_number="S-2")

    def test_a_manager_corrects_with_a_reason(self):
        self.serve()
        action = self.unit.with_user(self.boss).action_correct()
        dialogs = self.env[action["res_model"]].with_user(self.boss)
        with Form(dialogs.with_context(**action["context"])) as form:
            self.assertEqual(form.serial_number, "S-1")
            form.serial_number = "S-9"
            form.reason = "Two digits swapped"
        form.record.action_apply()
        self.assertEqual(self.unit.serial_number, "S-9")
        said = self.unit.message_ids[0].body
        for words in ("S-1 → S-9", "Two digits swapped"):
            self.assertIn(words, said)

    def test_a_corrected_first_day_moves_the_warranty(self):
        self.serve()
        self.unit.with_user(self.boss)._correct(
            {"date_start_manual": self.day("2026-01-10")}, "Receipt seen"
        )
        main = self.unit.coverage_ids.filtered("is_main")
        self.assertEqual(main.date_end, self.day("2028-01-10"))
        self.assertIn("Receipt seen", main.explanation)

    def test_of_another_policy_it_gets_the_promise(self):
        other = self.make_policy("Longer", duration=60)
        self.serve()
        self.unit.with_user(self.boss)._correct({"policy_id": other.id}, "Wrong one chosen")
        main = self.unit.coverage_ids.filtered(lambda c: c.is_main and not c.date_ended)
        self.assertEqual(main.duration, 60)
        self.assertEqual(self.unit.edition_id.policy_id, other)

    def test_its_owner_reads_that_it_is_locked_but_not_why(self):
        self.serve()
        user = new_test_user(self.env, login="facts_owner", groups="base.group_portal")
        self.unit.with_user(self.own).action_transfer(user.partner_id, "Sold")
        unit = self.unit.with_user(user)
        self.env.invalidate_all()
        self.assertTrue(unit.facts_locked)
        with self.assertRaises(AccessError):
            unit.read(["lock_reason"])

    def test_only_managers_correct(self):
        with self.assertRaises(AccessError):
            self.unit.with_user(self.own)._correct({"serial_number": "S-9"}, "x")
        with self.assertRaises(UserError):
            self.unit.with_user(self.boss)._correct({"serial_number": "S-9"}, " ")
        with self.assertRaises(UserError):
            self.unit.with_user(self.boss)._correct({"serial_number": "S-1"}, "x")

    # === PROMISES === #

    def test_what_was_promised_is_nobodys_to_write(self):
        for vals in (
            {"warranty_bonus_months": 24},
            {"transferable": False},
            {"max_repairs": 1},
            {"coverage_ids": [(0, 0, {"name": "A favour", "duration": 0})]},
            {"edition_id": False},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.write(**vals)

    def test_periods_are_made_and_changed_by_actions_only(self):
        for user in (self.own, self.boss):
            periods = self.env["hau_mai.coverage"].with_user(user)
            with self.assertRaises(AccessError):
                call_kw(
                    periods, "create",
                    [[{"unit_id": self.unit.id, "name": "A favour", "duration": 0}]], {},
                )  # fmt: skip
            with self.assertRaises(AccessError):
                call_kw(periods, "write", [self.unit.coverage_ids.ids, {"duration": 120}], {})

    def test_a_card_by_hand_gets_what_the_policy_promises(self):
        units = self.env["hau_mai.unit"].with_user(self.own)
        [unit_id] = call_kw(
            units,
            "create",
            [
                [
                    {
                        "partner_id": self.partner.id,
                        "product_id": self.product.id,
                        "policy_id": self.policy.id,
                        "warranty_bonus_months": 99,
                        "coverage_ids": [(0, 0, {"name": "A favour", "duration": 0})],
                    }
                ]
            ],
            {"context": {"default_warranty_bonus_months": 99}},
        )
        unit = self.env["hau_mai.unit"].browse(unit_id)
        self.assertEqual(
            sorted(unit.coverage_ids.mapped("name")), sorted(self.policy.term_ids.mapped("name"))
        )
        self.assertFalse(unit.warranty_bonus_months)
