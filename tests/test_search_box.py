"""One search box: number, serial, order, customer, phone, as people type them."""

from .common import HauMaiCase


class TestSearchBox(HauMaiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.make_order((cls.product, 1))
        cls.unit = cls.order.unit_ids
        cls.unit.serial_number = "sn ab-12/345"
        # Whatever the sequence gave: no piece of a number may stand in another text by chance.
        cls.unit.name = "BH26880012"
        cls.other_customer = cls.env["res.partner"].create(
            {"name": "Trần Hà% Bình_An", "phone": "028 3822 9999"}
        )
        cls.other = cls.make_order((cls.product, 1), partner_id=cls.other_customer.id).unit_ids
        cls.other.name = "BH26990033"
        cls.env.flush_all()

    def find(self, text, operator="ilike"):
        units = self.unit + self.other
        return units.search([("id", "in", units.ids), ("search_box", operator, text)])

    def test_each_way_to_ask(self):
        number = self.unit.name
        for text in [
            number, number.lower(), f" {number} ", f"{number[:4]} {number[4:]}", number[-5:],
            "SN AB-12/345", "snab12345", "AB12", "12345",
            self.order.name, self.order.name.lower(),
            "Nguyễn Văn An", "nguyễn văn", " Văn An ",
            "090 1234 567", "0901234567", "+84 90 123 45 67", "+84901234567", "84901234567",
            "0084 901 234 567", "(090) 123-4567", "090.123.4567", "4567", "1234 567",
        ]:  # fmt: skip
            with self.subTest(text=text):
                self.assertEqual(self.find(text), self.unit)

    def test_a_phone_as_it_was_typed_by_those_who_entered_it(self):
        for phone in ("0901 234 567", "(+84) 901.234.567", "901-234-567", "0901234567"):
            self.partner.phone = phone
            for text in ("090 1234 567", "234567", "4567"):
                with self.subTest(phone=phone, text=text):
                    self.assertEqual(self.find(text), self.unit)

    def test_wildcards_are_letters_like_others(self):
        for text in ("%", "_", "%%", "Ngu%An", "Văn_An", "\\", "Ngu%", "' OR 1=1 --", "B_nh"):
            with self.subTest(text=text):
                self.assertFalse(self.find(text))
        for text in ("Hà%", "Bình_An", "Trần Hà% B"):
            with self.subTest(text=text):
                self.assertEqual(self.find(text), self.other)

    def test_nothing_asked_nothing_found(self):
        for text in (" ", "---", "xyzzy", "0000000000"):
            with self.subTest(text=text):
                self.assertFalse(self.find(text))

    def test_short_numbers_are_no_phones(self):
        self.other.serial_number = "567"
        self.assertEqual(self.find("567"), self.other)

    def test_a_serial_with_letters_is_no_phone(self):
        self.other.serial_number = "X4567"
        self.assertEqual(self.find("X4567"), self.other)

    def test_other_operators(self):
        self.assertEqual(self.find(self.unit.name, "="), self.unit)
        self.assertEqual(self.find([self.unit.name, self.other.name], "in"), self.unit + self.other)
        self.assertEqual(self.find(self.unit.name, "not ilike"), self.other)

    def test_more_customers_than_are_listed(self):
        self.env["res.partner"].create([{"name": f"Nguyễn {n}"} for n in range(501)])
        self.assertEqual(self.find("nguyễn"), self.unit)
        self.assertFalse(self.find("nguyễn_"))

    def test_what_changes_is_found_anew(self):
        self.unit.serial_number = "NEW 1"
        self.assertEqual(self.find("new1"), self.unit)
        self.assertFalse(self.find("AB12"))

    def test_the_order_is_found_when_it_is_gone(self):
        name = self.order.name
        self.order._action_cancel()
        self.order.unlink()
        self.assertEqual(self.find(name), self.unit)

    def test_pieces_of_two_codes_are_not_one(self):
        self.unit.serial_number = "77"
        glued = self.unit.name + "77"
        self.assertFalse(self.find(glued))
