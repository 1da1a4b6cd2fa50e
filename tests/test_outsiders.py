"""People on the internet and customers in the portal, who try what no link of ours offers."""

from datetime import date, timedelta

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw

from .portal_common import PortalCase

#: What is put where a link has its key: none of it may be more than "not found".
NASTY = (
    "x", "0", "-1", "1-1-", "٣-١-" + "a" * 32, "é" * 40,
    "9" * 30, "../../etc/passwd", "..%2F..%2Fetc", "' OR 1=1 --", "<script>alert(1)</script>",
    "{{7*7}}", "AQ==", "A" * 5000, "%F0%9F%98%80", "%ff%fe", "1-1-" + "é" * 32,
)  # fmt: skip

#: (route with a key, method)
BY_KEY = (
    ("/contact/%s", "GET"),
    ("/contact/%s", "POST"),
    ("/contact/%s/stop", "GET"),
    ("/contact/%s/stop", "POST"),
    ("/nps/%s", "GET"),
    ("/nps/%s", "POST"),
    ("/nps/%s/withdraw", "POST"),
    ("/r/%s", "GET"),
    ("/rate/%s/withdraw", "POST"),
    ("/reviews/%s", "GET"),
    ("/reviews/page/%s", "GET"),
    ("/warranty/card/%s/activate", "GET"),
    ("/warranty/card/%s/activate", "POST"),
)

#: What anybody sends that changes something, without the key of the form.
CHANGES = (
    ("/contact/{contact}", {"marketing-email": "granted"}),
    ("/nps/{nps}", {"score": "0"}),
    ("/nps/{nps}/withdraw", {}),
    ("/my/contact-preferences", {"stop": "everything"}),
    ("/my/loyalty/referral", {"code": "K7WM2XQP"}),
    ("/my/privacy/ask", {"kind": "delete", "text": "x"}),
    ("/my/reviews/1/withdraw", {}),
    ("/warranty/activate", {"serial": "X-1", "name": "x", "phone": "0912345678"}),
)

#: What customers may read by RPC of ours on documents they can read anyway: about themselves,
#: and how the shop works. Nothing that tells colleagues apart, no limit of what may be given away.
PERSON = {"unit_ids", "unit_count", "service_count", "hau_mai_case_sharing"}
READS = {
    "res.partner": PERSON,
    "res.users": PERSON,
    "sale.order": {
        "unit_ids", "unit_count", "service_id", "service_count", "date_delivered",
        "warranties_outdated", "partner_id",
    },
    "sale.order.line": {
        "unit_ids", "maintenance_sentence", "warranty_sentence", "service_line_id",
        "warranty_policy_id", "maintenance_plan_id", "extended_line_id", "extended_unit_id",
        "extension_line_ids", "extended_sentence", "extends_warranty", "may_extend",
    },
    "product.template": set(),
    "product.product": set(),
    "product.category": set(),
    "product.pricelist": set(),
}  # fmt: skip
#: Settings that are nobody's business outside.
INTERNAL_SETTINGS = {
    "hau_mai_voucher_limit_user", "hau_mai_voucher_limit_all", "hau_mai_goodwill_limit",
}  # fmt: skip


#: Method of core -> how it says no.
REFUSALS = {"read": AccessError, "copy": AccessError, "export_data": UserError}


