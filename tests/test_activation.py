"""Activation by the customer: by log-in, by link, by the QR code, by serial; the shop confirms."""

import re
from datetime import timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .activation_common import ActivationCase


class TestActivation(ActivationCase):
    # === THE OWNER === #

    def test_what_the_owner_activates_waits_for_the_shop(self):
        page = self.owner_activates()
        self.assertIn("We check it", self.text(page))
        row = self.rows()
        self.assertEqual((row.state, row.how, row.known_by), ("waiting", "portal", "owner"))
        self.assertEqual(row.partner_id, self.customer.partner_id)
        self.assertFalse(self.card.date_activated)
        self.assertEqual(row.activity_ids.user_id, self.company._hau_mai_manager())
        row.with_user(self.desk).action_accept()
        self.assertEqual((row.state, row.decided_by_id), ("accepted", self.desk))
        self.assertEqual(self.card.date_start, self.today)
        self.assertFalse(row.activity_ids)
        self.assertEqual(row.notice_ids.mapped("event"), ["accepted"])
        self.assertIn("Your warranty is activated", self.mail_to("an@example.com").subject)

    def test_the_warranty_counts_from_the_day_it_was_asked_for(self):
        self.owner_activates()
        row = self.rows()
        row.sudo().date = self.today - timedelta(days=3)  # the shop is slow
        row.action_accept()
        self.assertEqual(self.card.date_start, self.today - timedelta(days=3))

    def test_at_once_when_the_shop_says_so(self):
        self.company.hau_mai_activation_confirm = False
        page = self.owner_activates(self.colleague)
        self.assertIn("Your warranty is activated", self.text(page))
        self.assertEqual((self.rows().state, self.card.date_activated), ("accepted", self.today))
        self.assertEqual(self.rows().partner_id, self.colleague.partner_id)
        self.assertNotIn('name="activate"', self.open(page.url, self.customer).text)

    def test_by_the_link_of_the_owners_mail_without_a_log_in(self):
        self.company.hau_mai_activation_confirm = False
        key = self.card._owner_signature()
        self.assertIn("Activate the warranty", self.open(self.card._owner_url("/activate")).text)
        self.assertFalse(self.rows(), "opening a link activates nothing")
        page = self.post(f"/my/warranties/{self.card.id}/activate", access_token=key)
        self.assertIn("Your warranty is activated", self.text(page))
        self.assertEqual(self.rows().how, "link")

    def test_a_photo_where_the_policy_asks_for_one(self):
        self.activated_policy.activation_proof = True
        self.assertFalse(self.card.activation_proof, "sold is sold")
        card = self.sell_card(self.customer.partner_id, "AP-2")
        self.assertTrue(card.activation_proof)
        self.assertIn("add a photo of the invoice", self.owner_activates(unit=card).text)
        fake = self.owner_activates(unit=card, files=self.photo(b"<svg onload=alert(1)>"))
        self.assertIn("is not a photo", fake.text)
        self.assertFalse(self.rows(card))
        self.owner_activates(unit=card, files=self.photo())
        photo = self.rows(card).photo_ids
        self.assertEqual((photo.name, photo.res_model), ("invoice.png", "hau_mai.activation"))
        self.assertTrue(photo.with_user(self.technician).has_access("read"))
        self.assertFalse(photo.with_user(self.customer).has_access("read"))

    def test_too_late_is_said_kindly_and_changes_nothing(self):
        self.company.hau_mai_activation_confirm = False
        late = self.sell_card(self.customer.partner_id, "AP-3", days_ago=40)
        start = self.today - timedelta(days=10)
        self.assertEqual(late.date_start, start)
        page = self.owner_activates(unit=late)
        self.assertIn(f"your warranty started on {start:%m/%d/%Y}", self.text(page))
        self.assertEqual((self.rows(late).state, late.date_start), ("needless", start))
        self.assertFalse(late.date_activated)

    def test_twice_is_once(self):
        self.company.hau_mai_activation_confirm = False
        for _time in range(3):
            self.owner_activates()
        self.assertEqual(sorted(self.rows().mapped("state")), ["accepted", "needless", "needless"])
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            with self.env.cr.savepoint():
                self.rows().filtered(lambda r: r.state == "accepted").copy({"state": "accepted"})

    def test_nobody_elses(self):
        for user in (self.other, None, self.desk):
            page = (
                self.owner_activates(user)
                if user
                else self.post(f"/my/warranties/{self.card.id}/activate", access_token="x" * 32)
            )
            self.assertEqual(page.status_code, 404)
        self.assertFalse(self.rows())
        gone = self.post("/my/warranties/999999/activate", self.customer)
        self.assertEqual(gone.status_code, 404)

    def test_nothing_without_the_key_of_the_form(self):
        token = self.card.access_token
        said = {"name": "x", "phone": "0905556677", "serial": "AP-1"}
        for user in (None, self.customer, self.seller):
            self.log_in(user)
            for path in (
                f"/my/warranties/{self.card.id}/activate",
                f"/warranty/card/{token}/activate",
                "/warranty/activate",
                f"/my/dealer/{self.stock.id}",
                "/my/dealer/several",
            ):
                with self.subTest(user=user and user.login, path=path):
                    page = self.url_open(path, data=said)
                    self.assertIn(page.status_code, (400, 404, 200))
        self.assertFalse(self.Activation.search([]))

    # === ANYBODY, BY CODE OR SERIAL === #

    def test_whatever_is_typed_gets_one_answer_and_shows_nothing_of_the_owner(self):
        self.company.hau_mai_activation_confirm = False
        tries = (
            {"phone": "0912 000 111"},
            {"phone": "0912 000 111", "serial": "WRONG"},
            {"phone": "+84905556677", "serial": "WRONG"},
            {"phone": "+84905556677", "serial": ""},
            {"phone": "0905 556 677", "serial": "ap 1"},
            {"phone": "0905 556 677", "serial": "ap 1"},
        )
        answers = {self.hidden(self.scan(**said)) for said in tries}
        self.assertEqual(len(answers), 1)
        self.assertIn("Thank you", answers.pop())
        self.assertEqual(self.card.date_activated, self.today, "the owner's number, the serial")
        self.assertEqual(self.card.partner_id, self.customer.partner_id)
        form = self.open(f"/warranty/card/{self.card.access_token}/activate").text
        self.assertNotIn("5556677", form.replace(" ", ""))
        self.assertNotIn("Nguyễn", form)

    def test_who_is_known_better_goes_first(self):
        self.scan(serial="AP-1")
        stranger = self.rows()
        self.assertEqual((stranger.state, stranger.phone_fits), ("waiting", "differs"))
        self.scan(phone="0912 999 999")
        self.assertEqual(self.rows().mapped("state").count("waiting"), 1)
        self.owner_activates()
        self.assertEqual(stranger.state, "needless")
        self.assertEqual(self.rows().filtered(lambda r: r.state == "waiting").known_by, "owner")
        self.scan()
        self.assertEqual(self.rows().filtered(lambda r: r.state == "waiting").known_by, "owner")

    def test_a_stranger_never_becomes_the_owner(self):
        self.scan()
        self.rows().action_accept()
        self.assertEqual(self.card.partner_id, self.customer.partner_id)
        self.assertFalse(self.rows().notice_ids, "nobody is told whom we do not know")

    def test_a_serial_number_is_taken_over_with_a_click(self):
        card = self.sell_card(self.customer.partner_id, False)
        card._ensure_access_tokens()
        self.scan(card, phone="0905556677", serial=" ap-77 x ")
        row = self.rows(card)
        self.assertTrue(row.may_take_serial)
        row.with_user(self.desk).action_take_serial()
        self.assertEqual((card.serial_number, row.may_take_serial), ("ap-77 x", False))
        taken = self.sell_card(self.customer.partner_id, False)
        taken._ensure_access_tokens()
        self.scan(taken, phone="0905556677", serial="AP77X")
        self.assertEqual(self.rows(taken).reason, "The serial number is on another card.")
        with self.refused("is on another card"):
            self.rows(taken).action_take_serial()

    def test_by_a_serial_number_without_a_card(self):
        known = self.post("/warranty/activate", **self.said(serial="AP-1", phone="0905556677"))
        unknown = self.post("/warranty/activate", **self.said(serial="QQ-1", phone="0905556677"))
        self.assertEqual(self.hidden(known), self.hidden(unknown))
        self.assertEqual(self.rows().known_by, "phone")
        row = self.Activation.search([("unit_id", "=", False)])
        self.assertEqual((row.serial_typed, row.state), ("QQ-1", "waiting"))
        self.post("/warranty/activate", **self.said(serial="qq 1"))
        again = self.Activation.search([("unit_id", "=", False)]) - row
        self.assertEqual(again.state, "needless")
        with self.refused("Choose the warranty card"):
            row.with_user(self.desk).action_accept()
        card = self.sell_card(self.other.partner_id, False)
        row.with_user(self.desk).unit_id = card
        row.with_user(self.desk).action_accept()
        self.assertEqual(card.date_activated, self.today)

    def test_a_serial_sold_more_than_once_means_the_newest_that_is_not_void(self):
        newer = self.sell_card(self.other.partner_id, "AP-1")
        newest = self.sell_card(self.other.partner_id, "AP-1")
        newest.action_void("A test")
        self.assertEqual(self.Activation._card_of_serial(self.company, "ap1"), newer)

    def test_too_often_is_refused(self):
        limits = type(self.env["hau_mai.rate.limit"])
        asked = []

        def too_many(self, scope, address, number=None):
            asked.append((scope, number))
            return 60

        with patch.object(limits, "_seconds_to_wait", too_many):
            by_code = self.scan()
            by_serial = self.post("/warranty/activate", **self.said(serial="ap-1"))
        self.assertEqual((by_code.status_code, by_serial.status_code), (429, 429))
        self.assertEqual(asked, [("activate", str(self.card.id)), ("activate", "AP1")])
        self.assertFalse(self.Activation.search([]))

    def test_what_is_missing_is_said(self):
        for said, sentence in (
            ({"name": " "}, "enter your name"),
            ({"phone": "12"}, "enter the phone number"),
            ({"phone": "<script>alert(1)</script>"}, "enter the phone number"),
        ):
            page = self.scan(**said)
            self.assertIn(sentence, page.text)
            self.assertNotIn("<script>alert(1)", page.text)
        self.assertIn("serial number", self.post("/warranty/activate", **self.said(serial="")).text)
        self.assertFalse(self.Activation.search([]))

    def test_a_code_that_is_none(self):
        for token in ("x", "A" * 22, "../../x", "٣" * 22):
            self.assertEqual(self.open(f"/warranty/card/{token}/activate").status_code, 404)

    # === THE SHOP === #

    def test_the_customer_is_told_why_it_was_refused_and_may_try_again(self):
        self.owner_activates()
        row = self.rows()
        with self.refused("Say why"):
            row.action_refuse(" ")
        dialog = self.env["hau_mai.activation.refusal"].with_user(self.desk)
        dialog.create({"activation_ids": row.ids, "reason": "Another invoice"}).action_apply()
        self.assertEqual((row.state, row.reason), ("refused", "Another invoice"))
        self.assertIn("Another invoice", self.mail_to("an@example.com").body_html)
        self.owner_activates()
        self.rows().filtered(lambda r: r.state == "waiting").action_accept()
        with self.refused("activated already"):
            row.action_accept()

    def test_activating_on_the_card_answers_who_waits(self):
        self.owner_activates()
        self.card.with_user(self.desk).action_activate()
        self.assertEqual((self.rows().state, self.rows().decided_by_id), ("accepted", self.desk))
        self.card.action_activate(self.today - timedelta(days=1))
        self.assertEqual(len(self.rows()), 1, "a day corrected is no new try")
        other = self.sell_card(self.other.partner_id, "AP-9")
        other.action_activate()
        self.assertEqual((self.rows(other).how, self.rows(other).state), ("shop", "accepted"))

    def test_who_may_decide(self):
        self.card.user_id = self.desk
        self.owner_activates()
        row = self.rows().with_user(self.technician)
        self.assertFalse(row.may_decide)
        for call in (row.action_accept, lambda: row.action_refuse("x"), row.action_take_serial):
            with self.assertRaises(AccessError):
                call()
        with self.assertRaises(AccessError):
            row.with_user(self.desk).state = "accepted"
        with self.assertRaises(UserError):
            row.with_user(self.desk).unit_id = self.theirs
        self.assertEqual((row.state, row.unit_id), ("waiting", self.card))

    def test_the_first_screen_shows_what_waits(self):
        overview = self.env["hau_mai.overview"].with_user(self.desk)
        keys = {tile["key"] for tile in overview.get_overview()["tiles"]}
        self.assertNotIn("activation", keys)
        self.owner_activates()
        tiles = {tile["key"]: tile for tile in overview.get_overview()["tiles"]}
        self.assertEqual(tiles["activation"]["figures"][0]["value"], 1)

    def test_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.customer.partner_id.lang = "vi_VN"
        template = self.env.ref("hau_mai.mail_template_activation_accepted")
        template.with_context(lang="vi_VN").subject = "Đã kích hoạt"
        self.owner_activates()
        self.rows().action_accept()
        self.assertEqual(self.mail_to("an@example.com").subject, "Đã kích hoạt")

    def test_what_was_typed_is_erased_with_the_person(self):
        self.activated_policy.activation_proof = True
        card = self.sell_card(self.customer.partner_id, "AP-2")
        self.owner_activates(unit=card, files=self.photo())
        row = self.rows(card)
        register = self.env["hau_mai.privacy.register"]
        register._erase(register._holding("activation"), row)
        self.assertFalse(row.name or row.phone_typed or row.phone or row.email or row.photo_ids)
        self.assertEqual((row.unit_id, row.state), (card, "waiting"))

    def test_merging_contacts_keeps_what_was_activated(self):
        self.owner_activates()
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((self.customer.partner_id | self.stranger).ids, self.stranger)
        self.assertEqual(self.rows().partner_id, self.stranger)

    def test_on_a_telephone(self):
        self.company.hau_mai_activation_confirm = False
        self.start_tour(f"/warranty/card/{self.card.access_token}", "hau_mai_activate_by_code")
        self.assertEqual(self.card.date_activated, self.today)
        other = self.sell_card(self.customer.partner_id, "AP-5")
        self.start_tour(f"/my/warranties/{other.id}", "hau_mai_activate_in_portal", login="an")
        self.assertEqual(other.date_activated, self.today)

    # === TOOLS === #

    def said(self, **said):
        return {"name": "Lê Văn Tám", "phone": "0912 000 111", **said}

    def hidden(self, page):
        """What a page says between its head and its foot."""
        self.assertEqual(page.status_code, 200)
        main = page.text.split('name="public_activation"')[1].split("<footer")[0]
        return re.sub(r"\s+", " ", main)

    def mail_to(self, address):
        mails = self.env["mail.mail"].search([("model", "=", "hau_mai.activation")])
        found = mails.filtered(lambda mail: address in mail.recipient_ids.mapped("email"))
        return found.sorted("id")[-1:]
