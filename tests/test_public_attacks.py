"""The public pages under attack."""

import inspect
import re
from collections import Counter
from importlib import import_module
from pkgutil import iter_modules

from odoo.tests import TransactionCase
from odoo.tools import mute_logger

from odoo.addons.hau_mai import controllers
from odoo.addons.hau_mai.tools.rate_limit import LIMITS

from .public_common import PublicCase

#: Routes that change something by POST without Odoo's token, and why they may.
WITHOUT_TOKEN = {
    "/contact/<token>/stop": "the one click of a mail program (RFC 8058); the link is secret",
}


class TestGuessesOverHttp(PublicCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_limit("address", 20)

    @classmethod
    def set_limit(cls, kind, number):
        cls.env["ir.config_parameter"].set_param(LIMITS[kind].parameter, str(number))

    def statuses(self, count, ask):
        return Counter(ask(n).status_code for n in range(count))

    def test_tokens(self):
        self.assertEqual(
            self.statuses(100, lambda n: self.card(f"{n:022}")), Counter({404: 20, 429: 80})
        )
        # a right one is refused like a wrong one, or refusing would tell
        right, wrong = self.card(), self.card("A" * 22)
        self.assertEqual(self.skeleton(right), self.skeleton(wrong))
        self.assertEqual(right.status_code, 429)
        self.assertGreater(int(right.headers["Retry-After"]), 500)
        self.forget_counters()
        self.assertEqual(self.card().status_code, 200)

    def test_links_of_an_owner(self):
        url = f"/my/warranties/{self.unit.id}?access_token="
        self.assertEqual(self.open(f"{url}{0:064}").status_code, 404)
        # that they are counted: tests/alone/test_public_processes.py; a page that is not found
        # takes back what the test's one transaction counted
        for _n in range(20):
            self.env["hau_mai.rate.limit"]._note_failure("owner", "127.0.0.1")
        # neither right nor wrong, here or not, tells from one another now
        right = url + self.unit._owner_signature()
        for link in (right, "/my/warranties/999999999?access_token=x"):
            for suffix in ("", "/card"):
                refused = self.open(link.replace("?", f"{suffix}?"))
                self.assertEqual(refused.status_code, 429)
        self.assertEqual(self.open(url, self.customer).status_code, 200, "the log-in counts not")
        self.forget_counters()
        self.assertEqual(self.statuses(30, lambda n: self.open(right)), Counter({200: 30}))

    def test_opening_a_right_code_counts_nothing(self):
        self.assertEqual(self.statuses(30, lambda n: self.card()), Counter({200: 30}))
        self.assertFalse(self.env["hau_mai.rate.limit"].search([]))

    def test_serials(self):
        self.assertEqual(
            self.statuses(60, lambda n: self.check(f"SN{n:06}", "4567")),
            Counter({200: 20, 429: 40}),
        )
        right, wrong = self.check("AC-77", "4567"), self.check("SN1", "0000")
        self.assertEqual(right.status_code, 429)
        self.assertEqual(self.skeleton(right), self.skeleton(wrong))

    def test_phones(self):
        self.set_limit("number", 5)
        self.assertEqual(
            self.statuses(15, lambda n: self.check("AC-77", f"{n:04}")), Counter({200: 5, 429: 10})
        )
        # however it is written, and its owner too: nobody learns that the phone was right
        self.assertEqual(self.check("ac 77", "4567").status_code, 429)
        self.assertEqual(self.check("SN-OTHER", "4567").status_code, 200)

    def test_what_is_sent_along_changes_nobodys_address(self):
        """Only a proxy that Odoo is told to trust says who asks."""

        def ask(n):
            return self.url_open(
                f"/warranty/card/{n:022}", headers={"X-Forwarded-For": f"198.51.100.{n}"}
            )

        with mute_logger("odoo.http"):
            self.assertEqual(self.statuses(30, ask), Counter({404: 20, 429: 10}))

    def test_codes_of_friends(self):
        self.log_in(None)
        ask = lambda n: self.url_open(f"/r/GUESS{n}")  # noqa: E731
        self.assertEqual(self.statuses(30, ask), Counter({200: 20, 429: 10}))


class TestSameAnswer(PublicCase):
    def test_wrong_number_and_wrong_phone_byte_for_byte(self):
        pages = {
            self.skeleton(self.check(number, phone), number, phone)
            for number, phone in (
                ("AC-77", "0000"),
                ("XX-99", "4567"),
                ("NO-SUCH", "4567"),
                ("NO-SUCH", "0000"),
                (self.unit.name, "9999"),
            )
        }
        self.assertEqual(len(pages), 1)
        self.assertIn('name="unknown"', pages.pop())

    def test_what_is_hidden_is_unknown(self):
        """A void card, one of a company that does not publish, one without any phone."""
        pages = {self.skeleton(self.check("NO-SUCH", "4567"), "NO-SUCH", "4567")}
        self.theirs.action_void("A reason")
        pages.add(self.skeleton(self.check("XX-99", "0111"), "XX-99", "0111"))
        self.customer.partner_id.phone = self.hotel.phone = False
        pages.add(self.skeleton(self.check("AC-77", "4567"), "AC-77", "4567"))
        self.assertEqual(len(pages), 1)


class TestOtherHands(PublicCase):
    def test_the_code_of_a_card_that_changed_hands_opens_nothing(self):
        self.unit.action_transfer(self.other.partner_id, "Given away")
        self.env.flush_all()
        self.assertEqual(self.card().status_code, 404)
        self.assertEqual(self.card(user=self.customer, suffix="/mine").status_code, 404)
        new = self.card_token(self.unit)
        self.assertEqual(self.card(new).status_code, 200)
        self.assertEqual(self.card(new, self.customer, "/mine").status_code, 403)
        self.assertIn(f"/my/warranties/{self.unit.id}", self.card(new, self.other, "/mine").url)

    def test_a_code_opens_its_card_and_no_number_does(self):
        for guess in (self.unit.id, self.unit.name, self.unit.serial_number, "0", "None", "%"):
            self.assertEqual(self.card(guess).status_code, 404, guess)

    def test_what_customers_typed_is_text(self):
        evil = "<script>alert(1)</script>"
        self.product.name = f"{evil} AC"
        self.unit.serial_number = f"{evil}77"
        self.unit.coverage_ids.name = f"{evil} Whole"
        self.env.flush_all()
        pages = [
            self.card(),
            self.check(self.unit.serial_number, "4567"),
            self.check(evil, "0000"),
            self.check('"><img src=x onerror=alert(1)>', "4567"),
        ]
        self.assertIn("data-status", pages[1].text)
        for page in pages:
            self.assertEqual(page.status_code, 200)
            self.assertNotIn("<script>alert", page.text)
            self.assertNotIn("<img src=x", page.text)

    def test_a_formula_or_a_pattern_is_a_text_too(self):
        """Nothing typed is a pattern of the database; nothing typed breaks the page."""
        for number in ("=HYPERLINK(1)", "%", "_____", "' OR 1=1 --", "\\", "٣٤٥", "𝟙𝟚", "x" * 5000):
            response = self.check(number, "4567")
            self.assertEqual(response.status_code, 200, number)
            self.assertNotIn("data-status", response.text, number)
        formula = self.make_unit(partner_id=self.customer.partner_id.id, serial_number="=1+1")
        self.assertIn("=1+1"[-2:], self.card(self.card_token(formula)).text)
        self.assertEqual(self.status("=1+1", "4567"), "active")

    def test_a_file_for_a_number_is_no_number(self):
        response = self.post("/warranty/check", files={"number": ("a.txt", b"AC-77")}, phone="4567")
        self.assertEqual(response.status_code, 200)
        self.assertIn('name="incomplete"', response.text)

    def test_nothing_is_asked_without_the_forms_token(self):
        self.log_in(None)
        for token in ({}, {"csrf_token": "x" * 40 + "o9999999999"}):
            with mute_logger("odoo.http"):
                response = self.url_open(
                    "/warranty/check", data={"number": "AC-77", "phone": "4567", **token}
                )
            self.assertEqual(response.status_code, 400)

    def test_reading_asks_nothing(self):
        """A link cannot ask in somebody's name, nor fill the limits."""
        response = self.open("/warranty/check?number=AC-77&phone=4567")
        self.assertNotIn("data-status", response.text)
        self.assertNotIn("AC-77", self.text(response))
        self.assertFalse(self.env["hau_mai.rate.limit"].search([]))


class TestRoutes(TransactionCase):
    def routes(self):
        """Each route of the add-on's own controllers: (addresses, what it was declared with)."""
        for module in iter_modules(controllers.__path__):
            for _name, found in inspect.getmembers(
                import_module(f"{controllers.__name__}.{module.name}"), inspect.isclass
            ):
                if found.__module__ != f"{controllers.__name__}.{module.name}":
                    continue
                for method in vars(found).values():
                    routing = getattr(method, "original_routing", None)
                    if routing is not None:
                        yield routing.get("routes", []), routing

    def test_every_post_asks_for_the_token(self):
        seen, without = 0, set()
        for addresses, routing in self.routes():
            if routing.get("type", "http") != "http":
                continue
            seen += 1
            if "POST" in (routing.get("methods") or ["POST"]) and routing.get("csrf") is False:
                without.update(addresses)
        self.assertGreater(seen, 50)
        self.assertEqual(without, set(WITHOUT_TOKEN))

    def test_every_form_of_ours_sends_the_token(self):
        views = self.env["ir.ui.view"].search(
            [("type", "=", "qweb"), ("key", "=like", "hau_mai%.%"), ("arch_db", "ilike", "<form")]
        )
        self.assertTrue(views)
        for view in views:
            for form in re.findall(r"<form\b.*?</form>", view.arch_db, re.DOTALL):
                if re.search(r"method=.post.", form, re.IGNORECASE):
                    with self.subTest(view=view.key):
                        self.assertRegex(form, "csrf_token")
