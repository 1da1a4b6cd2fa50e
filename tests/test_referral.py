"""A customer brings another: naming, the guard, the reward, and taking it back."""

from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from .referral_common import ReferralCase


class TestReferral(ReferralCase):
    def paid(self, amount=500, partner=None):
        order = self.sell(amount, partner or self.friend)
        return order, self.pay(order)

    def refund(self, invoice, **vals):
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id, **vals})
        )
        wizard.refund_moves()
        note = wizard.new_move_ids
        return note

    def after(self, days):
        return freeze_time(self.now() + timedelta(days=days))

    def rewarded(self):
        referral = self.bring()
        self.paid()
        with self.after(8):
            self.look()
        self.assertEqual(referral.state, "rewarded")
        return referral

    # === NAMING === #

    def test_a_code_leads_to_its_customer_however_it_is_typed(self):
        self.partner._ensure_referral_codes()
        code = self.partner.referral_code
        for typed in (code.lower(), f"{code[:4]} {code[4:]}", self.partner._referral_link()):
            self.assertEqual(self.env["res.partner"]._find_by_referral_code(typed), self.partner)
        self.assertFalse(self.env["res.partner"]._find_by_referral_code(""))
        self.assertIn(self.partner, self.partner.search([("referral_code", "=", code)]))
        self.assertNotIn(self.partner, self.partner.search([("referral_code", "=", False)]))

    def test_codes_of_many_cost_as_much_as_of_one(self):
        many = self.make_customers(60)
        self.env.flush_all()
        with self.assertQueryCount(4):
            many._ensure_referral_codes()
            self.env.flush_all()
        self.assertEqual(len(set(many.mapped("referral_code"))), 60)

    def test_a_companys_people_share_one_code(self):
        person = self.env["res.partner"].create({"name": "Bình", "parent_id": self.partner.id})
        (person | self.partner)._ensure_referral_codes()
        self.assertEqual(person.referral_code, self.partner.referral_code)

    def test_the_salesperson_enters_the_code_on_the_quotation(self):
        self.partner._ensure_referral_codes()
        form = Form(self.env["sale.order"].with_user(self.salesperson))
        form.partner_id = self.friend
        form.referral_code = self.partner.referral_code.lower()
        self.assertEqual(form.referred_by_id, self.partner)
        order = form.save()
        referral = self.Referral.search([("referee_id", "=", self.friend.id)])
        self.assertEqual((referral.how, referral.state), ("order", "pending"))
        self.assertEqual((referral.order_id, referral.user_id), (order, self.salesperson))
        self.assertEqual(self.friend.referred_by_id, self.partner)

    def test_a_wrong_code_is_said_at_once(self):
        order = self.make_order((self.service, 1), confirm=False, partner_id=self.friend.id)
        with self.assertRaisesRegex(UserError, "No customer has the code “NOBODY”"):
            order.referral_code = "NOBODY"

    def test_the_person_can_be_chosen_instead(self):
        order = self.make_order(
            (self.service, 1), partner_id=self.friend.id, user_id=self.salesperson.id
        )
        order.with_user(self.salesperson).referred_by_id = self.partner
        referral = self.Referral.search([("referee_id", "=", self.friend.id)])
        self.assertEqual((referral.referrer_id, referral.state), (self.partner, "pending"))

    def test_named_on_the_customer(self):
        self.friend.referred_by_id = self.partner
        self.assertEqual(self.Referral.search([("referee_id", "=", self.friend.id)]).how, "by_hand")

    def test_two_of_one_company_named_together_are_one_customer(self):
        people = self.env["res.partner"].create(
            [
                {"name": name, "parent_id": self.friend.id, "referred_by_id": self.partner.id}
                for name in ("Mai", "Hoa")
            ]
        )
        referral = self.Referral.search([("referee_id", "in", (people | self.friend).ids)])
        self.assertEqual(referral.referee_id, self.friend)

    def test_nobody_is_brought_twice(self):
        referral = self.bring()
        self.assertFalse(self.bring())
        other = self.make_customers(1)
        with self.assertRaisesRegex(UserError, "was brought by Nguyễn Văn An already"):
            self.bring(referrer=other)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.Referral.create({"referee_id": self.friend.id, "referrer_id": other.id})
        referral.with_user(self.manager).action_refuse("Made up")
        again = self.bring(referrer=other)
        self.assertEqual(again.state, "review", "was refused before: somebody looks at it")
        self.assertIn("was refused before", again.reason)

    # === THE GUARD === #

    def test_what_speaks_against_it_holds_it_with_the_reason(self):
        self.sell(10, self.partner)
        same = {"street": "12 Lê Lợi", "city": "Huế"}
        self.partner.write({"email": "an.nguyen@gmail.com", "vat": "0101234567", **same})
        cases = {
            "the same phone number": {"phone": "0901 234 567"},
            "the same email address": {"email": "AnNguyen+2@gmail.com"},
            "the same tax ID": {"vat": "0101234567"},
            "the same address": {"street": "12 le loi", "city": "HUE"},
        }
        for words, vals in cases.items():
            friend = self.env["res.partner"].create({"name": "Trần Bình", **vals})
            referral = self.bring(friend)
            with self.subTest(words=words):
                self.assertEqual(referral.state, "review")
                self.assertIn(words, referral.reason)
                self.assertTrue(referral.activity_ids)

    def test_colleagues_and_oneself(self):
        person = self.env["res.partner"].create({"name": "Bình", "parent_id": self.partner.id})
        self.assertIn("Nobody brings themselves", self.bring(person).reason)

    def test_who_has_bought_before(self):
        with freeze_time(self.now() - timedelta(days=3)):
            self.sell(10, self.friend)
        self.assertIn("had bought before", self.bring().reason)

    def test_round_in_a_circle(self):
        third = self.make_customers(1)
        self.bring()
        self.bring(third, self.friend)
        self.assertIn("in the end", self.bring(self.partner, third).reason)

    def test_too_many_in_a_period(self):
        self.company.hau_mai_referral_max = 2
        states = [self.bring(friend).state for friend in self.make_customers(3, phone=False)]
        self.assertEqual(states, ["pending", "pending", "review"])
        with self.after(31):
            late = self.env["res.partner"].create({"name": "Late"})
            self.assertEqual(self.bring(late).state, "pending")

    def test_a_person_decides(self):
        self.friend.phone = self.partner.phone
        referral = self.bring()
        with self.assertRaises(AccessError):
            referral.with_user(self.make_user("after_all")).action_accept()
        referral.with_user(self.manager).action_accept()
        self.assertEqual((referral.state, referral.decided_by_id), ("pending", self.manager))
        self.assertFalse(referral.activity_ids)
        with self.assertRaisesRegex(UserError, "Say why"):
            referral.with_user(self.manager).action_refuse(" ")
        referral.with_user(self.manager).action_refuse("They are siblings.")
        self.assertEqual((referral.state, referral.reason), ("refused", "They are siblings."))
        with self.assertRaisesRegex(UserError, "cannot become"):
            referral.with_user(self.manager).action_accept()
        with self.assertRaisesRegex(UserError, "never deleted"):
            referral.unlink()

    def test_nobody_writes_themselves_a_reward(self):
        user = self.make_user("after_all")
        referral = self.Referral.with_user(user).create(
            {"referee_id": self.friend.id, "referrer_id": self.partner.id, "state": "rewarded"}
        )
        self.assertEqual(referral.state, "pending")
        for who in (user, self.manager):
            with self.assertRaises(AccessError):
                referral.with_user(who).state = "rewarded"

    def test_facts_of_many_cost_as_much_as_of_one(self):
        friends = self.make_customers(40)
        few = self.Referral._bring([(friend, self.partner) for friend in friends[:2]])
        many = self.Referral._bring([(friend, self.partner) for friend in friends[2:]])
        counts = []
        for referrals in (few, many):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            referrals._gather_facts()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    # === THE REWARD === #

    def test_both_are_rewarded_once_the_order_can_no_longer_be_returned(self):
        referral = self.bring()
        order, _invoice = self.paid()
        with self.after(7):
            self.look()
        self.assertEqual(referral.state, "pending")
        self.assertEqual(referral.date_due, self.days(8))
        self.assertFalse(self.cards(self.partner))
        with self.after(8):
            self.look()
            self.look()
        self.assertEqual((referral.state, referral.order_id), ("rewarded", order))
        coupon, card = self.cards(self.partner), self.cards(self.friend)
        self.assertEqual((coupon.program_id, coupon.points), (self.coupons, 1))
        self.assertEqual(coupon.expiration_date, self.days(98))
        self.assertEqual((card.program_id, card.points), (self.points, 40))
        self.assertEqual(coupon.history_ids.description, "For bringing Lê Cúc")
        self.assertEqual(sum(card.history_ids.mapped("issued")), 40)

    def test_points_go_on_the_card_one_has(self):
        card = self.points._hau_mai_issue(self.friend, ["Before"], 5)
        self.rewarded()
        self.assertEqual(self.cards(self.friend), card)
        self.assertEqual(card.points, 45)

    def test_only_a_paid_order_of_enough_counts(self):
        referral = self.bring()
        self.paid(499)
        unpaid = self.sell(900, self.friend)
        unpaid._create_invoices().action_post()
        with self.after(30):
            self.look()
        self.assertEqual(referral.state, "pending")
        order, _invoice = self.paid(501)
        with self.after(31):
            self.look()
        self.assertEqual(referral.order_id, order)

    def test_what_was_refunded_before_does_not_count(self):
        referral = self.bring()
        _order, invoice = self.paid()
        self.refund(invoice).action_post()
        with self.after(30):
            self.look()
        self.assertEqual(referral.state, "pending")

    def test_orders_of_a_companys_people_count(self):
        person = self.env["res.partner"].create({"name": "Mai", "parent_id": self.friend.id})
        referral = self.bring()
        self.paid(partner=person)
        with self.after(8):
            self.look()
        self.assertEqual(referral.state, "rewarded")

    def test_the_scheduled_action_twice(self):
        referral = self.bring()
        self.paid()
        with self.after(9):
            self.run_job("hau_mai.ir_cron_reward_referrals")
            self.run_job("hau_mai.ir_cron_reward_referrals")
        self.assertEqual(referral.state, "rewarded")
        self.assertEqual(len(self.cards(self.partner)), 1)

    def test_without_a_reward_chosen_it_waits_and_says_so(self):
        self.company.write(
            {"hau_mai_referral_program_id": False, "hau_mai_referee_program_id": False}
        )
        referral = self.bring()
        self.paid()
        with self.after(9):
            self.look()
        self.assertEqual(referral.state, "pending")
        self.assertIn("No reward is chosen", referral.reason)

    # === TAKEN BACK === #

    def test_taken_back_when_the_order_is_refunded(self):
        referral = self.rewarded()
        invoice = referral.order_id.invoice_ids
        self.refund(invoice).action_post()
        self.assertTrue(referral.to_check)
        self.look()
        self.assertEqual(referral.state, "refused")
        self.assertIn(f"The order {referral.order_name} was refunded on", referral.reason)
        coupon, card = self.cards(self.partner), self.cards(self.friend)
        self.assertEqual((coupon.points, card.points), (0, 0))
        for one in (coupon, card):
            issued, used = (
                sum(one.history_ids.mapped("issued")),
                sum(one.history_ids.mapped("used")),
            )
            self.assertEqual(issued - used, one.points, "the history adds up")
        self.look()
        self.assertEqual(card.points, 0)

    def test_points_that_were_taken_back_bring_no_tier(self):
        self.silver.write({"amount_min": 0, "points_min": 30})
        referral = self.rewarded()
        self.cards(self.friend).points -= 15  # spent some: they count, what is taken does not
        review = self.Membership.sudo()._ensure_buyers(self.company, self.friend.ids)
        review._review(self.now())
        self.assertEqual(review.points, 40)
        referral.with_user(self.manager).action_refuse("Made up.")
        review._review(self.now())
        self.assertEqual(review.points, 15)

    def test_a_refund_that_leaves_enough_changes_nothing(self):
        referral = self.bring()
        _order, invoice = self.paid(800)
        with self.after(8):
            self.look()
        note = self.refund(invoice)
        note.invoice_line_ids.price_unit = 200
        note.action_post()
        self.look()
        self.assertEqual(referral.state, "rewarded")

    def test_a_higher_threshold_takes_nothing_back(self):
        referral = self.rewarded()
        self.company.hau_mai_referral_amount_min = 5000
        referral.to_check = True
        self.look()
        self.assertEqual(referral.state, "rewarded", "sold is sold")

    def test_what_was_used_is_said(self):
        referral = self.rewarded()
        self.cards(self.partner).points = 0
        self.cards(self.friend).points = 15
        referral.order_id._action_cancel()
        self.look()
        self.assertIn("was cancelled", referral.reason)
        self.assertIn("The reward of Nguyễn Văn An had been used already", referral.reason)
        self.assertEqual(self.cards(self.friend).points, 0)

    def test_taken_back_by_hand(self):
        referral = self.rewarded()
        referral.with_user(self.manager).action_refuse("It was one person.")
        self.assertEqual(referral.state, "refused")
        self.assertEqual(self.cards(self.partner).points, 0)

    # === A PAYMENT THAT IS TAKEN BACK === #

    def test_before_the_reward_it_waits_for_the_payment(self):
        referral = self.bring()
        _order, invoice = self.paid()
        self.look()
        self.assertTrue(referral.date_due)
        invoice.line_ids.remove_move_reconcile()
        with self.after(30):
            self.look()
        self.assertEqual((referral.state, referral.date_due), ("pending", False))
        self.assertFalse(self.cards(self.partner))

    def test_after_the_reward_a_person_is_told_once(self):
        referral = self.rewarded()
        invoice = referral.order_id.invoice_ids
        payment = invoice._get_reconciled_amls()
        invoice.line_ids.remove_move_reconcile()
        self.assertTrue(referral.to_check)
        self.look()
        referral.to_check = True
        self.look()
        self.assertEqual(referral.state, "rewarded", "nothing is taken back by itself")
        self.assertIn(f"The order {referral.order_name} is not paid any more", referral.reason)
        self.assertEqual(len(referral.activity_ids), 1)
        self.assertEqual(self.cards(self.partner).points, 1)
        owed = invoice.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        (owed | payment).reconcile()
        self.look()
        self.assertEqual((referral.state, referral.reason), ("rewarded", False))
        self.assertFalse(referral.activity_ids)

    def test_an_invoice_that_is_corrected_takes_nothing_back(self):
        referral = self.rewarded()
        invoice = referral.order_id.invoice_ids
        invoice.button_draft()
        self.look()
        self.assertEqual(referral.state, "rewarded")
        referral.with_user(self.manager).action_refuse("They never paid.")
        self.assertEqual((referral.state, self.cards(self.partner).points), ("refused", 0))
        self.assertFalse(referral.activity_ids)

    # === COMPANIES, MERGING, TELLING === #

    def test_companies_do_not_mix(self):
        other = self.env["res.company"].create({"name": "Other"})
        theirs = self.Referral.with_company(other)._bring([(self.friend, self.make_customers(1))])
        ours = self.bring()
        self.paid()
        with self.after(9):
            self.look()
        self.assertEqual((ours.state, theirs.state), ("rewarded", "pending"))
        reader = self.make_user("after_all")
        self.assertEqual(self.Referral.with_user(reader).search([]) & (ours | theirs), ours)

    def test_contacts_who_become_one_keep_codes_and_the_better_referral(self):
        double = self.env["res.partner"].create({"name": "Le Cuc"})
        waiting, rewarded = self.bring(double), self.rewarded()
        (double | self.friend)._ensure_referral_codes()
        codes = (double | self.friend).mapped("referral_code")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((double | self.friend).ids, self.friend)
        self.env.invalidate_all()
        self.assertEqual((waiting.state, rewarded.state), ("refused", "rewarded"))
        self.assertEqual(waiting.referee_id, self.friend)
        for code in codes:
            self.assertEqual(self.friend._find_by_referral_code(code), self.friend)

    def test_who_brought_somebody_is_thanked(self):
        rule = self.make_rule(
            trigger="referral_rewarded",
            delay=0,
            summary="{{ object.friend_name }}: {{ object.referral_code }}",
        )
        self.rewarded()
        with self.after(8):
            self.plan(rule)
            [touchpoint] = self.touchpoints(rule)
            self.assertEqual(touchpoint.partner_id, self.partner)
            self.assertEqual(touchpoint.friend_name, "Lê Cúc")
            self.assertTrue(touchpoint.referral_code)
            self.assertTrue(touchpoint.referral_link.endswith(f"/r/{touchpoint.referral_code}"))
