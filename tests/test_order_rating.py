"""How was the order? Asked once by a rule; who is not content gets a case or a call."""

from odoo.exceptions import ValidationError

from .satisfaction_common import SatisfactionCase


class TestOrderRating(SatisfactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls.make_asking_rule()

    def ask(self, *orders):
        self.plan(self.rule)
        self.carry_out()
        return self.touchpoints(self.rule)

    def rate(self, touchpoint, stars, feedback="Scratched"):
        order = self.env["sale.order"].browse(touchpoint.res_id)
        return order.rating_apply(stars, rating=touchpoint.rating_id, feedback=feedback)

    # === ASKED === #

    def test_asked_once_with_a_link_for_each_face(self):
        order = self.make_order()
        touchpoint = self.ask()
        self.assertEqual((touchpoint.state, touchpoint.delivery), ("done", "queued"))
        self.assertEqual(order.date_rating_asked, touchpoint.date_sent)
        token = touchpoint.rating_id.access_token
        body = self.mails().body_html
        for face in (1, 3, 5):
            self.assertIn(f"/rate/{token}/{face}", body)
        second = self.make_asking_rule(sequence=90)
        self.plan(second)
        self.carry_out()
        again = self.touchpoints(second)
        self.assertEqual((again.state, again.rating_id.id), ("cancelled", False))
        self.assertIn("asked about it already", again.reason)
        self.assertEqual(len(self.mails()), 1)

    def test_two_rules_at_once_ask_once(self):
        self.make_order()
        second = self.make_asking_rule(sequence=90)
        self.plan(self.rule | second)
        self.carry_out()
        states = (self.touchpoints(self.rule) | self.touchpoints(second)).mapped("state")
        self.assertEqual(sorted(states), ["cancelled", "done"])
        self.assertEqual(len(self.mails()), 1)

    def test_a_job_that_asks_by_itself_is_not_asked_about_again(self):
        job = self.env["hau_mai.service"].create(
            {"partner_id": self.partner.id, "product_id": self.product.id}
        )
        job.date_rating_asked = self.now()
        rule = self.make_asking_rule(trigger="service_done")
        touchpoint = self.Touchpoint.create(
            {
                "rule_id": rule.id,
                "partner_id": self.partner.id,
                "company_id": self.company.id,
                "res_model": "hau_mai.service",
                "res_id": job.id,
                "channel": "rating",
                "purpose": "survey",
                "date_planned": self.days(0),
            }
        )
        self.carry_out()
        self.assertEqual(touchpoint.state, "cancelled")
        job.date_rating_asked = False
        touchpoint.sudo().write({"state": "planned", "reason": False})
        self.carry_out()
        self.assertEqual((touchpoint.state, bool(job.date_rating_asked)), ("done", True))

    def test_who_must_not_be_asked_is_not(self):
        self.partner.do_not_contact = True
        order = self.make_order()
        touchpoint = self.ask()
        self.assertEqual((touchpoint.state, touchpoint.reason_code), ("cancelled", "gate"))
        self.assertFalse(order.date_rating_asked or self.mails())

    def test_people_see_that_there_is_a_link_but_not_its_key(self):
        self.make_order()
        touchpoint = self.ask()
        token = touchpoint.rating_id.access_token
        self.assertIn(token, touchpoint.sudo().rating_link)
        seen = touchpoint.with_user(self.manager).rating_link
        self.assertTrue(seen)
        self.assertNotIn(token, seen)

    def test_a_rule_asks_only_about_what_can_be_rated(self):
        for vals in (
            {"trigger": "birthday"},
            {"trigger": "nps_due"},
            {"channel": "nps"},
            {"purpose": "marketing"},
        ):
            with self.subTest(**vals), self.assertRaises(ValidationError):
                self.rule.write(vals)

    # === ANSWERED === #

    def test_the_answer_stands_on_the_follow_up_and_the_order(self):
        order = self.make_order()
        touchpoint = self.ask()
        self.rate(touchpoint, 5, "Fine")
        self.assertEqual(touchpoint.delivery, "answered")
        self.assertTrue(touchpoint.date_answered)
        self.assertEqual((order.rating_count, order.rating_avg), (1, 5))
        self.assertEqual(touchpoint.rating_id.hau_mai_company_id, self.company)
        self.assertFalse(order.complaint_count or order.activity_ids)

    def test_a_low_rating_opens_one_case_about_the_order(self):
        order = self.make_order()
        touchpoint = self.ask()
        self.rate(touchpoint, 1)
        complaint = self.Complaint.search([("order_id", "=", order.id)])
        self.assertEqual(complaint.origin_rating_id, touchpoint.rating_id)
        self.assertEqual((complaint.type, complaint.partner_id), ("complaint", self.partner))
        self.assertIn("Scratched", complaint.description)
        self.rate(touchpoint, 2, "Still scratched")
        self.assertEqual(self.Complaint.search_count([("order_id", "=", order.id)]), 1)

    def test_with_an_open_complaint_about_the_order_it_goes_there(self):
        order = self.make_order()
        touchpoint = self.ask()
        known = self.Complaint.create(
            {"subject": "Scratched", "partner_id": self.partner.id, "order_id": order.id}
        )
        self.rate(touchpoint, 1)
        self.assertEqual(self.Complaint.search([("order_id", "=", order.id)]), known)
        self.assertIn("rated 1 of 5", " ".join(known.message_ids.mapped("body")))

    def test_or_lets_the_salesperson_call_once(self):
        self.company.hau_mai_order_recovery = "activity"
        order = self.make_order(user_id=self.salesperson.id)
        touchpoint = self.ask()
        self.rate(touchpoint, 1)
        self.rate(touchpoint, 2)
        activity = order.activity_ids
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.salesperson)
        self.assertEqual(activity.date_deadline, order.date_recovery)
        self.assertIn("Scratched", activity.note)
        self.assertFalse(order.complaint_count)

    def test_or_nothing(self):
        self.company.hau_mai_order_recovery = "nothing"
        order = self.make_order()
        self.rate(self.ask(), 1)
        self.assertFalse(order.complaint_count or order.activity_ids)

    def test_staff_change_no_rating_of_an_order_without_a_reason(self):
        self.make_order()
        touchpoint = self.ask()
        rating = self.rate(touchpoint, 1)
        with self.assertRaisesRegex(Exception, "customer's word"):
            rating.with_user(self.manager).write({"rating": 5})

    def test_asking_many_takes_no_more_queries(self):
        def count(customers):
            self.make_orders(customers)
            self.plan(self.rule)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.carry_out()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        few = count(self.make_customers(2, email="few@example.com"))
        many = count(self.make_customers(12, email="many@example.com"))
        self.assertLess(many, few + 10 * 12)
