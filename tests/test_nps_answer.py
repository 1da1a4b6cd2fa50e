"""The customer's page: what links record, who answers, what a low mark sets off."""

from datetime import timedelta

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user
from odoo.tools import hash_sign

from .satisfaction_common import SatisfactionCase


class TestNpsAnswer(SatisfactionCase):
    """What an answer does, without a browser."""

    def answer(self, turn, score, comment="Slow"):
        turn._answer(score, comment, self.now())

    def test_kinds_and_what_they_set_off(self):
        """Boundaries on both sides: 3 and 4, 6 and 7."""
        table = {3: ("detractor", 1, 0), 4: ("detractor", 0, 1), 6: ("detractor", 0, 1)}
        table |= {7: ("passive", 0, 0), 8: ("passive", 0, 0), 9: ("promoter", 0, 0)}
        for score, (category, cases, calls) in table.items():
            with self.subTest(score=score):
                customer = self.make_customers(1, email="k@example.com")
                turn = self.make_turn(customer)
                self.answer(turn, score)
                complaints = self.Complaint.search([("partner_id", "=", customer.id)])
                self.assertEqual(turn.category, category)
                self.assertEqual((len(complaints), len(turn.activity_ids)), (cases, calls))
                self.assertEqual(turn.complaint_id, complaints)

    def test_the_lowest_mark_opens_exactly_one_case(self):
        turn = self.make_turn(order_id=self.make_order().id)
        self.answer(turn, 0, "Nobody came")
        complaint = turn.complaint_id
        self.assertEqual((complaint.type, complaint.is_grievance), ("complaint", True))
        self.assertEqual(complaint.order_id, turn.order_id)
        self.assertIn("Nobody came", complaint.description)
        self.answer(turn, 1, "Still nobody")
        self.assertEqual(self.Complaint.search([("partner_id", "=", self.partner.id)]), complaint)
        self.assertIn("1 of 10", " ".join(complaint.message_ids.mapped("body")))

    def test_with_an_open_complaint_it_goes_there(self):
        known = self.Complaint.create({"subject": "It drips", "partner_id": self.partner.id})
        turn = self.make_turn()
        self.answer(turn, 2)
        self.assertEqual(turn.complaint_id, known)
        self.assertIn("2 of 10", " ".join(known.message_ids.mapped("body")))

    def test_the_call_is_for_the_salesperson_else_the_manager(self):
        mine, nobodys = self.make_turn(user_id=self.salesperson.id), self.make_turn()
        self.answer(mine, 5)
        self.answer(nobodys, 5)
        self.assertEqual(mine.activity_ids.user_id, self.salesperson)
        self.assertEqual(nobodys.activity_ids.user_id, self.manager)
        self.assertEqual(mine.activity_ids.date_deadline, self.company._hau_mai_recovery_day())
        self.assertIn("Slow", mine.activity_ids.note)

    def test_one_answer_that_may_be_changed_for_a_day(self):
        turn, now = self.make_turn(), self.now()
        turn._answer(9, "Fine", now)
        turn._answer(8, "Good", now + timedelta(hours=24))
        self.assertEqual((turn.score, turn.comment, turn.date_answered), (8, "Good", now))
        with self.assertRaises(UserError):
            turn._answer(10, "Best", now + timedelta(hours=24, seconds=1))
        self.assertEqual(turn.score, 8)

    def test_open_through_its_last_day(self):
        turn = self.make_turn(date_until=self.days(0))
        self.assertTrue(turn._may_answer(self.now()))
        turn.date_until = self.days(-1)
        with self.assertRaises(UserError):
            self.answer(turn, 9)
        self.assertEqual((turn.state, turn.is_expired), ("asked", True))

    def test_no_mark_that_is_none(self):
        turn = self.make_turn()
        for score in (None, -1, 11):
            with self.subTest(score=score), self.assertRaises(UserError):
                self.answer(turn, score)
        self.assertEqual((turn.state, bool(turn.comment)), ("asked", False))

    def test_the_follow_up_knows_the_answer(self):
        self.make_nps_rule()
        self.delivered(self.days(-30))
        self.plan()
        self.carry_out()
        turn = self.Nps.search([("partner_id", "=", self.partner.id)])
        self.answer(turn, 10)
        self.assertEqual(turn.touchpoint_id.delivery, "answered")
        self.assertTrue(turn.touchpoint_id.date_answered)

    def test_nobody_changes_hides_or_deletes_an_answer(self):
        turn = self.make_turn()
        self.answer(turn, 1)
        for vals in ({"score": 10}, {"comment": "Great"}, {"state": "skipped"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                turn.with_user(self.manager).write(vals)
        with self.assertRaises(AccessError):
            turn.with_user(self.manager).unlink()
        with self.assertRaises(UserError):
            turn.sudo().unlink()

    def test_who_takes_care_of_it_can_note_what_was_done(self):
        agent = self.make_user("after_own", login="agent")
        turn = self.make_turn(user_id=agent.id)
        self.answer(turn, 5)
        turn.with_user(agent).activity_ids.action_feedback("Called, is content now")
        self.assertFalse(turn.activity_ids)

    def test_other_companies_do_not_see_it(self):
        other = self.env["res.company"].create({"name": "Other"})
        turn = self.make_turn(company_id=other.id)
        self.assertFalse(self.Nps.with_user(self.manager).search([("id", "=", turn.id)]))

    def test_on_the_customers_page(self):
        turn = self.make_turn()
        self.answer(turn, 2)
        page = self.partner.with_user(self.manager).get_after_sales_page()
        self.assertIn("2 of 10", " ".join(chip["text"] for chip in page["summary"]))
        titles = [entry["title"] for month in page["months"] for entry in month["entries"]]
        self.assertIn("Would recommend us: 2 of 10", titles)

    def test_on_the_first_screen(self):
        self.env["hau_mai.nps"].search([]).state = "skipped"
        for score in (10, 9, 9, 7, 2):
            self.answer(self.make_turn(self.make_customers(1)), score)
        self.make_turn()
        overview = self.env["hau_mai.overview"].with_user(self.manager).get_overview()
        tile = next(tile for tile in overview["tiles"] if tile["key"] == "satisfaction")
        figures = {figure["key"]: figure for figure in tile["figures"]}
        self.assertEqual(figures["nps"]["value"], 40)
        self.assertIn("± 78, of 5 answers", figures["nps"]["label"])
        self.assertEqual(figures["answers"]["value"], 83)
        self.assertEqual(self.Nps.search_count(figures["nps"]["action"]["domain"]), 5)


class TestNpsPage(SatisfactionCase, HttpCase):
    """The page itself, as mail scanners and customers meet it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.hau_mai_reviews_public = True

    def setUp(self):
        super().setUp()
        self.turn = self.make_turn()
        self.url = f"/nps/{self.turn._answer_token()}"

    def post(self, url, user=None, **data):
        self.authenticate(user and user.login, user and user.login)
        data["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(url, data=data)

    def get(self, url, user=None):
        self.authenticate(user and user.login, user and user.login)
        return self.url_open(url)

    def test_opening_a_link_records_nothing(self):
        for score in ("0", "9", "10", "99", "x"):
            page = self.get(f"{self.url}?score={score}&publish=1&comment=bad")
            self.assertEqual(page.status_code, 200)
        self.assertEqual((self.turn.state, self.turn.date_answered), ("asked", False))
        self.assertFalse(self.turn.complaint_id or self.Review._of_source(self.turn))
        page = self.get(f"{self.url}?score=9").text
        self.assertRegex(page, r'id="score_9"[^>]*checked')
        self.assertNotRegex(page, r'id="score_8"[^>]*checked')
        self.assertRegex(page, r'id="score_0"[^>]*value="0"')
        self.assertNotRegex(page, r'id="publish"[^>]*checked', "never ticked beforehand")

    def test_who_follows_the_link_has_opened_the_message(self):
        touchpoint = self.touchpoint()
        self.turn.touchpoint_id = touchpoint
        self.get(f"{self.url}?score=9", self.manager)
        self.assertEqual(touchpoint.delivery, "sent", "one of ours is no customer")
        self.get(f"{self.url}?score=9")
        self.env.invalidate_all()
        self.assertEqual(touchpoint.delivery, "opened")

    def touchpoint(self):
        return self.Touchpoint.sudo().create(
            {
                "rule_id": self.make_nps_rule().id,
                "partner_id": self.partner.id,
                "company_id": self.company.id,
                "res_model": "hau_mai.nps",
                "res_id": self.turn.id,
                "channel": "nps",
                "purpose": "survey",
                "date_planned": self.days(0),
                "state": "done",
                "delivery": "sent",
            }
        )

    def test_the_form_records(self):
        page = self.post(self.url, score="9", comment="Fine")
        self.assertIn("Thank you", page.text)
        self.assertEqual((self.turn.score, self.turn.comment), (9, "Fine"))
        self.assertFalse(self.Review._of_source(self.turn), "not asked for, not published")

    def test_without_the_token_of_the_form_nothing_is_recorded(self):
        self.authenticate(None, None)
        self.assertEqual(self.url_open(self.url, data={"score": "9"}).status_code, 400)
        self.assertEqual(self.turn.state, "asked")

    def test_guessing_gets_nowhere(self):
        token = self.turn._answer_token()
        forged = hash_sign(self.env, "hau_mai.complaint", [self.turn.id, self.company.id])
        planned = self.make_turn(self.make_customers(1), asked=False)
        for guess in (
            str(self.turn.id),
            token[:-1] + ("A" if token[-1] != "A" else "B"),
            token[::-1],
            forged,
            planned._answer_token(),
        ):
            with self.subTest(guess=guess):
                self.assertEqual(self.get(f"/nps/{guess}").status_code, 404)
                self.assertEqual(self.post(f"/nps/{guess}", score="9").status_code, 404)
        self.assertEqual(self.turn.state, "asked")

    def test_a_replay_changes_nothing_after_a_day(self):
        self.post(self.url, score="9")
        self.turn.sudo().date_answered -= timedelta(hours=25)
        page = self.post(self.url, score="0", comment="No")
        self.assertIn("over", page.text)
        self.assertEqual((self.turn.score, self.turn.complaint_id.id), (9, False))

    def test_an_expired_question_says_so_friendly(self):
        self.turn.sudo().date_until = self.days(-1)
        page = self.get(self.url)
        self.assertEqual(page.status_code, 200)
        self.assertIn("This question is over", page.text)
        self.post(self.url, score="9")
        self.assertEqual(self.turn.state, "asked")

    def test_no_mark_is_said_and_what_was_typed_stays(self):
        page = self.post(self.url, comment="I typed a lot")
        self.assertIn("choose a mark", page.text)
        self.assertIn("I typed a lot", page.text)

    def test_other_people_and_people_of_ours_do_not_answer(self):
        stranger = new_test_user(self.env, login="cuc", groups="base.group_portal")
        for user in (stranger, self.manager):
            with self.subTest(user=user.login):
                self.assertNotIn("nps_form", self.get(self.url, user).text)
                self.post(self.url, user, score="10", publish="1")
                self.assertEqual(self.turn.state, "asked")
        own = new_test_user(self.env, login="an", groups="base.group_portal")
        own.partner_id.parent_id = self.partner
        self.turn.sudo().commercial_partner_id = own.partner_id.commercial_partner_id
        self.post(self.url, own, score="10")
        self.assertEqual(self.turn.score, 10)

    def test_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.partner.lang = "vi_VN"
        page = self.get(self.url).text
        self.assertRegex(page, r'js_change_lang active"[^>]*data-url_code="vi"')

    def test_a_customer_on_a_telephone_answers(self):
        self.browser_size = "390x844"
        self.start_tour(f"{self.url}?score=3", "hau_mai_nps", login=None)
        self.assertEqual((self.turn.score, self.turn.comment), (2, "Nobody called back"))
        self.assertEqual(self.turn.complaint_id.partner_id, self.partner)
        review = self.Review._of_source(self.turn)
        self.assertEqual((review.state, review.shown_name), ("withdrawn", "N. V. A."))
