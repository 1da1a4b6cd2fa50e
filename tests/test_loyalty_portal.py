"""What customers see of their loyalty, and how they bring each other: real pages."""

import io
import shutil

from pypdf import PdfReader

from odoo import http
from odoo.tests import HttpCase, new_test_user

from .referral_common import ReferralCase


class TestLoyaltyPortal(ReferralCase, HttpCase):
    browser_size = "375x667"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hotel = cls.env["res.partner"].create({"name": "Hotel Hoa Sen", "is_company": True})
        cls.customer = cls.make_portal("an", "Nguyen Thi An", parent_id=cls.hotel.id)
        cls.other = cls.make_portal("cuc", "Cuc Le")
        cls.member = cls.Membership.create(
            {
                "partner_id": cls.hotel.id,
                "company_id": cls.company.id,
                "tier_id": cls.silver.id,
                "date_since": "2026-01-01",
                "date_until": "2026-12-31",
                "amount": 2000,
            }
        )
        cls.Move.create(
            {
                "partner_id": cls.hotel.id,
                "company_id": cls.company.id,
                "tier_to_id": cls.silver.id,
                "kind": "first",
                "reason": "Internal words",
            }
        )
        cls.company.hau_mai_referral_text = "Both get a present."

    @classmethod
    def make_portal(cls, login, name, **vals):
        user = new_test_user(cls.env, login=login, name=name, groups="base.group_portal")
        user.partner_id.write({"lang": "en_US", **vals})
        return user

    def open(self, url, user=None):
        self.authenticate(user and user.login, user and user.login)
        return self.url_open(url)

    def name_code(self, code, user):
        self.authenticate(user.login, user.login)
        token = http.Request.csrf_token(self)
        return self.url_open("/my/loyalty/referral", data={"code": code, "csrf_token": token})

    def referral_of(self, user):
        customer = user.partner_id.commercial_partner_id
        return self.Referral.search([("referee_id", "=", customer.id)])

    # === THE PAGE === #

    def test_a_companys_person_sees_the_companys_tier(self):
        page = self.open("/my/loyalty", self.customer).text
        self.assertIn("Silver", page)
        self.assertIn("3,000.00", page.replace("\xa0", " "))
        self.assertIn("more for Gold", page)
        self.assertIn("Both get a present.", page)
        self.assertNotIn("Internal words", page)

    def test_nobody_elses(self):
        self.coupons._hau_mai_issue(self.hotel, ["For the hotel"])
        self.coupons._hau_mai_issue(self.other.partner_id, ["Another"])
        theirs, others = (
            self.env["loyalty.card"].search([("partner_id", "=", partner.id)]).code
            for partner in (self.hotel, self.other.partner_id)
        )
        page = self.open("/my/loyalty", self.customer).text
        self.assertIn(theirs, page)
        self.assertNotIn(others, page)
        page = self.open("/my/loyalty", self.other).text
        self.assertNotIn("Silver", page)
        self.assertNotIn(theirs, page)
        self.assertIn("No tier yet", page)
        self.assertTrue(self.open("/my/loyalty").url.split("?")[0].endswith("/web/login"))

    def test_what_ended_or_is_used_up_is_not_shown(self):
        old = self.coupons._hau_mai_issue(self.hotel, ["Old"], 1, self.days(-1))
        used = self.coupons._hau_mai_issue(self.hotel, ["Used"], 0)
        last = self.coupons._hau_mai_issue(self.hotel, ["Last day"], 1, self.days(0))
        page = self.open("/my/loyalty", self.customer).text
        self.assertEqual([card.code in page for card in (old, used, last)], [False, False, True])

    def test_friends_by_first_name_only(self):
        friend = self.env["res.partner"].create({"name": "Wilhelmina Secret"})
        self.bring(friend, self.hotel)
        page = self.open("/my/loyalty", self.customer).text
        self.assertIn("Wilhelmina", page)
        self.assertNotIn("Secret", page)

    def test_the_card(self):
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("hau_mai.report_member_card", self.customer.partner_id.ids)[0]
            .decode()
        )
        for words in ("Silver", "Hotel Hoa Sen", self.hotel.referral_code, "data:image/png;base64"):
            self.assertIn(words, html)
        answer = self.open("/my/loyalty/card", self.customer)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("/my/loyalty/card", answer.url)
        answer = self.open("/my/loyalty/card", self.other)
        self.assertTrue(answer.url.endswith("/my/loyalty"), "no membership, no card")

    def test_the_card_is_one_page_of_the_size_of_a_card(self):
        reports = self.env["ir.actions.report"]
        if not shutil.which("wkhtmltopdf"):
            self.assertEqual(reports.get_wkhtmltopdf_state(), "install")
            return
        with self.allow_pdf_render():
            pdf, _kind = reports.with_context(force_report_rendering=True)._render_qweb_pdf(
                "hau_mai.action_report_member_card", self.hotel.ids
            )
        [page] = PdfReader(io.BytesIO(pdf)).pages
        size = [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]]
        self.assertEqual(size, [86, 54])

    def test_the_counter_finds_who_shows_the_card(self):
        user = self.make_user("after_own")
        link = self.hotel._referral_link()
        found = self.env["hau_mai.counter"].with_user(user).find(link)
        [hit] = found["hits"]
        self.assertEqual((hit["model"], hit["id"]), ("res.partner", self.hotel.id))
        self.assertEqual((hit["badge"], found["open"]), ("Silver", 0))

    # === WHO TOLD YOU OF US? === #

    def test_a_new_customer_names_the_code(self):
        self.hotel._ensure_referral_codes()
        answer = self.name_code(self.hotel.referral_code.lower(), self.other)
        self.assertIn("Thank you!", answer.text)
        referral = self.referral_of(self.other)
        self.assertEqual((referral.how, referral.referrer_id), ("portal", self.hotel))
        self.assertNotIn("Who told you of us?", answer.text)
        again = self.name_code(self.hotel.referral_code, self.other)
        self.assertIn("You have told us already", again.text)

    def test_a_wrong_code_is_said_and_nothing_happens(self):
        answer = self.name_code("NOBODY22", self.other)
        self.assertIn("No customer has the code", answer.text)
        self.assertFalse(self.referral_of(self.other))

    def test_not_without_the_token_of_the_form_and_not_by_a_link(self):
        self.hotel._ensure_referral_codes()
        self.authenticate("cuc", "cuc")
        answer = self.url_open("/my/loyalty/referral", data={"code": self.hotel.referral_code})
        self.assertEqual(answer.status_code, 400)
        self.assertEqual(self.url_open("/my/loyalty/referral?code=X").status_code, 405)
        self.assertFalse(self.referral_of(self.other))

    def test_who_has_bought_is_not_asked(self):
        self.hotel._ensure_referral_codes()
        self.sell(10, self.other.partner_id)
        self.assertNotIn("Who told you of us?", self.open("/my/loyalty", self.other).text)
        answer = self.name_code(self.hotel.referral_code, self.other)
        self.assertIn("before the first order", answer.text)
        self.assertFalse(self.referral_of(self.other))

    # === THE LINK === #

    def sign_up(self, link, **vals):
        self.authenticate(None, None)
        page = self.url_open(link)
        data = {
            "login": "new@example.com",
            "name": "New Friend",
            "password": "Secret-2026",
            "confirm_password": "Secret-2026",
            "csrf_token": http.Request.csrf_token(self),
            **vals,
        }
        return page, self.url_open("/web/signup", data=data)

    def allow_sign_up(self, scope):
        self.env["ir.config_parameter"].sudo().set_param("auth_signup.invitation_scope", scope)

    def test_a_friend_signs_up_by_the_link(self):
        self.allow_sign_up("b2c")
        page, _answer = self.sign_up(self.hotel._referral_link())
        self.assertIn("Hotel Hoa Sen sent you to", page.text.replace("\n", " "))
        self.assertIn("/web/signup", page.text)
        user = self.env["res.users"].search([("login", "=", "new@example.com")])
        self.assertEqual(user.partner_id.referred_by_id, self.hotel)
        referral = self.referral_of(user)
        self.assertEqual((referral.how, referral.state), ("link", "pending"))

    def test_without_open_sign_up_the_page_explains(self):
        self.allow_sign_up("b2b")
        self.authenticate(None, None)
        page = self.url_open(self.hotel._referral_link()).text
        self.assertIn("Say this code when you order", page)
        self.assertIn(self.hotel.referral_code, page)
        self.assertIn("Both get a present.", page)

    def test_a_link_nobody_has(self):
        page = self.open("/r/NOBODY22").text
        self.assertIn("This link leads nowhere", page)

    def test_looking_at_a_link_writes_nothing(self):
        link = self.hotel._referral_link()
        before = self.Referral.search_count([])
        self.open(link)
        self.open(link, self.other)
        self.assertEqual(self.Referral.search_count([]), before)
        self.assertFalse(self.other.partner_id.referred_by_id)

    def test_nothing_about_referrals_without_a_reward(self):
        self.company.write(
            {"hau_mai_referral_program_id": False, "hau_mai_referee_program_id": False}
        )
        self.assertNotIn("Bring a friend", self.open("/my/loyalty", self.customer).text)
        self.assertIn("leads nowhere", self.open(self.hotel._referral_link()).text)

    def test_on_a_telephone(self):
        self.start_tour("/my", "hau_mai_my_loyalty", login="an")
