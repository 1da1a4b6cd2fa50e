"""A rule says what it will do and to whom, before it does it."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form

from .care_common import CareCase


class TestCareRule(CareCase):
    def test_default_rules(self):
        names = {
            "hau_mai.care_rule_thank_you": True,
            "hau_mai.care_rule_usage_check": True,
            "hau_mai.care_rule_warranty_ends": True,
            "hau_mai.care_rule_after_repair": True,
            "hau_mai.care_rule_birthday": False,
            "hau_mai.care_rule_inactive": False,
        }
        self.env["hau_mai.care.rule"].invalidate_model()
        for xmlid, active in names.items():
            rule = self.env.ref(xmlid)
            self.assertTrue(rule.summary, xmlid)
            data = self.env["ir.model.data"].search(
                [("model", "=", rule._name), ("res_id", "=", rule.id)]
            )
            self.assertTrue(data.noupdate)
            rule.active = active  # as delivered; setUpClass put all to sleep
            self.assertTrue(rule.sentence)

    def test_in_words(self):
        cases = [
            ("order_delivered", 3, "day", "3 days after the delivery"),
            ("order_delivered", 1, "week", "1 week after the delivery"),
            ("warranty_expiring", -30, "day", "30 days before the last day of the warranty"),
            ("birthday", 0, "day", "on the day of the birthday"),
            ("inactive", 12, "month", "12 months after the last order"),
            ("service_done", 3, "day", "3 days after the hand-over of a job"),
            ("visit_due", -7, "day", "7 days before the day a maintenance visit is due"),
        ]
        for trigger, delay, unit, words in cases:
            rule = self.make_rule(trigger=trigger, delay=delay, delay_unit=unit)
            self.assertIn(words, rule.sentence)
            self.assertIn("Call", rule.sentence)
            self.assertIn("order's salesperson", rule.sentence)

    def test_preview_of_what_is_not_saved(self):
        self.make_orders(self.make_customers(3))
        manager = self.make_user("after_manager")
        form = Form(self.Rule.with_user(manager))
        form.name = "New"
        form.trigger = "order_confirmed"
        form.working_days_only = False
        form.delay = 0
        self.assertEqual((form.preview_today, form.preview_soon), (3, 3))
        self.assertIn("Customer 0", form.preview_text)
        form.delay = 10
        self.assertEqual((form.preview_today, form.preview_soon), (0, 3))
        form.partner_domain = "[('name', '=', 'Customer 1')]"
        self.assertEqual(form.preview_soon, 1)
        form.delay = 60
        self.assertEqual(form.preview_soon, 0)
        self.assertIn("nobody", form.preview_text)

    def test_preview_says_who_is_left_out(self):
        partners = self.make_customers(3)
        partners[0].do_not_contact = True
        self.make_orders(partners)
        rule = self.make_rule(delay=0)
        self.assertIn("Left out: 1. This customer asked not to be contacted.", rule.preview_text)
        rule = self.make_rule(delay=0, purpose="marketing")
        self.assertIn("Left out: 2. This customer has not agreed", rule.preview_text)

    def test_preview_says_who_is_put_off_to_another_day(self):
        first, second, third = partners = self.make_customers(3)
        self.make_orders(partners)
        rule = self.make_rule(delay=0)
        now = self.now()
        moments = {first.id: now + timedelta(days=2), second.id: now, third.id: None}
        model = self.env.registry["res.partner"]
        self.patch(
            model,
            "_contact_verdicts",
            lambda people, *_args: {
                each.id: (each == second, False if each == second else "Not at night.")
                for each in people
            },
        )
        self.patch(
            model,
            "_contact_next_moments",
            lambda people, *_args: {each.id: moments[each.id] for each in people},
        )
        self.assertEqual((rule.preview_today, rule.preview_soon), (2, 3))
        self.assertIn("Put off from today: 1. Not at night.", rule.preview_text)
        self.assertIn("Left out: 1. Not at night.", rule.preview_text)
        shown = self.env["res.partner"].search(rule.action_preview_today()["domain"])
        self.assertEqual(shown, second | third)

    def test_preview_counts_on_the_day_it_was_put_off_to(self):
        first, second, third = partners = self.make_customers(3)
        self.make_orders(partners)
        rule = self.make_rule(delay=0)
        self.plan()
        self.touchpoints(rule, partner_id=first.id).date_planned = self.days(4)
        self.touchpoints(rule, partner_id=second.id).date_planned = self.days(90)
        rule.invalidate_recordset()
        self.assertEqual((rule.preview_today, rule.preview_soon), (1, 2))
        shown = self.env["res.partner"].search(rule.action_preview_today()["domain"])
        self.assertEqual(shown, third)

    def test_preview_of_a_rule_that_works_for_another_company_too(self):
        self.env["res.company"].create({"name": "Elsewhere"})
        self.make_orders(self.make_customers(1))
        rule = self.make_rule(delay=0, working_days_only=True, company_id=False)
        manager = self.make_user("after_manager")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(rule.with_user(manager).preview_soon, 1)

    def test_preview_is_what_planning_does(self):
        with freeze_time("2026-05-01 03:00:00"):
            self.make_orders(self.make_customers(4))
        with freeze_time("2026-05-10 03:00:00"):
            rule = self.make_rule(delay=20)
            past = self.make_rule(delay=1, backfill=True)
            self.assertEqual((rule.preview_today, rule.preview_soon), (0, 4))
            self.assertEqual((past.preview_today, past.preview_soon), (4, 4))
            self.plan()
            self.assertEqual(len(self.touchpoints(rule)), 4)
            self.assertEqual(len(self.touchpoints(past)), 4)
            rule.invalidate_recordset()
            self.assertEqual(rule.preview_soon, 4, "what is planned is still to come")
            self.touchpoints(rule)[0].action_reached()
            rule.invalidate_recordset()
            self.assertEqual(rule.preview_soon, 3)

    def test_preview_opens_the_customers(self):
        partners = self.make_customers(3)
        self.make_orders(partners)
        rule = self.make_rule(delay=5)
        action = rule.action_preview_soon()
        self.assertEqual(self.env["res.partner"].search(action["domain"]), partners)
        action = rule.action_preview_today()
        self.assertFalse(self.env["res.partner"].search(action["domain"]))

    def test_placeholders_everybody_may_use(self):
        manager = self.make_user("after_manager")
        rule = self.make_rule().with_user(manager)
        rule.summary = "Call {{ object.partner_id.name }} about {{ object.serial_number ||| it }}"
        rule.note = "{{ object.warranty_end }}"
        for text in ("{{ object.partner_id.user_ids }}", "{{ 1 + 1 }}", "{{ object.env.cr }}"):
            for field in ("summary", "note"):
                with self.assertRaisesRegex(ValidationError, "is not a placeholder"):
                    rule[field] = text
        with self.assertRaisesRegex(ValidationError, "is not a placeholder"):
            self.make_rule(summary="{{ user.password }}")

    def test_translated_placeholders_are_checked_too(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        rule = self.make_rule()
        with self.assertRaisesRegex(ValidationError, "is not a placeholder"):
            rule.update_field_translations("summary", {"vi_VN": "Gọi {{ object.env }}"})
        rule.update_field_translations("summary", {"vi_VN": "Gọi {{ object.partner_id.name }}"})
        self.salesperson.lang = "vi_VN"
        rule.delay = 0
        self.make_orders(self.partner)
        self.plan()
        self.carry_out()
        self.assertEqual(self.touchpoints(rule).activity_id.summary, "Gọi Nguyễn Văn An")

    def test_every_placeholder_can_be_filled_in(self):
        self.make_order(user_id=self.salesperson.id)
        allowed = self.Touchpoint.mail_allowed_qweb_expressions()
        note = " ".join(f"{{{{ {name} }}}}" for name in allowed)
        # A placeholder of a voucher makes it advertising, which needs the customer's consent.
        self.env["hau_mai.consent"].create(
            {
                "partner_id": self.partner.id,
                "purpose": "marketing",
                "channel": "phone",
                "state": "granted",
                "date": "2020-01-01 00:00:00",
                "source": "form",
            }
        )
        rule = self.make_rule(delay=0, purpose="marketing", note=note)
        self.plan()
        self.carry_out()
        self.assertEqual(self.touchpoints(rule).state, "open")
        for name in allowed:
            self.assertIn(name, rule.placeholder_help)

    def test_nonsense_is_refused_with_a_sentence(self):
        for vals in (
            {"partner_domain": "[('name', '=',"},
            {"partner_domain": "[('no_such_field', '=', 1)]"},
            {"responsible": "user", "user_id": False},
            {"responsible": "team", "team_id": False},
        ):
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                self.make_rule(**vals)

    def test_another_trigger_stops_what_was_planned(self):
        rule = self.make_rule()
        self.make_orders(self.partner)
        self.plan()
        rule.trigger = "birthday"
        self.assertEqual(self.touchpoints(rule).state, "cancelled")

    def test_a_used_rule_is_kept(self):
        rule = self.make_rule()
        self.make_orders(self.partner)
        self.plan()
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            rule.unlink()

    def test_categories_include_those_below(self):
        below = self.env["product.category"].create({"name": "Wall", "parent_id": self.categ.id})
        product = self.make_product("AC Wall", categ_id=below.id)
        self.make_order((product, 1))
        rule = self.make_rule(delay=0, product_categ_ids=[Command.set(self.categ.ids)])
        self.assertEqual(rule.preview_today, 1)
