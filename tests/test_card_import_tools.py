"""Old cards: what a file says, what a cell says, whether a row can be taken. Without the ORM."""

import io
import unicodedata
import unittest
from datetime import date

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.hau_mai.tools import card_file
from odoo.addons.hau_mai.tools.card_import import (
    COLUMNS,
    PROBLEMS,
    Facts,
    check_row,
    choose_customer,
    external_name,
    find_headings,
    guard,
    import_state,
    is_phone,
    lasting,
    map_headings,
    missing_columns,
    read_covers,
    read_date,
    read_months,
    unguard,
    verdict_of,
)
from odoo.addons.hau_mai.tools.recurrence import add_duration

TODAY = date(2026, 3, 1)
TEXT = (
    "Số phiếu,Mã sản phẩm,Số máy,SĐT,Khách hàng,Ngày bán\n"
    "BH-1,ĐH-9000,S1,0901234567,Nguyễn Văn Đức,10/01/2024\n"
)


def as_1258(text):
    """Text as old Windows programs wrote it: base letters composed, tones behind them."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    signs = []
    for sign in text:
        marks = unicodedata.normalize("NFD", sign)
        base = "".join(mark for mark in marks if mark not in tones)
        signs.append(unicodedata.normalize("NFC", base))
        signs += [mark for mark in marks if mark in tones]
    return "".join(signs).encode("cp1258")


def facts(**changes):
    usual = Facts(
        products=["AC"], customers=["An"], customer_found=True, found_by="phone",
        customer_named=True, may_create=True, serial_state="", serial_card="", serial_row=0,
        old_card=None, old_row=0, policies=(), promises=True, merged={},
    )  # fmt: skip
    return usual._replace(**changes)


def texts(**changes):
    usual = {
        "old_number": "BH-1", "product": "AC", "phone": "0901234567", "customer": "An",
        "sold_on": "10/01/2024",
    }  # fmt: skip
    return dict.fromkeys(COLUMNS, "") | usual | changes


class TestFiles(unittest.TestCase):
    def test_every_encoding_that_is_in_use(self):
        for name, content in {
            "utf-8": TEXT.encode(),
            "utf-8 with its mark": TEXT.encode("utf-8-sig"),
            "utf-16": TEXT.encode("utf-16"),
            "utf-16 without its mark": TEXT.encode("utf-16-le"),
            "utf-16, the other way round": TEXT.encode("utf-16-be"),
            "windows-1258": as_1258(TEXT),
            "TCVN3": TEXT.encode("tcvn3"),
            "decomposed letters": unicodedata.normalize("NFD", TEXT).encode(),
        }.items():
            with self.subTest(encoding=name):
                self.assertEqual(card_file.decode(content), TEXT)

    def test_a_file_typed_with_an_old_font(self):
        """ "NguyÔn V¨n §øc" in Unicode, as .VnTime showed it, is read as it looked."""
        typed = card_file.parse_csv(TEXT.encode("tcvn3").decode("latin-1"), ",")
        self.assertEqual(card_file.read_font(typed), card_file.parse_csv(TEXT, ","))
        for harmless in (TEXT, "Name\n“Intel® Core™”, 12°C ±1\n", "Name\nCafé à la crème ½\n"):
            sheet = card_file.parse_csv(harmless, ",")
            self.assertEqual(card_file.read_font(sheet), sheet)

    def test_half_a_text_file_is_told(self):
        content = TEXT.encode()
        for half in (content[: content.index("ễ".encode()) + 2], TEXT.encode("utf-16")[:-3]):
            with self.assertRaises(card_file.UnreadableError) as caught:
                card_file.decode(half)
            self.assertEqual(caught.exception.code, "cut")
        with self.assertRaises(card_file.UnreadableError) as caught:
            card_file.parse_csv('a,b\n1,"half', ",")
        self.assertEqual(caught.exception.code, "cut")
        sheet = card_file.parse_csv(TEXT + "BH-2,ĐH", ",")
        self.assertEqual(card_file.ends_within(TEXT + "BH-2,ĐH", sheet, 6), 3)
        self.assertEqual(card_file.ends_within(TEXT, card_file.parse_csv(TEXT, ","), 6), 0)
        whole = TEXT.rstrip("\n")
        self.assertEqual(card_file.ends_within(whole, card_file.parse_csv(whole, ","), 6), 0)

    def workbook(self, rows, merge=None):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        if merge:
            book.active.merge_cells(merge)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    def test_a_workbook(self):
        content = self.workbook(
            [
                ["Title"],
                [],
                ["Card", "Phone", "Sold on", "Note"],
                [12.0, 901234567, date(2024, 1, 10), "=1+1"],
                [None, None, None, "<b>x</b>"],
            ],
            merge="A4:B5",
        )
        self.assertEqual(card_file.kind_of(content), "xlsx")
        sheet = card_file.read_xlsx(content)
        self.assertEqual([number for number, _texts in sheet.rows], [1, 3, 4, 5])
        self.assertEqual(sheet.rows[2][1], ["12", "", "10/01/2024", ""])
        self.assertEqual(sheet.rows[3][1][3], "<b>x</b>")
        self.assertEqual(sheet.merged, {(5, 0): 4, (5, 1): 4})

    def test_half_a_workbook_is_told(self):
        content = self.workbook([["Card"], ["1"]])
        with self.assertRaises(card_file.UnreadableError) as caught:
            card_file.kind_of(content[: len(content) // 2])
        self.assertEqual(caught.exception.code, "damaged")
        with self.assertRaises(card_file.UnreadableError):
            card_file.kind_of(b" \n")

    def test_too_many_rows_are_refused(self):
        text = "Card\n" + "1\n" * (card_file.MAX_ROWS + 1)
        with self.assertRaises(card_file.UnreadableError) as caught:
            card_file.parse_csv(text, ",")
        self.assertEqual(caught.exception.code, "large")


class TestCells(unittest.TestCase):
    def test_headings_in_any_language_order_and_case(self):
        self.assertEqual(
            map_headings(["NGÀY BÁN", "so phieu bao hanh", "Sđt", "Mã hàng", "Tên hàng", "?"]),
            {"sold_on": 0, "old_number": 1, "phone": 2, "product": 3},
        )
        self.assertEqual(map_headings(["Product name", "product CODE"]), {"product": 1})
        rows = [(1, ["DANH SÁCH"]), (2, ["Customer", "Phone"]), (3, ["x", "y"])]
        self.assertEqual(find_headings(rows), (1, {"customer": 0, "phone": 1}))
        self.assertEqual(missing_columns({"phone": 0, "sold_on": 1}), [
            ("product",), ("old_number", "serial_number"),
        ])  # fmt: skip

    def test_no_heading_stands_for_two_columns(self):
        for column, headings in COLUMNS.items():
            for heading in headings:
                self.assertEqual(list(map_headings([heading])), [column], heading)

    def test_days(self):
        for text, day in {
            "10/01/2024": date(2024, 1, 10),
            "1/2/2024": date(2024, 2, 1),
            "10-01-2024": date(2024, 1, 10),
            "10.01.2024": date(2024, 1, 10),
            "2024-01-10": date(2024, 1, 10),
            "2024-01-10 00:00:00": date(2024, 1, 10),
            "29/02/2024": date(2024, 2, 29),
            "": None,
        }.items():
            self.assertEqual(read_date(text), (day, ""), text)
        for text, code in {
            "31/02/2024": "date_impossible",
            "13/25/2024": "date_impossible",
            "29/02/2023": "date_impossible",
            "10/01/0024": "date_impossible",
            "10/01/24": "date_short_year",
            "tomorrow": "date_wrong",
            "45301": "date_wrong",
            "10/01": "date_wrong",
        }.items():
            self.assertEqual(read_date(text), (None, code), text)

    def test_months_and_what_is_covered(self):
        for text, months in {
            "24": 24, "24 tháng": 24, "24 months": 24, "2 năm": 24, "2 years": 24, "0": None,
            "a": None, "24 days": None, "9999": None, "-3": None,
        }.items():  # fmt: skip
            self.assertEqual(read_months(text), months, text)
        self.assertEqual(read_covers("Parts, công"), ({"parts", "labour"}, []))
        self.assertEqual(read_covers("linh kiện; magic"), ({"parts"}, ["magic"]))

    def test_phones(self):
        for text in ("0901234567", "+84 90 123 45 67", "901234567", "(028) 3822 1234"):
            self.assertTrue(is_phone(text), text)
        for text in ("", "12345", "no phone", "0901234567 / 0912345678", "000000000"):
            self.assertFalse(is_phone(text), text)

    @given(st.dates(date(1990, 1, 1), date(2060, 12, 31)), st.integers(1, 400))
    def test_a_length_leads_to_its_end(self, start, days):
        end = date.fromordinal(start.toordinal() + days)
        self.assertEqual(add_duration(start, *lasting(start, end)), end)

    @given(st.dates(date(1990, 1, 1), date(2060, 12, 31)), st.integers(1, 240))
    def test_whole_months_stay_months_where_they_can(self, start, months):
        end = add_duration(start, months, "month")
        self.assertEqual(lasting(start, end), (months, "month"))

    @given(st.text())
    def test_no_cell_is_a_formula_and_none_is_changed(self, text):
        self.assertFalse(guard(text).startswith(("=", "+", "-", "@", "\t", "\r")))
        if not text.startswith("'"):
            self.assertEqual(unguard(guard(text)), text)

    @given(st.text(min_size=1), st.text(min_size=1))
    def test_two_numbers_have_two_names(self, one, other):
        key = lambda text: " ".join(text.split()).casefold()  # noqa: E731
        same = key(one) == key(other)
        self.assertEqual(external_name(1, one) == external_name(1, other), same)

    def test_whose_phone_it_is(self):
        one, two, three = (1, "An", 9), (2, "Bình", 9), (3, "An", 8)
        self.assertEqual(choose_customer([], "An"), (None, False))
        self.assertEqual(choose_customer([one], "An"), (1, True))
        self.assertEqual(choose_customer([one], "Khác"), (1, False))
        self.assertEqual(choose_customer([one, two], "binh"), (2, True))
        self.assertEqual(choose_customer([one, two], ""), (9, True))
        self.assertEqual(choose_customer([one, three], "An"), (None, False))
        self.assertEqual(choose_customer([two, three], ""), (None, False))


class TestRows(unittest.TestCase):
    def codes(self, row=None, **known):
        return {
            problem.code for problem in check_row(row or texts(), facts(**known), TODAY).problems
        }

    def test_a_good_row(self):
        answer = check_row(texts(), facts(), TODAY)
        self.assertEqual(answer[:4], ([], date(2024, 1, 10), date(2024, 1, 10), None))
        self.assertEqual(verdict_of(answer.problems), "good")
        answer = check_row(texts(months="24"), facts(), TODAY)
        self.assertEqual(answer.end, date(2026, 1, 10))
        answer = check_row(texts(starts_on="05/02/2024", ends_on="01/02/2026"), facts(), TODAY)
        self.assertEqual(answer[1:4], (date(2024, 1, 10), date(2024, 2, 5), date(2026, 2, 1)))

    def test_each_reason(self):
        several = {"customer_found": False, "customers": ["An", "Bình"]}
        nobody = {"customer_found": False, "customers": []}
        for code, (row, known) in {
            "known": ({}, {"old_card": "W1"}),
            "merged": ({"customer": ""}, {"merged": {"customer": 3}}),
            "no_key": ({"old_number": ""}, {}),
            "old_twice": ({}, {"old_row": 3}),
            "no_product": ({"product": ""}, {"products": []}),
            "product_unknown": ({}, {"products": []}),
            "product_several": ({}, {"products": ["A", "B"]}),
            "serial_twice": ({"serial_number": "S"}, {"serial_row": 3}),
            "serial_known": ({"serial_number": "S"}, {"serial_state": "valid"}),
            "serial_void": ({"serial_number": "S"}, {"serial_state": "void"}),
            "serial_other": ({"serial_number": "S"}, {"serial_state": "other"}),
            "phone_wrong": ({"phone": "12"}, {}),
            "no_customer": ({"phone": "", "customer": ""}, nobody),
            "customer_unknown": ({"customer": ""}, nobody),
            "customer_several": ({}, several),
            "customer_by_name": ({"phone": ""}, {"found_by": "name"}),
            "customer_differs": ({}, {"customer_named": False}),
            "date_wrong": ({"sold_on": "x"}, {}),
            "date_short_year": ({"sold_on": "10/01/24"}, {}),
            "date_impossible": ({"sold_on": "31/02/2024"}, {}),
            "date_future": ({"sold_on": "02/03/2026"}, {}),
            "no_start": ({"sold_on": ""}, {}),
            "end_before_start": ({"ends_on": "10/01/2024"}, {}),
            "start_before_sale": ({"starts_on": "09/01/2024"}, {}),
            "months_wrong": ({"months": "x"}, {}),
            "months_differ": ({"months": "12", "ends_on": "10/01/2026"}, {}),
            "policy_unknown": ({"policy": "x"}, {}),
            "policy_several": ({"policy": "x"}, {"policies": [1, 2]}),
            "no_warranty": ({}, {"promises": False}),
            "covers_wrong": ({"covers": "magic", "months": "12"}, {}),
            "covers_unused": ({"covers": "parts"}, {}),
        }.items():
            with self.subTest(code=code):
                self.assertEqual(self.codes(texts(**row), **known), {code})
        self.assertEqual(len(PROBLEMS), 32, "each but “failed” is above")

    def test_an_unknown_customer_with_phone_and_name_may_be_created(self):
        nobody = {"customer_found": False, "customers": []}
        self.assertEqual(self.codes(**nobody), set())
        self.assertEqual(self.codes(**nobody, may_create=False), {"customer_unknown"})

    def test_the_last_day_may_be_today_or_long_ago(self):
        self.assertEqual(self.codes(texts(sold_on="01/03/2026")), set())
        self.assertEqual(self.codes(texts(sold_on="01/03/2015", months="12")), set())

    def test_where_an_import_stands(self):
        for counts, running, state in (
            ({}, False, "draft"),
            ({"bad": 1, "good": 2}, False, "checked"),
            ({"good": 2}, True, "taking"),
            ({"good": 2, "taken": 1}, True, "taking"),
            ({"bad": 2, "taken": 1}, True, "partly"),
            ({"warning": 2, "taken": 1}, False, "partly"),
            ({"known": 2, "taken": 1}, False, "taken"),
        ):
            self.assertEqual(import_state(counts, running), state, counts)
