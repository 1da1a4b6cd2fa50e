"""The customer's page of their data: their own, by their own hand."""

from odoo.addons.hau_mai.controllers.portal_privacy import PORTAL_KINDS

from .portal_common import PortalCase


class TestPrivacyPortal(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Request = cls.env["hau_mai.privacy.request"]
        cls.me = cls.customer.partner_id
        cls.me.email = "an@example.com"

    def requests(self, user=None):
        partner = (user or self.customer).partner_id
        return self.Request.search([("partner_id", "=", partner.id)])

    def make_copy(self, user=None):
        request = self.Request.create(
            {
                "partner_id": (user or self.customer).partner_id.id,
                "kind": "export",
                "identity": "portal",
            }
        )
        request.action_export()
        return request

    def test_the_page_says_what_is_held_in_numbers(self):
        text = self.text(self.open("/my/privacy", self.customer))
        for words in ("What we hold about you", "Warranty cards", "A copy of my data"):
            self.assertIn(words, text)
        self.assertNotIn("XX-99", text)

    def test_the_home_page_leads_there(self):
        self.assertIn("/my/privacy", self.open("/my/home", self.customer).text)

    def test_each_right_is_asked_for_by_post(self):
        for kind in PORTAL_KINDS:
            with self.subTest(kind=kind):
                url = f"/my/privacy/ask?kind={kind}"
                self.assertIn(self.open(url, self.customer).status_code, (404, 405))
                answer = self.post(
                    "/my/privacy/ask", self.customer, kind=kind, text="Words of mine"
                )
                self.assertEqual(answer.status_code, 200)
                made = self.requests().filtered(lambda asked, kind=kind: asked.kind == kind)
                self.assertEqual((made.identity, made.channel), ("portal", "portal"))
                self.assertIn(made.name, self.text(answer))
        self.assertTrue(self.me.processing_restricted)

    def test_advertising_stops_at_once(self):
        self.env["hau_mai.consent"].create(
            {"partner_id": self.me.id, "purpose": "marketing", "channel": "email",
             "state": "granted", "source": "Form", "date": "2026-01-01 00:00:00"}
        )  # fmt: skip
        moment = self.env.cr.now()
        self.assertTrue(self.me._contact_verdict("email", "marketing", moment)[0])
        answer = self.post("/my/privacy/ask", self.customer, kind="withdraw")
        self.assertIn("no advertising any more", self.text(answer))
        self.env.invalidate_all()
        later = self.env["hau_mai.consent"].search([], limit=1).date
        self.assertFalse(self.me._contact_verdict("email", "marketing", later)[0])
        self.assertEqual(self.requests().state, "done")

    def test_the_same_is_not_asked_twice(self):
        for _time in range(2):
            answer = self.post("/my/privacy/ask", self.customer, kind="delete", text="Please")
        self.assertIn("We have this request already", self.text(answer))
        self.assertEqual(len(self.requests()), 1)

    def test_what_needs_words_says_so_and_writes_nothing(self):
        answer = self.post("/my/privacy/ask", self.customer, kind="correct", text="  ")
        self.assertIn("Tell us in a few words", self.text(answer))
        self.assertFalse(self.requests())

    def test_what_cannot_be_asked_for_here_is_not_found(self):
        for kind in ("know", "complaint", "nonsense", ""):
            answer = self.post("/my/privacy/ask", self.customer, kind=kind)
            self.assertEqual(answer.status_code, 404)
        self.assertFalse(self.requests())

    def test_the_copy_is_for_its_person_alone(self):
        asked = self.make_copy()
        for form, content in (("data", b"an@example.com"), ("paper", b"")):
            url = f"/my/privacy/{asked.id}/{form}"
            with self.subTest(form=form):
                mine = self.open(url, self.customer)
                self.assertEqual(mine.status_code, 200)
                self.assertIn(content, mine.content)
                self.assertIn("attachment", mine.headers["Content-Disposition"])
                self.assertEqual(mine.headers["Cache-Control"], "no-store")
                for stranger in (self.colleague, self.other):
                    self.assertEqual(self.open(url, stranger).status_code, 404)
                self.assertIn("/web/login", self.open(url).url)
        self.assertEqual(self.open(f"/my/privacy/{asked.id}/all", self.customer).status_code, 404)

    def test_the_copy_is_to_be_had_for_a_while_only(self):
        asked = self.make_copy()
        asked.date_export_until = self.company._hau_mai_today().replace(year=2020)
        self.assertEqual(self.open(f"/my/privacy/{asked.id}/data", self.customer).status_code, 404)
        self.assertNotIn("Download to read", self.open("/my/privacy", self.customer).text)

    def test_nobody_sees_the_requests_of_a_colleague(self):
        asked = self.make_copy()
        self.assertIn(asked.name, self.open("/my/privacy", self.customer).text)
        for stranger in (self.colleague, self.other):
            self.assertNotIn(asked.name, self.open("/my/privacy", stranger).text)

    def test_customers_read_nothing_of_it_by_rpc(self):
        partner = self.me.with_user(self.customer)
        fields = set(partner.fields_get([]))
        hidden = {"processing_restricted", "privacy_erased_on", "privacy_request_ids"}
        self.assertFalse(fields & hidden)
        self.assertFalse(self.Request.with_user(self.customer).has_access("read"))
