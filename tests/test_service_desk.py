"""What desk and technician write down: who and what, findings, checklist, report, rating."""

import base64
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.fields import Command
from odoo.tests import Form
from odoo.tools import mute_logger

from .service_common import ServiceCase

PIXEL = base64.b64encode(
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
    b"\x90wS\xde\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)


class TestWhoAndWhat(ServiceCase):
    def test_a_serial_number_finds_card_customer_and_product(self):
        self.unit.serial_number = "AB 12-3"
        form = Form(self.Service)
        form.serial_number = "ab123"
        self.assertEqual(form.unit_id, self.unit)
        self.assertEqual((form.partner_id, form.product_id), (self.partner, self.product))
        service = form.save()
        self.assertEqual(service.serial_number, "AB 12-3")
        self.assertEqual(service.phone, self.partner.phone)
        self.assertFalse(service.fit_warning)

    def test_two_cards_of_one_serial_number_are_not_guessed(self):
        self.unit.serial_number = "X1"
        self.make_unit(serial_number="x-1")
        form = Form(self.Service)
        form.serial_number = "X1"
        self.assertFalse(form.unit_id)

    def test_somebody_elses_card_is_said_and_allowed(self):
        neighbour = self.env["res.partner"].create({"name": "Bình"})
        service = self.make_service(partner_id=neighbour.id)
        self.assertEqual(
            service.fit_warning,
            f"The warranty card {self.unit.name} belongs to Nguyễn Văn An, not to Bình.",
        )
        hotel = self.env["res.partner"].create({"name": "Hotel", "is_company": True})
        clerk = self.env["res.partner"].create({"name": "Clerk", "parent_id": hotel.id})
        unit = self.make_unit(partner_id=hotel.id)
        self.assertFalse(self.make_service(unit_id=unit.id, partner_id=clerk.id).fit_warning)
        unit.action_void("A test")
        self.assertIn("not valid", self.make_service(unit_id=unit.id).fit_warning)

    def test_another_customer_drops_the_card_of_the_one_before(self):
        form = Form(self.Service)
        form.unit_id = self.unit
        form.partner_id = self.env["res.partner"].create({"name": "Bình"})
        self.assertFalse(form.unit_id)

    def test_an_appointment_ends_after_it_begins(self):
        start = self.moment(days=1)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.make_service(date_start=start, date_end=start - timedelta(hours=1))
            self.env.flush_all()

    def test_repairs_that_come_back_within_thirty_days(self):
        def done(days_ago, **vals):
            service = self.make_service(**vals)
            service.action_done()
            service.date_done = self.moment(days=-days_ago)
            return service

        old = done(45)
        recent = done(20)
        done(5, kind="maintenance")
        done(5, unit_id=self.make_unit().id)
        again = self.make_service(date_received=self.moment())
        first = self.make_service(date_received=self.moment(days=-80))
        visit = self.make_service(kind="maintenance")
        jobs = old + recent + again + first + visit
        recent.date_received = self.moment(days=-22)
        old.date_received = self.moment(days=-46)
        self.assertEqual(again.repeat_of_id, recent)
        self.assertEqual(recent.repeat_of_id, old)
        self.assertFalse(first.is_repeat or visit.is_repeat or old.is_repeat)
        found = self.Service.search([("is_repeat", "=", True), ("id", "in", jobs.ids)])
        self.assertEqual(found, jobs.filtered("is_repeat").sorted())

    def test_photos_taken_before_saving_are_seen_by_colleagues(self):
        photos = self.env["ir.attachment"].with_user(self.technician)
        photo = photos.create({"name": "Dent.png", "datas": PIXEL, "res_model": "hau_mai.service"})
        service = self.Service.with_user(self.technician).create(
            {"unit_id": self.unit.id, "photo_ids": photo.ids}
        )
        self.env.invalidate_all()
        seen = service.with_user(self.desk).photo_ids
        self.assertEqual(seen.mapped("name"), ["Dent.png"])
        self.assertEqual(seen.datas, PIXEL)

    def test_the_catalogue_is_narrowed_to_the_category(self):
        split = self.env["product.category"].create({"name": "Split", "parent_id": self.categ.id})
        fridge = self.env["product.category"].create({"name": "Fridges"})
        symptoms = self.env["hau_mai.symptom"].create(
            [
                {"name": "Does not cool", "categ_ids": self.categ.ids},
                {"name": "Noise"},
                {"name": "Door does not close", "categ_ids": fridge.ids},
                {"name": "Gas leak", "kind": "fault"},
            ]
        )
        service = self.make_service(
            unit_id=self.make_unit(product_id=self.make_product("S", categ_id=split.id).id).id
        )
        domain = self.Service._fields["symptom_ids"].domain
        offered = symptoms.search(
            eval(domain, {"categ_id": service.categ_id.id}) + [("id", "in", symptoms.ids)]
        )
        self.assertEqual(offered, symptoms[:2])


class TestChecklist(ServiceCase):
    def check(self, service=None, **vals):
        service = service or self.make_service(kind="maintenance")
        values = {"service_id": service.id, "name": "Water pressure"}
        return self.env["hau_mai.service.check"].create(values | vals)

    def test_a_value_outside_its_limits_fails(self):
        check = self.check(kind="value", value_min=2, value_max=4, value_unit="bar")
        self.assertFalse(check.result, "nothing was measured yet")
        self.assertEqual(check.limits, "2 to 4 bar")
        for value, expected in [(1.9, "fail"), (2, "pass"), (4, "pass"), (4.1, "fail")]:
            check.value = value
            self.assertEqual(check.result, expected, value)
        check.result = "pass"
        self.assertEqual(check.result, "pass", "who stands in front of it knows better")
        check.write({"value": 0})
        self.assertEqual(check.result, "fail", "a zero that was measured counts")

    def test_one_limit_or_none(self):
        least = self.check(kind="value", value_min=2, value=1)
        most = self.check(kind="value", value_max=2, value=3)
        free = self.check(kind="value", value=3)
        self.assertEqual((least + most + free).mapped("result"), ["fail", "fail", "pass"])
        self.assertEqual((least.limits, most.limits, free.limits), ("at least 2", "at most 2", ""))

    def test_typed_in_the_form(self):
        form = Form(self.make_service(kind="maintenance"))
        with form.check_ids.new() as item:
            item.name = "Outlet air"
            item.kind = "value"
            item.value = 30
            self.assertEqual(item.result, "pass")
        service = form.save()
        self.assertTrue(service.check_ids.measured)

    def test_a_failed_item_becomes_a_line_or_a_job_once(self):
        check = self.check(name="Membrane", note="torn")
        check.action_make_line()
        self.assertFalse(check.line_id, "nothing has failed yet")
        check.result = "fail"
        check.action_make_line()
        check.action_make_line()
        self.assertEqual(check.service_id.line_ids.mapped("name"), ["Membrane"])
        self.assertEqual(check.line_id.kind, "labour")
        action = check.action_make_job()
        job = self.Service.browse(action["res_id"])
        self.assertEqual((job.kind, job.unit_id), ("repair", self.unit))
        self.assertEqual(job.origin_service_id, check.service_id)
        self.assertIn("Membrane: torn", job.request)
        self.assertEqual(check.action_make_job()["res_id"], job.id)

    def test_what_was_found_stays_with_the_job_that_is_done(self):
        service = self.make_service(
            check_ids=[
                Command.create({"name": "Leaks?", "result": "pass"}),
                Command.create({"name": "Asked by mistake"}),
            ]
        )
        answered, mistake = service.check_ids
        service.action_done()
        mistake.unlink()
        with self.refused("was answered when job"):
            answered.unlink()
        service.action_again("Drips")
        answered.unlink()


class TestReport(ServiceCase):
    def test_a_signature_is_kept_when_the_work_goes_on(self):
        service, other = self.make_service(customer_signature=PIXEL), self.make_service()
        service.signed_by = "Chị Mai"
        (service | other).action_done()
        (service | other).with_user(self.desk).action_again("Fault is back")
        self.assertFalse(service.customer_signature or service.signed_by or service.signed_on)
        kept = service.message_ids.attachment_ids
        self.assertEqual((kept.name, kept.datas), ("Signature of Chị Mai.png", PIXEL))
        self.assertIn("Fault is back", service.message_ids[0].body + other.message_ids[0].body)
        self.assertFalse(other.message_ids.attachment_ids)

    def test_the_report_says_what_was_done(self):
        service = self.make_service(
            request="Blows warm",
            diagnosis="Capacitor swapped",
            result="repaired",
            signed_by="Chị Mai",
            user_id=self.technician.id,
        )
        self.env["hau_mai.service.line"].create(
            {"service_id": service.id, "name": "Capacitor 35 µF", "quantity": 2}
        )
        check = self.env["hau_mai.service.check"]
        check.create(
            [
                {"service_id": service.id, "name": "Leaks?", "result": "pass"},
                {
                    "service_id": service.id,
                    "name": "Pressure",
                    "kind": "value",
                    "value_max": 4,
                    "value": 4.5,
                    "value_unit": "bar",
                },
            ]
        )
        service.customer_signature = PIXEL
        self.assertTrue(service.signed_on)
        service.action_done()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "hau_mai.hau_mai_action_report_service", service.ids
        )
        html = html.decode()
        for said in (
            service.name, "Nguyễn Văn An", "AC 9000", "Blows warm", "Capacitor swapped",
            "Repaired", "Capacitor 35 µF", "Leaks?", "4.5", "at most 4 bar", "Chị Mai", "Hùng",
            "data:image/png;base64", self.unit.name,
        ):  # fmt: skip
            self.assertIn(said, html)


