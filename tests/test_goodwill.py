"""Warranty that nobody promised: within the limit of who gives it, else asked for."""

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import Form

from .common import HauMaiCase


class TestGoodwill(HauMaiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.hau_mai_goodwill_limit_user = 100
        cls.company.hau_mai_goodwill_limit_all = 500
        cls.own = cls.make_user("after_own", login="goodwill_own")
        cls.every = cls.make_user("after_all", login="goodwill_all")
        cls.boss = cls.make_user("after_manager", login="goodwill_boss")
        cls.company.hau_mai_followup_user_id = cls.boss
        order = cls.make_order((cls.product, 1), user_id=cls.own.id)
        cls.unit = order.unit_ids
        cls.unit.action_start("2020-01-10", "Receipt")

    def give(self, amount=50, user=None, **vals):
        return self.unit.with_user(user or self.own)._give_goodwill(
            {
                "scope": "unit",
                "covers_parts": True,
                "covers_labour": True,
                "date_from": self.today,
                "duration": 6,
                "duration_unit": "month",
                "amount": amount,
                "reason": "Customer for ten years",
                **vals,
            }
        )

    def periods(self):
        return self.unit.coverage_ids.filtered(lambda c: c.origin == "goodwill")

    def test_within_the_limit_it_covers_at_once(self):
        self.assertEqual(self.unit.warranty_status, "active")
        main = self.unit.coverage_ids.filtered("is_main")
        self.assertEqual(main.warranty_status, "expired")
        goodwill = self.give(100)
        self.assertEqual(goodwill.state, "approved")
        period = self.periods()
        self.assertEqual((period.date_start, period.date_end), (self.today, goodwill.date_to))
        self.assertIn("goodwill (Customer for ten years)", period.explanation)
        covered, _reason = self.unit._coverage_verdict(kind="labour")
        self.assertTrue(covered)

    def test_the_sum_on_the_card_counts(self):
        self.give(60)
        goodwill = self.give(60)
        self.assertEqual(goodwill.state, "asked")
        self.assertEqual(len(self.periods()), 1)

    def test_over_the_limit_it_covers_nothing_until_somebody_approves(self):
        goodwill = self.give(101)
        self.assertEqual(goodwill.state, "asked")
        self.assertFalse(self.periods())
        activity = goodwill.activity_id
        self.assertEqual(activity.user_id, self.boss)
        with self.assertRaisesRegex(UserError, "more than you may give"):
            goodwill.action_approve()
        with self.assertRaisesRegex(UserError, "waits for an approval"):
            self.give(1)
        goodwill.with_user(self.every).action_approve()
        self.assertEqual((goodwill.state, goodwill.decided_by_id), ("approved", self.every))
        self.assertEqual(len(self.periods()), 1)
        self.assertFalse(activity.exists().active)

    def test_approved_twice_is_one_period(self):
        goodwill = self.give(1000)
        goodwill.with_user(self.boss).action_approve()
        with self.assertRaisesRegex(UserError, "already"):
            goodwill.with_user(self.boss).action_approve()
        self.assertEqual(len(self.periods()), 1)

    def test_refused_it_gives_nothing_and_says_why(self):
        goodwill = self.give(1000)
        with self.assertRaises(UserError):
            goodwill.with_user(self.boss).action_refuse(" ")
        goodwill.with_user(self.boss).action_refuse("Too much")
        self.assertFalse(self.periods())
        told = self.unit.activity_ids.filtered(lambda a: a.user_id == self.own)
        self.assertIn("Too much", told.summary)
        with self.assertRaisesRegex(UserError, "already"):
            goodwill.with_user(self.boss).action_approve()

    def test_what_is_missing_is_said(self):
        for vals, words in (
            ({"reason": " "}, "Say why"),
            ({"amount": 0}, "more than nothing"),
            ({"amount": -5}, "more than nothing"),
            ({"duration": 0}, "at least for a day"),
            ({"covers_parts": False, "covers_labour": False}, "pays for"),
            ({"scope": "component"}, "which components"),
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, words):
                self.give(**vals)
        self.unit.action_void("x")
        with self.assertRaisesRegex(UserError, "not valid"):
            self.give()

    def test_only_whoever_may_change_the_card(self):
        self.unit.user_id = self.boss
        with self.assertRaises(AccessError):
            self.give(1)

    def test_nobody_writes_it_by_rpc(self):
        goodwill = self.give(1000)
        rows = self.env["hau_mai.goodwill"].with_user(self.boss)
        for values in ({"state": "approved"}, {"amount": 1}):
            with self.assertRaises(AccessError):
                call_kw(rows, "write", [goodwill.ids, values], {})
        with self.assertRaises(AccessError):
            call_kw(rows, "create", [[{"unit_id": self.unit.id, "amount": 1}]], {})
        with self.assertRaises(AccessError):
            goodwill.with_user(self.boss).unlink()

    def test_the_dialog_says_when_it_has_to_be_asked_for(self):
        action = self.unit.with_user(self.own).action_goodwill()
        dialogs = self.env[action["res_model"]].with_user(self.own)
        with Form(dialogs.with_context(**action["context"])) as form:
            self.assertEqual(form.date_from, self.today)
            form.amount = 50
            self.assertFalse(form.needs_approval)
            form.amount = 150
            self.assertIn(self.boss.name, form.needs_approval)
            form.reason = "Customer for ten years"
        form.record.action_apply()
        self.assertEqual(self.unit.asked_goodwill_id.amount, 150)
        self.assertTrue(self.unit.with_user(self.boss).may_decide_goodwill)
        self.assertFalse(self.unit.with_user(self.own).may_decide_goodwill)

    def test_on_a_component_it_covers_the_component(self):
        self.give(scope="component", component_ids=[(6, 0, self.compressor.ids)])
        self.assertIn("Compressor", self.periods().name)
        fan = self.make_product("Fan")
        self.assertFalse(self.unit._coverage_verdict(fan, "parts")[0])
