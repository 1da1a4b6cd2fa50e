"""From the quotation to what a repair leaves behind: parts, exchange, remedy, claims."""

import json
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user

from .service_common import ServiceCase

#: A picture of one dot.
SIGNATURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class WorkCase(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.hau_mai_vietnam_rules = True
        cls.board = cls.make_product("Control board", list_price=120, standard_price=70)
        cls.work = cls.make_product("Repair work", type="service", list_price=40)
        cls.fee = cls.make_product("Check fee", type="service", list_price=15)
        cls.company.hau_mai_check_fee_product_id = cls.fee
        cls.short = cls.make_policy("Short", duration=12)
        cls.old = cls.make_unit(started_ago=1000, serial_number="OLD-1", policy_id=cls.short.id)

    def job(self, *rows, **vals):
        """A job in progress, out of term unless said otherwise, with rows (product, kind)."""
        service = self.make_service(unit_id=self.old.id, **vals)
        self.env["hau_mai.service.line"].create(
            [{"service_id": service.id, "product_id": p.id, "kind": kind} for p, kind in rows]
        )
        service.state = "in_progress"
        return service


class TestQuotation(WorkCase):
    def test_what_is_not_covered_is_quoted_and_agreed(self):
        job = self.job((self.board, "parts"), (self.work, "labour"))
        self.assertEqual(job.quote_state, "to_quote")
        job.with_user(self.desk).action_quote()
        order = job.quotation_ids
        self.assertEqual((order.state, order.amount_untaxed), ("draft", 160))
        self.assertEqual(order.order_line.service_line_id, job.line_ids)
        self.assertEqual(order.partner_id, self.partner)
        job.with_user(self.desk).action_send_quotation()
        self.assertEqual((order.state, job.state, job.waiting_for), ("sent", "waiting", "customer"))
        job.with_user(self.desk).action_customer_agrees()
        self.assertEqual(
            (order.state, job.state, job.quote_state), ("sale", "in_progress", "agreed")
        )

    def test_quoting_again_changes_the_open_quotation(self):
        job = self.job((self.board, "parts"), (self.work, "labour"))
        job.action_quote()
        job.action_send_quotation()
        part, labour = job.line_ids
        part.quantity = 2
        labour.action_goodwill("Slow")
        self.env["hau_mai.service.line"].create(
            {"service_id": job.id, "product_id": self.fee.id, "kind": "fee"}
        )
        job.action_quote()
        order = job.quotation_ids
        self.assertEqual(len(order), 1)
        self.assertEqual(order.state, "draft", "it has to be sent again")
        self.assertEqual(order.amount_untaxed, 255)
        job.action_customer_agrees()
        self.env["hau_mai.service.line"].create(
            {"service_id": job.id, "product_id": self.work.id, "kind": "labour"}
        )
        job.action_quote()
        self.assertEqual(sorted(job.quotation_ids.mapped("amount_untaxed")), [40, 255])
        with self.refused("was agreed with the customer"):
            part.unlink()
        with self.refused("agreed to pay"):
            part.action_goodwill("Too late")

    def test_a_line_without_a_product_cannot_be_quoted(self):
        job = self.job()
        line = self.env["hau_mai.service.line"].create(
            {"service_id": job.id, "name": "Ferry", "kind": "transport", "price_unit": 9}
        )
        self.assertEqual(line.subtotal, 9)
        with self.refused("Choose the product to be charged for: Ferry"):
            job.action_quote()

    def test_declined_what_is_covered_goes_on(self):
        unit = self.make_unit()
        job = self.make_service(unit_id=unit.id)
        free, extra = self.env["hau_mai.service.line"].create(
            [{"service_id": job.id, "product_id": self.board.id}] * 2
        )
        extra.action_charge("A better one than was built in")
        job.action_quote()
        job.action_send_quotation()
        job.action_customer_declines("covered")
        self.assertEqual((job.state, job.quotation_ids.state), ("in_progress", "cancel"))
        self.assertEqual((free.declined, extra.declined, extra.subtotal), (False, True, 0))
        self.assertFalse(job.quote_state)

    def test_declined_the_job_ends_with_the_check_fee(self):
        job = self.job((self.board, "parts"))
        job.action_quote()
        job.action_customer_declines("fee")
        self.assertEqual((job.state, job.amount_customer), ("done", 15))
        fee = job.quotation_ids.filtered(lambda order: order.state == "sale")
        self.assertEqual(fee.amount_untaxed, 15)
        self.company.hau_mai_check_fee_product_id = False
        other = self.job((self.board, "parts"))
        other.action_quote()
        with self.refused("Which product is the check fee"):
            other.action_customer_declines("fee")
        self.assertEqual(other.quotation_ids.state, "draft", "nothing half done")

    def test_a_deposit_is_asked_for(self):
        self.company.hau_mai_deposit_percent = 30
        job = self.job((self.board, "parts"))
        job.action_quote()
        order = job.quotation_ids
        self.assertTrue(order.require_payment)
        self.assertEqual(order.prepayment_percent, 0.3)

    def test_a_repair_sells_no_new_warranty_card_and_asks_for_no_follow_up(self):
        spare = self.make_product("Compressor kit", warranty_policy_id=self.policy.id)
        rule = self.env["hau_mai.care.rule"].create(
            {"name": "Thanks", "trigger": "order_confirmed", "purpose": "service"}
        )
        rule.date_activated -= timedelta(days=1)
        job = self.job((spare, "parts"))
        job.action_quote()
        job.action_customer_agrees()
        self.assertFalse(job.quotation_ids.unit_ids)
        self.assertFalse(job.quotation_ids.order_line.warranty_sentence)
        sold = self.make_order()
        rule._plan(self.moment())
        planned = self.env["hau_mai.touchpoint"].search([("rule_id", "=", rule.id)])
        self.assertEqual(planned.mapped("res_id"), sold.ids)

    def test_a_cancelled_job_cancels_its_quotation(self):
        job = self.job((self.board, "parts"))
        job.action_quote()
        job.state = "cancelled"
        self.assertEqual(job.quotation_ids.state, "cancel")

    def test_who_may_quote(self):
        job = self.job((self.board, "parts"), user_id=self.manager.id)
        job.responsible_id = self.manager
        with self.assertRaises(AccessError):
            job.with_user(self.technician).action_quote()
        self.assertFalse(job.quotation_ids)


class TestPortalQuotation(WorkCase, HttpCase):
    def quoted(self):
        job = self.job((self.board, "parts"))
        job.action_quote()
        job.action_send_quotation()
        order = job.quotation_ids
        order.write({"require_signature": True, "require_payment": False})
        order._portal_ensure_token()
        self.env.flush_all()
        return job, order

    def test_the_customer_signs_in_the_portal(self):
        job, order = self.quoted()
        answer = self.url_open(
            f"/my/orders/{order.id}/accept?access_token={order.access_token}",
            data=json.dumps({"params": {"name": "An", "signature": SIGNATURE}}),
            headers={"Content-Type": "application/json"},
        )
        self.assertNotIn("error", answer.json())
        self.assertEqual(order.state, "sale")
        self.assertEqual((job.state, job.quote_state), ("in_progress", "agreed"))

    def test_the_customer_declines_in_the_portal(self):
        job, order = self.quoted()
        user = new_test_user(
            self.env, login="an", groups="base.group_portal", partner_id=self.partner.id
        )
        self.authenticate("an", "an")
        page = self.url_open(f"/my/orders/{order.id}?access_token={order.access_token}")
        token = page.text.split('csrf_token" value="')[1].split('"')[0]
        self.url_open(
            f"/my/orders/{order.id}/decline?access_token={order.access_token}",
            data={"decline_message": "Too dear", "csrf_token": token},
        )
        self.assertTrue(user.share)
        self.assertEqual(
            (order.state, job.quote_state, job.state), ("cancel", "declined", "waiting")
        )
        self.assertIn("check fee", job.activity_ids.summary)
        job.action_customer_declines("covered")
        self.assertEqual((job.state, job.quote_state), ("in_progress", False))
        self.assertFalse(job.activity_ids)


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
        self.assertIn("from replaced part on", period.explanation)

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


class TestRemedy(WorkCase):
    def repaired(self, unit, times, **vals):
        for _n in range(times):
            self.make_service(unit_id=unit.id, **vals).action_done()

    def due(self, **domain):
        return self.Service.search([("remedy_due", "=", True)])

    def test_the_promised_date_has_passed(self):
        job = self.make_service(date_promised=self.moment(hours=-1))
        self.assertTrue(job.remedy_due)
        self.assertIn("art. 30.2.đ", job.remedy_reason)
        self.assertIn("Promised for", job.remedy_reason)
        self.assertTrue(self.unit.remedy_due)
        self.assertIn(job.name, self.unit.remedy_reason)
        self.assertIn(job, self.due())
        self.assertIn(self.unit, self.unit.search([("remedy_due", "=", True)]))
        self.company.hau_mai_vietnam_rules = False
        self.assertFalse(job.remedy_due or job in self.due())

    def test_kept_paid_or_done_nothing_is_due(self):
        kept = self.make_service(date_promised=self.moment(hours=1))
        paid = self.make_service(date_promised=self.moment(hours=-1), unit_id=self.old.id)
        done = self.make_service(date_promised=self.moment(hours=-1))
        done.action_done()
        for job in (kept, paid, done):
            self.assertFalse(job.remedy_due)
            self.assertNotIn(job, self.due())

    def test_three_repairs_and_it_is_back(self):
        unit = self.make_unit()
        self.repaired(unit, 2)
        self.repaired(unit, 1, kind="inspection")
        job = self.make_service(unit_id=unit.id)
        self.assertFalse(job.remedy_due or job in self.due())
        self.assertEqual(job.repair_count, 2)
        job.action_done()
        again = self.make_service(unit_id=unit.id)
        self.assertEqual((again.repair_count, again.remedy_due), (3, True))
        self.assertIn("3 warranty repairs are done", again.remedy_reason)
        self.assertEqual(self.due(), again)
        self.assertEqual(unit.repair_count, 3)

    def test_taken_up_again_counts_as_a_repair_that_was_done(self):
        unit = self.make_unit()
        self.repaired(unit, 1)
        job = self.make_service(unit_id=unit.id)
        job.again_count = 2
        self.assertTrue(job.remedy_due)
        self.assertEqual(self.due(), job)

    def test_a_policy_may_promise_it_without_the_law(self):
        self.company.hau_mai_vietnam_rules = False
        for limit, due in [(2, True), (0, False), (4, False)]:
            with self.subTest(limit=limit):
                policy = self.make_policy(f"Max {limit}", max_repairs=limit)
                unit = self.make_unit(policy_id=policy.id)
                self.repaired(unit, 3)
                job = self.make_service(unit_id=unit.id)
                self.assertEqual(job.remedy_due, due)
                self.assertEqual(job in self.due(), due)
                if due:
                    self.assertIn("its warranty policy", job.remedy_reason)

    def test_refusing_asks_for_a_reason_and_a_manager(self):
        job = self.make_service(date_promised=self.moment(hours=-1))
        with self.refused("Only an After-Sales administrator"):
            job.with_user(self.desk).action_refuse_remedy("No")
        with self.refused("Say why"):
            job.with_user(self.manager).action_refuse_remedy("")
        job.with_user(self.manager).action_refuse_remedy("The part comes today, agreed")
        self.assertEqual((job.remedy_due, job.remedy_result), (False, "refused"))
        self.assertIn("art. 30.2.đ", job.message_ids[0].body)
        self.assertNotIn(job, self.due())

    def test_a_refund_is_a_draft_credit_note_of_one_piece_once(self):
        self.product.invoice_policy = "order"
        order = self.make_order((self.product, 2))
        invoice = order._create_invoices()
        invoice.action_post()
        unit = order.unit_ids[0]
        unit.action_start(self.today - timedelta(days=30), "A test")
        job = self.make_service(unit_id=unit.id, date_promised=self.moment(hours=-1))
        job.with_user(self.desk).action_refund()
        note = job.refund_id
        self.assertEqual((note.move_type, note.state), ("out_refund", "draft"))
        self.assertEqual(note.reversed_entry_id, invoice)
        self.assertEqual(note.amount_untaxed, 100)
        self.assertEqual((unit.state, job.remedy_due), ("returned", False))
        with self.refused("nothing to refund"):
            job.action_refund()

    def test_a_refund_without_an_invoice_is_the_managers_task(self):
        job = self.make_service(date_promised=self.moment(hours=-1))
        job.action_refund()
        self.assertFalse(job.refund_id)
        self.assertIn("no invoice", job.activity_ids.summary)

    def test_a_list_of_jobs_asks_a_constant_number_of_queries(self):
        units = self.env["hau_mai.unit"].concat(*(self.make_unit() for _n in range(20)))
        jobs = self.Service.create(
            [{"unit_id": unit.id, "date_promised": self.moment(hours=-1)} for unit in units]
        )

        def cost(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(all(records.mapped("remedy_due")))
            return self.env.cr.sql_log_count - before

        cost(jobs[:1])
        self.assertEqual(cost(jobs[:3]), cost(jobs))


class TestMaker(WorkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.maker = cls.env["res.partner"].create({"name": "Daikin"})
        cls.product.seller_ids = [Command.create({"partner_id": cls.maker.id})]
        cls.policy.term_ids.guarantor = "maker"
        cls.theirs = cls.make_unit()

    def test_to_the_manufacturer_and_back(self):
        job = self.make_service()
        action = job.action_send_to_maker()
        self.assertEqual(action["context"]["default_partner_id"], self.maker.id)
        leg = self.env["hau_mai.service.leg"].create(
            {
                "service_id": job.id,
                "partner_id": self.maker.id,
                "date_sent": self.today - timedelta(days=9),
                "date_expected": self.today - timedelta(days=2),
            }
        )
        self.assertEqual((job.state, job.waiting_for), ("waiting", "maker"))
        self.assertEqual((job.days_at_maker, job.is_at_maker, leg.is_late), (9, True, True))
        self.assertEqual(self.Service.search([("is_at_maker", "=", True)]), job)
        self.assertEqual(leg.search([("is_late", "=", True)]), leg)
        job.action_back_from_maker()
        self.assertEqual(
            (job.state, leg.date_back, leg.is_late), ("in_progress", self.today, False)
        )
        self.assertEqual(job.days_at_maker, 9)
        with self.refused("cannot come back on"):
            leg.date_back = self.today - timedelta(days=20)

    def claim(self):
        job = self.make_service(unit_id=self.theirs.id)
        self.env["hau_mai.service.line"].create(
            [
                {"service_id": job.id, "product_id": self.board.id, "quantity": 2},
                {"service_id": job.id, "product_id": self.work.id, "kind": "labour"},
            ]
        )
        job.action_done()
        return job.claim_ids

    def test_what_the_manufacturer_pays_for_becomes_a_claim(self):
        claim = self.claim()
        self.assertEqual((claim.state, claim.partner_id), ("to_claim", self.maker))
        self.assertEqual((len(claim.line_ids), claim.amount_expected), (2, 140))
        self.assertEqual(claim.date_deadline, self.today + timedelta(days=30))
        job = claim.service_id
        job.state = "in_progress"
        job.action_done()
        self.assertEqual(job.claim_ids, claim, "once")
        ours = self.job((self.board, "parts"))
        ours.action_done()
        self.assertFalse(ours.claim_ids)

    def test_a_claim_from_its_deadline_to_the_money(self):
        claim = self.claim()
        claim.date_deadline = self.today - timedelta(days=1)
        self.assertTrue(claim.is_overdue)
        self.assertEqual(claim.search([("is_overdue", "=", True)]), claim)
        with self.refused("“To be claimed” and cannot become “Credited”"):
            claim.action_credit()
        claim.action_claim()
        self.assertFalse(claim.is_overdue)
        claim.amount_credited = 100
        claim.action_credit()
        self.assertEqual((claim.state, claim.amount_refused), ("credited", 40))
        claim.action_reopen()
        claim.action_refuse()
        self.assertEqual((claim.amount_credited, claim.amount_refused), (0, 140))

    def test_totals_by_supplier(self):
        self.claim()
        claim = self.claim()
        claim.action_claim()
        claim.action_credit()
        [(partner, expected, credited)] = self.env["hau_mai.service.claim"]._read_group(
            [("partner_id", "=", self.maker.id)],
            ["partner_id"],
            ["amount_expected:sum", "amount_credited:sum"],
        )
        self.assertEqual((partner, expected, credited), (self.maker, 280, 140))
