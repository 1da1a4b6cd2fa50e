"""What a repair leaves behind: warranties of parts, its guarantee, a unit for another."""

from datetime import timedelta

from odoo.exceptions import AccessError

from .service_common import WorkCase


class TestParts(WorkCase):
    def replace(self, unit, product=None, **vals):
        job = self.make_service(unit_id=unit.id)
        line = self.env["hau_mai.service.line"].create(
            {"service_id": job.id, "product_id": (product or self.board).id, **vals}
        )
        job.action_done()
        return job, line

    def test_a_replaced_part_by_the_rule_of_the_unit(self):
        for rule, end in [
            ("restart", self.today + timedelta(days=731)),
            ("longest", self.today + timedelta(days=731)),
            ("remaining", None),
        ]:
            with self.subTest(rule=rule):
                policy = self.make_policy(rule, replaced_part_rule=rule)
                unit = self.make_unit(started_ago=300, policy_id=policy.id)
                policy.replaced_part_rule = "longest"
                period = self.replace(unit)[1].part_coverage_id
                self.assertEqual((period.origin, period.scope), ("part", "component"))
                self.assertEqual(period.component_ids, self.board)
                self.assertEqual(period.date_start, self.today)
                if end:
                    self.assertAlmostEqual(period.date_end, end, delta=timedelta(days=1))
                else:
                    self.assertEqual(period.date_end, unit.date_end_main)

    def test_the_part_is_covered_when_the_unit_is_not_any_more(self):
        unit = self.make_unit(started_ago=300, policy_id=self.make_policy("Year", duration=12).id)
        period = self.replace(unit)[1].part_coverage_id
        day = unit.date_end_main + timedelta(days=90)
        covered, reason = unit._coverage_verdict(self.board, "parts", day)
        self.assertTrue(covered)
        self.assertIn("Replaced: Control board", reason)
        self.assertFalse(unit._coverage_verdict(self.compressor, "parts", day)[0])
        self.assertIn("from the replacement of the part", period.explanation)

    def test_the_repair_vouches_for_itself(self):
        self.company.hau_mai_guarantee_parts_months = 6
        self.company.hau_mai_guarantee_labour_months = 2
        job = self.job((self.board, "parts"), (self.work, "labour"))
        job.action_done()
        part, labour = job.line_ids
        self.assertFalse(part.part_coverage_id, "it was paid for")
        vouched = part.guarantee_coverage_id
        self.assertEqual((vouched.origin, vouched.duration), ("repair", 6))
        self.assertEqual((vouched.covers_parts, vouched.covers_labour), (True, False))
        self.assertEqual(labour.guarantee_coverage_id.duration, 2)
        self.assertEqual(labour.guarantee_coverage_id.component_ids, self.board)
        self.assertTrue(self.old._coverage_verdict(self.board)[0])
        self.assertTrue(self.old._coverage_verdict(self.board, "labour")[0])
        self.assertFalse(self.old._coverage_verdict(self.compressor, "labour")[0])
        self.categ.guarantee_months = 1
        again = self.job((self.board, "parts"))
        again.action_done()
        self.assertEqual(again.line_ids.guarantee_coverage_id.duration, 1)

    def test_what_a_repair_gives_takes_nothing_away(self):
        unit = self.make_unit(started_ago=30)
        job = self.make_service(unit_id=unit.id)
        line = self.env["hau_mai.service.line"].create(
            {"service_id": job.id, "product_id": self.board.id}
        )
        line.action_charge("Dropped by the customer")
        job.action_done()
        self.assertFalse(line.part_coverage_id)
        after = line.guarantee_coverage_id.date_end + timedelta(days=60)
        for kind in ("parts", "labour"):
            covered, reason = unit._coverage_verdict(self.board, kind, after)
            self.assertTrue(covered, reason)
            self.assertIn("Whole unit", reason)

    def test_taken_up_again_takes_back_what_was_given(self):
        unit = self.make_unit()
        job, line = self.replace(unit)
        periods = line.part_coverage_id | line.guarantee_coverage_id
        self.assertEqual(len(periods), 2)
        job.state = "in_progress"
        self.assertTrue(all(p.date_end < p.date_start for p in periods))
        self.assertIn("the repair was taken up again", periods[0].explanation)
        self.assertFalse(any(p.warranty_status == "active" for p in periods))
        job.action_done()
        self.assertEqual(line.part_coverage_id | line.guarantee_coverage_id, periods)
        self.assertFalse(any(periods.mapped("date_ended")))
        self.assertEqual(len(unit.coverage_ids), 4)

    def test_the_guarantee_counts_from_the_hand_back(self):
        job, line = self.replace(self.make_unit())
        job.date_returned = self.moment(days=5)
        self.assertEqual(line.guarantee_coverage_id.date_start, self.today + timedelta(days=5))

    def test_old_parts_are_asked_for_and_kept_when_nobody_says(self):
        job = self.job((self.board, "parts"), (self.work, "labour"))
        self.assertEqual(job.parts_to_ask, "Control board")
        job.action_done()
        self.assertEqual(job.line_ids.mapped("old_part"), ["kept", False])
        self.assertFalse(job.parts_to_ask)


