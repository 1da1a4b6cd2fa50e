"""Reviews on real orders, invoices and credit notes."""

from datetime import timedelta

from freezegun import freeze_time
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from .loyalty_common import LoyaltyCase

REVIEW = "hau_mai.ir_cron_review_tiers"


class TestReview(LoyaltyCase):
    def setUp(self):
        super().setUp()
        self.company.hau_mai_tiers_running = fields.Datetime.now()

    def review(self):
        """What the nightly job does, without its commits."""
        due = self.Membership.sudo()._due_memberships(self.company, self.company._hau_mai_today())
        return due._review(fields.Datetime.now())

    def credit(self, invoice, amount=None, **vals):
        """A posted credit note of all of an invoice, or of an amount of it."""
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id, **vals})
        )
        wizard.reverse_moves()
        refund = wizard.new_move_ids
        if amount is not None:
            refund.invoice_line_ids.price_unit = amount
            refund.invoice_line_ids.quantity = 1
        refund.with_context(tz="Asia/Ho_Chi_Minh").action_post()
        return refund

    def test_paid_not_invoiced_counts(self):
        order = self.sell(1200)
        self.assertFalse(self.review())
        self.assertFalse(self.membership())
        self.pay(order)
        move = self.review()
        self.assertEqual((move.kind, move.tier_to_id, move.amount), ("upgrade", self.silver, 1200))
        membership = self.membership()
        self.assertEqual(membership.tier_id, self.silver)
        self.assertEqual(membership.order_count, 1)
        self.assertEqual(self.partner.loyalty_tier_id, self.silver)
        self.assertIn("Silver", membership.explanation)
        self.assertIn("3,800", membership.progress_text)

    def test_a_second_review_finds_nothing(self):
        self.pay(self.sell(1200))
        self.review()
        due = self.Membership.sudo()._due_memberships(self.company, self.company._hau_mai_today())
        self.assertFalse(due)
        self.assertFalse(self.review())

    def test_what_keeps_a_tier_is_looked_at_anew_when_it_is_changed(self):
        self.pay(self.sell(1200))
        self.review()
        with freeze_time(fields.Datetime.now() + timedelta(days=30)):
            self.pay(self.sell(600))
            self.review()
            self.assertFalse(self.membership().keeps)
            self.silver.amount_keep = 600
            self.assertFalse(self.review(), "no change of tier")
            self.assertTrue(self.membership().keeps, "nobody is told that it ends")

    def test_boundaries(self):
        for amount, tier in ((999, self.Tier), (1000, self.silver), (5000, self.gold)):
            partner = self.env["res.partner"].create({"name": f"Customer of {amount}"})
            self.pay(self.sell(amount, partner))
            self.review()
            self.assertEqual(self.membership(partner).tier_id, tier)

    def test_a_full_refund_leaves_nothing(self):
        invoice = self.pay(self.sell(1200))
        self.credit(invoice)
        self.assertFalse(self.review())
        self.assertFalse(self.membership())

    def test_a_partial_refund_counts_at_once(self):
        invoice = self.pay(self.sell(1200))
        self.review()
        self.credit(invoice, 300)
        self.review()
        self.assertEqual(self.membership().amount, 900)
        self.assertEqual(self.membership().tier_id, self.silver, "Had until its last day")

    def test_a_refund_at_another_rate_leaves_nothing(self):
        currency = self.env["res.currency"].create({"name": "XAA", "symbol": "x"})
        rates = self.env["res.currency.rate"]
        day = self.today - timedelta(days=30)
        rates.create({"currency_id": currency.id, "name": day, "rate": 0.3})
        pricelist = self.env["product.pricelist"].create(
            {"name": "Foreign", "currency_id": currency.id}
        )
        order = self.sell(400, pricelist_id=pricelist.id)
        invoice = self.pay(order)
        self.review()
        self.assertAlmostEqual(self.membership().amount, 1333.33)
        rates.create({"currency_id": currency.id, "name": self.today, "rate": 0.7})
        refund = self.credit(invoice, date=self.today)
        self.env.add_to_compute(refund._fields["invoice_currency_rate"], refund)
        self.review()
        self.assertEqual(self.membership().amount, 0)

    def test_confirmed_orders_less_what_is_credited_or_came_back(self):
        self.company.hau_mai_tier_basis = "confirmed"
        order = self.make_order(
            {"product_id": self.product.id, "product_uom_qty": 4, "price_unit": 500,
             "tax_ids": [Command.clear()]},
        )  # fmt: skip
        self.review()
        self.assertEqual(self.membership().amount, 2000)
        line = order.order_line
        self.deliver(line, 4)
        invoice = order._create_invoices()
        invoice.action_post()
        unit = (
            line.unit_ids[0]
            if "unit_ids" in line._fields
            else self.env["hau_mai.unit"].search([("sale_line_id", "=", line.id)], limit=1)
        )
        unit.state = "returned"
        self.review()
        self.assertEqual(self.membership().amount, 1500)
        self.credit(invoice, 500)
        self.review()
        self.assertEqual(self.membership().amount, 1500, "The return and its credit count once")
        order._action_cancel()
        self.review()
        self.assertEqual(self.membership().amount, 0)

    def test_a_company_and_its_people_count_together(self):
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        people = self.env["res.partner"].create(
            [{"name": f"Person {n}", "parent_id": firm.id} for n in range(2)]
        )
        for person in people:
            self.pay(self.sell(600, person))
        self.review()
        self.assertEqual(self.membership(firm).tier_id, self.silver)
        self.assertEqual(people[0].loyalty_tier_id, self.silver)

    def test_branches_count_together_and_other_companies_do_not(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        other = self.env["res.company"].create({"name": "Other"})
        self.company.hau_mai_tier_basis = "confirmed"
        self.env.user.company_ids |= branch | other
        self.sell(600)
        for company in (branch, other):
            self.env["sale.order"].with_company(company).create(
                {
                    "partner_id": self.partner.id,
                    "company_id": company.id,
                    "order_line": [
                        Command.create(
                            {"product_id": self.service.id, "price_unit": 700, "tax_ids": False}
                        )
                    ],
                }
            ).action_confirm()
        self.review()
        self.assertEqual(self.membership().amount, 1300)

    def test_orders_counted(self):
        self.make_tier("Regular", 0, orders_min=3, match="any", sequence=5)
        self.silver.amount_min = 100000
        self.gold.amount_min = 200000
        for _n in range(2):
            self.pay(self.sell(10))
        deposit = self.sell(100)
        advance = (
            self.env["sale.advance.payment.inv"]
            .with_context(active_model="sale.order", active_ids=deposit.ids)
            .create({"advance_payment_method": "percentage", "amount": 50})
        )
        advance.create_invoices()
        first = deposit.invoice_ids
        first.action_post()
        self.pay_invoice(first)
        last = deposit._create_invoices(final=True)
        last.action_post()
        self.pay_invoice(last)
        self.review()
        membership = self.membership()
        self.assertEqual((membership.order_count, membership.amount), (3, 120))
        self.assertEqual(membership.tier_id.name, "Regular")

    @classmethod
    def pay_invoice(cls, invoice):
        cls.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()

    def test_points_given_count_even_if_spent(self):
        program = self.env["loyalty.program"].create(
            {"name": "Points", "program_type": "loyalty", "applies_on": "both"}
        )
        fans = self.make_tier("Fan", 0, points_min=100, sequence=5)
        self.silver.amount_min = 100000
        self.gold.amount_min = 200000
        self.pay(self.sell(10))
        card = self.env["loyalty.card"].create(
            {"program_id": program.id, "partner_id": self.partner.id}
        )
        self.env["loyalty.history"].create(
            [
                {"card_id": card.id, "description": "Given", "issued": 120},
                {"card_id": card.id, "description": "Spent", "used": 100},
            ]
        )
        self.review()
        self.assertEqual(self.membership().points, 120)
        self.assertEqual(self.membership().tier_id, fans)
        self.env["loyalty.history"].create(
            {"card_id": card.id, "description": "Taken back", "issued": -30}
        )
        self.review()
        self.assertEqual(self.membership().points, 90)

    def test_keeping_and_losing_over_the_years(self):
        self.gold.write({"grace_days": 10, "amount_keep": 3000})
        start = fields.Datetime.now()
        with freeze_time(start):
            self.pay(self.sell(5000))
            self.review()
            membership = self.membership()
            until = membership.date_until
            self.assertEqual(membership.tier_id, self.gold)
            self.assertEqual(membership.amount_kept, 0, "What led to it does not keep it")
        with freeze_time(start + timedelta(days=200)):
            self.pay(self.sell(3000))
            self.review()
            self.assertEqual(self.membership().amount_kept, 3000)
        with freeze_time(until + timedelta(days=1)):
            self.assertEqual(self.review().kind, "renewal")
            self.assertEqual(self.membership().date_until, fields.Date.add(until, years=1))
            self.assertEqual(self.membership().amount_kept, 0)
        last = self.membership().date_drop
        with freeze_time(last):
            self.assertFalse(self.review())
            self.assertEqual(self.membership().status, "grace")
            self.assertIn("more by then keep it", self.membership().progress_text)
        with freeze_time(last + timedelta(days=1)):
            move = self.review()
            self.assertEqual((move.kind, move.tier_to_id), ("downgrade", self.silver))
            self.assertFalse(self.review())

    def test_counting_anew_after_an_upgrade(self):
        self.company.hau_mai_tier_reset = True
        start = fields.Datetime.now()
        self.pay(self.sell(1200))
        self.review()
        with freeze_time(start + timedelta(days=3)):
            self.pay(self.sell(4000))
            self.review()
            self.assertEqual(self.membership().tier_id, self.silver)
            self.assertEqual(self.membership().amount, 4000)
            self.pay(self.sell(1000))
            self.review()
            self.assertEqual(self.membership().tier_id, self.gold)

    def test_edited_thresholds_are_a_move_by_new_rules(self):
        self.pay(self.sell(1200))
        self.review()
        self.gold.amount_min = 1100
        self.assertEqual(self.review().kind, "rules")
        self.gold.amount_min = 5000
        self.review()
        self.assertEqual(self.membership().tier_id, self.gold, "Sold is sold")

    def test_first_review_of_a_company_is_silent(self):
        self.company.hau_mai_tiers_running = False
        self.pay(self.sell(1200))
        self.run_job(REVIEW)
        self.env.invalidate_all()
        move = self.Move.search([("partner_id", "=", self.partner.id)])
        self.assertEqual(move.kind, "first")
        self.assertTrue(self.company.hau_mai_tiers_running)
        self.run_job(REVIEW)
        self.assertEqual(self.Move.search_count([("partner_id", "=", self.partner.id)]), 1)

    def test_by_hand_and_back(self):
        self.pay(self.sell(1200))
        self.review()
        decision = self.env["hau_mai.loyalty.decision"].create(
            {
                "partner_id": self.partner.id,
                "tier_id": self.gold.id,
                "date_until": self.today + timedelta(days=30),
                "reason": "Brought us the school",
            }
        )
        self.assertEqual(decision.current_tier_id, self.silver)
        decision.action_apply()
        membership = self.membership()
        self.assertEqual((membership.tier_id, membership.status), (self.gold, "by_hand"))
        self.assertIn("Brought us the school", membership.explanation)
        self.review()
        self.assertEqual(membership.tier_id, self.gold)
        with freeze_time(fields.Datetime.now() + timedelta(days=32)):
            move = self.review()
            self.assertEqual((move.kind, move.tier_to_id), ("downgrade", self.silver))
        self.assertFalse(membership.locked_until)
        membership._give_by_hand(self.gold, self.today + timedelta(days=30), "Again")
        membership._back_to_rules("A mistake")
        self.assertEqual(membership.tier_id, self.silver)
        with self.assertRaisesRegex(UserError, "last day"):
            membership._give_by_hand(self.gold, self.today - timedelta(days=1), "Late")
        with self.assertRaisesRegex(UserError, "why"):
            membership._give_by_hand(self.gold, self.today, " ")

    def test_a_ladder_that_falls_is_explained(self):
        self.assertFalse(self.gold.ladder_warning)
        self.gold.amount_min = 500
        self.assertIn("asks for less", self.silver.ladder_warning)
        self.gold.amount_min = 5000
        with self.assertRaisesRegex(ValidationError, "takes more"):
            self.gold.amount_keep = 6000

    def test_merged_contacts_keep_the_better_tier(self):
        other = self.env["res.partner"].create({"name": "Nguyễn Văn An (2)"})
        self.pay(self.sell(5000, other))
        self.pay(self.sell(1200))
        self.review()
        until = self.membership(other).date_until
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge([other.id, self.partner.id], self.partner)
        membership = self.membership()
        self.assertEqual((membership.tier_id, membership.date_until), (self.gold, until))
        self.assertEqual(
            self.Move.search([("partner_id", "=", self.partner.id)]).mapped("kind"),
            ["merge", "upgrade", "upgrade"],
        )
        self.env["hau_mai.loyalty.due"].flush_model()
        self.run_job("hau_mai.ir_cron_upgrade_tiers")
        self.env.invalidate_all()
        self.assertEqual(self.membership().amount, 6200)


OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(["sell", "sell", "credit", "cancel", "pass"]),
        st.integers(1, 9),
    ),
    min_size=3,
    max_size=7,
)


