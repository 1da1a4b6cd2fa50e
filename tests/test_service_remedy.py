"""When exchange or refund is due, and what the manufacturer owes us."""

from datetime import timedelta

from odoo.fields import Command

from .service_common import WorkCase


class TestRemedy(WorkCase):
    def repaired(self, unit, times, **vals):
        for _n in range(times):
            self.make_service(unit_id=unit.id, **vals).action_done()

    def due(self):
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
        with self.refused("is never deleted"):
            leg.unlink()

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
