"""The links in messages: each opens one case, for whom it was sent to, and ends."""

from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time
from odoo.tools import hash_sign

from odoo.addons.hau_mai.models.hau_mai_complaint_link import SCOPE

from .test_case_portal import GIF, PDF, CasePortalCase


class TestCaseLink(CasePortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.partner_id.email = "an@hotel.example"
        cls.token = cls.case._link_token()
        cls.answer(cls, cls.case, "Here is the letter", attachments=[("letter.pdf", PDF)])

    def path(self, token=None):
        return f"/hau_mai/case/{token or self.token}"

    def old(self, case=None, days=31):
        """A link that has ended."""
        with freeze_time(fields.Datetime.now() - timedelta(days=days)):
            return (case or self.case)._link_token()

    def renew(self, token):
        """What the page says when a new link is asked for."""
        return self.act("renew", token=token).text.split("<main")[1]

    def mails(self):
        return self.env["mail.mail"].search([("subject", "like", self.case.name)])

    # === WHAT IT OPENS === #

    def test_it_opens_its_case_without_logging_in(self):
        self.assertTrue(
            self.case._portal_url().startswith(f"{self.case.get_base_url()}/hau_mai/case/")
        )
        page = self.open(self.path())
        self.assertIn("It drips", page.text)
        self.assertIn("Here is the letter", page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertEqual(page.headers["Referrer-Policy"], "same-origin")
        file = self.case._portal_attachments()
        download = self.open(f"{self.path()}/file/{file.id}")
        self.assertEqual(download.content, PDF)
        self.assertIn(f"{self.path()}/file/{file.id}", page.text)
        self.assertNotIn(
            "/my/requests/", page.text.split("<main")[1].replace("/my/requests/new", "")
        )

    def test_it_opens_no_other(self):
        for path in (f"/my/requests/{self.case.id}", f"/my/requests/{self.hidden.id}"):
            self.assertSentAway(self.open(path))
        self.answer(self.hidden, "Theirs", attachments=[("theirs.pdf", PDF)])
        file = self.hidden._portal_attachments()
        self.assertEqual(self.open(f"{self.path()}/file/{file.id}").status_code, 404)

    def test_everything_can_be_done_by_it_and_is_noted(self):
        page = self.act(
            "reply", token=self.token, text="By link", files=[("a.gif", GIF, "image/gif")]
        )
        self.assertIn("Thank you, we have your answer.", page.text)
        self.assertIn(self.path(), page.url)
        self.assertEqual(self.words(self.case)[0], "By link")
        log = self.case.message_ids[0]
        self.assertIn("By the link that was sent to", log.body)
        self.assertTrue(log.subtype_id.internal)
        self.solve(self.case)
        self.act("reopen", token=self.token, text="Not yet")
        self.assertEqual(self.case.state, "in_progress")
        self.solve(self.case)
        self.act("confirm", token=self.token)
        self.assertEqual(self.case.close_reason, "confirmed")
        self.assertIn("/rate/", self.act("rate", token=self.token, rate="5").url)
        case = self.make_complaint(partner_id=self.customer.partner_id.id)
        self.act("withdraw", token=case._link_token(), reason="Never mind")
        self.assertEqual(case.close_reason, "withdrawn")

    def test_it_is_read_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.customer.partner_id.lang = "vi_VN"
        self.assertIn("tháng", self.open(self.path()).text)

    def test_whoever_works_for_us_looks_but_does_not_act(self):
        page = self.open(self.path(), self.agent)
        self.assertIn("It drips", page.text)
        self.assertNotIn('name="reply"', page.text)
        page = self.act("reply", self.agent, token=self.token, text="As if I were them")
        self.assertIn("Only the customer can do this.", page.text)
        self.assertNotIn("As if I were them", self.words(self.case))

    # === WHEN IT ENDS === #

    def test_it_ends_after_the_days_of_the_company(self):
        self.company.hau_mai_case_link_days = 10
        self.assertIn("It drips", self.open(self.path(self.old(days=9))).text)
        for token in (self.old(days=10), self.old(days=400)):
            page = self.open(self.path(token))
            self.assertIn("This link does not work any more", page.text)
            self.assertNotIn("It drips", page.text)
            self.act("reply", token=token, text="Too late")
            self.assertNotIn("Too late", self.words(self.case))

    def test_each_message_brings_a_new_one(self):
        with freeze_time("2026-01-01 10:00:00"):
            first = self.case._portal_url()
        with freeze_time("2026-01-02 10:00:00"):
            second = self.case._portal_url("closed")
        self.assertNotEqual(first, second)
        self.assertTrue(second.endswith("#rate"))

    def test_what_we_did_not_sign_opens_nothing(self):
        values = [self.case.id, self.customer.partner_id.id, 4102444800]
        forged = (
            "x",
            "AAAA",
            "%C3%A9",
            self.token[:-4] + "AAAA",
            hash_sign(self.env, "another scope", values),
            hash_sign(self.env, SCOPE, [999999999, *values[1:]]),
        )
        for token in forged:
            page = self.open(self.path(token))
            self.assertEqual(page.status_code, 200, token)
            self.assertIn("This link does not work any more", page.text, token)

    def test_it_ends_when_the_case_is_somebody_elses(self):
        self.case.partner_id = self.other.partner_id
        self.assertIn("This link does not work any more", self.open(self.path()).text)

    def test_after_a_merge_it_opens_where_the_case_goes_on(self):
        target = self.make_complaint(
            partner_id=self.customer.partner_id.id, subject="It drips in the kitchen"
        )
        self.case._merge_into(target)
        page = self.open(self.path())
        self.assertIn("It drips in the kitchen", page.text)
        self.assertIn("Here is the letter", page.text)
        self.act("reply", token=self.token, text="Both of them")
        self.assertEqual(self.words(target)[0], "Both of them")
        self.assertIn("does not work", self.open(self.path(self.old())).text)

    def test_given_to_an_address_it_is_for_the_customer_with_that_address(self):
        case = self.make_complaint(partner_id=False, email_from="Cúc <cuc@example.com>")
        token = case._link_token()
        self.act("reply", token=token, text="From nobody you know")
        message = case.message_ids.filtered(lambda m: "nobody you know" in m.body)
        self.assertFalse(message.author_id)
        self.assertIn("cuc@example.com", message.email_from)
        self.assertIn("Thank you", self.act("reply", token=token, text="Again").text)
        self.other.partner_id.email = "CUC@example.com"
        case.partner_id = self.other.partner_id
        self.act("reply", token=token, text="It is me")
        self.assertEqual(self.words(case)[0], "It is me")
        self.other.partner_id.email = "somebody@example.com"
        self.assertIn("does not work", self.open(self.path(token)).text)

    # === A NEW ONE === #

    def test_a_new_link_goes_to_the_address_on_file_once_an_hour(self):
        token = self.old()
        self.assertIn('name="renew"', self.open(self.path(token)).text)
        answers = {self.renew(token) for _ in range(3)}
        mail = self.mails()
        self.assertEqual(len(mail), 1)
        self.assertIn("an@hotel.example", mail.email_to)
        [link] = [url for url in mail.body_html.split('"') if "/hau_mai/case/" in url]
        self.assertIn("It drips", self.open(link.split(self.base_url())[1]).text)
        # what is not ours gets the same answer, and nobody a mail
        answers.add(self.renew("x"))
        self.assertEqual(len(answers), 1)
        self.assertEqual(len(self.mails()), 1)
        self.case.date_link_sent -= timedelta(hours=1)
        self.act("renew", token=token)
        self.assertEqual(len(self.mails()), 2)

    def test_a_new_link_is_asked_for_by_post(self):
        token = self.old()
        self.assertIn(self.open(f"{self.path(token)}/renew").status_code, (404, 405))
        self.assertEqual(
            self.url_open(f"{self.path(token)}/renew", data={"x": "1"}).status_code, 400
        )
        self.assertFalse(self.mails())

    # === CORE'S OWN WAYS === #

    def test_nothing_of_core_opens_a_case_for_ever(self):
        url = self.case.get_portal_url()
        self.assertFalse(self.case.access_token)
        self.assertIn("It drips", self.open(url).text)
        with freeze_time(fields.Datetime.now() - timedelta(days=31)):
            old = self.case.get_portal_url()
            share = self.case._get_share_url(redirect=True, pid=self.customer.partner_id.id)
        for link in (old, share):
            self.assertIn("This link does not work any more", self.open(link).text)
        partner = self.customer.partner_id
        self.assertNotEqual(self.case._sign_token(partner.id), self.case._sign_token(partner.id))
        for params in (
            {"token": self.case._portal_ensure_token()},
            {"pid": partner.id, "hash": self.case._sign_token(partner.id)},
        ):
            public = self.env(user=self.env.ref("base.public_user"))["hau_mai.complaint"]
            self.assertFalse(public._get_thread_with_access(self.case.id, mode="read", **params))

    def test_the_button_of_a_notification_is_such_a_link(self):
        self.case.message_subscribe(self.customer.partner_id.ids)
        message = self.answer(self.case, "Read this")
        groups = self.case._notify_get_recipients_groups(message, "Case")
        [button] = [
            options["button_access"] for name, _is, options in groups if name == "portal_customer"
        ]
        self.assertIn("/hau_mai/case/", button["url"])
