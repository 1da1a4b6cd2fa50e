"""The page on which customers say what they want to hear: by a link, or in the portal."""

from odoo.tests import new_test_user

from .portal_common import PortalCase


class TestContactPreferences(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.guest = cls.env["res.partner"].create(
            {
                "name": "Phạm Thị Duyên",
                "email": "duyen.pham@example.com",
                "phone": "+84 90 555 66 77",
                "lang": "en_US",
            }
        )
        cls.path = "/contact/" + cls.guest._contact_token(cls.company)

    def states(self, partner=None):
        partner = partner or self.guest
        states = self.env["hau_mai.consent"]._states(partner)
        return {f"{purpose}-{channel}": state for (_id, purpose, channel), state in states.items()}

    def save(self, path=None, **answers):
        return self.post(path or self.path, **{k.replace("_", "-"): v for k, v in answers.items()})

    # === THE LINK === #

    def test_the_page_says_nothing_of_the_person_and_ticks_nothing(self):
        response = self.open(self.path)
        self.assertEqual(response.status_code, 200)
        for secret in ("Duyên", "Phạm", "duyen.pham", "555 66 77", "90 555"):
            self.assertNotIn(secret, response.text)
        self.assertIn("d•••@example.com", response.text)
        self.assertIn("••• 677", response.text)
        self.assertNotIn("checked", response.text)
        self.assertIn("At most twice a week", response.text)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        self.assertFalse(self.states())

    def test_nobody_guesses_a_link(self):
        token = self.guest._contact_token(self.company)
        other = self.stranger._contact_token(self.company)
        number, company, signature = token.split("-")
        wrong = [
            f"{self.stranger.id}-{company}-{signature}",
            f"{number}-{int(company) + 1}-{signature}",
            f"{number}-{company}-{other.split('-')[2]}",
            f"{number}-{company}-{'0' * 32}",
            f"{number}-{company}-{signature[:-1]}",
            f"{number}-{company}-",
            f"{number}",
            "9" * 12 + f"-{company}-{signature}",
            token.upper() + "x",
        ]
        statuses = set()
        for guess in wrong:
            for suffix in ("", "/stop"):
                statuses.add(self.open(f"/contact/{guess}{suffix}").status_code)
        self.assertEqual(statuses, {404})
        self.assertEqual(self.save("/contact/" + wrong[0]).status_code, 404)
        self.assertFalse(self.states() or self.states(self.stranger))

    def test_a_revoked_link_opens_nothing(self):
        self.guest.action_revoke_contact_links()
        self.assertEqual(self.open(self.path).status_code, 404)
        new = "/contact/" + self.guest._contact_token(self.company)
        self.assertEqual(self.open(new).status_code, 200)

    # === CHOICES === #

    def test_choices_are_kept_with_their_proof(self):
        response = self.save(marketing_email="granted", marketing_sms="withdrawn")
        self.assertIn("Saved", self.text(response))
        self.assertEqual(
            self.states(), {"marketing-email": "granted", "marketing-sms": "withdrawn"}
        )
        row = self.guest.consent_ids.filtered(lambda row: row.channel == "email")
        self.assertEqual((row.method, row.address), ("link", "duyen.pham@example.com"))
        self.assertTrue(row.ip)
        self.assertEqual(row.wording_id, self.env.ref("hau_mai.consent_wording_marketing"))
        page = self.open(self.path).text
        self.assertEqual(page.count("checked"), 2)

    def test_the_same_again_writes_nothing(self):
        for _time in range(3):
            self.save(marketing_email="granted")
        self.assertEqual(len(self.guest.consent_ids), 1)
        for _time in range(2):
            self.save(stop="advertising")
            count = len(self.guest.consent_ids)
        self.assertEqual(len(self.guest.consent_ids), count)

    def test_what_is_no_choice_is_ignored(self):
        self.save(service_email="withdrawn", marketing_email="maybe", marketing_post="granted")
        self.assertFalse(self.states())

    def test_stop_all_advertising(self):
        self.save(marketing_email="granted", birthday_sms="granted")
        self.save(stop="advertising")
        self.assertEqual(set(self.states().values()), {"withdrawn"})
        self.assertEqual(len(self.states()), 15)
        self.assertFalse(self.guest.is_blacklisted)

    def test_stop_everything(self):
        self.save(stop="everything")
        self.assertTrue(self.guest.is_blacklisted and self.guest.phone_sanitized_blacklisted)

    def test_a_form_of_another_page_changes_nothing(self):
        self.log_in(None)
        response = self.url_open(self.path, data={"stop": "everything"})
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self.states())

    def test_the_one_click_of_a_mail_program(self):
        self.open(self.path + "/stop")
        self.assertFalse(self.states(), "a GET changes nothing")
        self.log_in(None)
        for _time in range(2):
            response = self.url_open(self.path + "/stop", data={"List-Unsubscribe": "One-Click"})
            self.assertEqual(response.status_code, 200)
        self.assertEqual(
            self.states(),
            dict.fromkeys(("marketing-email", "birthday-email", "survey-email"), "withdrawn"),
        )
        self.assertEqual(len(self.guest.consent_ids), 3)

    def test_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        wording = self.env.ref("hau_mai.consent_wording_marketing")
        wording.with_context(lang="vi_VN").frequency = "Không quá hai lần một tuần."
        self.guest.lang = "vi_VN"
        self.assertIn("Không quá hai lần một tuần.", self.open(self.path).text)

    # === THE PORTAL === #

    def test_in_the_portal_everybody_sees_and_changes_their_own(self):
        user = new_test_user(self.env, login="duyen", groups="base.group_portal")
        user.partner_id.write({"email": "duyen@example.com", "lang": "en_US"})
        self.save(marketing_email="granted")
        self.assertSentAway(self.open("/my/contact-preferences"))
        page = self.text(self.open("/my/contact-preferences", user))
        self.assertIn("nobody asked you", page)
        response = self.post("/my/contact-preferences", user, **{"survey-email": "withdrawn"})
        self.assertIn("What you said so far", self.text(response))
        self.assertEqual(self.states(user.partner_id), {"survey-email": "withdrawn"})
        self.assertEqual(user.partner_id.consent_ids.method, "web")
        self.assertEqual(self.states(), {"marketing-email": "granted"})
        self.assertIn("/my/contact-preferences", self.open("/my", user).text)


class TestContactPreferencesTour(PortalCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_a_customer_on_a_telephone(self):
        self.partner.write({"email": "an@example.com"})
        path = self.partner._contact_preferences_url().removeprefix(self.partner.get_base_url())
        self.start_tour(path, "hau_mai_contact_preferences")
        states = self.env["hau_mai.consent"]._states(self.partner)
        self.assertEqual(states[self.partner.id, "birthday", "email"], "granted")
        self.assertEqual(states[self.partner.id, "marketing", "email"], "withdrawn")