class TestRating(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.hau_mai_rate_services = True
        cls.partner.email = "an@example.com"

    def closed(self):
        service = self.make_service()
        service.action_done()
        service.action_hand_over()
        return service

    def asked(self, service):
        return service.message_ids.filtered(lambda message: "/rate/" in (message.body or ""))

    def test_the_customer_is_asked_once_for_each_closing(self):
        service = self.closed()
        self.assertEqual(len(self.asked(service)), 1)
        self.assertEqual(self.asked(service).partner_ids, self.partner)
        service.action_hand_over()
        self.assertEqual(len(self.asked(service)), 1)
        service.action_again("Again")
        service.action_done()
        service.action_hand_over()
        self.assertEqual(len(self.asked(service)), 2)

    def test_the_gate_decides_and_says_why(self):
        self.partner.do_not_contact = True
        service = self.closed()
        self.assertFalse(self.asked(service) or service.date_rating_asked)
        self.assertIn("asked not to be contacted", service.message_ids[0].body)

    def test_nobody_is_asked_unless_the_company_wants_it(self):
        self.company.hau_mai_rate_services = False
        service = self.closed()
        self.assertFalse(self.asked(service))

    def test_the_rating_is_the_technicians_and_shows_on_the_job(self):
        service = self.make_service(user_id=self.technician.id)
        service.action_done()
        service.action_hand_over()
        rating = service.rating_ids
        self.assertEqual(rating.rated_partner_id, self.technician.partner_id)
        self.assertEqual(rating.partner_id, self.partner)
        service.rating_apply(5, token=rating.access_token)
        self.assertEqual((service.rating_count, service.rating_avg), (1, 5))
        action = service.action_view_ratings()
        self.assertEqual(self.env["rating.rating"].search(action["domain"]), rating)

    def test_a_technician_of_own_jobs_closes_and_the_customer_is_asked(self):
        service = self.make_service(user_id=self.technician.id).with_user(self.technician)
        service.action_done()
        service.action_hand_over()
        self.assertEqual(len(self.asked(service)), 1)
        self.assertLess(service.date_rating_asked - fields.Datetime.now(), timedelta(minutes=1))
