"""The rules of messengers and of ways, as plain functions."""

from datetime import date
from itertools import product

from odoo.tests import BaseCase

from odoo.addons.hau_mai.tools.channel import (
    FALLBACKS,
    MESSAGE_CHANNELS,
    is_news,
    sms_parts,
    way_after,
    ways,
)
from odoo.addons.hau_mai.tools.messenger import (
    class_problem,
    expressions,
    promotion_quota,
    quota_months,
    template_problems,
)

TITLE = "Your warranty"
BODY = "Dear {{ object.partner_id.name }}, it is registered."


def codes(title=TITLE, body=BODY, buttons=()):
    return [code for code, _detail in template_problems(title, body, buttons)]


class TestMessengerTools(BaseCase):
    def test_a_good_text_has_no_problem(self):
        self.assertEqual(codes(buttons=[("Call us", "+84901234567")]), [])

    def test_limits_on_both_sides(self):
        for title, expected in (
            ("x" * 8, ["title"]),
            ("x" * 9, []),
            ("x" * 65, []),
            ("x" * 66, ["title"]),
        ):
            self.assertEqual(codes(title=title), expected, len(title))
        name = "{{ object.partner_id.name }}"
        for length, expected in ((400, []), (401, ["paragraph"])):
            self.assertEqual(codes(body=name + "x" * (length - len(name))), expected)
        for count, expected in ((4, []), (5, ["paragraphs"])):
            self.assertEqual(codes(body="\n".join([BODY] * count)), expected)
        for label, expected in (("Call", ["label"]), ("Calls", []), ("x" * 31, ["label"])):
            self.assertEqual(codes(buttons=[(label, "1900")]), expected)
        for count, expected in ((9, []), (10, ["parameters"])):
            more = " ".join(f"{{{{ object.x{number} }}}}" for number in range(count))
            self.assertEqual(codes(body=f"{BODY} {more}"), expected)

    def test_links_and_numbers_belong_into_buttons(self):
        for text, expected in (
            ("see https://example.com/a", "link"), ("see shop.vn now", "link"),
            ("call 0901 234 567", "phone"), ("call +84 90 123 4567", "phone"),
            ("see {{ object.preferences_url }}", "link"),
        ):  # fmt: skip
            self.assertEqual(codes(body=f"{BODY} {text}"), [expected], text)
        self.assertEqual(codes(buttons=[("Look at it", False)]), ["target"])

    def test_it_says_whom_it_is_for(self):
        self.assertEqual(codes(body="Your warranty is registered."), ["unnamed"])
        self.assertEqual(codes(body="Order {{ object.order_name }} is on its way."), [])

    def test_placeholders_are_found_once_in_order(self):
        found = expressions("{{ a.b }} and {{c ||| none}}", None, "{{ a.b }}")
        self.assertEqual(found, ("a.b", "c"))

    def test_classes_and_purposes(self):
        table = {
            ("promotion", "service", False): "promotion_in_service",
            ("promotion", "survey", False): "promotion_in_service",
            ("promotion", "marketing", True): None,
            ("promotion", "birthday", True): None,
            ("care", "service", False): None,
            ("care", "birthday", False): None,
            ("care", "birthday", True): "marketing_in_service",
            ("care", "marketing", False): "marketing_in_service",
            ("transaction", "marketing", False): "marketing_in_service",
        }
        for case, expected in table.items():
            self.assertEqual(class_problem(*case), expected, case)

    def test_a_sixth_of_two_months(self):
        self.assertEqual([promotion_quota(n) for n in (0, 5, 6, 11, 12)], [0, 0, 1, 1, 2])
        self.assertEqual(
            quota_months(date(2026, 1, 31)), (date(2025, 11, 1), date(2026, 1, 1), date(2026, 2, 1))
        )

    def test_parts_of_an_sms(self):
        table = {
            "": 1, "a" * 160: 1, "a" * 161: 2, "a" * 306: 2, "a" * 307: 3,
            "ễ" * 70: 1, "ễ" * 71: 2, "ễ" * 134: 2, "ễ" * 135: 3,
            "€" * 80: 1, "€" * 81: 2, "😀" * 35: 1, "😀" * 36: 2,
        }  # fmt: skip
        for text, parts in table.items():
            self.assertEqual(sms_parts(text), parts, (text[:1], len(text)))

    def test_each_way_is_tried_once_and_then_it_ends(self):
        for first, fallback in product(MESSAGE_CHANNELS, FALLBACKS):
            tried, way = [], first
            while way:
                tried.append(way)
                way = way_after(way, first, fallback)
            self.assertEqual(tuple(tried), ways(first, fallback))
            self.assertEqual(len(set(tried)), len(tried))
            self.assertIsNone(way_after("post", first, fallback))

    def test_news(self):
        self.assertTrue(is_news(None, "queued"))
        self.assertTrue(is_news("failed", "sent"))
        self.assertFalse(is_news("opened", "sent"))
        self.assertFalse(is_news("sent", "sent"))