class TestLedger(LoyaltyCase):
    """After any sequence of events the figures are what one gets by adding up."""

    @settings(max_examples=6, deadline=None, derandomize=True, database=None)
    @given(operations=OPERATIONS)
    def test_figures_are_the_sum_of_what_happened(self, operations):
        with self.env.cr.savepoint() as savepoint:
            self.check(operations)
            savepoint.rollback()
        self.env.invalidate_all()

    def check(self, operations):
        self.company.hau_mai_tier_basis = "confirmed"
        sales, now = [], fields.Datetime.now()
        for operation, size in operations:
            with freeze_time(now):
                if operation == "sell":
                    order = self.sell(size * 100, date_order=now)
                    sales.append({"order": order, "day": now, "left": size * 100})
                elif operation == "pass":
                    now += timedelta(days=size * 30)
                elif sales:
                    getattr(self, f"do_{operation}")(sales[-1], size)
        with freeze_time(now):
            today = self.company._hau_mai_today()
            self.Membership.sudo()._due_memberships(self.company, today)._review(now)
            first = fields.Date.add(today, months=-12)
            counted = [
                sale["left"]
                for sale in sales
                if self.company._hau_mai_day(sale["day"]) > first and sale["left"] > 0
            ]
            membership = self.membership()
            self.assertEqual((membership.amount, membership.order_count),
                             (sum(counted), len(counted)))  # fmt: skip

    def do_credit(self, sale, size):
        """Credit a part of what is left, never more."""
        amount = min(size * 50, sale["left"])
        if not amount or sale["order"].state != "sale":
            return
        invoice = sale["order"].invoice_ids.filtered(lambda move: move.move_type == "out_invoice")
        if not invoice:
            invoice = sale["order"]._create_invoices()
            invoice.action_post()
        TestReview.credit(self, invoice, amount)
        sale["left"] -= amount

    def do_cancel(self, sale, _size):
        sale["order"]._action_cancel()
        sale["left"] = 0


