"""Solving a case: one dialog, each thing done once, within what one may give."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form

from .complaint_common import ComplaintCase


class SolveCase(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.make_order((cls.product, 3))
        cls.complaint = cls.make_complaint(
            order_id=cls.order.id, product_id=cls.product.id, user_id=cls.agent.id
        )
        cls.env.flush_all()

    def dialog(self, resolution, complaint=None, user=None, **vals):
        """The dialog as it opens, with cause and resolution chosen."""
        complaint = (complaint or self.complaint).with_user(user or self.agent)
        action = complaint.action_open_solve()
        wizard = complaint.env[action["res_model"]].with_context(**action["context"])
        return wizard.create({"cause_id": self.cause.id, "resolution": resolution, **vals})

    def solved(self, resolution, complaint=None, user=None, **vals):
        """What the dialog did: the row of the ledger, as an administrator sees it."""
        complaint = complaint or self.complaint
        before = complaint.action_ids
        self.dialog(resolution, complaint, user, **vals).action_apply()
        self.env.flush_all()
        complaint.invalidate_recordset()
        return complaint.action_ids - before


class TestSolve(SolveCase):
    def test_the_resolution_proposes_what_is_done(self):
        action = self.complaint.with_user(self.agent).action_open_solve()
        form = Form(
            self.env[action["res_model"]].with_user(self.agent).with_context(**action["context"])
        )
        chosen = lambda: [  # noqa: E731
            name for name in ("service", "replacement", "credit", "voucher") if form[f"with_{name}"]
        ]
        self.assertFalse(chosen())
        for resolution, kinds in (
            ("repair", ["service"]),
            ("exchange", ["replacement"]),
            ("refund", ["credit"]),
            ("voucher", ["voucher"]),
            ("redo", ["service"]),
            ("discount", []),
            ("guidance", []),
            ("apology", []),
            ("none", []),
        ):
            form.resolution = resolution
            self.assertEqual(chosen(), kinds, resolution)
        form.resolution = "exchange"
        self.assertEqual(form.product_id, self.product)

    def test_what_is_only_said_solves_the_case_and_makes_nothing(self):
        for resolution in ("discount", "guidance", "apology", "none"):
            complaint = self.make_complaint(user_id=self.agent.id)
            self.assertFalse(self.solved(resolution, complaint))
            self.assertEqual((complaint.state, complaint.resolution), ("solved", resolution))
            self.assertEqual(complaint.cause_id, self.cause)
            self.assertFalse(complaint._open_promises())

    def test_a_job_is_made_once_and_is_a_promise_until_it_is_done(self):
        self.complaint.unit_id = self.order.unit_ids[0]
        action = self.solved("repair", service_request="Change the board")
        job = action.service_id
        self.assertEqual((job.kind, job.request), ("repair", "Change the board"))
        self.assertEqual(job.unit_id, self.complaint.unit_id)
        self.assertEqual((job.complaint_id, action.name), (self.complaint, job.name))
        self.assertEqual(self.complaint._open_promises(), [f"Job {job.name} is not done yet."])
        opened = self.dialog("repair").action_apply()
        self.assertEqual((opened["res_model"], opened["res_id"]), ("hau_mai.service", job.id))
        self.assertEqual(self.Service.search_count([("complaint_id", "=", self.complaint.id)]), 1)
        job.state = "in_progress"
        job.state = "done"
        self.assertFalse(self.complaint._open_promises())

    def test_what_a_job_costs_is_known_once_it_is_done(self):
        board = self.make_product("Board", standard_price=70, list_price=120)
        job = self.solved("repair").service_id
        line = {"service_id": job.id, "product_id": board.id}
        self.env["hau_mai.service.line"].create({**line, "covered": True, "reason": "Goodwill"})
        self.assertEqual(self.complaint.compensation_amount, 0)
        job.state = "in_progress"
        job.state = "done"
        self.assertEqual(self.complaint.compensation_amount, 70)

    def test_done_again_is_a_job_of_the_same_kind(self):
        cleaning = self.make_service(kind="maintenance")
        complaint = self.make_complaint(service_id=cleaning.id, user_id=self.agent.id)
        job = self.solved("redo", complaint).service_id
        self.assertEqual((job.kind, job.origin_service_id), ("maintenance", cleaning))

    def test_a_replacement_is_a_quotation_at_zero(self):
        action = self.solved("exchange", quantity=2)
        order = action.order_id
        self.assertEqual((order.state, order.amount_total), ("draft", 0))
        self.assertEqual(order.partner_id, self.partner)
        self.assertEqual(order.order_line.product_uom_qty, 2)
        self.assertEqual((order.complaint_id, order.company_id), (self.complaint, self.company))
        self.assertIn("is not confirmed yet", self.complaint._open_promises()[0])
        order.action_confirm()
        self.assertEqual(order.amount_total, 0)
        self.assertFalse(self.complaint._open_promises())
        self.assertFalse(self.solved("exchange"))
        self.assertEqual(len(self.complaint.action_ids), 1)

    def test_what_was_cancelled_is_made_again(self):
        first = self.solved("exchange")
        first.order_id._action_cancel()
        second = self.solved("exchange")
        self.assertEqual((first.state, second.state), ("cancelled", "done"))
        self.assertNotEqual(first.order_id, second.order_id)
        second.order_id._action_cancel()
        second.order_id.unlink()
        self.assertTrue(second.name)
        self.assertEqual(self.solved("exchange").state, "done")
        self.assertEqual(second.state, "cancelled")

    def test_a_case_taken_up_again_gets_its_own(self):
        first = self.solved("repair")
        self.assertEqual(
            self.dialog("repair").done_already, f"Not done again: Service job {first.name}."
        )
        self.complaint.action_reopen("It drips again")
        self.assertFalse(self.dialog("repair").done_already)
        second = self.solved("repair")
        self.assertTrue(second and second != first)
        self.assertNotEqual(second.service_id, first.service_id)

    def test_doing_it_leaves_the_case_open(self):
        self.dialog("repair").action_do()
        self.assertEqual(self.complaint.action_ids.kind, "service")
        self.assertNotEqual(self.complaint.state, "solved")
        self.assertFalse(self.solved("repair"))
        self.assertEqual(self.complaint.state, "solved")

    def test_nothing_is_half_done(self):
        dialog = self.dialog("repair", with_credit=True)
        with self.refused("no posted invoice"):
            dialog.action_apply()
        self.assertFalse(self.complaint.action_ids)
        self.assertFalse(self.complaint.cause_id)
        self.assertEqual(self.complaint.state, "new")

    def test_a_case_without_a_customer_is_told_what_is_missing(self):
        complaint = self.make_complaint(partner_id=False, user_id=self.agent.id)
        for resolution in ("repair", "exchange"):
            with self.refused("who the customer"):
                self.solved(resolution, complaint, product_id=self.product.id)

    def test_whose_case_it_is_not_does_nothing(self):
        self.complaint.user_id = self.manager
        with self.assertRaises(AccessError):
            self.complaint.with_user(self.agent).action_open_solve()
        wizard = self.env["hau_mai.complaint.solve"].with_user(self.agent)
        dialog = wizard.create(
            {"complaint_id": self.complaint.id, "cause_id": self.cause.id, "resolution": "repair"}
        )
        for method in (dialog.action_apply, dialog.action_do):
            with self.assertRaises(AccessError):
                method()

    def test_a_long_list_asks_no_more_than_a_short_one(self):
        names = ["kind", "name", "amount", "complaint_id", "may_open", "may_decide"]
        counts = []
        for size in (3, 3, 12):
            complaints = self.Complaint.create(
                [
                    {"subject": "Late", "partner_id": self.partner.id, "user_id": self.agent.id}
                    for _number in range(size)
                ]
            )
            for complaint in complaints:
                complaint._make_service("repair")
                complaint._make_replacement(self.product)
                complaint.with_user(self.agent)._make_voucher(10)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            complaints.action_ids.with_user(self.agent).read(names)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_the_ledger_is_written_by_nobody(self):
        action = self.solved("repair")
        with self.assertRaises(AccessError):
            action.with_user(self.manager).write({"amount": 1})
        with self.refused("never deleted"):
            action.sudo().unlink()


class TestCredit(SolveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls.env["account.tax"].create({"name": "Ten", "amount": 10})
        cls.other = cls.make_product("Stand", list_price=50)

    def invoiced(self, post=True):
        """The case's order, of 2 × 100 and 50 with a tax of 10 %, invoiced: 275."""
        order = self.make_order((self.product, 2), (self.other, 1), confirm=False)
        order.order_line.tax_ids = self.tax
        order.action_confirm()
        for line in order.order_line:
            self.deliver(line, line.product_uom_qty)
        invoice = order._create_invoices()
        if post:
            invoice.action_post()
        self.complaint.order_id = order
        self.assertEqual(invoice.amount_total, 275)
        return invoice

    def test_all_of_it_as_a_draft(self):
        invoice = self.invoiced()
        action = self.solved("refund")
        note = action.sudo().move_id
        self.assertEqual((note.state, note.move_type), ("draft", "out_refund"))
        self.assertEqual((note.amount_total, note.reversed_entry_id), (275, invoice))
        self.assertEqual((action.amount, self.complaint.compensation_amount), (275, 275))
        self.assertIn("is a draft yet", self.complaint._open_promises()[0])
        task = self.complaint.activity_ids.filtered(lambda a: "Check and post" in a.summary)
        self.assertEqual(len(task), 1)
        self.assertFalse(self.solved("refund"))
        note.with_context(tz="Asia/Ho_Chi_Minh").action_post()
        self.assertFalse(self.complaint._open_promises())
        self.assertEqual(invoice.reversal_move_ids, note)

    def test_the_lines_of_the_product(self):
        self.invoiced()
        note = self.solved("refund", credit_scope="product").sudo().move_id
        self.assertEqual(note.amount_total, 220)
        self.assertEqual(note.invoice_line_ids.product_id, self.product)

    def test_an_amount_with_its_taxes(self):
        invoice = self.invoiced()
        action = self.solved("refund", credit_scope="amount", credit_amount=100)
        note = action.sudo().move_id
        self.assertAlmostEqual(note.amount_total, 100, delta=0.02)
        self.assertAlmostEqual(note.amount_tax, 9.09, delta=0.02)
        self.assertFalse(note.invoice_line_ids.sale_line_ids)
        self.complaint.action_reopen("More")
        with self.refused(r"175\.0.* can still be credited"):
            self.solved("refund", credit_scope="amount", credit_amount=200)
        rest = self.solved("refund")
        self.assertAlmostEqual(rest.amount, 175, delta=0.02)
        self.assertEqual(len(invoice.reversal_move_ids), 2)
        self.complaint.action_reopen("Even more")
        with self.refused("can still be credited"):
            self.solved("refund")

    def test_a_draft_invoice_is_no_invoice(self):
        self.invoiced(post=False)
        with self.refused("no posted invoice"):
            self.solved("refund")

    def test_the_order_is_the_customers_and_the_companys(self):
        self.invoiced()
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        complaint = self.make_complaint(
            partner_id=stranger.id, order_id=self.complaint.order_id.id, user_id=self.agent.id
        )
        with self.refused("not of the customer"):
            self.solved("refund", complaint)
        self.assertFalse(complaint.action_ids)

    def test_the_agent_needs_no_rights_of_accounting(self):
        self.invoiced()
        self.assertFalse(self.env["account.move"].with_user(self.agent).has_access("create"))
        action = self.solved("refund").with_user(self.agent)
        self.assertTrue(action.name)
        self.assertFalse(action.may_open)
        with self.assertRaises(AccessError):
            action.action_open_document()


