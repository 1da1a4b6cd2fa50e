"""Numbers of one sequence, many at once: the same as Odoo would give, and none twice."""

import tempfile
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import BaseCase

from odoo.addons.hau_mai.tools.numbering import next_numbers

from .common import HauMaiCase
from .process import clone_database, run_at_once, run_python, sql

CODE = "hau_mai.test"


class TestNumbering(HauMaiCase):
    def sequence(self, **vals):
        values = {"name": "Test", "code": CODE, "prefix": "T", "padding": 4, "company_id": False}
        return self.env["ir.sequence"].create(values | vals)

    def draw(self, count=1, **options):
        return next_numbers(self.env, CODE, count, **options)

    def core(self, **options):
        """The next number, as Odoo gives it."""
        return self.env["ir.sequence"].next_by_code(CODE, **options)

    def test_in_turn_with_odoos_own(self):
        for implementation in ("standard", "no_gap"):
            for step in (1, 7):
                with self.subTest(implementation=implementation, step=step):
                    sequence = self.sequence(
                        implementation=implementation, number_increment=step, number_next=5
                    )
                    numbers = [self.core(), *self.draw(3), self.core(), *self.draw(2), self.core()]
                    self.assertEqual(numbers, [f"T{5 + n * step:04d}" for n in range(8)])
                    self.env.invalidate_all()
                    self.assertEqual(sequence.number_next_actual, 5 + 8 * step)
                    sequence.unlink()

    def test_none(self):
        self.assertEqual(self.draw(0), [])

    def test_without_padding_and_beyond_it(self):
        self.sequence(padding=0, number_next=9)
        self.assertEqual(self.draw(2), ["T9", "T10"])
        self.env["ir.sequence"].search([("code", "=", CODE)]).write({"padding": 1})
        self.assertEqual(self.draw(1), ["T11"])

    def test_no_prefix_no_suffix(self):
        self.sequence(prefix=False, suffix=False)
        self.assertEqual(self.draw(2), ["0001", "0002"])

    def test_a_number_set_by_hand_is_the_next(self):
        for implementation in ("standard", "no_gap"):
            sequence = self.sequence(implementation=implementation)
            self.draw(3)
            sequence.number_next_actual = 100
            self.assertEqual(self.draw(2), ["T0100", "T0101"])
            sequence.unlink()

    def test_the_implementation_is_changed_under_way(self):
        sequence = self.sequence()
        self.draw(3)
        sequence.write({"implementation": "no_gap", "number_next": 4})
        self.assertEqual(self.draw(2), ["T0004", "T0005"])
        sequence.implementation = "standard"
        self.assertEqual(self.draw(2), ["T0006", "T0007"])

    def test_dates_in_prefix_and_suffix(self):
        with freeze_time("2026-03-09 05:00:00"):
            self.sequence(prefix="%(year)s-%(month)s/%(y)s.", suffix=".%(day)s%(current_year)s")
            theirs = self.core()
            self.assertEqual(theirs, "2026-03/26.0001.092026")
            self.assertEqual(self.draw(1), [theirs.replace("0001", "0002")])
            self.assertEqual(
                self.draw(1, sequence_date=date(2024, 12, 31)), ["2024-12/24.0003.312026"]
            )

    def test_a_prefix_nobody_can_fill_in_says_so(self):
        self.sequence(prefix="%(nonsense)s")
        with self.assertRaisesRegex(UserError, "Test"):
            self.draw(1)

    def test_the_day_is_the_users(self):
        """New Year's night in Hanoi is still the old year in Greenwich."""
        self.sequence(prefix="%(year)s/")
        env = self.env(context=dict(self.env.context, tz="Asia/Ho_Chi_Minh"))
        with freeze_time("2026-12-31 18:00:00"):
            self.assertEqual(next_numbers(env, CODE, 1), ["2027/0001"])

    def test_each_year_counts_by_itself(self):
        for implementation in ("standard", "no_gap"):
            with self.subTest(implementation=implementation):
                sequence = self.sequence(
                    implementation=implementation, use_date_range=True, prefix="%(range_year)s/"
                )
                old, new = date(2025, 12, 31), date(2026, 1, 1)
                self.assertEqual(self.draw(2, sequence_date=old), ["2025/0001", "2025/0002"])
                self.assertEqual(self.draw(2, sequence_date=new), ["2026/0001", "2026/0002"])
                self.assertEqual(self.core(sequence_date=old), "2025/0003")
                self.assertEqual(self.draw(1, sequence_date=old), ["2025/0004"])
                self.assertEqual(len(sequence.date_range_ids), 2)
                sequence.unlink()

    def test_ranges_made_by_hand(self):
        sequence = self.sequence(
            use_date_range=True,
            prefix="%(range_month)s/",
            date_range_ids=[
                Command.create({"date_from": "2026-02-01", "date_to": "2026-02-28"}),
                Command.create({"date_from": "2026-03-01", "date_to": "2026-03-31"}),
            ],
        )
        self.assertEqual(self.draw(1, sequence_date=date(2026, 2, 28)), ["02/0001"])
        self.assertEqual(self.draw(1, sequence_date=date(2026, 3, 1)), ["03/0001"])
        self.assertEqual(self.draw(1, sequence_date=date(2026, 3, 31)), ["03/0002"])
        self.draw(1, sequence_date=date(2026, 4, 1))
        made = sequence.date_range_ids.sorted("date_from")[-1]
        self.assertEqual((made.date_from, made.date_to), (date(2026, 4, 1), date(2026, 12, 31)))

    def test_the_companys_own_sequence_comes_first(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.sequence(prefix="SHARED")
        self.assertEqual(self.draw(1, company=other), ["SHARED0001"])
        self.sequence(prefix="OWN", company_id=other.id)
        self.assertEqual(self.draw(1, company=other), ["OWN0001"])
        self.assertEqual(self.draw(1), ["SHARED0002"])
        self.assertEqual(self.draw(1, company=self.company), ["SHARED0003"])

    def test_an_archived_sequence_is_none(self):
        self.sequence(active=False)
        with self.assertRaisesRegex(UserError, CODE):
            self.draw(1)

    def test_whoever_sells_may_draw(self):
        self.sequence(implementation="no_gap", use_date_range=True)
        user = self.make_user("sales_own")
        self.assertEqual(next_numbers(self.env(user=user), CODE, 2), ["T0001", "T0002"])

    def test_the_cards_of_two_companies(self):
        """A card number is given once in a company; two companies may have the same."""
        other = self.env["res.company"].create({"name": "Other"})
        for company in (self.company, other):
            self.env["ir.sequence"].create(
                {"name": "Cards", "code": "hau_mai.unit", "prefix": "A", "company_id": company.id}
            )
        cards = self.env["hau_mai.unit"].create(
            [
                {"company_id": c.id, "partner_id": self.partner.id, "product_id": self.product.id}
                for c in (self.company, other, self.company, other)
            ]
        )
        self.assertEqual(cards.mapped("name"), ["A1", "A1", "A2", "A2"])

    def test_the_query_count_does_not_grow(self):
        for vals in (
            {},
            {"implementation": "no_gap"},
            {"use_date_range": True},
            {"use_date_range": True, "implementation": "no_gap"},
        ):
            sequence = self.sequence(**vals)
            self.draw(1)
            counts = []
            for count in (1, 1000):
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self.assertEqual(len(set(self.draw(count))), count)
                counts.append(self.env.cr.sql_log_count - before)
            with self.subTest(**vals):
                self.assertEqual(counts[0], counts[1])
                self.assertLessEqual(counts[1], 5)
            sequence.unlink()


PREPARE = """
env["ir.sequence"].create([
    {"name": code, "code": code, "implementation": code.split("_", 1)[1], "company_id": False,
     "use_date_range": code.startswith("dated")}
    for code in ("plain_standard", "plain_no_gap", "dated_standard", "dated_no_gap")
])
env.cr.execute("CREATE TABLE drawn (code varchar, number varchar)")
env.cr.commit()
"""

# Numbers are written down with the transaction that drew them, as a card's is. A transaction
# that loses the race is done again, as a request is.
DRAW = """
import os, random, time
import psycopg2
from odoo.addons.hau_mai.tools.numbering import next_numbers
print("ready", flush=True)
while not os.path.exists(os.environ["START"]):
    time.sleep(0.005)
for code in ("plain_standard", "plain_no_gap", "dated_standard", "dated_no_gap"):
    for _round in range(20):
        while True:
            try:
                numbers = next_numbers(env, code, 10)
                time.sleep(random.random() / 200)
                env.cr.execute("INSERT INTO drawn SELECT %s, unnest(%s)", [code, numbers])
                env.cr.commit()
                break
            except (psycopg2.OperationalError, psycopg2.IntegrityError):
                env.cr.rollback()
                env.invalidate_all()
print("finished", flush=True)
"""


class TestNumberingAtOnce(BaseCase):
    def test_two_workers_get_no_number_twice(self):
        with clone_database() as db, tempfile.TemporaryDirectory() as folder:
            run_python(db, PREPARE)
            run_at_once(db, DRAW, folder)
            rows = sql(
                db,
                """SELECT code, count(*), count(DISTINCT number), max(number::int)
                FROM drawn GROUP BY code ORDER BY code""",
            )
        for code, drawn, different, highest in rows:
            with self.subTest(code=code):
                self.assertEqual((drawn, different), (400, 400))
                if code.endswith("no_gap"):
                    self.assertEqual(highest, 400, "no number is missing")
        self.assertEqual(len(rows), 4)
