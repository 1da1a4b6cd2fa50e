"""What anybody may know about a warranty: the page behind the QR code, and the look-up."""

from datetime import timedelta

from odoo.tools import SQL, format_date

from odoo.addons.hau_mai.tools.warranty_check import (
    NOBODY,
    knows_phone,
    last_digits,
    phone_ends,
)

from .public_common import PublicCase


class TestPublicWarrantyTools(PublicCase):
    def test_the_end_of_a_phone_number_however_it_is_written(self):
        for text in ("4567", "+84 90 123 45 67", "0901234567", "090.123.4567", " 45 67 "):
            self.assertEqual(last_digits(text), "4567", text)
        for text in ("", None, "567", "abcd", "45 6", "１２３４"):
            self.assertEqual(last_digits(text), NOBODY, text)

    def test_a_field_may_hold_two_numbers(self):
        self.assertEqual(phone_ends("0901234567 / 0912345678"), ["4567", "5678"])
        self.assertEqual(phone_ends("0901234567"), ["4567", NOBODY])
        self.assertEqual(phone_ends(None), [NOBODY, NOBODY])

    def test_no_digits_are_nobodys(self):
        self.assertTrue(knows_phone("4567", ["0901234567", None]))
        self.assertTrue(knows_phone("5678", [None, "0901234567; 0912345678"]))
        self.assertFalse(knows_phone("4568", ["0901234567", None]))
        self.assertFalse(knows_phone(NOBODY, [None, "123", ""]))

    def test_of_all_ends_a_phone_can_have_one_is_right(self):
        phones = ["+84 90 123 45 67", None]
        self.assertEqual([n for n in range(10_000) if knows_phone(f"{n:04}", phones)], [4567])


