"""A partner's people in the portal: their center's jobs, and of the customer what they need."""

import io
import re

from PIL import Image

from odoo import http
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user

from .center_common import CenterCase

PHONE = "+84 90 123 45 67"


def picture(kind="PNG", size=(2400, 20)):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind)
    return out.getvalue()


class CenterPortalCase(CenterCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.center = cls.make_outside(part_ids=[Command.link(cls.compressor.id)])
        cls.job = cls.make_service(
            center_id=cls.center.id,
            kind="maintenance",
            serial_number="AC9-0001",
            request="It drips, call me",
            check_ids=[
                Command.create({"name": "Leaks?"}),
                Command.create(
                    {"name": "Pressure", "kind": "value", "value_min": 4, "value_max": 6}
                ),
            ],
        )
        rival = cls.env["res.partner"].create({"name": "Rival", "is_company": True})
        cls.rival = cls.make_portal_user("rival", "Ruồi", rival)
        cls.rival_center = cls.make_outside("Rival", partner_id=rival.id)
        cls.theirs = cls.make_service(center_id=cls.rival_center.id, request="Theirs only")
        cls.as_bao(cls.theirs, cls.rival)._accept_job()

    @classmethod
    def as_bao(cls, job, user=None):
        return job.with_user(user or cls.bao).sudo()

    def accept(self):
        self.as_bao(self.job)._accept_job()

    def page(self, path="", job=None):
        job = self.job if job is None else job
        response = self.url_open(f"/my/jobs/{job.id}{path}")
        return response

    def post(self, path, job=None, files=None, **data):
        """Send a form as the page does, with its token."""
        job = self.job if job is None else job
        data["csrf_token"] = http.Request.csrf_token(self)
        response = self.url_open(f"/my/jobs/{job.id}/{path}", data=data, files=files)
        self.env.invalidate_all()
        return response


class TestCenterPages(CenterPortalCase):
    def test_the_list_shows_only_the_centers_jobs(self):
        self.authenticate("bao", "bao")
        text = self.url_open("/my/jobs").text
        self.assertIn(self.job.name, text)
        self.assertNotIn(self.theirs.name, text)
        counters = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["center_job_count", "center_offer_count"]}
        )
        self.assertEqual(counters["center_job_count"], 1)
        self.assertEqual(counters["center_offer_count"], 1)

    def test_before_accepting_nobody_knows_who_the_customer_is(self):
        self.authenticate("bao", "bao")
        text = self.page().text
        self.assertIn("Do you take this job?", text)
        self.assertIn("Hà Nội", text)
        for private in ("Nguyễn Văn An", "123 45 67", "Hàng Bạc"):
            self.assertNotIn(private, text)

    def test_what_the_center_needs_is_there_while_the_job_is_open(self):
        self.accept()
        self.authenticate("bao", "bao")
        text = self.page().text
        for needed in ("Nguyễn Văn An", "90 123 45 67", "Hàng Bạc", "It drips"):
            self.assertIn(needed, text)

    def test_after_the_job_the_customer_is_hidden(self):
        self.accept()
        self.job.action_done()
        self.authenticate("bao", "bao")
        for state in ("done", "closed"):
            self.job.write({"state": state})
            for text in (self.page().text, self.url_open("/my/jobs?filterby=finished").text):
                self.assertIn(self.job.name, text)
                for private in ("Nguyễn", "123", "Hàng Bạc", "Hà Nội", "It drips"):
                    self.assertNotIn(private, re.sub(r"<script.*?</script>", "", text, flags=re.S))
                self.assertIn("N. V. A.", text)

    def test_while_it_has_the_product_the_center_can_still_call(self):
        self.accept()
        self.job.date_received = self.moment(days=-1)
        self.job.action_done()
        self.authenticate("bao", "bao")
        self.assertIn("90 123 45 67", self.page().text)
        self.job.date_returned = self.moment()
        self.assertNotIn("90 123 45 67", self.page().text)

    def test_another_centers_job_is_not_there(self):
        self.authenticate("bao", "bao")
        token = self.theirs._portal_ensure_token()
        missing = self.env["hau_mai.service"].browse(self.theirs.id + 99999)
        for path in ("", f"?access_token={token}"):
            response = self.page(path, self.theirs)
            self.assertEqual(response.status_code, 404)
            self.assertNotIn("Theirs only", response.text)
            self.assertEqual(self.page(path, missing).status_code, 404)
        for search in (self.theirs.name, "Theirs", "Nguyễn", "123 45"):
            text = self.url_open(f"/my/jobs?filterby=all&search={search}").text
            self.assertNotIn(f"/my/jobs/{self.theirs.id}", text)
        for search in ("Nguyễn", "123 45"):
            text = self.url_open(f"/my/jobs?filterby=all&search={search}").text
            self.assertNotIn(f"/my/jobs/{self.job.id}", text, "nobody is found by the customer")
        self.assertIn(f"/my/jobs/{self.job.id}", self.url_open("/my/jobs?search=AC9-0001").text)

    def test_nothing_can_be_done_to_another_centers_job(self):
        self.authenticate("bao", "bao")
        before = self.theirs.read()
        for path, data in [
            ("accept", {}),
            ("decline", {"reason": "x"}),
            ("start", {}),
            ("appointment", {"start": self.next_monday().isoformat()}),
            ("result", {"result": "repaired", "note": "x"}),
            ("finish", {"why_unsigned": "x"}),
            ("parts", {"name": "x", "quantity": "1"}),
        ]:
            with self.subTest(path=path):
                response = self.post(path, self.theirs, **data)
                self.assertIn("not with you", response.text)
        self.post("photos", self.theirs, files={"photos": ("a.png", picture(), "image/png")})
        answer = self.url_open(
            f"/my/jobs/{self.theirs.id}/sign",
            data='{"params": {"name": "x", "signature": "x"}}',
            headers={"Content-Type": "application/json"},
        )
        self.assertIn("error", answer.json())
        self.env.invalidate_all()
        self.assertEqual(self.theirs.read(), before)

    def test_portal_users_read_no_job_by_rpc(self):
        self.accept()
        for user in (self.bao, self.rival):
            jobs = self.env["hau_mai.service"].with_user(user)
            self.assertFalse(jobs.search([("id", "in", (self.job + self.theirs).ids)]))

    def test_a_colleague_sees_the_same_a_customer_nothing(self):
        customer = new_test_user(
            self.env, login="an", password="an_an_an", groups="base.group_portal"
        )
        self.partner.user_ids = customer
        self.authenticate("cuc", "cuc")
        self.assertIn(self.job.name, self.url_open("/my/jobs").text)
        self.authenticate("an", "an_an_an")
        self.assertTrue(self.url_open("/my/jobs").url.endswith("/my"))
        self.assertEqual(self.page().status_code, 404)
        self.post("accept")
        self.assertEqual(self.job.center_state, "offered")

    def test_after_the_contract_only_what_is_open_is_left(self):
        second, third = (
            self.make_service(center_id=self.center.id),
            self.make_service(center_id=self.center.id),
        )
        self.accept()
        self.as_bao(second)._accept_job()
        second.action_done()
        self.center.date_to = self.today - self.today.resolution
        self.authenticate("bao", "bao")
        text = self.url_open("/my/jobs?filterby=all").text
        self.assertIn(self.job.name, text)
        self.assertNotIn(second.name, text)
        self.assertNotIn(third.name, text)
        self.assertEqual([self.page(job=job).status_code for job in (second, third)], [404, 404])
        self.post("accept", third)
        self.assertEqual(third.center_state, "offered")
        self.center.action_archive()
        self.assertEqual(self.page().status_code, 200)

    def test_internal_notes_are_never_shown(self):
        self.accept()
        self.job.message_post(body="The customer is difficult")
        self.job.write({"passed_over": "secret steps"})
        self.authenticate("bao", "bao")
        text = self.page().text
        self.assertNotIn("difficult", text)
        self.assertNotIn("secret steps", text)

    def test_the_list_costs_the_same_for_a_full_page(self):
        jobs = self.Service.create(
            [{"kind": "repair", "unit_id": self.unit.id, "center_id": self.center.id}] * 60
        )

        def cost(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            for record in records:
                record._center_row()
            return self.env.cr.sql_log_count - before

        cost(self.as_bao(jobs))
        self.assertLessEqual(cost(self.as_bao(jobs)), cost(self.as_bao(jobs[:3])))


class TestCenterActions(CenterPortalCase):
    def setUp(self):
        super().setUp()
        self.authenticate("bao", "bao")

    def test_forms_are_sent_not_visited(self):
        for path in ("accept", "decline", "start", "finish", "checklist", "photos", "sign"):
            with self.subTest(path=path):
                self.assertIn(self.page(f"/{path}").status_code, (400, 404, 405))
        response = self.url_open(f"/my/jobs/{self.job.id}/accept", data={"csrf_token": "forged"})
        self.assertEqual(response.status_code, 400)
        self.assertEqual(self.job.center_state, "offered")

    def test_accepting_and_declining(self):
        self.assertIn("The job is yours", self.post("accept").text)
        self.assertEqual(self.job.center_state, "accepted")
        self.assertEqual(self.job.offer_ids.user_id, self.bao)
        self.authenticate("cuc", "cuc")
        self.assertIn("Accepted: Bảo", self.post("accept").text)
        other = self.make_service(center_id=self.center.id)
        self.assertIn("why you decline", self.post("decline", other, reason=" ").text)
        response = self.post("decline", other, reason="No time")
        self.assertTrue(response.url.endswith("/my/jobs"))
        self.assertEqual((other.center_state, other.decline_reason), ("declined", "No time"))
        self.assertEqual(self.page(job=other).status_code, 404)

    def test_the_appointment_is_one_of_the_free_times(self):
        self.accept()
        start = self.next_monday(9)
        self.assertIn(start.isoformat(), self.page().text)
        self.post("appointment", start=start.isoformat())
        self.assertEqual((self.job.date_start, self.job.state), (start, "scheduled"))
        other = self.make_service(center_id=self.center.id)
        self.as_bao(other)._accept_job()
        self.assertNotIn(start.isoformat(), self.page(job=other).text)
        response = self.post("appointment", other, start=start.isoformat())
        self.assertIn("is taken at that time", response.text)
        self.assertIn("Choose a time", self.post("appointment", other, start="soon").text)
        self.assertFalse(other.date_start)

    def test_nothing_is_done_before_accepting_nor_after_the_end(self):
        self.assertIn("accept it first", self.post("start").text)
        self.assertEqual(self.job.state, "new")
        self.accept()
        self.post("start")
        self.assertEqual(self.job.state, "in_progress")
        self.job.action_done()
        self.assertIn("is over", self.post("parts", name="Filter").text)
        self.assertFalse(self.job.line_ids)

    def test_the_checklist(self):
        self.accept()
        leaks, pressure = self.job.check_ids
        foreign = self.env["hau_mai.service.check"].create(
            {"service_id": self.theirs.id, "name": "Not theirs"}
        )
        self.post("checklist", **{
            f"check_{leaks.id}_result": "fail",
            f"check_{leaks.id}_note": "At the valve",
            f"check_{pressure.id}_value": "7,5",
        })  # fmt: skip
        self.assertEqual((leaks.result, leaks.note), ("fail", "At the valve"))
        self.assertEqual((pressure.value, pressure.result), (7.5, "fail"))
        self.post("checklist", **{f"check_{pressure.id}_value": "5"})
        self.assertEqual(pressure.result, "pass")
        for bad in ({f"check_{foreign.id}_result": "pass"}, {f"check_{pressure.id}_value": "much"}):
            response = self.post("checklist", **{f"check_{leaks.id}_result": "pass"} | bad)
            self.assertIn("alert-danger", response.text)
        self.assertEqual((leaks.result, foreign.result), ("fail", False), "nothing half written")

    def test_parts_come_from_the_list(self):
        self.accept()
        self.assertIn("Compressor", self.page().text)
        self.post(
            "parts",
            product_id=self.compressor.id,
            quantity="2",
            serial_in="N1",
            serial_out="O1",
            old_part="customer",
        )
        line = self.job.line_ids
        self.assertEqual((line.product_id, line.quantity, line.kind), (self.compressor, 2, "parts"))
        self.assertEqual((line.serial_in, line.serial_out, line.old_part), ("N1", "O1", "customer"))
        self.assertIn("taken out: O1", self.page().text)
        response = self.post("parts", product_id=self.product.id, quantity="1")
        self.assertIn("not on your list", response.text)
        for quantity in ("0", "-1", "a lot", "nan"):
            self.post("parts", name="Filter", quantity=quantity)
        self.assertEqual(len(self.job.line_ids), 1)
        self.post("parts", name="Filter", quantity="1")
        self.assertEqual(self.job.line_ids[-1].name, "Filter")

    def test_photos(self):
        self.accept()
        self.post("photos", files={"photos": ("a.png", picture(), "image/png")})
        photo = self.job.photo_ids
        self.assertEqual((photo.mimetype, photo.res_id), ("image/jpeg", self.job.id))
        self.assertEqual(max(Image.open(io.BytesIO(photo.raw)).size), 1920)
        shown = self.page(f"/photos/{photo.id}")
        self.assertEqual(shown.headers["Content-Type"], "image/jpeg")
        for name, data in [
            ("a.svg", b"<svg/>"),
            ("a.png", b"%PDF-1.4"),
            ("a.jpg", b"\xff\xd8\xff"),
        ]:
            response = self.post("photos", files={"photos": (name, data, "image/png")})
            self.assertIn("is not a photo", response.text)
        self.assertEqual(len(self.job.photo_ids), 1)
        secret = self.env["ir.attachment"].create(
            {"name": "x", "raw": b"x", "res_model": "hau_mai.service", "res_id": self.job.id}
        )
        self.assertEqual(self.page(f"/photos/{secret.id}").status_code, 404)
        self.authenticate("rival", "rival")
        self.assertEqual(self.page(f"/photos/{photo.id}").status_code, 404)

    def test_photos_of_the_office_are_shown_while_they_are_needed(self):
        of_job = {"res_model": self.job._name, "res_id": self.job.id}
        theirs = self.env["ir.attachment"].create({"name": "home.png", "raw": picture(), **of_job})
        self.job.photo_ids = theirs
        self.assertEqual(self.page(f"/photos/{theirs.id}").status_code, 404, "not accepted yet")
        self.accept()
        self.assertEqual(self.page(f"/photos/{theirs.id}").status_code, 200)
        self.post("photos", files={"photos": ("a.png", picture(), "image/png")})
        own = self.job.photo_ids - theirs
        self.job.action_done()
        self.assertEqual(self.page(f"/photos/{theirs.id}").status_code, 404, "the job is over")
        self.assertEqual(self.page(f"/photos/{own.id}").status_code, 200)

    def test_a_judged_value_stays_when_the_checklist_is_sent_again(self):
        self.accept()
        pressure = self.job.check_ids[1]
        sent = {f"check_{pressure.id}_value": "7"}
        self.post("checklist", **sent)
        self.assertEqual(pressure.result, "fail")
        pressure.result = "pass"
        self.post("checklist", **sent)
        self.assertEqual(pressure.result, "pass", "the office knew better")
        self.post("checklist", **{f"check_{pressure.id}_value": ""})
        self.assertEqual((pressure.measured, pressure.result), (False, False))

    def test_finishing(self):
        self.accept()
        self.assertIn("first how the job went", self.post("finish", why_unsigned="x").text)
        self.assertIn("what was found", self.post("result", result="repaired", note=" ").text)
        self.post("result", result="repaired", note="Cleaned")
        self.assertIn("write down why they do not", self.post("finish").text)
        answer = self.make_jsonrpc_request(
            f"/my/jobs/{self.job.id}/sign", {"name": "An", "signature": "bm8gaW1hZ2U="}
        )
        self.assertIn("could not be read", answer["error"])
        self.env.invalidate_all()
        self.assertEqual(self.job.state, "new")
        self.post("finish", why_unsigned="Nobody at home")
        self.assertEqual(self.job.state, "done")
        self.assertIn("Nobody at home", " ".join(self.job.message_ids.mapped("body")))


class TestCenterTour(CenterPortalCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_partner_does_a_job(self):
        self.start_tour("/my", "hau_mai_center_portal", login="bao")
        self.env.invalidate_all()
        self.assertEqual(self.job.state, "done")
        self.assertTrue(self.job.date_start)
        self.assertEqual(set(self.job.check_ids.mapped("result")), {"pass"})
        self.assertEqual(self.job.result, "repaired")
        self.assertTrue(self.job.customer_signature and self.job.signed_on)
        self.assertEqual(self.job.signed_by, "Nguyễn Văn An")
