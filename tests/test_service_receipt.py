"""Taking something in: the promised date, the condition list, and what was signed."""

import base64
from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, HttpCase

from .service_common import ServiceCase

PIXEL = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
        "gg=="
    )
)


class TestReceipt(ServiceCase):
    def test_receiving_notes_the_moment_once(self):
        service = self.make_service(date_promised=self.moment(days=5))
        with freeze_time(self.moment()):
            service.action_receive()
            received = service.date_received
            self.assertEqual(received, self.moment())
        with freeze_time(self.moment(hours=3)):
            service.action_receive()
        self.assertEqual(service.date_received, received)

    def test_the_promise_is_proposed_by_working_days(self):
        """Monday + 7 working days, without the weekend: Wednesday of the next week, 17:00."""
        self.company.hau_mai_promise_days = 7
        service = self.make_service()
        with freeze_time("2026-03-02 03:00:00"):
            service.action_receive()
        self.assertEqual(str(service.date_promised), "2026-03-11 10:00:00")

    def test_holidays_and_the_closing_do_not_count(self):
        calendar = self.company.resource_calendar_id
        self.env["resource.calendar.leaves"].create(
            {
                "name": "A holiday",
                "calendar_id": calendar.id,
                "date_from": "2026-03-03 00:00:00",
                "date_to": "2026-03-03 16:59:59",
            }
        )
        self.company.write({"hau_mai_closed_from": "2026-03-05", "hau_mai_closed_to": "2026-03-06"})
        self.company.hau_mai_promise_days = 2
        with freeze_time("2026-03-02 03:00:00"):
            promised = self.company._hau_mai_promise_for(self.moment())
        self.assertEqual(str(promised), "2026-03-09 10:00:00", "4 March, then Monday the 9th")

    def test_a_new_repair_shows_the_proposal(self):
        form = Form(self.env["hau_mai.service"])
        form.partner_id = self.partner
        form.kind = "repair"
        self.assertTrue(form.date_promised)
        service = form.save()
        self.assertFalse(service.date_received)

    def test_without_a_promised_date_nothing_is_received(self):
        self.company.hau_mai_promise_days = 0
        service = self.make_service()
        with self.assertRaisesRegex(UserError, "Say for when job .* is promised"):
            service.action_receive()
        self.assertFalse(service.date_received)

    def test_a_promise_that_is_over_is_refused(self):
        service = self.make_service(date_promised=self.moment(days=-1))
        with self.assertRaisesRegex(UserError, "which is over. Choose a later date"):
            service.action_receive()

    def test_what_is_over_is_not_received(self):
        service = self.make_service(state="cancelled")
        with self.assertRaisesRegex(UserError, "is over; nothing can be received"):
            service.action_receive()

    def test_save_and_print_needs_a_customer_only(self):
        """Nothing is known but who stands there and what they brought."""
        customer = self.env["res.partner"].create({"name": "Chị Hoa"})
        service = self.Service.create(
            {"partner_id": customer.id, "phone": "0905 111 222", "request": "A rice cooker"}
        )
        action = service.with_user(self.desk).action_print_receipt()
        self.assertEqual(action["type"], "ir.actions.report")
        self.assertEqual(action["report_name"], "hau_mai.report_service_receipt_a4")
        self.assertTrue(service.date_received)
        self.assertEqual(customer.phone, "0905 111 222", "the phone typed at the desk is kept")
        self.company.hau_mai_receipt_format = "roll"
        self.assertEqual(
            service.action_print_receipt()["report_name"], "hau_mai.report_service_receipt_roll"
        )

    def test_under_warranty_a_solution_is_asked_for_until_one_is_agreed(self):
        self.company.hau_mai_vietnam_rules = True
        service = self.make_service(under_warranty=True)
        self.assertFalse(service.solution_warning)
        service.action_receive()
        self.assertIn("article 30.2.d", service.solution_warning)
        service.solution = "loaner"
        self.assertTrue(service.solution_warning, "the customer has not said yes")
        service.solution_agreed = True
        self.assertFalse(service.solution_warning)
        service.write({"solution": "none", "solution_agreed": False})
        self.assertFalse(service.solution_warning)

    def test_the_condition_list_begins_with_the_usual_lines(self):
        items = self.env["hau_mai.condition.item"]
        items.search([]).active = False
        items.create(
            [
                {"name": "Case"},
                {"name": "Fan blades", "categ_ids": [Command.set(self.categ.ids)]},
                {
                    "name": "Tyres",
                    "categ_ids": [Command.create({"name": "Motorbikes"})],
                },
            ]
        )
        service = self.make_service()
        service.action_receive()
        self.assertEqual(service.condition_ids.mapped("name"), ["Case", "Fan blades"])
        self.assertEqual(set(service.condition_ids.mapped("condition")), {False})
        service.condition_ids[0].write({"condition": "scratched", "note": "left edge"})
        self.assertEqual(service.condition_ids[0]._in_words(), "Case: scratched (left edge)")
        service.action_propose_conditions()
        self.assertEqual(len(service.condition_ids), 2, "an existing list is left alone")