class TestQrPage(PublicCase):
    def test_it_says_what_is_covered_and_nothing_about_the_owner(self):
        order = self.make_order((self.product, 1), partner_id=self.customer.partner_id.id)
        unit = order.order_line.unit_ids
        unit.serial_number = "SN-0012345678"
        unit.address_id = self.env["res.partner"].create(
            {"name": "At home", "parent_id": self.customer.partner_id.id, "street": "12 Lê Lợi"}
        )
        unit.action_start(self.today - timedelta(days=30), "Sold to a friend of Bình")
        response = self.card(self.card_token(unit))
        page = self.text(response)
        self.assertEqual(response.status_code, 200)
        self.assertIn("AC 9000", page)
        self.assertIn(unit.name, page)
        self.assertIn("is covered until", page)
        self.assertIn("•••5678", page)
        for coverage in unit.coverage_ids:
            self.assertIn(coverage.name, page)
            self.assertIn(unit._word_day(coverage.date_end), page)
        self.assertIn("1800 1234", page)
        for secret in ("An", "Hoa Sen", "4567", "Lê Lợi", order.name, "Bình", "SN-0012345678"):
            self.assertNotRegex(page, rf"\b{secret}\b")
        self.assertNotIn(f"/my/warranties/{unit.id}", response.text)

    def test_it_is_not_kept_not_found_and_not_shown_in_another_page(self):
        for response in (self.card(), self.card("x" * 22), self.check("AC-77", "4567")):
            self.assertEqual(response.headers["Cache-Control"], "no-store")
            self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
            self.assertIn("noindex", response.headers["X-Robots-Tag"])
            self.assertEqual(response.headers["X-Frame-Options"], "DENY")

    def test_a_card_that_is_not_valid_says_only_that(self):
        self.unit.action_void("He never paid")
        page = self.text(self.card())
        self.assertIn("not valid any more", page)
        self.assertNotIn("never paid", page)
        for coverage in self.unit.coverage_ids:
            self.assertNotIn(self.unit._word_day(coverage.date_end), page)

    def test_what_opens_nothing_looks_the_same_whatever_it_is(self):
        old = self.token
        self.unit._renew_access_tokens()
        self.env.flush_all()
        tokens = (old, "A" * 22, "short", "'; DROP TABLE hau_mai_unit; --", "%00" * 22)
        answers = {
            (response.status_code, self.skeleton(response)) for response in map(self.card, tokens)
        }
        self.assertEqual(len(answers), 1)
        self.assertEqual(answers.pop()[0], 404)
        self.assertEqual(self.card(self.card_token(self.unit)).status_code, 200)

    def test_the_owner_goes_on_to_their_page(self):
        response = self.card(suffix="/mine", user=self.customer)
        self.assertTrue(response.url.endswith(f"/my/warranties/{self.unit.id}"), response.url)
        colleague = self.card(suffix="/mine", user=self.colleague)
        self.assertTrue(colleague.url.endswith(f"/my/warranties/{self.unit.id}"), colleague.url)

    def test_nobody_else_learns_where_that_is(self):
        self.assertIn("/web/login", self.card(suffix="/mine").url)
        response = self.card(suffix="/mine", user=self.other)
        self.assertEqual(response.status_code, 403)
        self.assertIn("somebody else", self.text(response))
        self.assertNotIn(f"/my/warranties/{self.unit.id}", response.text)
        self.assertEqual(self.card("A" * 22, self.other, "/mine").status_code, 404)

    def test_it_speaks_the_language_of_the_browser(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.log_in(None)
        self.opener.cookies.clear()
        response = self.url_open(
            f"/warranty/card/{self.token}", headers={"Accept-Language": "vi-VN,vi;q=0.9"}
        )
        self.assertIn("/vi/warranty/card/", response.url)
        end = self.unit.coverage_ids[0].date_end
        self.assertIn(end.strftime("%d/%m/%Y"), response.text)


class TestWarrantyCheck(PublicCase):
    def test_it_is_closed_until_somebody_opens_it(self):
        self.company.hau_mai_warranty_check = False
        self.assertEqual(self.open("/warranty/check").status_code, 404)
        self.assertEqual(self.check("AC-77", "4567").status_code, 404)
        self.assertNotIn("/warranty/check", self.card().text)
        self.assertNotIn("/warranty/check", self.open("/my", self.customer).text)
        self.company.hau_mai_warranty_check = True
        self.assertEqual(self.open("/warranty/check").status_code, 200)
        self.assertIn("/warranty/check", self.card().text)
        self.assertIn("/warranty/check", self.open("/my", self.customer).text)

    def test_number_and_phone_as_people_type_them(self):
        for number in ("AC-77", "ac 77", " Ac77 ", self.unit.name, self.unit.name.lower()):
            self.assertEqual(self.status(number, "4567"), "active", number)
        for phone in ("45 67", "0901234567"):
            self.assertEqual(self.status("AC-77", phone), "active", phone)

    def test_it_answers_with_status_and_dates_only(self):
        response = self.check("AC-77", "4567")
        page = self.text(response)
        for coverage in self.unit.coverage_ids:
            self.assertIn(format_date(self.env, coverage.date_start), page)
            self.assertIn(format_date(self.env, coverage.date_end), page)
        for secret in ("AC 9000", self.unit.name, "Hoa Sen", self.customer.name, self.token):
            self.assertNotIn(secret, response.text)

    def test_who_knows_the_phone(self):
        """The owner and the order's customer; who has none, the company they belong to."""
        order = self.make_order((self.product, 1), partner_id=self.customer.partner_id.id)
        unit = order.order_line.unit_ids
        unit.serial_number = "SOLD-1"
        self.assertEqual(self.status("SOLD-1", "4567"), "not_started")
        unit.action_transfer(self.other.partner_id, "Given away")
        self.assertEqual(self.status("SOLD-1", "0111"), "not_started")
        self.assertEqual(self.status("SOLD-1", "4567"), "not_started")
        self.assertIsNone(self.status("SOLD-1", "0000"))
        self.customer.partner_id.phone = False
        self.assertEqual(self.status("AC-77", "0000"), "active")

    def test_a_serial_sold_again_is_its_last_owners(self):
        again = self.make_unit(partner_id=self.other.partner_id.id, serial_number="AC 77")
        self.assertEqual(self.status("AC-77", "0111"), "active")
        self.assertIsNone(self.status("AC-77", "4567"))
        again.action_void("Never sold")
        self.assertIsNone(self.status("AC-77", "0111"))
        self.assertEqual(self.status("AC-77", "4567"), "active")

    def test_sold_last_is_not_written_down_last(self):
        """A card of the past is made after the one of today's owner."""
        order = self.make_order((self.product, 1), partner_id=self.other.partner_id.id)
        order.order_line.unit_ids.serial_number = "TWICE"
        self.make_unit(400, partner_id=self.customer.partner_id.id, serial_number="TWICE")
        self.assertEqual(self.status("TWICE", "0111"), "not_started")

    def test_a_card_that_is_not_valid_says_so_without_a_reason(self):
        self.unit.write({"state": "returned", "state_reason": "Broken by the customer"})
        response = self.check("AC-77", "4567")
        self.assertIn('data-status="returned"', response.text)
        self.assertIn("not valid any more", response.text)
        self.assertNotIn("Broken", response.text)
        self.assertNotIn('name="period"', response.text)

    def test_companies_that_do_not_publish_do_not_answer(self):
        other = self.env["res.company"].create({"name": "B"})
        policy = self.make_policy("B", company_id=other.id)
        for published, expected in ((False, None), (True, "not_started")):
            other.hau_mai_warranty_check = published
            self.make_unit(
                None,
                company_id=other.id,
                policy_id=policy.id,
                partner_id=self.other.partner_id.id,
                serial_number=f"B-{published}",
            )
            self.assertEqual(self.status(f"B-{published}", "0111"), expected)

    def test_what_is_missing_is_asked_for_and_not_counted(self):
        for number, phone in (("", "4567"), ("AC-77", ""), ("AC-77", "67"), ("--", "4567")):
            response = self.check(number, phone)
            self.assertIn('name="incomplete"', response.text)
        self.assertFalse(self.env["hau_mai.rate.limit"].search([]))


class TestWarrantyCheckTour(PublicCase):
    browser_size = "390x844"

    def test_somebody_asks_on_a_phone(self):
        self.start_tour("/warranty/check", "hau_mai_warranty_check")


class TestWarrantyCheckQueries(PublicCase):
    def ask(self, number, digits):
        visitor = self.env.ref("base.public_user").id

        def work():
            units = self.env["hau_mai.unit"].with_user(visitor)
            key = units._normalize_key(number)
            self.assertTrue(self.env["hau_mai.rate.limit"]._take("check", "203.0.113.7", key))
            unit = units._check_warranty(key, digits)
            return unit and unit._check_facts()

        return work

    def test_at_most_six_and_the_same_for_wrong_number_and_wrong_phone(self):
        self.ask("AC-77", "4567")()  # what lives as long as a worker
        right, wrong_phone, wrong_number = (
            self.queries(self.ask(*asked))
            for asked in (("AC-77", "4567"), ("AC-77", "0000"), ("NO-SUCH", "4567"))
        )
        self.assertLessEqual(right, 6)
        self.assertEqual(wrong_phone, wrong_number)
        self.assertLessEqual(wrong_number, 2)

    def test_a_request_costs_the_same_for_wrong_number_and_wrong_phone(self):
        def cost(number, phone):
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.check(number, phone)
            return self.env.cr.sql_log_count - before

        cost("WARM-UP", "0000")
        self.assertEqual(cost("AC-77", "0000"), cost("NO-SUCH", "4567"))

    def test_the_indexes_are_used(self):
        self.env["hau_mai.unit"].create(
            [
                {
                    "partner_id": self.stranger.id,
                    "product_id": self.product.id,
                    "serial_number": f"S{number}",
                }
                for number in range(400)
            ]
        )
        self.env.flush_all()
        self.env.cr.execute("ANALYZE hau_mai_unit")
        query = self.env["hau_mai.unit"]._newest_sql("S7")
        plan = "\n".join(row[0] for row in self.env.execute_query(SQL("EXPLAIN %s", query)))
        self.assertIn("hau_mai_unit_serial_idx", plan)
        self.assertIn("hau_mai_unit_number_key_idx", plan)
        self.assertNotIn("Seq Scan on hau_mai_unit", plan)
