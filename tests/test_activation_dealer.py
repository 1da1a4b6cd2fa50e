"""A dealer activates what they bought for whom they sold it to: only theirs, only once."""

from datetime import timedelta

from odoo.tests import BaseCase

from .activation_common import ActivationCase
from .process import clone_database, run_python, sql


class TestActivationDealer(ActivationCase):
    def test_the_card_goes_to_whom_it_was_sold_to(self):
        page = self.open("/my/dealer", self.seller)
        self.assertIn("DL-1", page.text)
        day = self.today - timedelta(days=3)
        page = self.sell(day=str(day), email="bon@example.com")
        self.assertIn("your customer", self.text(page))
        self.assertNotIn("DL-1", self.open("/my/dealer", self.seller).text)
        owner = self.stock.partner_id
        self.assertEqual((owner.name, owner.email), ("Phạm Thị Bốn", "bon@example.com"))
        self.assertEqual((self.stock.date_activated, self.stock.date_start), (day, day))
        row = self.rows(self.stock)
        self.assertEqual(
            (row.state, row.dealer_id, row.partner_id), ("accepted", self.dealer, owner)
        )
        self.assertEqual(self.stock.contact_ids.mapped("role"), ["buyer"])
        self.assertEqual(self.stock.contact_ids.partner_id, self.dealer)
        self.assertFalse(self.env["hau_mai.consent"].search([("partner_id", "=", owner.id)]))

    def test_the_code_in_the_box_still_opens_the_card(self):
        code = self.stock._card_url().rsplit("/", 1)[1]
        self.sell()
        self.assertEqual(self.env["hau_mai.unit"]._from_access_token(code), self.stock)
        owners = self.stock.owner_ids
        self.assertEqual(owners.mapped("partner_id"), self.dealer | self.stock.partner_id)
        self.assertEqual(owners[-1].how, "dealer")

    def test_afterwards_only_what_was_typed_is_left(self):
        self.sell()
        self.stock.partner_id.write({"name": "Phạm Thị Bốn Năm", "phone": "+84 999 888 777"})
        page = self.text(self.open("/my/dealer/activations", self.seller))
        self.assertIn("Phạm Thị Bốn · ", page)
        self.assertNotIn("Bốn Năm", page)
        self.assertNotIn("0987", page)
        self.assertIn("321", page)
        for path in (f"/my/dealer/{self.stock.id}", f"/my/warranties/{self.stock.id}"):
            self.assertEqual(self.open(path, self.seller).status_code, 404)
        self.assertFalse(self.stock.with_user(self.seller).has_access("read"))

    def test_not_twice(self):
        self.sell()
        again = self.sell(name="Somebody Else")
        self.assertEqual(again.status_code, 404)
        self.assertEqual(self.stock.partner_id.name, "Phạm Thị Bốn")
        self.assertEqual(len(self.rows(self.stock)), 1)

    def test_only_their_own_and_only_dealers(self):
        for unit in (self.card, self.unit, self.theirs):
            self.assertEqual(self.sell(unit).status_code, 404)
        rival = self.env["res.partner"].create(
            {"name": "Rival", "is_company": True, "hau_mai_dealer": True}
        )
        other = self.make_customer("rival", "Rival's", parent_id=rival.id)
        for user in (self.customer, self.other, other, self.desk):
            self.assertEqual(self.sell(user=user).status_code, 404)
        for user in (self.customer, self.desk):
            for path in ("", "/several", "/activations", f"/{self.stock.id}"):
                self.assertEqual(self.open(f"/my/dealer{path}", user).status_code, 404)
        self.assertNotIn("DL-1", self.open("/my/dealer", other).text)
        self.assertFalse(self.Activation.search([]))
        self.assertIn("login", self.open("/my/dealer").url)

    def test_a_dealer_does_not_learn_whom_we_know(self):
        known = self.env["res.partner"].create(
            {"name": "Phạm Thị Bốn", "phone": "+84 987 654 321", "email": "secret@example.com"}
        )
        page = self.sell()
        self.assertEqual(self.stock.partner_id, known)
        other = self.sell(self.bare, name="Nobody Knows", phone="0977 000 000", serial="DL-9")
        self.assertEqual((page.url, page.status_code), (other.url, other.status_code))
        self.assertEqual(known.email, "secret@example.com")
        self.assertEqual(self.bare.serial_number, "DL-9")

    def test_a_colleague_of_ours_or_of_the_dealer_is_no_customer(self):
        self.technician.partner_id.phone = self.seller.partner_id.phone = "0987654321"
        self.sell(name=self.technician.name)
        self.assertNotEqual(self.stock.partner_id, self.technician.partner_id)
        self.sell(self.bare, name=self.seller.name)
        self.assertNotEqual(self.bare.partner_id, self.seller.partner_id)

    def test_what_is_missing_or_cannot_be(self):
        for said, sentence in (
            ({"name": ""}, "customer's name"),
            ({"phone": "321"}, "phone number"),
            ({"email": "x"}, "not an email"),
            ({"day": ""}, "on which you sold"),
            ({"day": "31/12/2026"}, "on which you sold"),
            ({"day": str(self.today + timedelta(days=1))}, "in the future"),
            ({"day": str(self.today - timedelta(days=11))}, "before you had it"),
        ):
            with self.subTest(said=said):
                self.assertIn(sentence, self.text(self.sell(**said)).replace("&#39;", "'"))
        self.assertFalse(self.Activation.search([]))

    def test_a_serial_number_of_another_card_waits_for_the_shop(self):
        self.sell(self.bare, serial="ap1")
        self.assertEqual((self.rows(self.bare).state, self.bare.serial_number), ("waiting", False))
        self.assertEqual(self.bare.partner_id, self.dealer)
        self.assertNotIn(self.bare.name, self.open("/my/dealer", self.seller).text)

    def test_the_shop_confirms_dealers_too_when_it_says_so(self):
        self.company.hau_mai_activation_confirm_dealer = True
        self.assertIn("We check it", self.text(self.sell()))
        row = self.rows(self.stock)
        self.assertFalse(row.partner_id, "nobody is written down before it is accepted")
        row.with_user(self.desk).action_accept()
        self.assertEqual(self.stock.partner_id.name, "Phạm Thị Bốn")
        second = self.sell_card(self.dealer, "DL-2")
        self.sell(second)
        self.rows(second).with_user(self.desk).action_refuse("Not sold by you")
        self.assertIn("Not sold by you", self.open("/my/dealer/activations", self.seller).text)
        self.assertIn("DL-2", self.open("/my/dealer", self.seller).text, "may be tried again")

    def test_several_for_one_customer_all_or_none(self):
        self.sell_card(self.dealer, "DL-2")
        page = self.sell(serials="dl 1\nDL-2; AP-1")
        self.assertIn("AP-1", page.text)
        self.assertIn("Nothing was activated", page.text)
        self.assertFalse(self.Activation.search([]))
        self.sell(serials="dl 1\nDL-2, DL-1")
        owners = self.Activation.search([]).unit_id.partner_id
        self.assertEqual((len(owners), len(self.Activation.search([]))), (1, 2))

    def test_of_a_quantity_one_piece_is_activated(self):
        box = self.sell_card(self.dealer, False, quantity=5, by_quantity=True)
        self.sell(box)
        row = self.Activation.search([])
        self.assertEqual((row.unit_id.quantity, box.quantity), (1, 4))
        self.assertEqual(box.partner_id, self.dealer)

    def test_the_list_is_searched_by_serial_and_asks_the_same_for_many(self):
        few = self.queries(lambda: self.open("/my/dealer", self.seller))
        for number in range(15):
            self.sell_card(self.dealer, f"ZZ-{number}")
        many = self.queries(lambda: self.open("/my/dealer", self.seller))
        self.assertLessEqual(many, few + 2)
        found = self.open("/my/dealer?search=zz-3", self.seller).text
        self.assertIn("ZZ-3", found)
        self.assertNotIn("DL-1", found)

    def test_on_a_telephone(self):
        self.start_tour("/my", "hau_mai_dealer", login="seller")
        self.assertEqual(self.stock.partner_id.name, "Trần Văn Năm")


