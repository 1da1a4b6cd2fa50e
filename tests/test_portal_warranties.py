"""Customers look at the list of their warranty cards: search, filter, group, take it home."""

import csv
import io
import re
from datetime import date, timedelta

from openpyxl import load_workbook

from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.hau_mai.tools.spreadsheet import CSV_BOM, plain_cell

from .portal_common import PortalCase

URL = "/my/warranties"


class TestWarrantyList(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Unit = cls.env["hau_mai.unit"]
        cls.fan = cls.make_product("Fan 16", default_code="F-16", warranty_policy_id=cls.policy.id)
        earlier = cls.Unit.search([("partner_id", "child_of", cls.hotel.id)]) - cls.unit
        earlier.partner_id = cls.stranger
        cls.villa = cls.env["res.partner"].create(
            {"name": "Villa", "parent_id": cls.hotel.id, "type": "delivery", "city": "Đà Lạt"}
        )

    def own_unit(self, **vals):
        return self.make_unit(partner_id=self.customer.partner_id.id, **vals)

    def list(self, user=None, **args):
        query = "&".join(f"{key}={value}" for key, value in args.items())
        return self.open(f"{URL}?{query}", user or self.customer)

    def count(self, page):
        return self.text(page).split("warranty card")[0].split()[-1]

    def cards(self, page):
        return len(re.findall(rf'href="{URL}/\d+"', page.text))

    def export(self, format="csv", user=None, **args):
        """(headers, rows) of the file."""
        query = "&".join(f"{key}={value}" for key, value in args.items())
        got = self.open(f"{URL}/export?format={format}&{query}", user or self.customer)
        self.assertEqual(got.status_code, 200)
        if format == "csv":
            self.assertTrue(got.content.startswith(CSV_BOM))
            headers, *rows = csv.reader(io.StringIO(got.content.decode("utf-8-sig")))
        else:
            sheet = load_workbook(io.BytesIO(got.content)).active
            headers, *rows = sheet.iter_rows()
        return headers, rows

    # === THE LIST === #

    def test_it_says_what_is_covered_until_when(self):
        page = self.text(self.list())
        self.assertIn("AC 9000 Covered", page)
        end = self.unit.date_end_main
        self.assertIn(f"until {end.day} {end:%B %Y} for parts and labour.", page)
        self.assertNotIn("XX-99", page)

    def test_search_finds_ones_own(self):
        order = self.make_order((self.fan, 1), partner_id=self.colleague.partner_id.id)
        card = order.unit_ids
        for text, found in [
            ("ac-77", self.unit), ("AC77", self.unit), ("ac 9000", self.unit),
            (self.unit.name, self.unit), (order.name.lower(), card), ("fan", card),
            ("F-16", card),
        ]:  # fmt: skip
            page = self.list(search=text)
            with self.subTest(text=text):
                self.assertIn(f'href="{URL}/{found.id}"', page.text)
                self.assertEqual(self.count(page), "1")

    def test_search_tells_nothing_of_others(self):
        secret = self.theirs
        for text in ("XX-99", "xx99", secret.name, "%", "_", "Lê Cúc", "'", "\\", "%25%25"):
            with self.subTest(text=text):
                page = self.list(search=text)
                self.assertNotIn(f'{URL}/{secret.id}"', page.text)
                self.assertNotIn("2 warranty cards", self.text(page))
        for text in ("XX-99", "xx99", "XX", secret.name):
            page = self.list(search=text)
            self.assertIn('name="none"', page.text, text)
            self.assertNotIn('name="count"', page.text, text)
            _headers, rows = self.export(search=text)
            self.assertFalse(rows, text)

    def test_filters(self):
        made = {
            "covered": self.unit,
            "ended": self.own_unit(started_ago=5000),
            "ending": self.own_unit(started_ago=720),
            "not_started": self.own_unit(started_ago=None),
            "not_valid": self.own_unit(),
        }
        made["not_valid"].action_void("A test")
        register = self.make_policy("Register it", trigger="activation")
        made["activation"] = self.own_unit(started_ago=None, policy_id=register.id)
        for key, unit in made.items():
            page = self.list(filterby=key)
            with self.subTest(filterby=key):
                self.assertIn(f'href="{URL}/{unit.id}"', page.text)
                expected = {"covered": "2", "not_started": "2"}.get(key, "1")
                self.assertEqual(self.count(page), expected)
        self.assertEqual(self.count(self.list(filterby="nonsense")), "6")

    def test_the_filters_and_the_badges_agree(self):
        for ago in (None, 1, 720, 800, 5000):
            self.own_unit(started_ago=ago)
        units = self.Unit.search([("partner_id", "child_of", self.hotel.id)])
        for status in ("active", "expiring", "expired", "not_started", "none", "void"):
            self.assertEqual(
                self.Unit.search(units._portal_status_domain(status) & self.own()),
                units.filtered(lambda unit, status=status: unit.warranty_status == status),
                status,
            )

    def own(self):
        return Domain("partner_id", "child_of", self.hotel.ids)

    def test_what_ends_first_comes_first_and_what_is_over_last(self):
        soon = self.own_unit(started_ago=700)
        over = self.own_unit(started_ago=5000)
        waits = self.own_unit(started_ago=None)
        for grouping in ("none", "address"):
            page = self.list(sortby="ending", groupby=grouping).text
            places = [page.index(f'{URL}/{unit.id}"') for unit in (soon, self.unit, waits, over)]
            self.assertEqual(places, sorted(places))
        page = self.list(sortby="nonsense").text
        self.assertLess(page.index(f'{URL}/{over.id}"'), page.index(f'{URL}/{self.unit.id}"'))

    def test_grouped_by_address_over_pages(self):
        here = self.Unit.create([{"partner_id": self.hotel.id, "product_id": self.fan.id}] * 22)
        there = self.Unit.create(
            [
                {
                    "partner_id": self.hotel.id,
                    "product_id": self.fan.id,
                    "address_id": self.villa.id,
                }
            ]
            * 3
        )
        first = self.list(groupby="address")
        self.assertEqual(first.text.count('name="heading"'), 1)
        self.assertIn("Hotel Hoa Sen 22", self.text(first))
        self.assertEqual(self.cards(first), 20)
        second = self.open(f"{URL}/page/2?groupby=address", self.customer)
        self.assertIn("Hotel Hoa Sen 22", self.text(second), "the heading again, the whole count")
        self.assertRegex(self.text(second), "Villa Đà Lạt 3")
        self.assertIn("Nguyễn Thị An 1", self.text(second))
        self.assertEqual(self.cards(second), 6)
        shown = first.text + second.text
        for unit in here | there | self.unit:
            self.assertEqual(shown.count(f'href="{URL}/{unit.id}"'), 1)
        self.assertIn("groupby=address", second.text.split("o_portal_pager")[1])
        usual = self.list()
        self.assertIn('name="heading"', usual.text, "a company looks for things by their place")
        self.assertNotIn('name="heading"', self.list(self.other).text)
        by_product = self.text(self.list(groupby="product"))
        self.assertIn("Fan 16 25", by_product)

    def test_the_home_page_counts_them(self):
        self.own_unit().action_void("A test")
        self.log_in(self.customer)
        counted = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["hau_mai_warranty_count"]}
        )
        self.assertEqual(counted, {"hau_mai_warranty_count": 2})
        self.assertIn(f'href="{URL}"', self.open("/my", self.customer).text)

    def test_it_is_for_who_logs_in(self):
        for url in (URL, f"{URL}/export", f"{URL}/export?format=csv"):
            self.assertIn("/web/login", self.open(url).url)

    # === TAKING IT HOME === #

    def test_the_export_holds_what_the_filter_shows(self):
        self.own_unit(started_ago=5000, serial_number="OLD-1")
        for number in range(25):
            self.own_unit(product_id=self.fan.id, serial_number=f"F{number:02}")
        headers, rows = self.export()
        self.assertEqual(len(rows), 27, "all pages")
        self.assertEqual(headers[:3], ["Card Number", "Product", "Serial Number"])
        _headers, rows = self.export(filterby="ended")
        self.assertEqual([row[2] for row in rows], ["OLD-1"])
        _headers, rows = self.export(search="ac-77")
        [row] = rows
        self.assertEqual(row[2], "AC-77")
        self.assertEqual(date.fromisoformat(row[7]), self.unit.date_end_main)
        self.assertIn("Covered until", row[5])
        self.assertNotIn("XX-99", str(self.export()))
        self.assertEqual(self.open(f"{URL}/export?format=exe", self.customer).status_code, 404)

    def test_the_excel_file_has_days_and_text(self):
        self.unit.serial_number = "=HYPERLINK(1)"
        _headers, [row] = self.export("xlsx")
        self.assertEqual(row[7].value.date(), self.unit.date_end_main)
        self.assertEqual(row[7].number_format, "yyyy-mm-dd")
        self.assertEqual(row[3].value, 1)
        self.assertEqual((row[2].value, row[2].data_type), ("'=HYPERLINK(1)", "s"))
        self.unit.serial_number = "http://example.com"
        _headers, [row] = self.export("xlsx")
        self.assertIsNone(row[2].hyperlink)

    def test_no_cell_is_a_formula(self):
        bad = ["=1+1", "+84", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "\u00a0=1"]
        for text in bad:
            self.assertEqual(plain_cell(text), f"'{text}")
        for good in ("AC-77", "a=b", "", "Tủ lạnh", 5, -5, date(2026, 1, 1), False, None):
            self.assertEqual(plain_cell(good), good)
        self.unit.serial_number = "=cmd|' /C calc'!A0"
        self.product.name = "@SUM(1)"
        _headers, [row] = self.export()
        for cell in row:
            self.assertFalse(cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell)

    # === AMONG MANY === #

    def test_a_long_list_costs_no_more_queries(self):
        def look(**args):
            path = f"{URL}?{'&'.join(f'{key}={value}' for key, value in args.items())}"
            return self.queries(lambda: self.url_open(path))

        self.unit.coverage_ids[0].write({"usage_limit": 1000, "usage_unit": "km"})
        self.log_in(self.customer)
        for args in (
            {},
            {"groupby": "address"},
            {"groupby": "product", "search": "AC"},
            {"filterby": "covered", "sortby": "ending"},
        ):
            look(**args)
            few = look(**args)
            for number in range(15):
                unit = self.own_unit(serial_number=f"Q{number}")
                unit.coverage_ids[0].write({"usage_limit": 1000, "usage_unit": "km"})
            look(**args)
            self.assertLessEqual(look(**args), few, args)

    def test_the_export_costs_no_more_queries(self):
        def export():
            return self.queries(lambda: self.url_open(f"{URL}/export?format=csv"))

        self.log_in(self.customer)
        export()
        few = export()
        for number in range(30):
            self.own_unit(serial_number=f"Q{number}")
        export()
        self.assertLessEqual(export(), few)

    def test_one_customer_among_many_is_found_by_an_index(self):
        others = self.env["res.partner"].create([{"name": f"P{n}"} for n in range(150)])
        self.Unit.create(
            [
                {"partner_id": other.id, "product_id": self.fan.id, "serial_number": f"Z{other.id}"}
                for other in others
            ]
        )
        self.env.flush_all()
        self.env.cr.execute("ANALYZE hau_mai_unit, hau_mai_coverage")
        self.env.execute_query(SQL("SET LOCAL enable_seqscan = off"))
        model = self.Unit.with_user(self.customer)
        for domain in (
            self.own(),
            self.own() & model._portal_search_domain("AC-77"),
            self.own() & model._portal_status_domain("active", "expiring"),
        ):
            for order in ("id desc", "date_end_ahead nulls last, id desc", "place_id, id desc"):
                query = model._search(domain, order=order, limit=20)
                plan = self.plan(query)
                self.assertIn("hau_mai_unit__partner_id_index", plan)
                self.assertNotIn("Seq Scan on hau_mai_unit", plan)

    def plan(self, query):
        rows = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
        return "\n".join(row[0] for row in rows)


class TestWarrantyListDates(PortalCase):
    def test_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.customer.lang = "vi_VN"
        day = self.today - timedelta(days=30)
        self.assertEqual(self.unit.date_start, day)
        page = self.open(URL, self.customer).text
        self.assertIn(self.unit.date_end_main.strftime("%d/%m/%Y"), page)
