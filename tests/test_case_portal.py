"""Customers in the portal: their cases, new ones, answers with files, and what comes of them."""

import base64
import re
from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time

from odoo.addons.hau_mai.controllers.uploads import MAX_PHOTO_SIZE

from .complaint_common import ComplaintCase
from .portal_common import PortalCase

#: The smallest picture there is.
GIF = base64.b64decode("R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==")
PDF = b"%PDF-1.4\n%%EOF"


class CasePortalCase(ComplaintCase, PortalCase):
    """The hotel of the portal with a case of one of its people, and somebody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls.make_complaint(
            partner_id=cls.customer.partner_id.id, subject="It drips", user_id=cls.agent.id
        )
        cls.hidden = cls.make_complaint(
            partner_id=cls.other.partner_id.id, subject="Somebody's secret"
        )

    def answer(self, case, body, **vals):
        """A message of ours to the customer."""
        return case.with_user(self.agent).message_post(
            body=body, message_type="comment", subtype_xmlid="mail.mt_comment", **vals
        )

    def words(self, case):
        """What customers wrote in a case, the latest first."""
        return [
            message.preview
            for message in case.message_ids
            if message.subtype_id == self.env.ref("mail.mt_comment")
            and case._is_customer(message.author_id)
        ]

    def act(self, what, user=None, case=None, token=None, files=None, **data):
        path = f"/hau_mai/case/{token}" if token else f"/my/requests/{(case or self.case).id}"
        files = [("files", file) for file in files or []]
        return self.post(f"{path}/{what}", user, files=files or None, **data)


class TestCasePortal(CasePortalCase):
    # === LIST === #

    def test_the_list_shows_ones_own_and_search_no_more(self):
        page = self.open("/my/requests", self.customer)
        self.assertIn("It drips", page.text)
        self.assertIn("We have your request and will look at it.", page.text)
        self.assertNotIn("secret", page.text)
        self.case.serial_number = "SN-5"
        for text in (self.case.name, "DRIPS", "sn-5"):
            found = self.open(f"/my/requests?search={text}", self.customer)
            self.assertIn("It drips", found.text, text)
        for text in ("secret", self.hidden.name, "%"):
            found = self.open(f"/my/requests?search={text}", self.customer)
            self.assertNotIn("Somebody's secret", found.text, text)
        self.assertIn("/web/login", self.open("/my/requests").url)

    def test_filters_sortings_and_pages(self):
        many = self.Complaint.create(
            [
                {"subject": f"Number {n:02}", "partner_id": self.customer.partner_id.id}
                for n in range(25)
            ]
        )
        many[:3].action_close("withdrawn")
        first = self.open("/my/requests?sortby=subject&filterby=open", self.customer).text
        self.assertNotIn("Number 02", first)
        self.assertIn("It drips", first)
        self.assertIn("Number 21", first)
        self.assertNotIn("Number 22", first)
        second = self.open("/my/requests/page/2?sortby=subject&filterby=open", self.customer).text
        self.assertIn("Number 24", second)
        over = self.open("/my/requests?filterby=over", self.customer).text
        self.assertIn("You withdrew this request.", over)
        self.assertNotIn("It drips", over)
        self.case.action_wait("customer")
        answer = self.open("/my/requests?filterby=answer", self.customer).text
        self.assertIn("Your turn", answer)
        self.assertNotIn("Number 20", answer)
        self.assertEqual(
            self.open("/my/requests?filterby=x&sortby=y", self.customer).status_code, 200
        )

    def test_a_long_list_costs_no_more_queries(self):
        def words(count):
            cases = self.Complaint.create(
                [{"subject": "x", "partner_id": self.customer.partner_id.id}] * count
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            for case in cases:
                case._portal_sentence()
                case.company_id._hau_mai_day(case.date_open)
            return self.env.cr.sql_log_count - before

        words(1)
        self.assertEqual(words(20), words(2))

    def test_the_home_page_counts_them(self):
        self.log_in(self.customer)
        counts = self.make_jsonrpc_request("/my/counters", {"counters": ["hau_mai_case_count"]})
        self.assertEqual(counts, {"hau_mai_case_count": 1})
        for user in (self.customer, self.colleague):
            self.assertRegex(
                self.open("/my", user).text,
                r"o_portal_index_card  ?col-md-6[^>]*>\s*<a[^>]*/my/requests",
            )

    # === PAGE === #

    def test_the_page_says_who_waits_for_whom(self):
        expected = {
            "in_progress": "We are working on it.",
            "customer": "We are waiting for your answer.",
            "supplier": "We are waiting for the answer of our supplier.",
            "center": "The service center is working on it.",
        }
        for step, words in expected.items():
            if step == "in_progress":
                self.case.with_user(self.agent).action_take()
            else:
                self.case.action_wait(step, "an internal reason")
            page = self.open(f"/my/requests/{self.case.id}", self.customer).text
            self.assertIn(words, page)
            self.assertNotIn("internal reason", page)
        self.solve(self.case)
        page = self.open(f"/my/requests/{self.case.id}", self.customer).text
        self.assertIn("We have solved it.", page)
        self.assertIn("Repair", page)
        self.assertNotIn(self.cause.name, page)

    def test_the_page_says_until_when_we_answer(self):
        self.case.date_acknowledged = self.case.date_open
        self.case.action_wait("customer")
        url = f"/my/requests/{self.case.id}"
        self.assertNotIn('name="until"', self.open(url, self.customer).text)
        late = self.make_complaint(
            partner_id=self.customer.partner_id.id, date_open="2026-01-05 03:00:00"
        )
        page = self.text(self.open(f"/my/requests/{late.id}", self.customer))
        self.assertRegex(
            page, r"We wanted to answer by Thursday, January 8, 2026, 10:00\sAM\. We are sorry"
        )
        soon = self.make_complaint(partner_id=self.customer.partner_id.id)
        page = self.text(self.open(f"/my/requests/{soon.id}", self.customer))
        moment = " ".join(soon._portal_moment(soon.date_deadline).split())
        self.assertIn(f"You hear from us by {moment}", page)

    def test_the_conversation_shows_no_internal_word(self):
        self.answer(self.case, "We come tomorrow", attachments=[("offer.pdf", PDF)])
        self.case.with_user(self.agent).message_post(
            body="He shouts a lot", attachments=[("margin.pdf", PDF)]
        )
        self.case.user_id = self.manager
        page = self.open(f"/my/requests/{self.case.id}", self.customer).text
        self.assertIn("We come tomorrow", page)
        self.assertEqual(page.count("offer.pdf"), 2, "in the message and among the documents")
        for word in ("shouts", "margin.pdf", "Assigned To"):
            self.assertNotIn(word, page)

    def test_what_was_said_on_the_phone_is_shown_until_it_was_written(self):
        self.case.description = "<p>My kitchen is wet</p>"
        url = f"/my/requests/{self.case.id}"
        self.assertIn("My kitchen is wet", self.open(url, self.customer).text)
        self.act("reply", self.customer, text="It is worse")
        self.assertNotIn("My kitchen is wet", self.open(url, self.customer).text)

    def test_files_are_downloads_and_only_those_of_the_conversation(self):
        self.answer(self.case, "Here", attachments=[("page.html", b"<script>1</script>")])
        shown = self.case._portal_attachments()
        url = f"/my/requests/{self.case.id}/file"
        file = self.open(f"{url}/{shown.id}", self.customer)
        self.assertEqual(file.content, b"<script>1</script>")
        self.assertTrue(file.headers["Content-Disposition"].startswith("attachment"))
        self.assertEqual(file.headers["X-Content-Type-Options"], "nosniff")
        internal = self.env["ir.attachment"].create(
            {"name": "x", "raw": b"x", "res_model": self.case._name, "res_id": self.case.id}
        )
        self.answer(self.hidden, "There", attachments=[("other.pdf", PDF)])
        for wrong in (internal, self.hidden._portal_attachments()):
            self.assertEqual(self.open(f"{url}/{wrong.id}", self.customer).status_code, 404)
        for user in (self.other, self.colleague, None):
            self.assertEqual(self.open(f"{url}/{shown.id}", user).status_code, 404)

    # === WHAT THE CUSTOMER DOES === #

    def test_an_answer_with_a_file(self):
        page = self.act(
            "reply", self.customer, text="See\nthe photo", files=[("a.gif", GIF, "image/gif")]
        )
        self.assertIn("Thank you, we have your answer.", page.text)
        message = self.case.message_ids[0]
        self.assertEqual(message.author_id, self.customer.partner_id)
        self.assertEqual(message.subtype_id, self.env.ref("mail.mt_comment"))
        self.assertIn("See<br>the photo", message.body)
        self.assertEqual(message.attachment_ids.mapped("raw"), [GIF])
        self.assertEqual(message.attachment_ids.res_id, self.case.id)
        self.assertIn("a.gif", page.text)

    def test_words_are_words(self):
        page = self.act("reply", self.customer, text="<script>alert(1)</script> & more")
        self.assertIn("&lt;script&gt;alert(1)&lt;/script&gt; &amp; more", page.text)
        self.assertNotIn("<script>alert", page.text)

    def test_what_is_no_answer_is_refused_and_nothing_is_written(self):
        before = self.case.message_ids
        for files, words in (
            ([], "Please write something, or choose a file."),
            ([("a.exe", b"MZ\x90\x00", "image/gif")], "neither a photo nor a PDF"),
            ([("a.html", b"<html></html>", "text/html")], "neither a photo nor a PDF"),
            ([("a.gif", GIF + b"0" * MAX_PHOTO_SIZE, "image/gif")], "larger than 10 MB"),
            ([("a.gif", GIF, "image/gif")] * 6, "at most 5 files"),
        ):
            page = self.act("reply", self.customer, text="" if not files else "x", files=files)
            self.assertIn(words, self.text(page))
            self.assertIn("Up to 5 photos or PDF files", self.text(page))
        self.assertEqual(self.case.message_ids, before)

    def test_withdrawing_says_why_and_tells_who_works_on_it(self):
        page = self.act("withdraw", self.customer, reason=" ")
        self.assertIn("why you withdraw it", page.text)
        self.assertEqual(self.case.state, "new")
        page = self.act("withdraw", self.customer, reason="I found the switch")
        self.assertIn("Your request is withdrawn.", page.text)
        self.assertEqual((self.case.state, self.case.close_reason), ("closed", "withdrawn"))
        note = self.case.message_ids.filtered(lambda m: "found the switch" in m.body)
        self.assertEqual(note.author_id, self.customer.partner_id)
        self.assertIn(self.agent.partner_id, note.notified_partner_ids)
        again = self.act("withdraw", self.customer, reason="Again")
        self.assertIn("not possible any more", again.text)

    def test_confirming_closes_and_only_what_is_solved(self):
        self.assertIn("not possible any more", self.act("confirm", self.customer).text)
        self.assertEqual(self.case.state, "new")
        self.solve(self.case)
        page = self.act("confirm", self.customer)
        self.assertIn("We are glad that it is solved.", page.text)
        self.assertEqual((self.case.state, self.case.close_reason), ("closed", "confirmed"))

    def test_reopening_with_words_and_files(self):
        self.solve(self.case)
        page = self.act("reopen", self.customer, text="")
        self.assertIn("what is still wrong", page.text)
        self.assertEqual(self.case.state, "solved")
        page = self.act(
            "reopen", self.customer, text="It drips again", files=[("b.pdf", PDF, "x/y")]
        )
        self.assertIn("We take it up again.", page.text)
        self.assertEqual((self.case.state, self.case.reopen_count), ("in_progress", 1))
        self.assertEqual(self.words(self.case)[0], "It drips again")

    def test_what_was_over_long_ago_goes_on_as_a_new_case(self):
        self.solve(self.case)
        self.case.date_solved -= timedelta(days=self.company.hau_mai_reopen_days + 2)
        page = self.act("reopen", self.customer, text="It drips again")
        self.assertEqual(self.case.state, "solved")
        case = self.case.related_ids
        self.assertEqual(self.words(case), ["It drips again"])
        self.assertIn(f"/my/requests/{case.id}", page.url)
        self.assertIn("We take it up again.", page.text)
        token = self.case._link_token()
        page = self.act("reopen", token=token, text="And again")
        self.assertIn("/hau_mai/case/", page.url)
        self.assertNotIn(token, page.url)
        self.assertIn("And again", page.text)

    def test_what_went_on_elsewhere_cannot_be_reopened(self):
        original = self.make_complaint(partner_id=self.customer.partner_id.id, subject="The first")
        self.case.action_duplicate(original.id, "the same")
        page = self.open(f"/my/requests/{self.case.id}", self.customer)
        self.assertIn("goes on in another of your requests", page.text)
        self.assertNotIn('name="reopen"', page.text)
        self.assertIn(f'href="/my/requests/{original.id}"', page.text)
        self.act("reopen", self.customer, text="Please")
        self.assertEqual(self.case.state, "closed")
        page = self.open(f"/hau_mai/case/{self.case._link_token()}")
        link = re.search(r'<a[^>]*name="goes_on"[^>]*>', page.text).group()
        self.assertIn("The first", self.open(re.search('href="([^"]+)"', link).group(1)).text)
        original.partner_id = self.other.partner_id
        page = self.open(f"/my/requests/{self.case.id}", self.customer)
        self.assertNotIn('name="goes_on"', page.text)
        page = self.open(f"/hau_mai/case/{self.case._link_token()}")
        self.assertNotIn('name="goes_on"', page.text)

    def test_rating_by_the_page_of_core_once(self):
        self.solve(self.case)
        page = self.open(f"/my/requests/{self.case.id}", self.customer)
        self.assertNotIn('name="rate"', page.text)
        self.act("confirm", self.customer)
        page = self.act("rate", self.customer, rate="3")
        self.assertIn("/rate/", page.url)
        token = page.url.split("/")[-2]
        self.post(f"/rate/{token}/submit_feedback", self.customer, rate="3", feedback="Slow")
        rating = self.env["rating.rating"].search(
            [("res_model", "=", self.case._name), ("res_id", "=", self.case.id)]
        )
        self.assertEqual((rating.rating, rating.feedback), (3, "Slow"))
        self.assertEqual(rating.partner_id, self.customer.partner_id)
        page = self.open(f"/my/requests/{self.case.id}", self.customer)
        self.assertIn("You rated us", page.text)
        self.assertNotIn('name="rate"', page.text)

    def test_each_closing_can_be_rated(self):
        self.solve(self.case)
        self.case.action_close()
        self.case.rating_apply(1, token=self.case._rating_get_access_token())
        self.assertNotIn("rate", self.case._portal_actions())
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            if self.case.state == "closed":
                self.case.action_reopen()
            self.solve(self.case)
            self.case.action_close()
            self.assertIn("rate", self.case._portal_actions())

    # === A NEW ONE === #

    def ask(self, user=None, files=(), **data):
        values = {
            "type": "complaint",
            "about": f"unit-{self.unit.id}",
            "subject": "Too loud",
            "text": "It hums\nat night",
        }
        files = [("files", file) for file in files] or None
        return self.post("/my/requests/new", user or self.customer, files=files, **values | data)

    def find(self, subject="Too loud"):
        return self.Complaint.search([("subject", "=", subject)])

    def test_a_new_case_about_ones_own_card(self):
        page = self.ask(files=[("a.gif", GIF, "image/gif")])
        self.assertIn("We have your request and will answer soon.", page.text)
        case = self.find()
        self.assertEqual(case.partner_id, self.customer.partner_id)
        self.assertEqual(case.commercial_partner_id, self.hotel)
        self.assertEqual((case.channel, case.type, case.state), ("portal", "complaint", "new"))
        self.assertEqual(case.unit_id, self.unit)
        self.assertEqual(case.product_id, self.unit.product_id)
        self.assertEqual(case.serial_number, "AC-77")
        self.assertEqual(case.team_id.company_id, self.company)
        self.assertFalse(case.user_id)
        self.assertIn("It hums<br>at night", case.description)
        self.assertEqual(self.words(case), ["It hums at night"])
        self.assertEqual(case._portal_attachments().mapped("name"), ["a.gif"])

    def test_sending_twice_makes_one_case(self):
        self.ask()
        page = self.ask()
        self.assertIn("We have this request already.", page.text)
        self.assertEqual(len(self.find()), 1)
        self.ask(text="Something else")
        self.assertEqual(len(self.find()), 2)

    def test_about_an_order_a_line_a_job_or_a_serial_number(self):
        order = self.make_order((self.product, 1), partner_id=self.customer.partner_id.id)
        job = self.make_service(unit_id=self.unit.id)
        for number, (about, serial, expected) in enumerate(
            (
                (f"order-{order.id}", "", {"order_id": order}),
                (
                    f"line-{order.order_line.id}",
                    "",
                    {
                        "sale_line_id": order.order_line,
                        "order_id": order,
                        "product_id": self.product,
                    },
                ),
                (f"service-{job.id}", "", {"service_id": job, "unit_id": self.unit}),
                ("other", "ac-77", {"unit_id": self.unit}),
                ("other", "Q-1", {"serial_number": "Q-1"}),
                ("other", "XX-99", {"serial_number": "XX-99", "unit_id": self.env["hau_mai.unit"]}),
            )
        ):
            self.ask(about=about, serial=serial, subject=f"About {number}")
            case = self.find(f"About {number}")
            self.assertEqual({name: case[name] for name in expected}, expected)

    def test_nothing_of_others_can_be_chosen(self):
        order = self.make_order((self.product, 1), partner_id=self.other.partner_id.id)
        job = self.make_service(unit_id=self.theirs.id)
        form = self.open("/my/requests/new", self.customer).text
        for about in (
            f"unit-{self.theirs.id}",
            f"order-{order.id}",
            f"line-{order.order_line.id}",
            f"service-{job.id}",
            "unit-999999999",
            "unit-99999999999999",
            "unit-x",
            "res.users-1",
        ):
            self.assertNotIn(f'"{about}"', form)
            page = self.ask(about=about)
            self.assertIn("Please choose what it is about.", page.text, about)
            self.assertNotIn(
                "selected", self.open(f"/my/requests/new?about={about}&type=x", self.customer).text
            )
        self.assertFalse(self.find())

    def test_what_is_missing_is_said_and_what_was_typed_stays(self):
        for data, words in (
            ({"subject": " "}, "what it is about, and what happened"),
            ({"text": ""}, "what it is about, and what happened"),
            ({"type": "x"}, "choose what kind of request"),
            ({"files": [("a.txt", b"words", "image/png")]}, "neither a photo nor a PDF"),
        ):
            page = self.ask(**data)
            self.assertIn(words, page.text)
            if "text" not in data:
                self.assertIn("at night", page.text)
        self.assertFalse(self.find())

    def test_the_form_starts_from_what_it_is_about(self):
        page = self.open(f"/my/requests/new?about=unit-{self.unit.id}&type=claim", self.customer)
        self.assertRegex(page.text, rf'value="unit-{self.unit.id}"\s+selected="True"')
        self.assertRegex(page.text, r'value="claim"\s+selected="True"')
        job = self.make_service(unit_id=self.unit.id)
        page = self.open(f"/my/services/{job.id}", self.customer)
        self.assertIn(f"/my/requests/new?about=service-{job.id}", page.text)
        page = self.open(f"/my/requests/new?about=service-{job.id}", self.customer)
        self.assertIn(job.name, page.text)

    # === WHOLE WAY === #

    def test_a_customer_in_the_portal(self):
        self.browser_size = "390x844"
        self.start_tour("/my", "hau_mai_portal_case_open", login="an")
        case = self.find("It is too loud")
        self.assertEqual(case.unit_id, self.unit)
        self.answer(case, "Is it the fan?")
        case.action_wait("customer")
        self.start_tour("/my/requests", "hau_mai_portal_case_reply", login="an")
        self.assertEqual(self.words(case)[0], "Yes, the fan")
        self.assertEqual(case._portal_attachments().mapped("name"), ["fan.gif"])
        case.action_resume()
        self.solve(case)
        self.start_tour("/my/requests", "hau_mai_portal_case_end", login="an")
        self.assertEqual((case.state, case.close_reason), ("closed", "confirmed"))
        self.assertEqual(case._portal_rating().rating, 5)
