"""How customers found it: asked once for each closing; who is not content gets the manager."""

from datetime import timedelta

from .complaint_common import ComplaintCase


class TestComplaintRating(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.email = "an@example.com"
        cls.company.write(
            {
                "hau_mai_rate_complaints": True,
                "hau_mai_followup_user_id": cls.manager.id,
                "hau_mai_tell_customers": True,
                "hau_mai_tell_by": "email",
            }
        )

    def closed(self, reason="by_hand", **vals):
        complaint = self.make_complaint(user_id=self.agent.id, **vals)
        self.solve(complaint)
        complaint.action_close(reason)
        return complaint

    def asked(self, complaint):
        return complaint.message_ids.filtered(lambda message: "/rate/" in (message.body or ""))

    def rate(self, complaint, stars, feedback="Nobody came"):
        token = complaint.rating_ids.filtered(lambda r: not r.consumed)[:1].access_token
        return complaint.rating_apply(stars, token=token, feedback=feedback)

    # === ASKED === #

    def test_asked_once_for_each_closing_in_place_of_the_news_that_it_is_closed(self):
        complaint = self.closed()
        self.assertEqual(len(self.asked(complaint)), 1)
        self.assertEqual(self.asked(complaint).partner_ids, self.partner)
        self.assertNotIn("closed", complaint.notice_ids.mapped("event"))
        complaint.action_reopen("Again")
        self.solve(complaint)
        complaint.action_close()
        self.assertEqual(len(self.asked(complaint)), 2)

    def test_not_asked_where_there_is_nothing_to_ask(self):
        for reason in ("duplicate", "merged", "withdrawn"):
            with self.subTest(reason=reason):
                self.assertFalse(self.asked(self.closed(reason)))
        self.company.hau_mai_rate_complaints = False
        complaint = self.closed()
        self.assertFalse(self.asked(complaint))
        self.assertIn("closed", complaint.notice_ids.mapped("event"))

    def test_who_must_not_be_asked_is_not_and_the_case_says_why(self):
        self.partner.do_not_contact = True
        complaint = self.closed()
        self.assertFalse(self.asked(complaint) or complaint.date_rating_asked)
        self.assertIn("Not asked for a rating", " ".join(complaint.message_ids.mapped("body")))
        unknown = self.closed(partner_id=False, email_from="la@example.net")
        self.assertFalse(self.asked(unknown))
        self.assertIn("who the customer is", " ".join(unknown.message_ids.mapped("body")))

    # === RATED LOW === #

    def test_a_low_rating_opens_the_case_for_the_manager(self):
        complaint = self.closed()
        self.rate(complaint, 1)
        self.assertEqual((complaint.state, complaint.reopen_count), ("in_progress", 1))
        self.assertTrue(complaint.is_recovery)
        self.assertEqual(complaint.user_id, self.manager)
        today = self.company._hau_mai_today()
        days = list(self.company._hau_mai_working_days(today, today + timedelta(days=30)))
        expected = [each for each in days if each > today][1]
        self.assertEqual(complaint.date_recovery, expected)
        activity = complaint.activity_ids.filtered(lambda a: a.user_id == self.manager)
        self.assertEqual(activity.date_deadline, expected)
        self.assertIn("Nobody came", activity.note)
        self.assertIn("reopened", complaint.notice_ids.mapped("event"))
        found = self.Complaint.search([("is_recovery", "=", True)])
        self.assertIn(complaint, found)

    def test_told_only_if_the_company_wants_it(self):
        self.company.hau_mai_recovery_tell = False
        complaint = self.closed()
        self.rate(complaint, 2)
        self.assertTrue(complaint.is_recovery)
        self.assertNotIn("reopened", complaint.notice_ids.mapped("event"))

    def test_who_changes_the_words_of_a_low_rating_changes_nothing_more(self):
        complaint = self.closed()
        rating = self.rate(complaint, 1)
        complaint.rating_apply(2, rating=rating, feedback="Still nobody")
        self.assertEqual(complaint.reopen_count, 1)
        self.assertEqual(len(complaint.activity_ids), 1)

    def test_a_good_rating_leaves_it_closed(self):
        complaint = self.closed()
        self.rate(complaint, 3)
        self.assertEqual((complaint.state, complaint.is_recovery), ("closed", False))

    def test_the_next_end_is_asked_about_anew(self):
        complaint = self.closed()
        self.rate(complaint, 1)
        self.solve(complaint)
        complaint.action_close("confirmed")
        self.assertEqual(len(self.asked(complaint)), 2)
        self.assertTrue(complaint.is_recovery, "it stays known how it went")
        complaint.action_reopen("By hand")
        self.assertFalse(complaint.is_recovery)

    # === NOBODY ELSE'S WORD === #

    def test_staff_change_and_hide_no_rating_without_a_reason(self):
        complaint = self.closed()
        rating = self.rate(complaint, 1).with_user(self.manager)
        for vals in ({"rating": 5}, {"consumed": False}, {"is_internal": True}, {"res_id": 1}):
            with self.subTest(vals=vals), self.refused("customer's word"):
                rating.write(vals)
        with self.refused("customer's word"):
            rating.reset()
        with self.refused("customer's word"):
            complaint.with_user(self.manager).rating_apply(5, token=rating.sudo().access_token)
        admin = self.env.ref("base.user_admin")
        with self.refused("customer's word"):
            rating.with_user(admin).unlink()
        with self.refused("customer's word"):
            self.env["rating.rating"].with_user(self.agent).create(
                {
                    "res_model_id": self.env["ir.model"]._get_id(complaint._name),
                    "res_id": complaint.id,
                    "rating": 5,
                    "consumed": True,
                }
            )
        self.assertEqual(rating.sudo().rating, 1)

    def test_what_the_customer_wrote_is_text_for_the_manager_too(self):
        complaint = self.closed()
        self.rate(complaint, 1, "<b>Click</b>")
        self.assertNotIn("<b>", complaint.activity_ids.note)
        self.assertIn("Click", complaint.activity_ids.note)

    def test_a_reason_makes_nobody_a_manager(self):
        rating = self.rate(self.closed(), 1).with_user(self.agent)
        with self.refused("Only a manager"):
            rating.with_context(hau_mai_rating_reason="I prefer it").write({"rating": 5})
        self.assertEqual(rating.sudo().rating, 1)

    def test_a_manager_corrects_with_a_reason_that_is_logged(self):
        complaint = self.closed()
        rating = self.rate(complaint, 1)
        correction = (
            self.env["hau_mai.rating.correction"]
            .with_user(self.manager)
            .with_context(active_model=complaint._name, active_id=complaint.id)
            .create({"reason": "Meant another case", "rating": 4})
        )
        self.assertEqual(correction.rating_id, rating)
        correction.action_apply()
        self.assertEqual(rating.rating, 4)
        log = complaint.message_ids[0]
        self.assertIn("1/5 Nobody came → 4/5 Nobody came", log.body)
        self.assertIn("Meant another case", log.body)
        self.assertEqual(log.author_id, self.manager.partner_id)
        correction.hide = True
        correction.action_apply()
        self.env.invalidate_all()
        self.assertEqual((rating.consumed, complaint.rating_count), (False, 0))

    def test_jobs_are_guarded_too_and_others_are_left_alone(self):
        service = self.make_service()
        rating = self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("hau_mai.service"),
                "res_id": service.id,
                "rating": 1,
                "consumed": True,
            }
        )
        with self.refused("customer's word"):
            rating.with_user(self.manager).rating = 5
        other = self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.partner.id,
                "rating": 1,
            }
        )
        other.with_user(self.manager).rating = 5
        self.assertEqual(other.rating, 5)