class TestVoucher(SolveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"hau_mai_voucher_limit_user": 20, "hau_mai_voucher_limit_all": 50})

    def test_the_code_works_at_a_sale(self):
        action = self.solved("voucher", voucher_amount=20)
        card = action.card_id
        self.assertEqual((card.partner_id, card.points), (self.partner, 20))
        self.assertEqual(card.history_ids.issued, 20)
        self.assertEqual(self.complaint.compensation_amount, 20)
        order = self.make_order((self.product, 1), confirm=False)
        before = order.amount_total
        rewards = order._try_apply_code(card.code)
        self.assertNotIn("error", rewards)
        order._apply_program_reward(rewards[card], card)
        self.assertAlmostEqual(order.amount_total, before - 20)
        order.action_confirm()
        self.assertEqual(card.points, 0)
        self.assertIn("error", self.make_order(confirm=False)._try_apply_code(card.code))

    def test_what_a_role_may_give_for_one_case(self):
        for user, amount, state in (
            (self.agent, 20, "done"),
            (self.agent, 21, "to_approve"),
            (self.desk, 50, "done"),
            (self.desk, 51, "to_approve"),
            (self.manager, 5000, "done"),
        ):
            complaint = self.make_complaint(user_id=user.id)
            action = self.solved("voucher", complaint, user, voucher_amount=amount)
            self.assertEqual((action.state, bool(action.card_id)), (state, state == "done"))
            self.assertEqual(complaint.compensation_amount, amount if state == "done" else 0)

    def test_the_limit_is_for_the_case_not_for_the_voucher(self):
        self.solved("voucher", voucher_amount=15)
        self.complaint.action_reopen("Again")
        self.assertEqual(self.solved("voucher", voucher_amount=10).state, "to_approve")

    def test_who_may_approve_and_the_customer_gets_the_code(self):
        self.partner.email = "an@example.com"
        action = self.solved("voucher", voucher_amount=40)
        self.assertIn("is not approved yet", self.complaint._open_promises()[0])
        task = self.complaint.activity_ids
        self.assertEqual(task.summary, f"Approve the voucher of case {self.complaint.name}")
        self.assertFalse(action.with_user(self.agent).may_decide)
        with self.refused("more than you may give"):
            action.with_user(self.agent).action_approve()
        self.assertTrue(action.with_user(self.desk).may_decide)
        action.with_user(self.desk).action_approve()
        self.assertEqual((action.state, action.decided_by_id), ("done", self.desk))
        self.assertEqual(action.card_id.points, 40)
        self.assertFalse(self.complaint.activity_ids or self.complaint._open_promises())
        told = self.complaint.message_ids.filtered(lambda m: action.card_id.code in (m.body or ""))
        self.assertEqual(told.subtype_id, self.env.ref("mail.mt_comment"))
        self.assertIn(self.partner, told.partner_ids)
        with self.refused("decided already"):
            action.with_user(self.desk).action_approve()
        self.assertEqual(self.env["loyalty.card"].search_count([("points", "=", 40)]), 1)

    def test_a_refused_voucher_says_why_to_who_asked(self):
        action = self.solved("voucher", voucher_amount=40)
        opened = action.with_user(self.manager).action_refuse()
        wizard = self.env[opened["res_model"]].with_user(self.manager)
        dialog = Form(wizard.with_context(**opened["context"]))
        dialog.reason = "He had one in May"
        dialog.save().action_apply()
        self.assertEqual((action.state, action.reason), ("refused", "He had one in May"))
        self.assertEqual(self.complaint.activity_ids.user_id, self.agent)
        self.assertIn("He had one in May", self.complaint.activity_ids.summary)
        self.assertEqual(self.solved("voucher", voucher_amount=10).state, "done")

    def test_a_voucher_can_be_redeemed_to_the_last(self):
        with self.refused("whole"):
            self.solved("voucher", voucher_amount=9.5)
        with self.refused("how much the voucher"):
            self.solved("voucher", voucher_amount=0)
        self.assertFalse(self.complaint.action_ids)

    def test_the_dialog_says_before_that_somebody_has_to_approve(self):
        dialog = self.dialog("voucher", voucher_amount=30)
        self.assertIn("is more than you may give", dialog.voucher_hint)
        dialog.voucher_amount = 10
        self.assertFalse(dialog.voucher_hint)

    def test_the_program_is_the_companys_and_made_once(self):
        first = self.solved("voucher", voucher_amount=5).card_id.program_id
        self.assertEqual(first, self.company.hau_mai_compensation_program_id)
        other = self.make_complaint(user_id=self.agent.id)
        self.assertEqual(self.solved("voucher", other, voucher_amount=5).card_id.program_id, first)
        first.reward_ids.discount_mode = "percent"
        with self.refused("1 .* per point"):
            self.company.hau_mai_compensation_program_id = first
            self.company._check_hau_mai_compensation_program()


