"""Cases that open themselves: a follow-up that finds a problem, a low rating of a job."""

from .care_common import CareCase
from .complaint_common import ComplaintCase


class TestProblemFound(CareCase):
    def open_call(self, partners, **vals):
        rule = self.make_rule(delay=0, **vals)
        self.make_orders(partners)
        self.plan(rule)
        self.carry_out()
        return self.touchpoints(rule)

    def test_a_problem_becomes_a_case(self):
        touchpoint = self.open_call(self.partner)
        touchpoint._record_outcome("problem", feedback="It leaks\nsince Monday")
        case = touchpoint.complaint_id
        self.assertEqual(case.touchpoint_id, touchpoint)
        self.assertEqual((case.type, case.channel, case.state), ("complaint", "phone", "new"))
        self.assertEqual(case.subject, "It leaks since Monday")
        self.assertIn("It leaks<br>since Monday", case.description)
        self.assertEqual(case.partner_id, self.partner)
        self.assertEqual(case.order_id, touchpoint.order_id)
        self.assertFalse(
            touchpoint.order_id.activity_ids.filtered(lambda a: "problem" in (a.summary or ""))
        )
        action = touchpoint.action_view_complaint()
        self.assertEqual((action["res_model"], action["res_id"]), (case._name, case.id))

    def test_a_call_about_many_opens_one_case(self):
        touchpoints = self.open_call([self.partner] * 3)
        touchpoints[1]._record_outcome("problem")
        self.assertEqual(len(touchpoints.complaint_id), 1)
        self.assertEqual(set(touchpoints.mapped("state")), {"done"})
        self.assertEqual(touchpoints.complaint_id.subject, "A problem, told at: Thank-you call")

    def test_a_salesperson_of_after_sales_may_tell_of_a_problem(self):
        user = self.make_user("after_own")
        touchpoint = self.open_call(self.partner)
        touchpoint.sudo().user_id = user
        touchpoint.with_user(user).action_problem()
        self.assertTrue(touchpoint.complaint_id)

    def test_a_problem_with_a_card_names_card_and_product(self):
        order = self.make_order((self.product, 1))
        self.deliver(order.order_line, 1)
        rule = self.make_rule(trigger="warranty_started", delay=0)
        self.plan(rule)
        touchpoint = self.touchpoints(rule)
        touchpoint._record_outcome("problem", feedback="Noise")
        case = touchpoint.complaint_id
        self.assertEqual((case.unit_id, case.order_id), (order.unit_ids, order))
        self.assertEqual(case.product_id, self.product)


class TestLowRating(ComplaintCase):
    def setUp(self):
        super().setUp()
        self.job = self.make_service(state="new")

    def rate(self, value, feedback="Nobody came", rating=None):
        token = self.job._rating_get_access_token()
        rating = rating or self.env["rating.rating"].search([("access_token", "=", token)])
        self.job.sudo().rating_apply(value, rating=rating, feedback=feedback)
        return rating

    def cases(self):
        return self.Complaint.search([("service_id", "=", self.job.id)])

    def test_a_low_rating_opens_a_case_once(self):
        rating = self.rate(1)
        case = self.cases()
        self.assertEqual(len(case), 1)
        self.assertEqual(case.origin_rating_id, rating)
        self.assertEqual((case.type, case.about), ("complaint", "service"))
        self.assertEqual(case.unit_id, self.unit)
        self.assertIn("Nobody came", case.description)
        self.assertIn("1 of 5", case.subject)
        case.action_close()
        self.rate(2, rating=rating)
        self.assertEqual(self.cases(), case)

    def test_a_good_rating_opens_none(self):
        self.rate(3)
        self.rate(5)
        self.assertFalse(self.cases())

    def test_the_setting_switches_it_off(self):
        self.company.hau_mai_case_for_low_rating = False
        self.rate(1)
        self.assertFalse(self.cases())

    def test_a_job_with_an_open_complaint_gets_no_second_one(self):
        case = self.make_complaint(service_id=self.job.id)
        self.rate(1)
        self.assertEqual(self.cases(), case)
        self.assertIn("was rated 1 of 5", case.message_ids[:1].body)
