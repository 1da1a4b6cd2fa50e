"""An owner says that somebody else has their product now; the shop confirms it."""

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .portal_common import PortalCase


class TestPortalTransfer(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit.user_id = cls.desk
        cls.page = f"/my/warranties/{cls.unit.id}"
        cls.said = {"name": "Lê Bình", "phone": "0912 345 678", "email": "binh@example.com"}

    def report(self, user=None, unit=None, **vals):
        unit = unit or self.unit
        return self.post(f"/my/warranties/{unit.id}/transfer", user, **(self.said | vals))

    def requests(self):
        return self.env["hau_mai.transfer.request"].search([("unit_id", "=", self.unit.id)])

    def test_nothing_changes_before_the_shop_confirms(self):
        self.assertIn("I gave or sold it", self.text(self.open(self.page, self.customer)))
        response = self.report(self.customer)
        self.assertIn("we will confirm it soon", self.text(response))
        self.assertEqual(self.unit.partner_id, self.customer.partner_id)
        request = self.requests()
        self.assertEqual((request.name, request.phone), ("Lê Bình", "0912 345 678"))
        self.assertEqual(request.partner_id, self.customer.partner_id)
        self.assertEqual(request.activity_id.user_id, self.desk)
        self.assertIn("Lê Bình", self.unit.reported_owner)

    def test_one_click_transfers(self):
        self.report(self.customer)
        self.unit.with_user(self.desk).action_confirm_transfer()
        owner = self.unit.partner_id
        self.assertEqual((owner.name, owner.email), ("Lê Bình", "binh@example.com"))
        self.assertEqual(self.requests().state, "done")
        self.assertEqual(self.requests().new_partner_id, owner)
        self.assertEqual(self.unit.owner_ids.sorted("id")[-1].how, "portal")
        self.assertEqual(self.open(self.page, self.customer).status_code, 404)
        with self.assertRaisesRegex(UserError, "already"):
            self.requests().with_user(self.desk).action_confirm()

    def test_who_is_known_by_name_and_number_is_not_made_twice(self):
        known = self.env["res.partner"].create({"name": "lê bình", "phone": "+84 912 345 678"})
        self.report(self.customer)
        self.unit.with_user(self.desk).action_confirm_transfer()
        self.assertEqual(self.unit.partner_id, known)

    def test_somebody_elses_number_does_not_get_it(self):
        """The number of another customer under another name makes nobody the owner."""
        self.report(self.customer, phone="0912 345 678", name="Lê Bình")
        other = self.env["res.partner"].create({"name": "Other", "phone": "0912 345 678"})
        self.unit.with_user(self.desk).action_confirm_transfer()
        self.assertNotEqual(self.unit.partner_id, other)

    def test_refused_it_stays_and_may_be_told_again(self):
        self.report(self.customer)
        self.unit.with_user(self.desk).action_refuse_transfer("Not them")
        self.assertEqual(self.requests().state, "refused")
        self.assertEqual(self.unit.partner_id, self.customer.partner_id)
        self.report(self.customer)
        self.assertEqual(len(self.requests()), 2)

    def test_told_twice_it_is_one(self):
        self.report(self.customer)
        self.assertIn("You told us already", self.text(self.report(self.customer)))
        self.assertEqual(len(self.requests()), 1)

    def test_two_at_the_same_moment_are_one(self):
        """Behind the check stands an index."""
        values = {
            "unit_id": self.unit.id, "partner_id": self.customer.partner_id.id,
            "name": "Bình", "phone": "0912 345 678",
        }  # fmt: skip
        requests = self.env["hau_mai.transfer.request"]
        requests.create(values)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            requests.create(values)
            self.env.flush_all()

    def test_what_is_missing_is_said_and_what_was_typed_stays(self):
        response = self.report(self.customer, phone="call me")
        self.assertIn("name and the phone number", self.text(response))
        self.assertIn('value="Lê Bình"', response.text)
        self.assertFalse(self.requests())

    def test_by_the_owners_link_without_a_log_in(self):
        signature = self.unit._owner_signature()
        page = self.open(f"{self.page}?access_token={signature}")
        self.assertIn(f'value="{signature}"', page.text)
        response = self.report(access_token=signature)
        self.assertIn("we will confirm it soon", self.text(response))
        self.assertEqual(self.requests().partner_id, self.customer.partner_id)

    def test_nobody_else_reports_it(self):
        self.assertEqual(self.report(self.other).status_code, 404)
        self.assertEqual(self.report(access_token="x" * 32).status_code, 404)
        self.assertEqual(self.report().status_code, 404)
        self.log_in(self.customer)
        forged = self.url_open(f"{self.page}/transfer", data=self.said)
        self.assertEqual(forged.status_code, 400)
        self.assertEqual(self.url_open(f"{self.page}/transfer").status_code, 405)
        self.assertFalse(self.requests())

    def test_only_where_the_warranty_goes_along(self):
        self.unit.transferable = False
        self.assertNotIn("I gave or sold it", self.text(self.open(self.page, self.customer)))
        self.report(self.customer)
        self.assertFalse(self.requests())

    def test_what_somebody_types_is_no_markup(self):
        response = self.report(self.customer, name="<script>alert(1)</script>")
        self.assertNotIn("<script>alert(1)", response.text)

    def test_a_letter_is_for_whom_it_was_written_to(self):
        photo = self.env["ir.attachment"].create({"name": "a.jpg", "raw": b"x"})
        row = self.unit._forfeit(self.unit._forfeitable(), "misuse", "Broken", attachments=photo)
        address = f"{self.page}/letter/{row.id}"
        self.assertIn(row.name, self.text(self.open(self.page, self.customer)))
        self.assertEqual(self.open(address, self.customer).status_code, 200)
        self.assertEqual(self.open(address, self.other).status_code, 404)
        their_page = f"/my/warranties/{self.theirs.id}/letter/{row.id}"
        self.assertEqual(self.open(their_page, self.other).status_code, 404)
        self.unit.action_transfer(self.other.partner_id, "Sold")
        self.assertEqual(self.open(address, self.other).status_code, 404)
        self.assertNotIn(row.name, self.text(self.open(self.page, self.other)))