class TestSignedReceipt(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job = cls.make_service(
            brought_by="Anh Tú 0909",
            accessories="Charger",
            condition_ids=[Command.create({"name": "Case", "condition": "scratched"})],
        )
        cls.job.action_receive()
        cls.job.receipt_signature = PIXEL

    def assertSigned(self, change):
        with self.assertRaisesRegex(UserError, "was signed by Anh Tú 0909"):
            change()

    def test_signing_notes_who_and_when(self):
        self.assertEqual(self.job.receipt_signed_by, "Anh Tú 0909")
        self.assertTrue(self.job.receipt_signed_on)

    def test_what_was_signed_stays(self):
        row = self.job.condition_ids
        self.assertSigned(lambda: self.job.write({"accessories": "Nothing"}))
        self.assertSigned(lambda: row.write({"condition": "dented"}))
        self.assertSigned(row.unlink)
        self.assertSigned(
            lambda: self.job.write({"condition_ids": [Command.create({"name": "Dent"})]})
        )
        self.assertSigned(lambda: self.job.write({"receipt_signature": False}))
        self.assertSigned(lambda: self.job.write({"receipt_signature": PIXEL}))
        other = self.make_service(
            condition_ids=[Command.create({"name": "Dent", "condition": "dented"})]
        )
        self.assertSigned(lambda: other.condition_ids.write({"service_id": self.job.id}))
        self.assertEqual(row._in_words(), "Case: scratched")

    def test_the_rest_of_the_job_goes_on(self):
        self.job.write({"accessories": "Charger", "request": "Also loud"})
        self.job.state = "in_progress"

    def test_only_an_administrator_corrects_it_and_says_why(self):
        with self.assertRaisesRegex(AccessError, "Only an After-Sales administrator"):
            self.job.with_user(self.desk).action_reopen_receipt("a dent")
        job = self.job.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "Say why"):
            job.action_reopen_receipt(" ")
        dialog = job.action_reopen_receipt()
        wizard = Form(job.env[dialog["res_model"]].with_context(**dialog["context"]))
        wizard.reason = "The wrong product"
        wizard.save().action_apply()
        self.assertFalse(job.receipt_signature or job.receipt_signed_on or job.receipt_signed_by)
        log = job.message_ids[0]
        self.assertIn("The wrong product", log.body)
        self.assertIn("Case: scratched", log.body)
        self.assertIn("Charger", log.body)
        self.assertEqual(log.attachment_ids.raw, base64.b64decode(PIXEL))
        job.condition_ids.condition = "dented"

    def test_a_closing_needs_both_days_in_order(self):
        for first, last in (("2026-02-10", False), ("2026-02-10", "2026-02-01")):
            with self.assertRaisesRegex(ValidationError, "needs a first and a last day"):
                self.company.write({"hau_mai_closed_from": first, "hau_mai_closed_to": last})

    def test_the_settings_move_the_closing_from_one_year_to_the_next(self):
        for first, last in (
            ("2027-02-03", "2027-02-12"),
            ("2028-01-22", "2028-01-30"),
            ("2026-02-14", "2026-02-22"),
            (False, False),
        ):
            settings = Form(self.env["res.config.settings"])
            settings.hau_mai_closed_from = first
            settings.hau_mai_closed_to = last
            settings.hau_mai_uncollected_days = "5, 10"
            settings.save().execute()
            self.assertEqual(self.company.hau_mai_closed_to, self.day(last) or False)
            self.assertEqual(self.company._hau_mai_ladder(), (5, 10))

    def test_taking_in_during_the_closing_warns(self):
        self.company.write(
            {
                "hau_mai_closed_from": self.today,
                "hau_mai_closed_to": self.today + timedelta(days=6),
            }
        )
        new = self.make_service()
        self.assertIn("Nothing is taken in during the closing", new.closing_warning)
        new.write({"date_promised": self.moment(days=2), "date_received": self.moment()})
        self.assertIn("promised for a day of the closing", new.closing_warning)
        new.action_move_promise(self.moment(days=20), "Tết")
        self.assertFalse(new.closing_warning)


class TestReceiptTour(ServiceCase, HttpCase):
    def test_the_desk_takes_in_lends_and_moves(self):
        self.make_product("Spare AC")
        self.start_tour(
            "/odoo/action-hau_mai.hau_mai_service_action", "hau_mai_receipt", login="user_after_all"
        )
        job = self.Service.search([("partner_id", "=", self.partner.id)], limit=1)
        self.assertTrue(job.date_received)
        self.assertEqual(job.loaner_ids.serial_number, "L-1")
        self.assertIn("left edge", job.condition_ids.mapped("note"))
        self.assertEqual(job.promise_ids.reason, "The part is late")
        self.assertEqual(set(job.notice_ids.mapped("event")), {"received", "promise_moved"})