class TestExchange(WorkCase):
    def exchange(self, unit, serial):
        action = unit.action_exchange(serial, "Could not be repaired")
        return self.env["hau_mai.unit"].browse(action["res_id"])

    def test_the_new_one_has_the_whole_warranty_again(self):
        old = self.make_unit(started_ago=300, serial_number="SN 1")
        self.policy.term_ids[0].duration = 6
        job = self.make_service(unit_id=old.id)
        job.action_done()
        new = self.exchange(old, "SN 2")
        self.assertEqual((old.state, old.state_reason), ("replaced", "Could not be repaired"))
        self.assertEqual((old.replaced_by_id, new.replaces_id), (new, old))
        self.assertEqual((new.partner_id, new.product_id), (old.partner_id, old.product_id))
        self.assertEqual(new.edition_id, old.edition_id)
        self.assertEqual(new.date_start, self.today)
        main = new.coverage_ids.filtered("is_main")
        self.assertEqual((main.origin, main.duration), ("exchange", 24), "as it was sold")
        self.assertEqual(main.date_start, self.today)
        self.assertEqual(len(new.coverage_ids), 2)
        self.assertTrue(new._coverage_verdict()[0])
        self.assertFalse(old._coverage_verdict()[0])
        with self.refused("is not valid, so it cannot be exchanged"):
            old.action_exchange("SN 3", "Again")

    def test_every_serial_number_finds_the_whole_chain(self):
        first = self.make_unit(serial_number="AB-100")
        second = self.exchange(first, "AB-200")
        third = self.exchange(second, "AB-300")
        other = self.make_unit(serial_number="CD-100")
        units = self.env["hau_mai.unit"]
        for serial in ("AB-100", "ab 200", "AB300"):
            with self.subTest(serial=serial):
                found = units.search([("search_box", "ilike", serial)])
                self.assertEqual(found, first | second | third)
        self.assertEqual(units.search([("search_box", "ilike", "CD-100")]), other)

    def test_one_piece_of_a_quantity(self):
        unit = self.make_unit(quantity=5, by_quantity=True)
        new = self.exchange(unit, "X-1")
        self.assertEqual((unit.quantity, unit.state), (4, "valid"))
        self.assertEqual((new.quantity, new.replaces_id.quantity), (1, 1))

    def test_an_exchanged_piece_leaves_its_order_alone(self):
        order = self.make_order((self.product, 2))
        unit = order.unit_ids[0]
        unit.action_start(self.today, "A test")
        new = self.exchange(unit, "N-1")
        order.order_line._fit_units()
        self.assertEqual(len(order.unit_ids), 3)
        self.assertEqual((new.state, new.order_name), ("valid", order.name))
        order.action_cancel()
        self.assertEqual(new.state, "void")

    def test_ones_own_job_opens_no_other_card(self):
        job = self.make_service(user_id=self.technician.id)
        theirs = self.make_unit(user_id=self.manager.id).with_user(self.technician)
        with self.assertRaises(AccessError):
            theirs.action_exchange("X-1", "Mine now", service_id=job.id)
        self.assertEqual(theirs.state, "valid")
        job.unit_id.user_id = self.manager
        job.unit_id.with_user(self.technician).action_exchange("X-2", "Broken", service_id=job.id)
        self.assertEqual(job.unit_id.state, "replaced")

    def test_from_the_job_by_the_dialog(self):
        job = self.make_service(date_promised=self.moment(days=-1))
        self.assertTrue(job.remedy_due)
        action = job.with_user(self.desk).action_exchange()
        dialog = (
            self.env[action["res_model"]]
            .with_user(self.desk)
            .with_context(**action["context"])
            .create({"serial_number": "N-9", "reason": "Promise not kept"})
        )
        self.assertEqual(dialog.product_id, self.product)
        dialog.action_apply()
        self.assertEqual(self.unit.replaced_by_id.serial_number, "N-9")
        self.assertEqual((job.remedy_result, job.remedy_due), ("exchanged", False))
