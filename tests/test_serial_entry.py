"""Serial numbers are typed, pasted and scanned: in the dialog, and on the card itself."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import Form

from odoo.addons.web.controllers.export import CSVExport

from .common import HauMaiCase

IMEI = "490154203237518"


class TestSerialEntry(HauMaiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.phone = cls.make_product(
            "Phone", warranty_policy_id=cls.policy.id, serial_kind="imei", barcode="8930000000017"
        )
        cls.seller = cls.make_user("sales_own")
        cls.order = cls.make_order((cls.product, 3), (cls.phone, 2), user_id=cls.seller.id)
        cls.units = cls.order.unit_ids.sorted("id")

    def open(self, records=None, user=None):
        action = (records or self.order).with_user(user or self.seller).action_enter_serials()
        entries = self.env["hau_mai.serial.entry"].with_user(user or self.seller)
        return Form(entries.with_context(**action["context"]))

    def enter(self, text, product=None, records=None, user=None, **vals):
        """Paste a text into the box of a product and save, as people do it."""
        form = self.open(records, user)
        if product:
            form.product_id = product
        form.text = text
        for fname, value in vals.items():
            setattr(form, fname, value)
        return form.save()

    def serials(self, product=None):
        units = self.units.filtered(lambda unit: unit.product_id == (product or self.product))
        return [unit.serial_number or "" for unit in units]

    # === THE BOX === #

    def test_a_pasted_column_goes_to_the_pieces_of_the_product(self):
        form = self.open()
        self.assertEqual(form.product_id, self.product)
        self.assertTrue(form.several)
        self.assertEqual(form.progress, "0 of 3 have a serial number")
        form.text = "S-1\nS-2"
        self.assertEqual(form.text, "")
        self.assertEqual(form.progress, "2 of 3 have a serial number")
        form.text = "S-3"
        form.product_id = self.phone
        form.text = IMEI
        self.assertEqual(form.progress, "1 of 2 have a serial number")
        form.save().action_apply()
        self.assertEqual(self.serials(), ["S-1", "S-2", "S-3"])
        self.assertEqual(self.serials(self.phone), [IMEI, ""])
        self.assertEqual(self.order.serial_missing_count, 1)

    def test_scanned_twice_is_taken_once(self):
        form = self.open()
        form.text = "S-1"
        form.text = "s 1"
        self.assertEqual(form.text, "")
        self.assertIn("Already here, taken once: s 1", form.scanned)
        form.save().action_apply()
        self.assertEqual(self.serials(), ["S-1", "", ""])

    def test_too_many_stay_in_the_box_and_are_not_lost(self):
        entry = self.enter("S-1\nS-2\nS-3\nS-4\nS-5")
        self.assertEqual(entry.text, "S-4\nS-5")
        with self.assertRaisesRegex(UserError, "2 too many for AC 9000"):
            entry.action_apply()
        self.assertEqual(self.serials(), ["", "", ""])

    def test_what_is_left_goes_to_the_product_chosen_next(self):
        form = self.open()
        form.text = f"S-1\nS-2\nS-3\n{IMEI}"
        self.assertEqual(form.text, IMEI)
        form.product_id = self.phone
        self.assertEqual(form.text, "")
        form.save().action_apply()
        self.assertEqual(self.serials(self.phone), [IMEI, ""])

    def test_a_script_needs_no_screen(self):
        entries = self.env["hau_mai.serial.entry"].with_user(self.seller)
        entry = entries.create({"order_id": self.order.id, "text": "S-1\nS-2"})
        entry.action_apply()
        self.assertEqual(self.serials(), ["S-1", "S-2", ""])

    def test_what_a_job_was_done_on_is_filled_in_but_not_changed(self):
        first, second, _third = self.units[:3]
        first.serial_number = "S-1"
        for unit in (first, second):
            job = self.env["hau_mai.service"].create(
                {"unit_id": unit.id, "partner_id": unit.partner_id.id}
            )
            job.action_done()
        self.enter("S-2").action_apply()
        self.assertEqual(second.serial_number, "S-2")
        form = self.open()
        with form.line_ids.edit(0) as line:
            line.serial_number = "S-9"
        entry = form.save()
        with self.assertRaisesRegex(UserError, "locked"):
            entry.action_apply()
        self.assertEqual(first.serial_number, "S-1")

    def test_what_stands_on_a_card_is_corrected_there(self):
        self.enter("S-1\nS-2").action_apply()
        form = self.open()
        with form.line_ids.edit(0) as line:
            self.assertEqual(line.serial_number, "S-1")
            line.serial_number = "S-9"
        form.save().action_apply()
        self.assertEqual(self.serials(), ["S-9", "S-2", ""])
        self.assertIn("S-1 → S-9", self.units[0].message_ids[0].body)

    # === VERDICTS === #

    def test_a_wrong_imei_is_refused_with_the_reason(self):
        form = self.open()
        form.product_id = self.phone
        form.text = f"{IMEI[:-1]}7\n8930000000017"
        notices = [form.line_ids.edit(n).notice for n in (3, 4)]
        self.assertIn("its last digit does not fit", notices[0])
        self.assertIn("is the barcode of the product", notices[1])
        entry = form.save()
        self.assertEqual(entry.level, "refuse")
        with self.assertRaisesRegex(UserError, "its last digit does not fit"):
            entry.action_apply()
        self.assertEqual(self.serials(self.phone), ["", ""])

    def test_on_another_valid_card_has_to_be_confirmed(self):
        sold = self.make_order((self.product, 1), user_id=self.seller.id).unit_ids
        sold.serial_number = "S-1"
        entry = self.enter("s1")
        self.assertEqual(entry.level, "confirm")
        with self.assertRaisesRegex(UserError, rf"AC 9000, sold on .* with {sold.order_name}"):
            entry.action_apply()
        self.assertEqual(self.serials(), ["", "", ""])
        entry.confirmed = True
        entry.action_apply()
        self.assertEqual(self.serials(), ["s1", "", ""])

    def test_a_card_one_may_not_see_is_not_told_of(self):
        sold = self.make_order((self.product, 1), user_id=self.make_user("sales_all").id).unit_ids
        sold.serial_number = "S-1"
        line = self.enter("S-1").line_ids[0]
        self.assertEqual(line.level, "confirm")
        self.assertIn("one you may not see", line.notice)
        self.assertNotIn(sold.order_name, line.notice)
        self.assertNotIn(sold.name, line.notice)

    def test_what_was_void_is_only_noted(self):
        sold = self.make_order((self.product, 1), user_id=self.seller.id).unit_ids
        sold.serial_number = "S-1"
        sold.action_void("Never delivered")
        entry = self.enter("S-1\n0901234567")
        self.assertEqual(entry.line_ids.mapped("level")[:2], ["note", "note"])
        self.assertIn("looks like a phone number", entry.line_ids[1].notice)
        entry.action_apply()
        self.assertEqual(self.serials(), ["S-1", "0901234567", ""])

    def test_two_swapped_serials_are_no_doubles(self):
        self.enter("S-1\nS-2").action_apply()
        form = self.open()
        for n, serial in ((0, "S-2"), (1, "S-1")):
            with form.line_ids.edit(n) as line:
                line.serial_number = serial
        entry = form.save()
        self.assertEqual(entry.level, "ok")
        entry.action_apply()
        self.assertEqual(self.serials(), ["S-2", "S-1", ""])

    # === QUANTITIES === #

    def test_a_quantity_is_told_apart_with_all_its_promises(self):
        order = self.make_order((self.product, 300), user_id=self.seller.id)
        whole = order.unit_ids
        self.assertTrue(whole.by_quantity)
        self.deliver(order.order_line, 300)
        entry = self.enter("\n".join(f"Q-{n}" for n in range(20)), records=order)
        self.assertEqual(entry.progress, "20 of 300 have a serial number")
        self.assertEqual(entry.line_ids[0].notice, "280 more pieces together on this card")
        entry.action_apply()
        pieces = order.unit_ids - whole
        self.assertEqual((len(pieces), whole.quantity), (20, 280))
        self.assertEqual(set(pieces.mapped("by_quantity")), {False})
        self.assertEqual(set(pieces.mapped("date_end_main")), {whole.date_end_main})
        self.assertTrue(whole.date_end_main)
        self.assertEqual(
            sorted(pieces.mapped("serial_number")), sorted(f"Q-{n}" for n in range(20))
        )
        # the order finds nothing missing and nothing too much
        order.order_line._fit_units()
        self.assertEqual(sum(order.unit_ids.mapped("quantity")), 300)
        self.assertEqual(len(order.unit_ids), 21)

    def test_all_of_a_quantity_leaves_no_empty_card(self):
        self.company.hau_mai_units_per_line = 2
        order = self.make_order((self.product, 4), user_id=self.seller.id)
        whole = order.unit_ids
        entry = self.enter("Q-1\nQ-2\nQ-3\nQ-4\nQ-5", records=order)
        self.assertEqual(entry.text, "Q-5")
        entry.write({"text": False})
        entry.action_apply()
        self.assertEqual(
            order.unit_ids.sorted("id").mapped("serial_number"), ["Q-1", "Q-2", "Q-3", "Q-4"]
        )
        self.assertEqual(
            (whole.serial_number, whole.quantity, whole.by_quantity), ("Q-1", 1, False)
        )
        self.assertEqual(order.serial_missing_count, 0)

    def test_more_pieces_than_there_are_is_refused(self):
        self.company.hau_mai_units_per_line = 2
        order = self.make_order((self.product, 4), user_id=self.seller.id)
        entry = self.enter("Q-1\nQ-2\nQ-3\nQ-4", records=order)
        other = self.enter("R-1", records=order)
        other.action_apply()
        with self.assertRaisesRegex(UserError, "Somebody else entered serial numbers meanwhile"):
            entry.action_apply()

    # === WHO MAY === #

    def test_a_colleague_enters_nothing_on_an_order_that_is_not_theirs(self):
        stranger = self.make_user("sales_own", login="stranger")
        with self.assertRaises(AccessError):
            self.open(user=stranger)
        entries = self.env["hau_mai.serial.entry"].with_user(stranger)
        for vals in (
            {"order_id": self.order.id, "text": "S-1"},
            {"unit_ids": self.units.ids, "text": "S-1"},
            {"line_ids": [(0, 0, {"unit_id": self.units[0].id, "serial_number": "S-1"})]},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                [entry_id] = call_kw(entries, "create", [[vals]], {})
                call_kw(entries, "action_apply", [[entry_id]], {})
        self.assertEqual(self.serials(), ["", "", ""])

    def test_the_dialog_shows_a_stranger_nothing_of_a_card(self):
        self.units[0].serial_number = "S-1"
        stranger = self.make_user("sales_own", login="stranger")
        lines = self.env["hau_mai.serial.entry.line"].with_user(stranger)
        spec = {"card": {}, "product_id": {}, "notice": {}}
        with self.assertRaises(AccessError):
            call_kw(lines, "onchange", [[], {"unit_id": self.units[0].id}, ["unit_id"], spec], {})

    def test_who_may_only_read_a_card_enters_nothing(self):
        reader = self.make_user("after_own")
        with self.assertRaises(AccessError):
            self.enter("S-1", user=reader).action_apply()
        self.order.user_id = reader
        self.units.user_id = reader
        self.enter("S-1", records=self.units, user=reader).action_apply()
        self.assertEqual(self.serials(), ["S-1", "", ""])

    # === AT THE SAME TIME === #

    def test_nobody_writes_over_what_a_colleague_entered_meanwhile(self):
        first, second = self.enter("S-1"), self.enter("S-2")
        first.action_apply()
        with self.assertRaisesRegex(UserError, f"meanwhile, on {self.units[0].name}"):
            second.action_apply()
        self.assertEqual(self.serials(), ["S-1", "", ""])

    def test_the_same_serial_on_two_orders_is_noticed_by_the_second(self):
        other = self.make_order((self.product, 1), user_id=self.seller.id)
        first, second = self.enter("S-1"), self.enter("S-1", records=other)
        self.assertEqual(second.level, "ok")
        first.action_apply()
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "Already on a valid card|tick that they are right"):
            second.action_apply()

    def test_entering_claims_the_products(self):
        """Who entered serials of a product makes a worker with an older view of it start anew."""
        query = "SELECT xmin::text FROM product_product WHERE id = %s"
        entry = self.enter("S-1")
        self.env.flush_all()
        self.env.cr.execute(query, [self.product.id])
        before = self.env.cr.fetchone()
        entry.action_apply()
        self.env.cr.execute(query, [self.product.id])
        self.assertNotEqual(self.env.cr.fetchone(), before)

    # === WHAT PEOPLE TYPE === #

    def test_html_and_formulas_stay_what_was_typed(self):
        evil = ["=HYPERLINK(1)", "<script>alert(1)</script>", "@SUM(A1)"]
        self.enter("\n".join(evil)).action_apply()
        self.assertEqual(self.serials(), evil)
        body = self.units[1].message_ids[0].body
        self.assertIn("&lt;script&gt;", body)
        self.assertNotIn("<script>", body)

    def test_an_export_runs_no_formula(self):
        """Core's own: a quote before = + - in CSV; cells of text in Excel."""
        self.enter("=HYPERLINK(1)").action_apply()
        rows = self.units[:1].export_data(["serial_number"])["datas"]
        csv = CSVExport().from_data(["serial_number"], ["Serial Number"], rows)
        self.assertIn("'=HYPERLINK(1)", csv)

    # === ON THE CARD ITSELF === #

    def test_a_card_written_by_hand_is_checked_too(self):
        vals = {"partner_id": self.partner.id, "product_id": self.phone.id}
        units = self.env["hau_mai.unit"]
        with self.assertRaisesRegex(ValidationError, "15 digits"):
            units.create({**vals, "serial_number": "123"})
        unit = units.create({**vals, "serial_number": IMEI})
        with self.assertRaises(ValidationError):
            unit.serial_number = "abc"
        form = Form(units)
        form.partner_id = self.partner
        form.product_id = self.phone
        with self.assertLogs("odoo.tests.form.onchange", level="WARNING") as logs:
            form.serial_number = IMEI
        self.assertIn("Already on a valid card", logs.output[0])
        form.save()

    def test_queries_do_not_grow_with_the_pieces(self):
        self.company.hau_mai_units_per_line = 500

        def entry(count):
            order = self.make_order((self.product, count), user_id=self.seller.id)
            text = "\n".join(f"{order.name}-{n}" for n in range(count))
            return self.enter(text, records=order)

        few, many = entry(5), entry(200)
        counts = [self.queries(one.action_apply) for one in (few, many)]
        self.assertLessEqual(counts[1], counts[0] + 6, counts)

    def test_queries_do_not_grow_with_the_pieces_of_a_quantity(self):
        self.company.hau_mai_units_per_line = 2

        def entry(count):
            order = self.make_order((self.product, count + 1), user_id=self.seller.id)
            text = "\n".join(f"{order.name}-{n}" for n in range(count))
            return self.enter(text, records=order)

        few, many = entry(5), entry(200)
        counts = [self.queries(one.action_apply) for one in (few, many)]
        self.assertLessEqual(counts[1], counts[0] + 8, counts)