class TestOutsiders(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.hau_mai_reviews_public = True
        cls.guest = cls.env["res.partner"].create(
            {"name": "Phạm Thị Duyên", "email": "duyen@example.com", "lang": "en_US"}
        )
        cls.answer = cls.env["hau_mai.nps"].create(
            {
                "partner_id": cls.guest.id,
                "commercial_partner_id": cls.guest.id,
                "company_id": cls.company.id,
                "date_due": date.today(),
                "state": "asked",
                "date_sent": cls.env.cr.now(),
                "date_until": date.today() + timedelta(days=30),
            }
        )
        cls.keys = {
            "contact": cls.guest._contact_token(cls.company),
            "nps": cls.answer._answer_token(),
        }

    def consents(self):
        return self.env["hau_mai.consent"].search([("partner_id", "=", self.guest.id)])

    # === KEYS === #

    def test_whatever_stands_where_a_key_belongs_is_not_found(self):
        self.log_in(None)
        token = http.Request.csrf_token(self)
        for route, method in BY_KEY:
            for nasty in NASTY:
                with self.subTest(route=route, method=method, nasty=nasty):
                    data = {"csrf_token": token} if method == "POST" else None
                    response = self.url_open(
                        route % nasty, data=data, method=method, allow_redirects=False
                    )
                    self.assertLess(response.status_code, 500)
                    self.assertNotIn("<script>alert", response.text)
        self.assertFalse(self.consents())
        self.assertEqual(self.answer.state, "asked")

    def test_a_key_opens_its_own_page_only(self):
        """A signature for one purpose is none for another, and none for somebody else."""
        self.log_in(None)
        for path in (
            f"/nps/{self.keys['contact']}",
            f"/contact/{self.keys['nps']}",
            f"/r/{self.keys['contact']}",
        ):
            with self.subTest(path=path):
                response = self.url_open(path)
                self.assertNotIn("Would you recommend", response.text)
                self.assertNotIn("duyen", response.text.lower())

    def test_nothing_changes_without_the_key_of_the_form(self):
        """Another site cannot answer in a customer's name (CSRF)."""
        for path, data in CHANGES:
            for user in (None, self.customer):
                with self.subTest(path=path, user=user):
                    self.log_in(user)
                    response = self.url_open(path.format(**self.keys), data=data)
                    self.assertNotIn("saved=1", response.url)
        self.assertFalse(self.consents())
        self.assertEqual(self.answer.state, "asked")
        self.assertFalse(self.env["hau_mai.privacy.request"].search([]))
        self.assertFalse(self.env["hau_mai.activation"].search([]))

    def test_opening_any_page_changes_nothing(self):
        """Scanners of e-mails open links; what they open may not act."""
        self.log_in(None)
        for path in (
            f"/contact/{self.keys['contact']}?marketing-email=granted&stop=everything",
            f"/contact/{self.keys['contact']}/stop?x=1",
            f"/nps/{self.keys['nps']}?score=0&comment=x&publish=1",
            f"/nps/{self.keys['nps']}/withdraw",
        ):
            self.url_open(path)
        self.assertFalse(self.consents())
        self.assertEqual(self.answer.state, "asked")

    def test_what_is_typed_is_shown_as_it_is_and_never_runs(self):
        nasty = "<img src=x onerror=alert(1)>{{7*7}}"
        self.post(f"/nps/{self.keys['nps']}", score="1", comment=nasty, publish="1")
        self.assertEqual(self.answer.comment, nasty)
        self.guest.name = nasty
        self.answer.invalidate_recordset()
        review = self.env["hau_mai.review"].search([("nps_id", "=", self.answer.id)])
        review.sudo().write({"shown_name": nasty, "reply": nasty})
        code = self.guest._referral_link().rsplit("/", 1)[1]
        self.company.hau_mai_referee_program_id = self.env["loyalty.program"].create(
            {"name": "Points", "program_type": "loyalty"}
        )
        for path in (f"/reviews/{self.company.id}", f"/nps/{self.keys['nps']}", f"/r/{code}"):
            with self.subTest(path=path):
                page = self.open(path).text
                self.assertNotIn("<img src=x", page)
                self.assertNotIn("onerror=alert(1)>49", page)
        case = self.answer.complaint_id
        if case:
            self.assertNotIn("<img", str(case.description))

    def test_what_nobody_types_is_no_error_of_ours(self):
        for data in (
            {"score": "9" * 5000},
            {"score": "٣" * 3},
            {"score": "-1"},
            {"score": "1", "comment": "a\x00b"},
            {"score": "1", "shown_as": "\x00", "publish": "1"},
        ):
            with self.subTest(data=str(data)[:40]):
                response = self.post(f"/nps/{self.keys['nps']}", **data)
                self.assertLess(response.status_code, 500)
        for data in (
            {"kind": "correct", "text": "a\x00b"},
            {"kind": "../x"},
            {"kind": "delete"},
        ):
            with self.subTest(data=data):
                response = self.post("/my/privacy/ask", self.customer, **data)
                self.assertLess(response.status_code, 500)
        for code in ("\x00", "9" * 100_000, "https://x/r/", "<b>"):
            with self.subTest(code=code[:10]):
                response = self.post("/my/loyalty/referral", self.customer, code=code)
                self.assertLess(response.status_code, 500)
                self.assertNotIn('value="<b>', response.text)

    def test_links_lead_to_ourselves_whatever_the_browser_says(self):
        """A forged host is not taken into the links customers are given."""
        self.log_in(self.customer)
        page = self.url_open("/my/loyalty", headers={"X-Forwarded-Host": "evil.example"})
        self.assertNotIn("evil.example", page.text)
        for saved in ("https://evil.example", "//evil.example"):
            response = self.open(f"/contact/{self.keys['contact']}?saved={saved}")
            self.assertNotIn("evil.example", response.text)

    # === OTHERS' === #

    def test_a_customer_reaches_nothing_of_another(self):
        theirs = self.env["hau_mai.privacy.request"].create(
            {"partner_id": self.other.partner_id.id, "kind": "export", "identity": "portal"}
        )
        theirs._make_export()
        for form in ("data", "paper"):
            response = self.open(f"/my/privacy/{theirs.id}/{form}", self.customer)
            self.assertEqual(response.status_code, 404)
        for file in (theirs.export_json_id, theirs.export_paper_id):
            for user in (None, self.customer):
                response = self.open(f"/web/content/{file.id}", user)
                self.assertNotIn("Lê Cúc", response.text)
                self.assertNotEqual(response.status_code, 200)

    def test_what_customers_may_read_by_rpc_of_what_we_added(self):
        """No field of ours is read by customers unless a table says so."""
        for name, allowed in READS.items():
            model = self.env[name].with_user(self.customer)
            if not model.has_access("read"):
                continue
            ours = {
                fname
                for fname in model.fields_get([])
                if model._fields[fname]._module == "hau_mai"
                or "hau_mai" in (model._fields[fname]._modules or ())
            }
            with self.subTest(model=name):
                self.assertLessEqual(ours, allowed)
        settings = self.env["res.company"].with_user(self.customer).fields_get([])
        self.assertFalse(INTERNAL_SETTINGS & settings.keys())

    def test_customers_call_nothing_that_acts_on_people(self):
        """Names of methods of core that would post or send in our models."""
        for name in ("hau_mai.nps", "hau_mai.review", "hau_mai.referral", "hau_mai.touchpoint"):
            record = self.env[name].sudo().search([], limit=1)
            for method, refusal in REFUSALS.items():
                with self.subTest(model=name, method=method), self.assertRaises(refusal):
                    call_kw(
                        self.env[name].with_user(self.customer),
                        method,
                        [record.ids or [1], ["id"]],
                        {},
                    )