class TestReturn(SolveCase):
    def setUp(self):
        super().setUp()
        self.deliver(self.order.order_line, 3)

    def agree(self, quantity, complaint=None, **vals):
        values = {"with_return": True, "return_quantity": quantity, **vals}
        return self.solved("exchange", complaint, with_replacement=False, **values).return_id

    def test_a_return_is_a_case_of_its_own(self):
        case = self.agree(2, return_condition="damaged")
        self.assertEqual((case.type, case.return_quantity), ("return", 2))
        self.assertEqual(
            (case.return_condition, case.return_origin_id), ("damaged", self.complaint)
        )
        self.assertEqual(case.sale_line_id, self.order.order_line)
        self.assertIn("is not settled yet", self.complaint._open_promises()[0])
        self.assertFalse(self.agree(2))

    def test_many_returns_are_checked_at_once(self):
        vals = {"subject": "Back", "type": "return", "partner_id": self.partner.id}
        vals |= {"sale_line_id": self.order.order_line.id, "return_quantity": 1}
        with self.assertRaisesRegex(ValidationError, "can come back"), self.env.cr.savepoint():
            self.Complaint.create([vals] * 4)
        self.assertEqual(len(self.Complaint.create([vals] * 3)), 3)

    def test_no_more_comes_back_than_was_delivered(self):
        first = self.agree(2)
        second = self.make_complaint(
            order_id=self.order.id, product_id=self.product.id, user_id=self.agent.id
        )
        with self.assertRaisesRegex(ValidationError, "1 can come back"), self.env.cr.savepoint():
            self.agree(2, second)
        self.assertEqual(self.agree(1, second).return_quantity, 1)
        with self.assertRaisesRegex(ValidationError, "can come back"), self.env.cr.savepoint():
            first.return_quantity = 3
        first.action_close("withdrawn")
        third = self.make_complaint(
            order_id=self.order.id, product_id=self.product.id, user_id=self.agent.id
        )
        self.assertEqual(self.agree(2, third).return_quantity, 2)

    def test_what_was_not_delivered_does_not_come_back(self):
        order = self.make_order((self.product, 3))
        self.deliver(order.order_line, 1)
        complaint = self.make_complaint(
            order_id=order.id, product_id=self.product.id, user_id=self.agent.id
        )
        with self.assertRaisesRegex(ValidationError, "1 can come back"):
            self.agree(2, complaint)


