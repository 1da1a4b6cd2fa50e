"""The batch mixin: in batches, locked, resumable, one bad row at a time."""

from psycopg2.errors import SerializationFailure

from odoo import api

from .care_common import CareCase


class TestBatchMixin(CareCase):
    """On rules, the smallest model that has it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.Rule.create([{"name": f"Rule {n}", "sequence": n} for n in range(20)])
        cls.domain = [("id", "in", cls.rules.ids), ("sequence", "<", 1000)]

    def run_batches(self, process, **options):
        """With a cursor of its own, as a scheduled action has: it commits."""
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            done = self.Rule.with_env(self.env(cr=cr))._batch_run(self.domain, process, **options)
        self.env.invalidate_all()
        return done

    @staticmethod
    def push(rules):
        """A piece of work after which a rule is not due any more."""
        for rule in rules:
            rule.sequence += 1000

    def test_all_are_worked_on_in_batches(self):
        sizes = []

        def process(rules):
            sizes.append(len(rules))
            self.push(rules)

        self.assertEqual(self.run_batches(process, size=8), 20)
        self.assertEqual(sizes, [8, 8, 4])
        self.assertEqual(self.run_batches(process, size=8), 0)

    def test_the_rest_is_left_to_the_next_run(self):
        self.run_batches(self.push, size=5, limit=10)
        self.assertEqual(self.Rule.search_count(self.domain), 10)
        self.run_batches(self.push, size=5, limit=10)
        self.assertEqual(self.Rule.search_count(self.domain), 0)

    def test_bad_rows_are_found_marked_and_left_out(self):
        bad = self.rules[3] | self.rules[4] | self.rules[17]
        kept = []

        def process(rules):
            for rule in rules:
                if rule in bad:
                    raise ValueError(f"{rule.name} is bad")
            kept.append(rules)
            self.push(rules)

        self.run_batches(process, size=20)
        self.assertEqual(self.Rule.search(self.domain), bad)
        together = (self.rules - bad).ids
        self.assertEqual(kept[-1].ids, together, "the good ones are worked on together")
        self.assertIn("Rule 17 is bad", self.rules[17].message_ids[:1].body)
        good = self.rules - bad
        self.assertFalse(good.message_ids.filtered(lambda m: "is bad" in (m.body or "")))
        self.assertEqual(
            {rule.sequence for rule in good}, {n + 1000 for n in range(20)} - {1003, 1004, 1017}
        )

    def test_a_row_alone(self):
        def process(rules):
            raise ValueError("never")

        self.domain = [("id", "=", self.rules[0].id)]
        self.run_batches(process)
        self.assertIn("never", self.rules[0].message_ids[:1].body)

    def test_rows_that_fail_only_together(self):
        def process(rules):
            if len(rules) == 20:
                raise ValueError("too many")
            self.push(rules)

        self.run_batches(process, size=20)
        self.assertEqual(self.Rule.search_count(self.domain), 0)

    def test_what_is_not_due_any_more_is_left_alone(self):
        seen = []

        def process(rules):
            seen.extend(rules.ids)
            self.push(rules)
            self.push(rules.browse(self.rules[10:].ids) - rules)

        self.run_batches(process, size=10)
        self.assertEqual(seen, self.rules[:10].ids)

    def test_a_lost_race_is_not_the_rows_fault(self):
        def process(rules):
            raise SerializationFailure("somebody else was first")

        with self.assertRaises(SerializationFailure):
            self.rules._batch_isolate(process)
        self.assertFalse(self.rules.message_ids.filtered(lambda m: "first" in (m.body or "")))

    def test_locked_rows_are_left_to_who_has_them(self):
        rules = self.env["ir.module.module"].search([], limit=2)  # rows every cursor sees
        with self.registry.cursor() as other:
            env = api.Environment(other, self.env.uid, {})
            other.execute("SELECT FROM ir_module_module WHERE id = %s FOR UPDATE", [rules[0].id])
            mine = rules.try_lock_for_update(allow_referencing=True)
            self.assertEqual(mine, rules[1])
            self.assertTrue(env)
