"""Retention: what will be erased is seen before, and exactly that is erased, once."""

from datetime import timedelta

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, mute_logger

from .privacy_common import PrivacyCase


class TestPrivacyRetention(PrivacyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Item = cls.env["hau_mai.retention.item"]
        cls.Run = cls.env["hau_mai.retention.run"]
        cls.old = cls.Touchpoint.search([("feedback", "like", "chat with%")])
        cls.young = cls.make_call(
            cls.person, date_planned=cls.today - timedelta(days=30), occurrence=1
        )

    def items(self, rule, **criteria):
        domain = [("rule_id", "=", rule.id)]
        return self.Item.search(domain + [(key, "=", value) for key, value in criteria.items()])

    def make_due(self, rule):
        """The days of notice are over."""
        rule._announce()
        self.register._set(self.items(rule), {"date_due": self.today})
        self.env.invalidate_all()

    # === THE RULE === #

    def test_nothing_is_erased_until_a_company_says_so(self):
        rules = self.env["hau_mai.retention.rule"].with_context(active_test=False)
        self.assertTrue(rules.search([]))
        self.assertFalse(rules.search([("active", "=", True)]))
        self.run_job("hau_mai.ir_cron_retention")
        self.assertEqual(len(self.old.filtered("feedback")), len(self.old))

    def test_a_rule_needs_a_time_and_the_law_a_least(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.make_retention("touchpoint", 0)
        with self.assertRaisesRegex(ValidationError, "at least 12 months"):
            self.make_retention("consent", 11)
        self.assertTrue(self.make_retention("consent", 12).active)

    def test_one_rule_for_a_kind(self):
        self.make_retention()
        with (
            self.assertRaises(UniqueViolation),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.env["hau_mai.retention.rule"].create({"kind": "touchpoint", "months": 1})

    def test_the_rule_says_what_it_does(self):
        rule = self.make_retention()
        self.assertIn("When we contacted you from before", rule.sentence)
        self.assertIn("7 days after they were listed", rule.sentence)

    # === BEFORE IT IS DONE === #

    def test_what_is_done_is_what_was_shown(self):
        rule = self.make_retention()
        shown = self.env[rule.action_preview()["res_model"]].browse(
            rule.action_preview()["domain"][0][2]
        )
        self.assertEqual(shown, self.old)
        self.assertEqual(rule.would_erase, len(self.old))
        self.make_due(rule)
        listed = self.items(rule, state="due").mapped("res_id")
        self.assertEqual(set(listed), set(shown.ids))
        self.run_job("hau_mai.ir_cron_retention")
        self.env.invalidate_all()
        self.assertFalse(any(shown.mapped("feedback")))
        self.assertTrue(self.young.feedback)
        self.assertEqual(rule.would_erase, 0)
        self.assertEqual(self.items(rule).mapped("state"), ["done"] * len(shown))
        self.assertEqual(self.Run.search([]).mapped("count"), [len(shown)])

    def test_nothing_goes_before_the_days_of_notice_are_over(self):
        rule = self.make_retention()
        self.run_job("hau_mai.ir_cron_retention")
        self.env.invalidate_all()
        self.assertEqual(set(self.items(rule).mapped("date_due")), {self.days(7)})
        self.assertTrue(all(self.old.mapped("feedback")))
        [activity] = rule.activity_ids
        self.assertIn(f"{len(self.old)} records", activity.summary)

    def test_what_comes_of_age_within_the_notice_is_listed_ahead(self):
        soon = self.make_call(
            self.person, date_planned=self.today - timedelta(days=728), occurrence=2
        )
        later = self.make_call(
            self.person, date_planned=self.today - timedelta(days=700), occurrence=3
        )
        rule = self.make_retention()
        rule._announce()
        listed = set(self.items(rule).mapped("res_id"))
        self.assertIn(soon.id, listed)
        self.assertNotIn(later.id, listed)
        self.assertNotIn(soon, rule._preview())

    def test_a_person_keeps_what_is_still_needed(self):
        rule = self.make_retention()
        rule._announce()
        kept = self.items(rule)[0].with_user(self.manager)
        with self.assertRaisesRegex(UserError, "why it is kept"):
            kept.action_keep()
        kept.keep_reason = "A lawsuit"
        kept.action_keep()
        self.make_due(rule)
        self.run_job("hau_mai.ir_cron_retention")
        self.env.invalidate_all()
        record = self.Touchpoint.browse(kept.res_id)
        self.assertTrue(record.feedback)
        self.assertEqual(kept.state, "kept")
        kept.action_due()
        self.run_job("hau_mai.ir_cron_retention")
        self.env.invalidate_all()
        self.assertFalse(record.feedback)

    # === ONCE, AND ALL OTHERS === #

    def test_run_twice_erases_and_counts_once(self):
        rule = self.make_retention()
        self.make_due(rule)
        for _run in range(3):
            self.run_job("hau_mai.ir_cron_retention")
        self.assertEqual(sum(self.Run.search([]).mapped("count")), len(self.old))
        self.assertEqual(len(self.items(rule)), len(self.old))

    def test_a_job_that_was_stopped_goes_on_where_it_was(self):
        rule = self.make_retention()
        self.make_due(rule)
        items = self.items(rule)
        items[0]._erase()  # what had been committed when it was killed
        self.run_job("hau_mai.ir_cron_retention")
        self.env.invalidate_all()
        self.assertFalse(any(self.old.mapped("feedback")))
        self.assertEqual(sum(self.Run.search([]).mapped("count")), len(self.old))

    def test_one_bad_row_stops_no_other(self):
        rule = self.make_retention()
        self.make_due(rule)
        bad = self.items(rule)[0]
        self.make_unchangeable(self.Touchpoint.browse(bad.res_id))
        with mute_logger("odoo.sql_db", "odoo.addons.hau_mai.models.hau_mai_batch_mixin"):
            self.run_job("hau_mai.ir_cron_retention")
        self.env.invalidate_all()
        self.assertEqual(bad.state, "failed")
        self.assertIn("not this one", bad.error)
        rest = self.old.filtered(lambda call: call.id != bad.res_id)
        self.assertFalse(any(rest.mapped("feedback")))

    def make_unchangeable(self, record):
        """A row that cannot be written, whatever the reason is."""
        self.env.cr.execute(
            "CREATE FUNCTION hau_mai_test_bad() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'not this one'; END $$"
        )
        self.env.cr.execute(
            SQL(
                "CREATE TRIGGER hau_mai_test_bad BEFORE UPDATE ON %s FOR EACH ROW "
                "WHEN (OLD.id = %s) EXECUTE FUNCTION hau_mai_test_bad()",
                SQL.identifier(record._table),
                record.id,
            )
        )

    def test_what_is_in_use_again_is_left_alone_and_listed_again_later(self):
        rule = self.make_retention("complaint", 1)
        case = self.env["hau_mai.complaint"].search([("partner_id", "=", self.person.id)])
        self.finish_all(self.person)
        self.end_warranties(self.person)
        self.register._set(case, {"date_open": self.days_ago(60)})
        self.env.invalidate_all()
        self.make_due(rule)
        item = self.items(rule, res_id=case.id)
        case.action_reopen("It drips again")
        self.run_job("hau_mai.ir_cron_retention")
        self.env.invalidate_all()
        self.assertEqual(item.state, "moot")
        self.assertIn("drips", case.subject)
        case.action_close()
        rule._announce()
        self.assertEqual(self.items(rule, res_id=case.id).mapped("state"), ["due"])

    def test_a_running_warranty_keeps_its_cases(self):
        case = self.env["hau_mai.complaint"].search([("partner_id", "=", self.person.id)])
        unit = self.env["hau_mai.unit"].search([("partner_id", "=", self.person.id)], limit=1)
        case.unit_id = unit
        self.finish_all(self.person)
        self.register._set(case, {"date_open": self.days_ago(60)})
        self.env.invalidate_all()
        rule = self.make_retention("complaint", 1)
        self.assertNotIn(case, rule._preview())
        self.end_warranties(self.person)
        self.assertIn(case, rule._preview())

    def test_consents_that_still_hold_are_never_touched(self):
        rule = self.make_retention("consent", 12)
        granted = self.env["hau_mai.consent"].search([("partner_id", "=", self.person.id)])
        self.assertFalse(rule._preview())
        withdrawn = granted.create(
            {"partner_id": self.person.id, "purpose": "marketing", "channel": "email",
             "state": "withdrawn", "date": self.days_ago(364), "source": "Phone"}
        )  # fmt: skip
        self.assertFalse(rule._preview())
        self.register._set(withdrawn, {"date": self.days_ago(370)})
        self.env.invalidate_all()
        self.assertEqual(rule._preview(), granted | withdrawn)
        self.make_due(rule)
        self.run_job("hau_mai.ir_cron_retention")
        self.env.invalidate_all()
        self.assertFalse(any((granted | withdrawn).mapped("source")))
        self.assertEqual(withdrawn.state, "withdrawn")

    def test_another_company_keeps_its_own(self):
        other = self.env["res.company"].create({"name": "Other"})
        rule = self.make_retention()
        theirs = self.make_call(self.person, company_id=other.id, occurrence=5)
        self.assertNotIn(theirs, rule._preview())

    def test_the_list_costs_the_same_for_few_and_many(self):
        rule = self.make_retention()
        rule._announce()
        for number in range(30):
            self.make_call(self.person, occurrence=20 + number)
        self.env.flush_all()
        with self.assertQueryCount(60):
            rule._announce()
        self.assertEqual(len(self.items(rule)), len(self.old) + 30)
        self.make_due(rule)
        items = self.items(rule)
        with self.assertQueryCount(45):
            items._erase()

    # === KEPT FOR GOOD === #

    def test_the_ledger_is_never_changed(self):
        rule = self.make_retention()
        self.make_due(rule)
        self.run_job("hau_mai.ir_cron_retention")
        run = self.Run.search([])
        for change in (lambda: run.write({"count": 0}), run.unlink, self.items(rule).unlink):
            with self.assertRaises(UserError):
                change()