class TestSolveCompanies(SolveCase):
    def test_companies_never_mix(self):
        other = self.env["res.company"].create({"name": "Other"})
        action = self.solved("repair")
        outsider = self.make_user(
            "after_manager", login="elsewhere", company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )  # fmt: skip
        actions = self.env["hau_mai.complaint.action"].with_user(outsider)
        self.assertFalse(actions.search([("complaint_id", "=", self.complaint.id)]))
        with self.assertRaises(AccessError):
            action.with_user(outsider).action_open_document()
        with self.assertRaises(UserError):
            self.complaint.with_user(outsider).action_refuse("Not ours", "None")

    def test_vouchers_are_the_companys(self):
        other = self.env["res.company"].create(
            {"name": "Other", "currency_id": self.env.ref("base.VND").id}
        )
        self.manager.company_ids += other
        manager = self.manager.with_context(allowed_company_ids=(self.company + other).ids)
        complaint = (
            self.Complaint.with_user(manager)
            .with_company(other)
            .create({"subject": "Late", "partner_id": self.partner.id, "company_id": other.id})
        )
        wizard = complaint.env["hau_mai.complaint.solve"].create(
            {
                "complaint_id": complaint.id,
                "cause_id": self.cause.id,
                "resolution": "voucher",
                "voucher_amount": 200000,
            }
        )
        wizard.action_apply()
        card = complaint.action_ids.card_id
        self.assertEqual((card.company_id, card.currency_id.name), (other, "VND"))
        self.assertEqual(other.hau_mai_compensation_program_id, card.program_id)
        self.assertFalse(self.company.hau_mai_compensation_program_id)
