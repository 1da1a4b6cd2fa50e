"""Points of members, points a credit note takes back, and the ledger that adds up to the card."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from odoo.fields import Command

from odoo.addons.hau_mai.tools.benefit import points_with_factor, take_back

from .loyalty_common import PointsCase


class TestPointsOfMembers(PointsCase):
    def test_members_get_so_many_times_the_points(self):
        self.order(100)
        self.assertEqual(self.card().points, 100)
        self.make_member(self.gold)
        self.gold.points_factor = 1.5
        order = self.order(100)
        self.assertEqual(order.coupon_point_ids.points, 150)
        self.assertEqual(self.card().points, 250)
        self.assertBalanced(self.card())

    def test_coupons_and_gift_cards_are_not_multiplied(self):
        self.program.active = False
        gifts = self.make_program("Next order", "next_order_coupons")
        gifts.rule_ids.write({"reward_point_mode": "order", "reward_point_amount": 1})
        self.make_member(self.gold)
        self.gold.points_factor = 3
        order = self.order(100)
        self.assertEqual(order.coupon_point_ids.mapped("points"), [1.0])

    def test_a_change_of_tier_changes_nothing_that_was_given(self):
        self.make_member(self.gold)
        self.gold.points_factor = 2
        order = self.order(100)
        self.gold.points_factor = 5
        self.assertEqual(order.coupon_point_ids.points, 200)
        self.assertEqual(self.card().points, 200)

    def test_a_salesperson_and_who_does_the_books_need_no_rights_on_tiers(self):
        self.make_member(self.gold)
        self.gold.points_factor = 2
        line = {"product_id": self.service.id, "price_unit": 100, "tax_ids": [Command.clear()]}
        order = self.make_order(line, confirm=False, user_id=self.salesperson.id)
        mine = order.with_user(self.salesperson)
        mine._update_programs_and_rewards()
        mine.action_confirm()
        self.assertEqual(self.card().points, 200)
        books = self.env["res.users"].create(
            {"name": "Books", "login": "books",
             "group_ids": [Command.set(self.env.ref("account.group_account_invoice").ids)]}
        )  # fmt: skip
        refund = self.refund(self.invoice(order).with_user(books))
        self.assertEqual((refund.state, self.card().points), ("posted", 0))

    def test_hundredths_are_rounded_down_as_core_does(self):
        for points, factor, given in [(100, 1.5, 150), (0.01, 1.5, 0.01), (33.33, 1.1, 36.66),
                                      (1.1, 3, 3.3), (0, 2, 0)]:  # fmt: skip
            with self.subTest(points=points, factor=factor):
                self.assertEqual(points_with_factor(points, factor), given)


class TestPointsTakenBack(PointsCase):
    def test_how_many(self):
        for earned, share, before, available, expected in [
            (100, 1, 0, 100, (100, 0)),
            (100, 0.25, 0, 100, (25, 0)),
            (100, 0.5, 75, 25, (25, 0)),
            (100, 2, 0, 500, (100, 0)),
            (100, 1, 100, 50, (0, 0)),
            (100, 0.5, 0, 20, (20, 30)),
            (100, 1, 0, -5, (0, 100)),
            (100, -1, 0, 100, (0, 0)),
        ]:
            with self.subTest(earned=earned, share=share, before=before):
                self.assertEqual(tuple(take_back(earned, share, before, available)), expected)

    def test_in_proportion_and_once(self):
        order = self.order(25, quantity=4)
        invoice = self.invoice(order)
        refund = self.refund(invoice, 1)
        card = self.card()
        self.assertEqual(card.points, 75)
        row = card.history_ids.filtered("hau_mai_refund_id")
        self.assertEqual((row.used, row.hau_mai_order_id), (25, order))
        self.assertIn(refund.name, row.description)
        self.assertIn(order.name, row.description)
        refund._settle_points()
        self.assertEqual(card.points, 75)
        self.refund(invoice, 3)
        self.assertEqual(card.points, 0)
        self.assertBalanced(card)

    def test_what_was_taken_back_brings_no_tier(self):
        self.silver.write({"amount_min": 0, "points_min": 60})
        invoice = self.pay(self.order())
        member = self.Membership.sudo()._ensure_buyers(self.company, self.partner.ids)
        member._review(self.now())
        self.assertEqual((member.tier_id, member.points), (self.silver, 100))
        self.refund(invoice)
        member._review(self.now())
        self.assertEqual(member.points, 0)

    def test_given_back_when_the_credit_note_is_taken_back(self):
        refund = self.refund(self.invoice(self.order()))
        card = self.card()
        self.assertEqual(card.points, 0)
        refund.button_draft()
        self.assertEqual(card.points, 100)
        self.assertBalanced(card)
        refund.action_post()
        self.assertEqual(card.points, 0)
        refund.button_draft()
        refund.button_cancel()
        self.assertEqual(card.points, 100)
        self.assertEqual(len(card.history_ids.filtered("hau_mai_refund_id")), 1)

    def test_the_history_in_the_portal_names_the_credit_note(self):
        refund = self.refund(self.invoice(self.order()))
        row = self.card().history_ids.filtered("hau_mai_refund_id")
        self.assertEqual(row._get_order_description(), refund.display_name)
        self.assertIn(f"/my/invoices/{refund.id}", row._get_order_portal_url())
        refund.button_draft()
        refund.with_context(force_delete=True).unlink()
        self.assertEqual(row._get_order_description(), row.description)
        self.assertFalse(row._get_order_portal_url())

    def test_what_was_spent_is_not_taken(self):
        invoice = self.invoice(self.order())
        card = self.card()
        order = self.make_order(
            {"product_id": self.service.id, "price_unit": 50, "tax_ids": [Command.clear()]},
            confirm=False,
        )
        order._update_programs_and_rewards()
        order._apply_program_reward(self.program.reward_ids, card)
        order.action_confirm()
        self.assertEqual(card.points, 50)
        self.refund(invoice)
        self.assertEqual(card.points, 0)
        row = card.history_ids.filtered("hau_mai_refund_id")
        self.assertIn("50 more had been spent", row.description)
        self.assertBalanced(card)

    def test_cancelling_the_order_takes_the_rest(self):
        order = self.order(25, quantity=4)
        self.refund(self.invoice(order), 1)
        card = self.card()
        order._action_cancel()
        self.assertEqual(card.points, 0)
        self.assertBalanced(card)
        order.action_draft()
        order._update_programs_and_rewards()
        order.action_confirm()
        self.assertEqual(card.points, 75)
        self.assertBalanced(card)

    def test_switched_off_nothing_is_taken_but_what_was_is_given_back(self):
        refund = self.refund(self.invoice(self.order()))
        self.company.hau_mai_points_taken_back = False
        self.refund(self.invoice(self.order()))
        card = self.card()
        self.assertEqual(card.points, 100)
        refund.button_draft()
        self.assertEqual(card.points, 200)

    def test_a_down_payment_that_is_paid_back_is_no_return(self):
        order = self.order()
        wizard = self.env["sale.advance.payment.inv"].with_context(active_ids=order.ids).create(
            {"advance_payment_method": "percentage", "amount": 30}
        )  # fmt: skip
        invoice = wizard._create_invoices(order)
        invoice.action_post()
        self.refund(invoice)
        self.assertEqual(self.card().points, 100)

    def test_in_another_currency(self):
        other = self.env["res.currency"].with_context(active_test=False).search(
            [("id", "!=", self.company.currency_id.id)], limit=1
        )  # fmt: skip
        other.active = True
        order = self.order(25, quantity=4)
        refund = self.invoice(order)._reverse_moves()
        rate = self.company.currency_id._convert(1, other, self.company, self.today)
        refund.currency_id = other
        refund.invoice_line_ids.write({"quantity": 1, "price_unit": 50 * rate})
        refund.action_post()
        self.assertAlmostEqual(self.card().points, 50, delta=1)

    def test_an_invoice_asks_nothing(self):
        invoice = self.order()._create_invoices()
        invoice.flush_recordset()
        invoice.move_type  # noqa: B018
        with self.assertQueryCount(0):
            invoice._settle_points()

    def test_customers_are_not_told(self):
        template = self.env["mail.template"].create(
            {
                "name": "Half way",
                "model_id": self.env["ir.model"]._get_id("loyalty.card"),
                "use_default_to": True,
            }
        )
        vals = {"program_id": self.program.id, "trigger": "points_reach", "points": 50}
        self.env["loyalty.mail"].create(dict(vals, mail_template_id=template.id))
        self.partner.email = "an@example.com"
        refund = self.refund(self.invoice(self.order()))
        told = self.env["mail.mail"].search_count([])
        self.assertTrue(told)
        refund.button_draft()
        self.assertEqual(self.card().points, 100)
        self.assertEqual(self.env["mail.mail"].search_count([]), told)


class Shop(RuleBasedStateMachine):
    """What people do to the points of a customer, in any order."""

    case = None

    def __init__(self):
        super().__init__()
        self.savepoint = self.case.env.cr.savepoint()
        self.orders, self.refunds = [], []

    def teardown(self):
        self.savepoint.close(rollback=True)
        self.case.env.invalidate_all(flush=False)

    @rule(quantity=st.integers(1, 4), member=st.booleans())
    def sell(self, quantity, member):
        self.case.gold.points_factor = 1.5 if member else 1
        self.orders.append(self.case.order(25, quantity=quantity))

    @precondition(lambda self: self.open_orders())
    @rule(data=st.data(), quantity=st.integers(1, 4))
    def pay_back(self, data, quantity):
        order = data.draw(st.sampled_from(self.open_orders()))
        if order.invoice_status == "to invoice":
            self.case.invoice(order)
        invoices = order.invoice_ids.filtered(lambda move: move.move_type == "out_invoice")
        if invoices:
            self.refunds.append(self.case.refund(invoices[:1], quantity))

    @precondition(lambda self: self.refunds)
    @rule(data=st.data())
    def take_back_or_post_again(self, data):
        refund = data.draw(st.sampled_from(self.refunds))
        if refund.state == "posted":
            refund.button_draft()
        else:
            refund.action_post()

    @precondition(lambda self: self.orders)
    @rule(data=st.data())
    def cancel_or_confirm_again(self, data):
        order = data.draw(st.sampled_from(self.orders))
        if order.state != "cancel":
            order._action_cancel()
            return
        order.action_draft()
        order._update_programs_and_rewards()
        order.action_confirm()

    @rule()
    def expire_or_run_again(self):
        program = self.case.program
        program.date_to = False if program.date_to else "2020-01-01"

    def open_orders(self):
        return [order for order in self.orders if order.state == "sale"]

    @invariant()
    def ledger_is_the_balance(self):
        for card in self.case.card():
            self.case.assertBalanced(card)


class TestLedger(PointsCase):
    def test_the_history_says_what_the_card_holds_whatever_happens(self):
        """After any sequence of sale, partial return, taking back, cancelling and expiry."""
        self.make_member(self.gold)
        machine = type("Machine", (Shop,), {"case": self})
        run_state_machine_as_test(
            machine, settings=settings(max_examples=6, stateful_step_count=8, deadline=None)
        )
