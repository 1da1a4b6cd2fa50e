"""Who may be rewarded for bringing whom: codes, and what speaks against it, without the ORM."""

from dataclasses import replace
from datetime import date

from odoo.tests import BaseCase

from odoo.addons.hau_mai.tools.referral import (
    ALPHABET,
    CODE_LENGTH,
    Party,
    ReferralFacts,
    became,
    family_names,
    mail_key,
    new_code,
    normalize_code,
    qualifies,
    referral_verdict,
    reward_day,
    text_key,
)

AN = Party(
    customer=1,
    phones=frozenset({"901234567"}),
    emails=frozenset({"an@example.com"}),
    tax_id="0101234567",
    streets=frozenset({"12leloi"}),
    city="hue",
    names=frozenset({"nguyen", "an"}),
)
BINH = Party(
    customer=2,
    phones=frozenset({"907654321"}),
    emails=frozenset({"binh@example.com"}),
    tax_id="0107654321",
    streets=frozenset({"7tranphu"}),
    city="hanoi",
    names=frozenset({"tran", "binh"}),
)
FINE = ReferralFacts(AN, BINH, recent=4, most=5)

#: what the guard is told -> what it holds the referral for
TABLE = [
    (FINE, ()),
    (ReferralFacts(Party(1), Party(2)), ()),
    (replace(FINE, referee=replace(BINH, customer=1)), ("oneself",)),
    (replace(FINE, referee=AN), ("oneself",)),
    (replace(FINE, referee=replace(BINH, phones=AN.phones | BINH.phones)), ("phone",)),
    (replace(FINE, referee=replace(BINH, emails=AN.emails)), ("email",)),
    (replace(FINE, referee=replace(BINH, tax_id=AN.tax_id)), ("tax_id",)),
    (replace(FINE, referee=replace(BINH, streets=AN.streets, city=AN.city)), ("address",)),
    (replace(FINE, referee=replace(BINH, streets=AN.streets)), ()),
    (
        replace(FINE, referee=replace(BINH, streets=AN.streets, city="", names=AN.names)),
        ("household",),
    ),
    (replace(FINE, referee=replace(BINH, city=AN.city, names=AN.names)), ()),
    (replace(FINE, bought_before=True), ("bought_before",)),
    (replace(FINE, brought_before=True), ("brought_before",)),
    (replace(FINE, circle=True), ("circle",)),
    (replace(FINE, recent=5), ("too_many",)),
    (replace(FINE, recent=500, most=0), ()),
    (
        replace(FINE, recent=9, bought_before=True, referee=replace(BINH, phones=AN.phones)),
        ("bought_before", "phone", "too_many"),
    ),
]


class TestReferralTools(BaseCase):
    def test_what_a_person_has_to_look_at(self):
        for facts, codes in TABLE:
            with self.subTest(codes=codes):
                self.assertEqual(referral_verdict(facts), (not codes, codes))

    def test_a_code_survives_being_typed_and_pasted(self):
        code = new_code()
        self.assertEqual(len(code), CODE_LENGTH)
        self.assertLessEqual(set(code), set(ALPHABET))
        for typed in (code.lower(), f" {code[:4]}-{code[4:]} ", f"https://shop.example/r/{code}/"):
            self.assertEqual(normalize_code(typed), code)
        self.assertEqual(normalize_code(f"https://shop.example/r/{code}?utm=1"), code)
        self.assertEqual(normalize_code(None), "")

    def test_what_is_the_same_in_other_words(self):
        self.assertEqual(mail_key(" An.Nguyen+shop@GMAIL.com"), "annguyen@gmail.com")
        self.assertEqual(mail_key("an.nguyen@googlemail.com"), "annguyen@gmail.com")
        self.assertEqual(mail_key("an.nguyen+x@example.com"), "an.nguyen@example.com")
        self.assertEqual(mail_key("nobody"), "")
        self.assertEqual(text_key("12 Đường Lê Lợi, P.1"), "12duongleloip1")
        self.assertEqual(text_key("/"), "")
        self.assertEqual(family_names("Nguyễn Văn An"), {"nguyen", "an"})
        self.assertEqual(family_names(""), frozenset())

    def test_the_order_must_be_enough_and_paid(self):
        self.assertTrue(qualifies(100, 100))
        self.assertFalse(qualifies(99.99, 100))
        self.assertFalse(qualifies(0, 0))
        self.assertFalse(qualifies(None, 0))

    def test_the_day_of_payment_does_not_count(self):
        self.assertEqual(reward_day(date(2026, 1, 1), 30), date(2026, 2, 1))
        self.assertEqual(reward_day(date(2026, 1, 1), 0), date(2026, 1, 2))

    def test_what_became_of_an_order_that_was_rewarded(self):
        for amount, billed, refunded, expected in [
            (100, 100, False, "kept"),
            (100, 100, True, "kept"),
            (99, 99, True, "refunded"),
            (0, 0, True, "refunded"),
            (None, 100, False, "unpaid"),
            (None, None, False, "unpaid"),
            (-10, 100, True, "unpaid"),
            (-10, -10, True, "refunded"),
        ]:
            with self.subTest(amount=amount, billed=billed, refunded=refunded):
                self.assertEqual(became(amount, billed, 100, refunded), expected)
