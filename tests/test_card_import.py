"""Old cards of a previous system: read, checked row by row, taken."""

import base64
import io
import time

import openpyxl
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import file_open

from .card_import_common import GOOD, CardImportCase
from .test_card_import_tools import as_1258


class TestReading(CardImportCase):
    def test_vietnamese_headings_and_encodings(self):
        text = (
            "Danh sách bảo hành,,,,,\n\n"
            "SĐT,Tên khách hàng,Mã hàng,Số phiếu,Ngày mua,Số máy,Màu\n"
            "0901234567,Nguyễn Văn An,AC-9000,BH-1,10/01/2024,S-1,Đỏ\n"
        )
        for content in (text.encode("utf-8-sig"), text.encode("utf-16"), as_1258(text),
                        text.encode("tcvn3"), text.replace(",", ";").encode()):  # fmt: skip
            card_import = self.upload(content)
            row = card_import.row_ids
            self.assertEqual((row.verdict, row.number), ("good", 4), row.reason)
            self.assertEqual(row.customer, "Nguyễn Văn An")
            self.assertEqual(row.partner_id, self.partner)
            self.assertEqual(card_import.unused_text, "Màu")

    def workbook(self, rows, merge=None):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        if merge:
            book.active.merge_cells(merge)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    def test_a_workbook_with_dates_numbers_and_merged_cells(self):
        start = self.day("2024-01-10")
        content = self.workbook(
            [
                ["Card number", "Phone", "Customer", "Barcode", "Sold on", "Months"],
                ["BH-1", 901234567, "Nguyễn Văn An", 8934567890123, start, 24.0],
                ["BH-2", None, None, 8934567890123, start, "=12+12"],
            ],
            merge="B2:B3",
        )
        card_import = self.upload(content, "old.xlsx")
        good, bad = card_import.row_ids
        self.assertEqual((good.verdict, good.sold_on), ("good", "10/01/2024"), good.reason)
        self.assertEqual(good.product_id, self.product)
        self.assertEqual((bad.verdict, bad.problem), ("bad", "merged"))
        self.assertIn("Row 3, Phone: The cell is merged with the one of row 2.", bad.reason)
        # a correction on the screen says what the merged cell could not
        bad.phone = "0901234567"
        self.assertEqual(bad.verdict, "good", bad.reason)

    def test_what_cannot_be_read_is_said_and_nothing_is_written(self):
        whole = self.workbook([["Card number"], ["BH-1"]])
        self.assertRefused("damaged, or only half", whole[: len(whole) // 2], "old.xlsx")
        self.assertRefused("is empty", b" ")
        self.assertRefused("ends in the middle of row 3", self.csv(GOOD).strip() + "\nBH-2,AC")
        self.assertRefused("no row below the headings", ",".join(["Card number", "Product code",
                           "Phone", "Sold on"]) + "\n")  # fmt: skip
        self.assertRefused("damaged", b"\xd0\xcf\x11\xe0half of an old workbook", "old.xls")
        wrong = "Name,Phone,Thing\nA,0901234567,x\n"
        self.assertRefused("no column “Product Code”", wrong)
        self.assertRefused("Its headings are: Name, Phone, Thing", wrong)
        with self.assertRaisesRegex(UserError, "Choose a file"):
            self.Import.create({"name": "Nothing"}).action_check()

    def test_an_old_spreadsheet_is_read_by_the_reader_of_odoo(self):
        text = self.env["base_import.import"]
        self.assertTrue(all(hasattr(text, f"_read_{kind}") for kind in ("xls", "ods")))

    def test_the_template_is_read_as_it_is(self):
        self.make_product("Old AC", default_code="AC-9000-X")
        for fname in ("template_csv", "template_xlsx"):
            template = self.upload("x", check=False)
            card_import = self.upload(base64.b64decode(template[fname]), fname, check=True)
            self.assertEqual(card_import.row_count, 2)
            self.assertFalse(card_import.unused_text)
            wrong = set(card_import.row_ids.mapped("problem")) - {False}
            self.assertEqual(wrong, {"product_unknown"}, "all but the shop's own products")
        action = template.action_download_template()
        self.assertIn(f"/{template.id}/template_xlsx/", action["url"])


class TestChecking(CardImportCase):
    def reasons(self, *changes, **vals):
        return self.check(*changes, **vals).row_ids.mapped(lambda row: (row.verdict, row.problem))

    def test_products_by_code_barcode_or_name(self):
        twin = self.make_product("Twin")
        self.make_product("Twin")
        rows = self.check(
            {"product": "AC-9000"},
            {"product": "8934567890123"},
            {"product": "AC 9000"},
            {"product": "Twin"},
            {"product": "AC"},
        ).row_ids
        self.assertEqual(rows[:3].product_id, self.product)
        self.assertEqual(rows[3:].mapped("problem"), ["product_several", "product_unknown"])
        self.assertEqual(
            rows[4].reason,
            "Row 6, Product Code: No product has the code, barcode or name “AC”. Correct it, or "
            "create the product.",
        )
        self.assertTrue(twin)

    def test_another_companys_products_customers_and_cards_are_not_found(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.make_product("Theirs", default_code="THEIRS", company_id=other.id)
        self.env["res.partner"].create(
            {"name": "Theirs", "phone": "0911111111", "company_id": other.id}
        )
        self.env["hau_mai.unit"].create(
            {"company_id": other.id, "partner_id": self.partner.id, "product_id": self.product.id,
             "serial_number": "S-9", "old_number": "BH-9"}
        )  # fmt: skip
        rows = self.check(
            {"product": "THEIRS"},
            {"phone": "0911111111", "customer": ""},
            {"serial_number": "S-9", "old_number": "BH-9"},
        ).row_ids
        self.assertEqual(rows.mapped("problem"), ["product_unknown", "customer_unknown", False])

    def test_customers_by_phone_however_it_is_written(self):
        rows = self.check(
            {"phone": "+84 90 123 45 67"},
            {"phone": "84901234567"},
            {"phone": "090.123.4567", "customer": ""},
            {"phone": "901234567"},
            {"phone": "", "customer": "Nguyễn Văn An"},
            {"customer": "Somebody Else"},
            {"phone": "12345"},
        ).row_ids
        self.assertEqual(rows[:6].partner_id, self.partner)
        self.assertEqual(
            rows.mapped("problem"),
            [False] * 4 + ["customer_by_name", "customer_differs", "phone_wrong"],
        )

    def test_several_customers_with_a_number(self):
        shop = self.env["res.partner"].create({"name": "Shop", "is_company": True})
        people = self.env["res.partner"].create(
            [{"name": name, "phone": "0922222222", "parent_id": shop.id} for name in ("Hoa", "Lan")]
        )
        strangers = self.env["res.partner"].create(
            [{"name": name, "phone": "0933333333"} for name in ("Tú", "Mai")]
        )
        rows = self.check(
            {"phone": "0922222222", "customer": "hoa"},
            {"phone": "0922222222", "customer": ""},
            {"phone": "0933333333", "customer": "Mai"},
            {"phone": "0933333333", "customer": ""},
        ).row_ids
        self.assertEqual(rows[0].partner_id, people[0])
        self.assertEqual(rows[1].partner_id, shop)
        self.assertEqual(rows[2].partner_id, strangers[1])
        self.assertEqual(rows[3].problem, "customer_several")
        for name in ("Tú", "Mai"):
            self.assertIn(name, rows[3].reason)

    def test_serials_and_card_numbers_that_are_here_or_twice(self):
        units = self.env["hau_mai.unit"].create(
            [
                {"partner_id": self.partner.id, "product_id": self.product.id, "serial_number": s}
                for s in ("K-1", "K-2")
            ]
        )
        units[1].action_void("A mistake")
        rows = self.check(
            {"serial_number": "k1"},
            {"serial_number": "K-2"},
            {"serial_number": "N-1"},
            {"serial_number": "n 1"},
            {"old_number": "bh-3"},
            {"serial_number": "K-1", "product": "FAN", "months": "12"},
            {"serial_number": "", "old_number": ""},
        ).row_ids
        self.assertEqual(
            rows.mapped("problem"),
            ["serial_known", "serial_void", False, "serial_twice", "old_twice", "serial_other",
             "no_key"],
        )  # fmt: skip
        self.assertIn(units[0].name, rows[0].reason)
        self.assertIn("row 4", rows[3].reason)
        # the one it was twice with is corrected: this one is good at once
        rows[2].serial_number = "N-2"
        self.assertFalse(rows[3].problem)

    def test_days_and_promises(self):
        tomorrow = f"{self.day(self.today).replace(year=self.today.year + 1):%d/%m/%Y}"
        self.assertEqual(
            self.reasons(
                {"sold_on": "31/02/2024"},
                {"sold_on": "10/01/24"},
                {"sold_on": tomorrow},
                {"sold_on": ""},
                {"product": "FAN"},
                {"product": "FAN", "months": "12"},
                {"ends_on": "09/01/2024"},
                {"policy": "Nothing"},
                {"policy": "air CONDITIONER"},
            ),
            [
                ("bad", "date_impossible"), ("bad", "date_short_year"), ("bad", "date_future"),
                ("bad", "no_start"), ("bad", "no_warranty"), ("good", False),
                ("bad", "end_before_start"), ("bad", "policy_unknown"), ("good", False),
            ],
        )  # fmt: skip

    def test_a_row_is_corrected_on_the_screen_and_counted_anew(self):
        card_import = self.check({}, {"product": "AC"})
        self.assertEqual((card_import.good_count, card_import.bad_count), (1, 1))
        self.assertEqual(card_import.problems_text, "1 × Unknown product")
        card_import.row_ids[1].product = "AC-9000"
        self.assertEqual((card_import.good_count, card_import.bad_count), (2, 0))

    def test_a_row_says_all_that_is_wrong_in_the_readers_language(self):
        row = self.check({"product": "AC", "sold_on": "x", "phone": "1"}).row_ids
        self.assertEqual(len(row.reason.splitlines()), 3)

    def test_ten_thousand_rows_in_seconds(self):
        def file_of(count):
            return self.csv(
                *(
                    {**GOOD, "old_number": f"BH-{n}", "serial_number": f"S-{n}",
                     "phone": f"09{n:08d}", "customer": f"Khách {n}"}
                    for n in range(count)
                )
            )  # fmt: skip

        few = self.upload(file_of(100), check=False)
        more = self.upload(file_of(1100), check=False)
        needed = [self.queries(one.action_check) for one in (few, more)]
        # rows are written a hundred a query; nothing else may grow
        self.assertLessEqual(needed[1] - needed[0], 11, needed)
        many = self.upload(file_of(10000), check=False)
        start = time.monotonic()
        many.action_check()
        self.assertLess(time.monotonic() - start, 20)
        self.assertEqual(many.good_count, 10000)


class TestTaking(CardImportCase):
    def test_with_a_policy_the_card_gets_its_periods(self):
        with freeze_time("2026-03-01 05:00:00"):
            card_import = self.check({"order_name": "HD-1", "address": "12 Lê Lợi", "note": "Red"})
            card_import.action_take()
            unit = card_import.row_ids.unit_id
            self.assertEqual(card_import.state, "taken")
            self.assertEqual(unit.state, "valid")
            self.assertNotEqual(unit.name, "/")
            self.assertEqual((unit.old_number, unit.order_name), ("BH-1", "HD-1"))
            self.assertEqual(unit.partner_id, self.partner)
            self.assertEqual(unit.date_ordered, self.day("2024-01-10"))
            self.assertEqual(unit.date_end_main, self.day("2026-01-10"))
            self.assertEqual(unit.coverage_ids.mapped("name"), ["Whole unit", "Compressor"])
            self.assertIn("Card of the previous system", unit.coverage_ids[0].explanation)
            self.assertEqual(unit.edition_id, self.policy.edition_ids[-1:])

    def test_with_an_end_the_card_gets_just_these_days(self):
        with freeze_time("2026-03-01 05:00:00"):
            rows = self.check(
                {"ends_on": "10/01/2027"},
                {"ends_on": "05/01/2026", "covers": "linh kiện"},
                {"product": "FAN", "starts_on": "15/01/2024", "months": "36"},
            ).row_ids
            rows.import_id.action_take()
            whole, odd, fan = (row.unit_id.coverage_ids for row in rows)
            self.assertEqual((whole.duration, whole.duration_unit), (36, "month"))
            self.assertEqual(
                (whole.name, whole.origin, whole.is_main), ("Whole unit", "policy", True)
            )
            self.assertEqual(whole.date_end, self.day("2027-01-10"))
            self.assertEqual(
                whole.explanation,
                "from the card of the previous system: 01/10/2024 – 01/10/2027",
            )
            self.assertEqual(whole.unit_id.warranty_status, "active")
            self.assertEqual((odd.duration, odd.duration_unit), (726, "day"))
            self.assertEqual(odd.date_end, self.day("2026-01-05"))
            self.assertTrue(odd.covers_parts)
            self.assertFalse(odd.covers_labour)
            self.assertEqual((fan.name, fan.date_start), ("Warranty", self.day("2024-01-15")))
            self.assertEqual(fan.date_end, self.day("2027-01-15"))
            self.assertTrue(fan.covers_parts and fan.covers_labour)

    def test_one_line_in_the_history_and_nothing_leaves(self):
        before = self.env["mail.mail"].search_count([])
        card_import = self.check({"note": "<b>Bold</b>"})
        card_import.action_take()
        unit = card_import.row_ids.unit_id
        [message] = unit.message_ids
        self.assertIn("Imported from old.csv, row 2, by", message.body)
        self.assertIn("&lt;b&gt;Bold", message.body)
        self.assertEqual(message.author_id, self.manager.partner_id)
        self.assertFalse(unit.message_partner_ids)
        self.assertEqual(self.env["mail.mail"].search_count([]), before)
        self.assertFalse(self.env["hau_mai.touchpoint"].search([("res_id", "=", unit.id)]))

    def test_unknown_customers_are_made_once(self):
        new = {"phone": "0944 444 444", "customer": "Phạm Thị Dung", "address": "3 Hùng Vương"}
        card_import = self.check(new, {**new, "customer": "Phạm Dung"})
        self.assertEqual(card_import.row_ids.mapped("verdict"), ["good", "good"])
        self.assertFalse(card_import.row_ids.partner_id)
        card_import.action_take()
        partner = card_import.row_ids.unit_id.partner_id
        self.assertEqual(len(partner), 1)
        self.assertEqual(
            (partner.name, partner.phone, partner.street),
            ("Phạm Thị Dung", "+84 944 444 444", "3 Hùng Vương"),
        )
        refused = self.check(
            {"phone": "0955555555", "old_number": "N", "serial_number": "N"}, create_customers=False
        )
        self.assertEqual(refused.row_ids.problem, "customer_unknown")

    def test_good_rows_are_taken_while_bad_ones_wait(self):
        card_import = self.check({}, {"product": "AC"}, {"customer": "Somebody Else"})
        card_import.action_take()
        self.assertEqual(card_import.row_ids.mapped("verdict"), ["taken", "bad", "taken"])
        self.assertEqual(card_import.state, "partly")
        with self.assertRaisesRegex(UserError, "no row that can be taken"):
            card_import.action_take()
        with self.assertRaisesRegex(UserError, "was taken: correct its warranty card"):
            card_import.row_ids[0].product = "FAN"
        card_import.row_ids[1].product = "AC-9000"
        card_import.action_take()
        self.assertEqual(card_import.state, "taken")

    def test_bad_rows_are_downloaded_corrected_and_uploaded_again(self):
        evil = '=HYPERLINK("http://x")'
        card_import = self.check(
            {"product": "AC", "phone": "+84 90 123 45 67", "customer": evil},
            {},
            {"product": "@SUM(A1)", "note": "\t-1"},
        )
        for fname in ("bad_csv", "bad_xlsx"):
            content = base64.b64decode(card_import[fname])
            again = self.upload(content, fname)
            self.assertEqual(again.row_count, 2)
            row = again.row_ids[0]
            self.assertEqual((row.customer, row.phone), (evil, "+84 90 123 45 67"))
            self.assertEqual(again.unused_text, "Reason")
            row.write({"product": "AC-9000"})
            self.assertEqual(row.verdict, "warning", row.reason)
        text = base64.b64decode(card_import.bad_csv).decode("utf-8-sig")
        self.assertIn("\"'=HYPERLINK", text)
        self.assertIn("'@SUM", text)
        self.assertIn("No product has the code", text)
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(card_import.bad_xlsx)))
        cells = [cell for row in book.active.iter_rows() for cell in row]
        self.assertFalse([cell for cell in cells if cell.data_type == "f"])

    def test_the_same_file_twice_makes_nothing_twice(self):
        first = self.check({}, {"old_number": ""})
        first.action_take()
        units = first.row_ids.unit_id
        again = self.check({}, {"old_number": ""})
        self.assertEqual(again.row_ids.mapped("problem"), ["known", "serial_known"])
        self.assertIn(units[0].name, again.row_ids[0].reason)
        with self.assertRaises(UserError):
            again.action_take()
        # a void one may be imported once more, and has its external id from then on
        units[0].action_void("Wrong file")
        again.action_check_again()
        self.assertEqual(again.row_ids[0].verdict, "warning")
        again.action_take()
        card = self.env.ref(f"hau_mai_import.card_{self.company.id}_bh_2d_1")
        self.assertEqual(card, again.row_ids[0].unit_id)

    def test_rows_are_checked_again_when_they_are_taken(self):
        card_import = self.check({}, {})
        self.env["hau_mai.unit"].create(
            {"partner_id": self.partner.id, "product_id": self.product.id, "serial_number": "S 1"}
        )
        card_import.action_take()
        self.assertEqual(card_import.row_ids.mapped("verdict"), ["bad", "taken"])
        self.assertEqual(card_import.row_ids[0].problem, "serial_known")

    def test_one_row_that_cannot_be_made_stops_no_other(self):
        card_import = self.check({}, {}, {})
        model = type(self.env["hau_mai.card.import.row"])
        prepare = model._prepare_unit_vals

        def refuse(row, answer):
            if row.number == 3:
                raise UserError("Not this one")
            return prepare(row, answer)

        self.patch(model, "_prepare_unit_vals", refuse)
        card_import.action_take()
        self.assertEqual(card_import.row_ids.mapped("verdict"), ["taken", "bad", "taken"])
        self.assertIn("The card could not be made: Not this one", card_import.row_ids[1].reason)

    def test_many_rows_are_taken_by_the_job(self):
        count = 501
        card_import = self.check(*({} for _n in range(count)))
        card_import.action_take()
        self.assertEqual(card_import.state, "taking")
        with self.assertRaisesRegex(UserError, "Rows are being taken"):
            card_import.row_ids[0].product = "FAN"
        with self.enter_registry_test_mode():
            self.env.ref("hau_mai.ir_cron_take_old_cards").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((card_import.state, card_import.taken_count), ("taken", count))
        self.assertEqual(card_import.row_ids[0].unit_id.message_ids.author_id,
                         self.manager.partner_id)  # fmt: skip

    def test_taking_needs_no_query_a_row(self):
        few, many = (
            self.check(*({"old_number": f"{size}-{n}", "serial_number": f"{size}-{n}",
                          "phone": f"09{size}{n:05d}", "customer": f"K {size} {n}"}
                         for n in range(size)))
            for size in (20, 60)
        )  # fmt: skip
        needed = [self.queries(one.action_take) for one in (few, many)]
        self.assertEqual(many.taken_count, 60)
        self.assertLessEqual(needed[1] - needed[0], 6, needed)


class TestKeeping(CardImportCase):
    def test_only_managers_and_only_their_companies(self):
        card_import = self.check({})
        for role in ("after_all", "sales_all"):
            user = self.make_user(role)
            with self.assertRaises(AccessError):
                card_import.with_user(user).read(["name"])
            with self.assertRaises(AccessError):
                card_import.row_ids.with_user(user).read(["phone"])
            with self.assertRaises(AccessError):
                card_import.with_user(user).action_take()
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.make_user(
            "after_manager", login="stranger", company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )  # fmt: skip
        with self.assertRaises(AccessError):
            card_import.with_user(stranger).action_take()
        attachment = self.env["ir.attachment"].sudo().search(
            [("res_model", "=", "hau_mai.card.import"), ("res_id", "=", card_import.id),
             ("res_field", "=", "file")]
        )  # fmt: skip
        with self.assertRaises(AccessError):
            attachment.with_user(stranger).read(["datas"])

    def test_what_was_taken_stays_and_the_rest_can_be_deleted(self):
        taken, draft = self.check({}), self.check({"old_number": "X", "serial_number": "X"})
        taken.action_take()
        draft.unlink()
        with self.assertRaisesRegex(UserError, "Cards were made from this import"):
            taken.unlink()
        with self.assertRaisesRegex(UserError, "were taken already"):
            taken.action_check()

    def test_after_ninety_days_only_the_cards_are_kept(self):
        card_import = self.check({}, {"product": "AC"})
        card_import.action_take()
        unit = card_import.row_ids.unit_id
        self.env.flush_all()
        with freeze_time(self.env.cr.now().replace(year=self.env.cr.now().year + 1)):
            self.env["hau_mai.card.import"]._gc_personal_data()
        self.assertFalse(card_import.file)
        [row] = card_import.row_ids
        self.assertEqual((row.unit_id, row.customer, row.phone), (unit, False, False))
        self.assertEqual((unit.old_number, unit.state), ("BH-1", "valid"))
        self.assertTrue(card_import.date_emptied)

    def test_an_old_number_finds_its_card_in_the_search_box(self):
        card_import = self.check({"old_number": "CU-2019/77"})
        card_import.action_take()
        found = self.env["hau_mai.unit"].search([("search_box", "ilike", "cu2019 77")])
        self.assertEqual(found, card_import.row_ids.unit_id)


class TestOdooImport(CardImportCase):
    """The other way: Odoo's own import, with external ids."""

    def external(self, record, name):
        self.env["ir.model.data"].create(
            {"module": "my_shop", "name": name, "model": record._name, "res_id": record.id}
        )

    def test_the_template_is_there_and_names_fields(self):
        [template] = self.env["hau_mai.unit"].get_import_templates()
        with file_open(template["template"].removeprefix("/")) as file:
            fields = file.readline().strip().split(",")
        importable = self.env["base_import.import"].with_user(self.manager).get_fields_tree(
            "hau_mai.unit"
        )  # fmt: skip
        names = {field["name"] for field in importable}
        self.assertLessEqual({name.split("/")[0] for name in fields}, names)

    def test_cards_are_loaded_and_loaded_again(self):
        self.external(self.product, "ac")
        self.external(self.partner, "an")
        fields = [
            "id",
            "old_number",
            "product_id/id",
            "serial_number",
            "partner_id/id",
            "old_start",
        ]
        row = ["hau_mai_import.card_x", "BH-1", "my_shop.ac", "S-1", "my_shop.an", "2024-01-10"]
        units = self.env["hau_mai.unit"].with_user(self.manager)
        mails = self.env["mail.mail"].search_count([])
        content = ",".join(fields) + "\n" + ",".join(row) + "\n"
        wizard = self.env["base_import.import"].with_user(self.manager).create(
            {"res_model": "hau_mai.unit", "file": content.encode(), "file_type": "text/csv"}
        )  # fmt: skip
        options = {"quoting": '"', "separator": ",", "has_headers": True}
        result = wizard.execute_import(fields, fields, options)
        self.assertFalse(result["messages"])
        unit = units.browse(result["ids"])
        self.assertEqual(unit.policy_id, self.policy)
        self.assertEqual(unit.date_start, self.day("2024-01-10"))
        self.assertEqual(unit.date_end_main, self.day("2026-01-10"))
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        again = units.load(fields, [row])
        self.assertEqual(again["ids"], unit.ids)
        # what came that way is known to the other
        self.assertEqual(self.check({}).row_ids.problem, "known")

    def test_an_unknown_product_is_said_and_nothing_is_made(self):
        before = self.env["hau_mai.unit"].search_count([])
        result = self.env["hau_mai.unit"].load(
            ["old_number", "product_id/id", "partner_id"], [["BH-1", "my_shop.x", "Nguyễn Văn An"]]
        )
        self.assertTrue(result["messages"])
        self.assertFalse(result["ids"])
        self.assertEqual(self.env["hau_mai.unit"].search_count([]), before)