AT_ONCE = """
import threading, time
import psycopg2
from odoo import api
from odoo.exceptions import ValidationError
from odoo.modules.registry import Registry
dealer = env["res.partner"].create({"name": "Dealer", "hau_mai_dealer": True})
product = env["product.product"].create({"name": "Purifier"})
card = env["hau_mai.unit"].create({"partner_id": dealer.id, "product_id": product.id})
env.cr.commit()
together = threading.Barrier(2)

def activate(name):
    with Registry(env.cr.dbname).cursor() as cr:
        work = api.Environment(cr, 1, {})
        unit = work["hau_mai.unit"].browse(card.id)
        day = unit.company_id._hau_mai_today()
        together.wait()
        while True:
            try:
                work["hau_mai.activation"]._activate_for_customer(
                    unit.partner_id.browse(dealer.id), unit, day, name, "0987654321")
                time.sleep(0.1)
                cr.commit()
                return
            except (psycopg2.OperationalError, psycopg2.IntegrityError, ValidationError):
                cr.rollback()
                work.invalidate_all()

threads = [threading.Thread(target=activate, args=[f"Customer {n}"]) for n in (1, 2)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""


class TestActivationAtOnce(BaseCase):
    def test_two_who_activate_at_once_sell_it_once(self):
        with clone_database() as db:
            run_python(db, AT_ONCE)
            states = sql(db, "SELECT state FROM hau_mai_activation ORDER BY state")
            owners = sql(db, "SELECT count(*) FROM res_partner WHERE name ~ 'Customer [12]'")
        self.assertEqual([state for (state,) in states], ["accepted", "needless"])
        self.assertEqual(owners, [(1,)])
