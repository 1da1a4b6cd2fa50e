"""Loaners: who has what, until when, and never the same thing twice."""

from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from .service_common import ServiceCase


class TestLoaner(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.spare = cls.make_product("Spare AC")
        cls.job = cls.make_service(date_promised="2035-02-06 18:00:00")

    def lend(self, serial="L-1", job=None, **vals):
        return self.env["hau_mai.service.loaner"].create(
            {
                "service_id": (job or self.job).id,
                "product_id": self.spare.id,
                "serial_number": serial,
                **vals,
            }
        )

    def test_lending_by_the_button_of_the_job(self):
        action = self.job.action_lend()
        form = Form(self.env[action["res_model"]].with_context(**action["context"]))
        form.product_id = self.spare
        form.serial_number = "L-9"
        loaner = form.save()
        self.assertEqual(loaner.date_given, self.today)
        self.assertEqual(loaner.date_due, self.day("2035-02-07"), "the day there, not in UTC")
        self.assertEqual(loaner.state, "out")
        self.assertEqual(loaner.display_name, "Spare AC · L-9")

    def test_out_overdue_back_computed_and_searched_agree(self):
        given = self.today - timedelta(days=9)
        loaners = self.lend("A", date_due=self.today)
        loaners |= self.lend("B", date_given=given, date_due=self.today - timedelta(days=1))
        loaners |= self.lend("C", date_given=given, date_back=self.today)
        self.assertEqual(loaners.mapped("state"), ["out", "overdue", "back"])
        model = self.env["hau_mai.service.loaner"]
        for loaner in loaners:
            found = model.search([("state", "=", loaner.state), ("id", "in", loaners.ids)])
            self.assertEqual(found, loaner)
        found = model.search([("state", "!=", "back"), ("id", "in", loaners.ids)])
        self.assertEqual(found, loaners[1] + loaners[0])

    def test_the_job_says_what_is_still_out(self):
        self.assertFalse(self.job.loaner_out)
        loaner = self.lend()
        self.assertTrue(self.job.loaner_out)
        self.assertIn("Spare AC · L-1 (due 02/07/2035)", self.job.loaner_sentence)
        loaner.with_user(self.desk).action_take_back()
        self.assertEqual((loaner.state, loaner.date_back), ("back", self.today))
        self.assertFalse(self.job.loaner_out or self.job.loaner_sentence)

    def test_a_moved_promise_takes_its_loaner_along(self):
        follows = self.lend()
        agreed = self.lend("L-2", date_due=self.today)
        self.job.action_move_promise("2035-02-08 10:00:00", "The part is late")
        self.assertEqual(follows.date_due, self.day("2035-02-08"))
        self.assertEqual(agreed.date_due, self.today)

    def test_taking_back_again_keeps_the_first_day(self):
        loaner = self.lend(date_given="2026-01-01", date_back="2026-01-05")
        loaner.action_take_back()
        self.assertEqual(loaner.date_back, self.day("2026-01-05"))

    def test_the_same_thing_is_not_lent_twice_at_once(self):
        first = self.lend()
        other = self.make_service()
        with self.assertRaisesRegex(ValidationError, f"lent out already, with job {self.job.name}"):
            self.lend(" l-1", other)
        first.action_take_back()
        self.lend(" l-1", other)
        with self.assertRaisesRegex(ValidationError, "lent out already"):
            first.date_back = False

    def test_things_without_a_serial_number_may_be_lent_many_times(self):
        self.lend(False)
        self.lend("")
        self.lend("")

    def test_the_index_stands_behind_it(self):
        self.lend()
        self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.env.cr.execute(
                "INSERT INTO hau_mai_service_loaner"
                " (service_id, company_id, product_id, serial_number, date_given)"
                " SELECT service_id, company_id, product_id, lower(serial_number), date_given"
                " FROM hau_mai_service_loaner WHERE serial_number = 'L-1'"
            )

    def test_it_is_not_back_before_it_is_given(self):
        with self.assertRaisesRegex(ValidationError, "cannot be back before it is given"):
            self.lend(date_due=self.today - timedelta(days=1))

    def test_loaners_of_another_company_are_not_lent(self):
        other = self.env["res.company"].create({"name": "Other"})
        theirs = self.make_product("Theirs", company_id=other.id)
        with self.assertRaises(UserError):
            self.lend(product_id=theirs.id)
