"""Who pays for a job and its lines: asked once, frozen, and never set aside silently."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.fields import Command

from .service_common import ServiceCase


class TestServiceVerdict(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.hau_mai_vietnam_rules = True
        cls.board = cls.make_product("Control board", list_price=120, standard_price=70)
        cls.work = cls.make_product("Repair work", type="service", list_price=40)
        cls.travel = cls.make_product("Travel per km", type="service", list_price=2)
        cls.old = cls.make_unit(started_ago=1000, serial_number="OLD-1")

    def line(self, service, product, kind="parts", **vals):
        return self.env["hau_mai.service.line"].create(
            {"service_id": service.id, "product_id": product.id, "kind": kind, **vals}
        )

    def lines(self, service):
        """A part, work, travel and a check fee."""
        return [
            self.line(service, self.board),
            self.line(service, self.work, "labour"),
            self.line(service, self.travel, "transport", quantity=20),
            self.line(service, self.work, "fee"),
        ]

    # === THE JOB === #

    def test_a_job_asks_the_warranty_when_it_is_written(self):
        job = self.make_service()
        self.assertTrue(job.under_warranty)
        self.assertIn("Labour covered by “Whole unit” until", job.verdict_reason)
        self.assertTrue(job.verdict_date)
        late = self.make_service(unit_id=self.old.id)
        self.assertFalse(late.under_warranty)
        self.assertRegex(
            late.verdict_reason, "“Whole unit” ended on .* Parts covered by “Compressor” until"
        )
        bare = self.make_service(unit_id=self.make_unit(started_ago=None, policy_id=False).id)
        self.assertFalse(bare.under_warranty)
        self.assertEqual(bare.verdict_reason, "Not covered: it was sold without a warranty.")
        self.assertFalse(self.make_service(kind="maintenance").verdict_date)

    def test_a_verdict_given_stays_given(self):
        job = self.make_service(date_received=self.moment())
        said = job.verdict_reason
        job.state = "in_progress"
        self.unit.action_void("Mistake")
        board = self.line(self.make_service(), self.board)
        self.assertFalse(board.covered)
        self.assertTrue(job.under_warranty)
        self.assertEqual(job.verdict_reason, said)
        with self.refused("has begun: the verdict that was given stays"):
            job.action_ask_again()

    def test_a_warranty_that_ends_during_the_repair_pays_for_all_of_it(self):
        fan = self.make_product("Fan")
        unit = self.make_unit(started_ago=0, policy_id=self.make_policy("Month", duration=1).id)
        job = self.make_service(unit_id=unit.id, date_received=self.moment())
        job.state = "in_progress"
        with freeze_time(self.moment(days=90)):
            self.assertTrue(self.line(job, fan).covered)
            again = self.make_service(unit_id=unit.id)
            self.assertTrue(again.under_warranty, "it is still on the workbench")
            job.write({"state": "done", "date_returned": self.moment()})
        with freeze_time(self.moment(days=150)):
            self.assertFalse(self.make_service(unit_id=unit.id).under_warranty)

    def test_asking_again_before_the_work_begins(self):
        unit = self.make_unit(started_ago=None)
        job = self.make_service(unit_id=unit.id)
        line = self.line(job, self.board)
        self.assertFalse(job.under_warranty or line.covered)
        unit.action_start(self.today, "Receipt found")
        self.assertFalse(job.under_warranty)
        job.action_ask_again()
        self.assertTrue(job.under_warranty and line.covered)

    def test_only_a_manager_accepts_out_of_term(self):
        unit = self.make_unit(started_ago=1000, policy_id=self.make_policy("Short").id)
        job = self.make_service(unit_id=unit.id)
        line = self.line(job, self.board)
        self.assertFalse(line.covered)
        with self.refused("Only an After-Sales administrator can accept"):
            job.with_user(self.desk).action_accept_out_of_term("Two days late")
        with self.refused("Say why"):
            job.with_user(self.manager).action_accept_out_of_term(" ")
        job.with_user(self.manager).action_accept_out_of_term("Two days late")
        self.assertTrue(job.under_warranty and line.covered)
        self.assertEqual(line.reason, "Accepted out of term: Two days late")
        self.assertIn("Two days late", job.message_ids[0].body)
        self.assertTrue(self.line(job, self.work, "labour").covered)

    def test_misuse_is_charged_with_a_reason_only(self):
        job = self.make_service()
        line = self.line(job, self.board)
        with self.refused("Say why"):
            job.with_user(self.desk).action_refuse_warranty("")
        job.with_user(self.desk).action_refuse_warranty("Dropped into water")
        self.assertFalse(job.under_warranty or line.covered)
        self.assertEqual(line.reason, "Not a warranty case: Dropped into water")

    # === THE LINES === #

    def test_nothing_of_a_warranty_repair_is_charged(self):
        job = self.make_service()
        part, labour, transport, fee = self.lines(job)
        self.assertEqual(job.amount_customer, 0)
        self.assertIn("Parts covered", part.reason)
        self.assertIn("Labour covered by “Whole unit”", labour.reason)
        self.assertIn("art. 30.2.e", transport.reason)
        self.assertEqual(fee.reason, "Finding the fault is free: the fault is covered.")
        self.assertEqual((part.price_full, part.subtotal, part.cost), (120, 0, 70))
        with self.refused("There is nothing on job .* to pay"):
            job.action_quote()

    def test_lines_written_with_the_job_know_its_verdict(self):
        rows = [(self.travel, "transport"), (self.work, "fee")]
        job = self.make_service(
            line_ids=[Command.create({"product_id": p.id, "kind": kind}) for p, kind in rows]
        )
        self.assertTrue(all(job.line_ids.mapped("covered")))
        job.unit_id = self.make_unit(started_ago=1000, policy_id=self.make_policy("Short").id)
        self.assertFalse(any(job.line_ids.mapped("covered")))

    def test_work_on_a_covered_component_follows_its_part(self):
        policy = self.make_policy("Parts and work", duration=1, component=True)
        policy.term_ids[1].covers_labour = True
        unit = self.make_unit(started_ago=300, policy_id=policy.id)
        job = self.make_service(unit_id=unit.id)
        labour = self.line(job, self.work, "labour")
        self.assertFalse(labour.covered)
        self.line(job, self.compressor)
        self.assertTrue(labour.covered and job.under_warranty)
        self.assertIn("Compressor", labour.reason)

    def test_out_of_term_each_line_says_why(self):
        unit = self.make_unit(started_ago=1000, policy_id=self.make_policy("Short").id)
        job = self.make_service(unit_id=unit.id)
        part, labour, transport, fee = self.lines(job)
        self.assertIn("“Whole unit” ended on", part.reason)
        self.assertIn("“Whole unit” ended on", labour.reason)
        self.assertIn("no warranty period of it pays for transport", transport.reason)
        self.assertEqual(fee.reason, "Finding the fault is charged: the job is not under warranty.")
        self.assertEqual(job.amount_customer, 120 + 40 + 40 + 40)

    def test_a_component_with_its_own_warranty(self):
        job = self.make_service(unit_id=self.old.id)
        fee = self.line(job, self.work, "fee")
        self.assertFalse(self.line(job, self.board).covered)
        self.assertFalse(job.under_warranty or fee.covered)
        self.assertTrue(self.line(job, self.compressor).covered)
        self.assertTrue(job.under_warranty and fee.covered, "what was found is covered")
        labour = self.line(job, self.work, "labour", component_id=self.compressor.id)
        self.assertFalse(labour.covered)
        self.assertIn("“Whole unit” ended", labour.reason)

    def test_the_warranty_does_not_pay_for_maintenance(self):
        job = self.make_service(kind="maintenance")
        part, labour = self.line(job, self.board), self.line(job, self.work, "labour")
        self.assertFalse(part.covered or labour.covered)
        self.assertIn("not for: maintenance", labour.reason)
        self.assertTrue(self.line(job, self.compressor).covered, "a period names it")
        given = self.line(job, self.board, covered=True, reason="Included in the plan")
        self.assertTrue(given.covered)
        self.assertEqual((given.reason, given.subtotal), ("Included in the plan", 0))

    def test_without_a_card(self):
        job = self.make_service(unit_id=False, partner_id=self.partner.id)
        line = self.line(job, self.board)
        self.assertEqual(
            (line.covered, line.reason), (False, "Not covered: the job has no warranty card.")
        )

    def test_charging_what_is_covered_has_to_be_explained(self):
        job = self.make_service()
        line = self.line(job, self.board)
        with self.refused("Say why the customer pays"):
            line.covered = False
        with self.refused("Say why the customer pays"):
            self.line(job, self.board, covered=True)
        line.action_charge("They want a better board")
        self.assertEqual((line.covered, line.subtotal), (False, 120))
        line.product_id = self.compressor
        self.assertFalse(line.covered, "decided by a person")

    # === PRICES AND GOODWILL === #

    def test_prices_come_from_the_price_list_less_the_promised_discount(self):
        self.company.hau_mai_repair_pricelist_id = self.env["product.pricelist"].create(
            {
                "name": "Repairs",
                "item_ids": [
                    Command.create(
                        {"compute_price": "fixed", "fixed_price": 100, "applied_on": "3_global"}
                    )
                ],
            }
        )
        policy = self.make_policy("Short", service_discount=10)
        unit = self.make_unit(started_ago=1000, policy_id=policy.id)
        policy.service_discount = 50
        line = self.line(self.make_service(unit_id=unit.id), self.board, quantity=2)
        self.assertEqual((line.price_unit, line.discount, line.subtotal), (100, 10, 180))
        self.assertEqual(line.discount_reason, f"10% by the warranty card {unit.name}")
        self.assertEqual(line.cost, 140)
        self.board.standard_price = 1
        self.assertEqual(line.cost, 140)

    def test_goodwill_by_role(self):
        self.company.hau_mai_goodwill_limit = 150
        job = self.make_service(unit_id=self.old.id)
        one, other = self.line(job, self.board), self.line(job, self.board)
        mine = one.with_user(self.desk)
        with self.refused("Say why"):
            mine.action_goodwill("")
        mine.action_goodwill("A regular customer")
        self.assertEqual(
            (one.covered, one.reason, one.goodwill, one.subtotal, one.cost),
            (True, "Goodwill: A regular customer", True, 0, 70),
        )
        with self.refused(r"comes to .*240.*over .*150"):
            job.with_user(self.desk).action_goodwill("All of it")
        with self.refused("an After-Sales administrator decides"):
            other.with_user(self.desk).write({"covered": True, "reason": "By the back door"})
        with self.refused("an After-Sales administrator decides"):
            one.with_user(self.desk).quantity = 2
        job.with_user(self.manager).action_goodwill("All of it")
        self.assertEqual((job.amount_customer, job.cost_covered), (0, 140))

    # === WORK AT SCALE === #

    def test_fifty_lines_cost_as_many_queries_as_five(self):
        products = self.env["product.product"].create(
            [{"name": f"Part {n}", "list_price": n} for n in range(50)]
        )

        def cost(count):
            job = self.make_service(unit_id=self.old.id)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["hau_mai.service.line"].create(
                [{"service_id": job.id, "product_id": p.id} for p in products[:count]]
            )
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(1)
        few, many = cost(5), cost(50)
        self.assertLessEqual(many, few + 2)

    def test_verdicts_of_many_jobs_cost_as_many_queries_as_of_few(self):
        units = self.env["hau_mai.unit"].concat(*(self.make_unit() for _n in range(30)))

        def cost(count):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            jobs = self.Service.create(
                [{"unit_id": u.id, "partner_id": self.partner.id} for u in units[:count]]
            )
            self.env.flush_all()
            self.assertTrue(all(jobs.mapped("under_warranty")))
            return self.env.cr.sql_log_count - before

        cost(1)
        few, many = cost(5), cost(30)
        self.assertLessEqual(many, few + 2)

    def test_the_days_in_repair_move_the_end(self):
        main = self.unit.coverage_ids.filtered("is_main")
        end = main.date_end
        job = self.make_service(date_received=self.moment(days=-10))
        self.assertEqual(main.date_end, end)
        job.write({"state": "done", "date_returned": self.moment(days=-3)})
        self.assertEqual(main.date_end, end + timedelta(days=7))
        self.assertEqual(self.unit.date_end_main, end + timedelta(days=7))
        self.assertIn(f"7 days longer for repair: {job.name}", main.explanation)
        paid = self.make_service(
            date_received=self.moment(days=-30), date_returned=self.moment(), under_warranty=False
        )
        self.assertEqual(main.repair_days, 7)
        paid.under_warranty = True
        self.assertEqual(main.repair_days, 30)
        paid.state = "cancelled"
        self.assertEqual(main.repair_days, 7)
        job.date_returned = self.moment(days=-5)
        self.assertEqual(main.date_end, end + timedelta(days=5))

    def test_a_job_that_is_closed_is_over_whoever_forgot_the_hand_back(self):
        main = self.unit.coverage_ids.filtered("is_main")
        job = self.make_service(date_received=self.moment(days=-4))
        job.action_done()
        self.assertTrue(main.in_repair)
        job.state = "closed"
        self.assertEqual((main.in_repair, main.repair_days), (False, 4))

    def test_sold_is_sold_for_repairs_too(self):
        self.policy.write({"pause_during_repair": False, "replaced_part_rule": "remaining"})
        unit = self.make_unit()
        self.assertFalse(unit.pause_during_repair)
        self.policy.write({"pause_during_repair": True, "max_repairs": 9})
        self.assertFalse(unit.pause_during_repair)
        self.assertEqual((unit.max_repairs, unit.replaced_part_rule), (3, "remaining"))
        end = unit.date_end_main
        job = self.make_service(unit_id=unit.id, date_received=self.moment(days=-9))
        job.write({"state": "done", "date_returned": self.moment()})
        self.assertEqual(unit.date_end_main, end)

    def test_a_warranty_does_not_run_out_on_the_workbench(self):
        unit = self.make_unit(started_ago=20, policy_id=self.make_policy("Month", duration=1).id)
        self.make_service(unit_id=unit.id, date_received=self.moment(days=-1))
        with freeze_time(self.moment(days=60)):
            self.env.invalidate_all()
            self.assertEqual(unit.warranty_status, "active")
            self.assertIn("and the days in repair", unit.status_sentence)
            self.assertEqual(
                unit._coverage_verdict(),
                (
                    True,
                    "Parts covered by “Whole unit”, which ends after the repair: the days in "
                    "repair do not count.",
                ),
            )
            model = self.env["hau_mai.unit"]
            for status in ("active", "expiring", "expired"):
                found = model.search([("warranty_status", "=", status), ("id", "=", unit.id)])
                self.assertEqual(bool(found), status == "active", status)
            grouped = model._read_group([("id", "=", unit.id)], ["warranty_status"], ["__count"])
            self.assertEqual(grouped, [("active", 1)])

    def test_a_policy_that_gives_less_than_the_law_says_so(self):
        notes = " ".join(self.policy.preview["notes"])
        self.assertNotIn("By law", notes)
        self.policy.write(
            {"pause_during_repair": False, "replaced_part_rule": "remaining", "max_repairs": 5}
        )
        notes = " ".join(self.policy.preview["notes"])
        for sentence in ("days in repair do not count", "starts again", "after 3 warranty repairs"):
            self.assertIn(sentence, notes)
        self.company.hau_mai_vietnam_rules = False
        self.policy.invalidate_recordset()
        self.assertNotIn("By law", " ".join(self.policy.preview["notes"]))