class TestSoon(LoyaltyCase):
    """An upgrade comes as soon as it is earned, in the background."""

    def test_paying_reviews_the_customer_soon(self):
        self.company.hau_mai_tiers_running = fields.Datetime.now()
        self.pay(self.sell(1200))
        self.assertFalse(self.membership())
        self.run_job("hau_mai.ir_cron_upgrade_tiers")
        self.env.invalidate_all()
        self.assertEqual(self.membership().tier_id, self.silver)
        self.assertFalse(self.env["hau_mai.loyalty.due"].search_count([]))

    def test_confirming_costs_one_query(self):
        self.company.hau_mai_tier_basis = "confirmed"
        order = self.sell(1200, confirm=False)
        self.company._hau_mai_has_tiers()
        order.company_id.root_id.hau_mai_tier_basis  # noqa: B018
        with self.assertQueryCount(1):
            order._tell_loyalty()
        self.Tier.search([]).active = False
        self.company._hau_mai_has_tiers()
        with self.assertQueryCount(0):
            order._tell_loyalty()

    def test_queries_do_not_grow(self):
        self.company.hau_mai_tier_basis = "confirmed"
        counts = []
        for number in (2, 20):
            customers = self.make_customers(number)
            for customer in customers:
                self.sell(1200, customer)
            due = self.Membership.sudo()._due_memberships(self.company, self.today)
            self.env.flush_all()
            start = self.env.cr.sql_log_count
            due._review(fields.Datetime.now())
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0] + 1)
