"""Published reviews: by consent only, the good and the bad, hidden for a reason, taken back."""

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user

from .satisfaction_common import SatisfactionCase


class TestReviews(SatisfactionCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.hau_mai_reviews_public = True
        cls.page_url = f"/reviews/{cls.company.id}"

    def rated(self, stars, feedback, partner=None):
        """A rating of an order, as the customer gave it."""
        partner = partner or self.partner
        order = self.make_order(partner_id=partner.id)
        rating = self.env["rating.rating"].create(
            {
                "partner_id": partner.id,
                "res_model_id": self.env["ir.model"]._get_id("sale.order"),
                "res_id": order.id,
            }
        )
        order.rating_apply(stars, rating=rating, feedback=feedback)
        return rating

    def published(self, stars, feedback, choice="initials", partner=None):
        rating = self.rated(stars, feedback, partner)
        return self.Review._publish(rating, choice, self.now())

    def get(self, url, user=None):
        self.authenticate(user and user.login, user and user.login)
        return self.url_open(url)

    def post(self, url, user=None, **data):
        self.authenticate(user and user.login, user and user.login)
        data["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(url, data=data)

    # === BY CONSENT === #

    def test_nothing_is_published_without_consent(self):
        self.rated(5, "Wonderful words")
        page = self.get(self.page_url).text
        self.assertNotIn("Wonderful words", page)
        self.assertIn('data-mark="5" data-count="1"', page, "its mark counts all the same")

    def test_the_bad_ones_too_under_the_name_the_customer_chose(self):
        self.published(1, "Broken on arrival")
        self.published(5, "Cold as ice", "full")
        self.published(3, "Well", "anonymous")
        page = self.get(self.page_url).text
        for words in ("Broken on arrival", "Cold as ice", "N. V. A.", "A customer"):
            self.assertIn(words, page)
        self.assertEqual(page.count("Nguyễn Văn An"), 1)
        for secret in ("an@example.com", "123 45 67", "S000"):
            self.assertNotIn(secret, page)
        self.assertRegex(page, r"<span>3(\.0)?</span> of 5")

    def test_consent_on_the_page_of_a_rating(self):
        rating = self.rated(3, "First words")
        url = f"/rate/{rating.access_token}"
        form = self.get(f"{url}/3").text
        self.assertIn('name="publish"', form)
        self.assertNotRegex(form, r'name="publish"[^>]*checked')
        self.get(f"{url}/submit_feedback?publish=1&rate=3")
        self.assertFalse(rating._hau_mai_review(), "a link alone agrees to nothing")
        self.post(f"{url}/submit_feedback", rate="3", feedback="So-so")
        self.assertFalse(rating._hau_mai_review(), "no tick is no consent")
        self.post(f"{url}/submit_feedback", self.manager, rate="3", publish="1")
        self.assertFalse(rating._hau_mai_review(), "our people agree to nothing")
        thanks = self.post(
            f"{url}/submit_feedback", rate="3", feedback="Slow", publish="1", shown_as="full"
        )
        review = rating._hau_mai_review()
        self.assertEqual((review.state, review.shown_name), ("published", self.partner.name))
        self.assertEqual((review.mark, review.text, review.about), (3, "Slow", "AC 9000"))
        self.assertIn(self.company.name, review.wording)
        self.assertIn("Do not publish it any more", thanks.text)
        self.post(f"{url}/withdraw")
        self.assertEqual(review.state, "withdrawn")
        self.assertTrue(review.date_consent, "who agreed to what is kept")

    def test_a_company_that_publishes_nothing_asks_for_nothing(self):
        rating = self.rated(5, "Good")
        self.company.hau_mai_reviews_public = False
        self.assertNotIn('name="publish"', self.get(f"/rate/{rating.access_token}/5").text)
        self.post(f"/rate/{rating.access_token}/submit_feedback", rate="5", publish="1")
        self.assertFalse(rating._hau_mai_review())
        for url in (self.page_url, "/reviews/999999"):
            self.assertEqual(self.get(url).status_code, 404)

    def test_other_companies_marks_stand_on_their_own_page(self):
        other = self.env["res.company"].create({"name": "Other", "hau_mai_reviews_public": True})
        self.published(1, "Not theirs")
        page = self.get(f"/reviews/{other.id}").text
        self.assertNotIn("Not theirs", page)
        self.assertNotIn("data-mark", page)

    # === NOBODY CHOOSES === #

    def test_nobody_chooses_what_is_shown(self):
        review = self.published(1, "Bad")
        for user in (self.manager, self.make_user("after_own", login="agent")):
            mine = review.with_user(user)
            for vals in ({"mark": 5}, {"text": "Good"}, {"state": "hidden"}, {"shown_name": "X"}):
                with self.subTest(vals=vals), self.assertRaises(UserError):
                    mine.write(vals)
            with self.assertRaises(AccessError):
                mine.unlink()
        with self.assertRaises(UserError):
            review.with_user(user).action_hide("spam")
        with self.assertRaises(UserError):
            review.with_user(self.manager).action_hide("it is bad")
        self.assertEqual(review.state, "published")

    def test_hidden_for_a_reason_which_is_logged_and_counted_in_public(self):
        review = self.published(1, "You idiots")
        hiding = self.env["hau_mai.review.hiding"].with_user(self.manager)
        wizard = hiding.create(
            {"review_ids": review.ids, "reason": "unlawful", "note": "Calls us names"}
        )
        wizard.action_apply()
        self.assertEqual(review.state, "hidden")
        page = self.get(self.page_url).text
        self.assertNotIn("You idiots", page)
        self.assertIn("1 hidden", page)
        self.assertIn('data-mark="1" data-count="1"', page, "its mark counts all the same")
        log = " ".join(review.message_ids.mapped("body"))
        self.assertIn("Calls us names", log)
        self.assertEqual(review.message_ids[:1].author_id, self.manager.partner_id)
        review.with_user(self.manager).action_show()
        self.assertIn("You idiots", self.get(self.page_url).text)

    def test_a_corrected_rating_is_shown_as_it_counts(self):
        review = self.published(1, "Wrong order")
        rating = review.rating_id.with_user(self.manager)
        rating.with_context(hau_mai_rating_reason="Said so by phone").write({"rating": 5})
        self.assertEqual(review.mark, 5)
        rating.with_context(hau_mai_rating_reason="Rated twice").write({"consumed": False})
        self.assertEqual(review.state, "hidden")

    def test_the_shop_replies(self):
        review = self.published(1, "Nobody answered the phone")
        agent = self.make_user("after_own", login="agent")
        review.with_user(agent).reply = "We are sorry, and have one more line now."
        self.assertEqual(review.reply_user_id, agent)
        self.assertTrue(review.date_reply)
        self.assertIn("one more line now", self.get(self.page_url).text)

    def test_words_are_shown_as_words(self):
        self.published(2, "<script>alert(1)</script>")
        page = self.get(self.page_url).text
        self.assertNotIn("<script>alert(1)", page)
        self.assertIn("&lt;script&gt;alert(1)", page)

    # === TAKEN BACK === #

    def test_customers_take_back_their_own_and_nobody_elses(self):
        user = new_test_user(self.env, login="binh", name="Trần Bình", groups="base.group_portal")
        own = self.published(5, "My own words", partner=user.partner_id)
        theirs = self.published(5, "Their words")
        page = self.get("/my/reviews", user).text
        self.assertIn("My own words", page)
        self.assertNotIn("Their words", page)
        for review in (own, theirs):
            self.post(f"/my/reviews/{review.id}/withdraw", user)
        self.assertEqual((own.state, theirs.state), ("withdrawn", "published"))
        self.assertNotIn("My own words", self.get(self.page_url).text)

    def test_by_telephone_too(self):
        review = self.published(5, "Good")
        review.with_user(self.manager).action_withdraw()
        self.assertEqual(review.state, "withdrawn")
        self.assertIn("Minh", " ".join(review.message_ids.mapped("body")))
        again = self.Review._publish(review.rating_id, "anonymous", self.now())
        self.assertEqual((again, again.state, again.shown_name), (review, "published", ""))

    def test_contacts_become_one(self):
        first, second = self.make_customers(2, email="same@example.com")
        reviews = self.published(5, "A", partner=first) | self.published(1, "B", partner=second)
        self.env["base.partner.merge.automatic.wizard"]._merge((first | second).ids, second)
        self.env.invalidate_all()
        self.assertEqual(reviews.partner_id, second)
        self.assertEqual(set(reviews.mapped("state")), {"published"})

    def test_recommendations_have_a_board_of_their_own(self):
        turn = self.make_turn()
        turn._answer(2, "Never again", self.now())
        self.Review._publish(turn, "initials", self.now())
        page = self.get(self.page_url).text
        self.assertIn("Never again", page)
        self.assertIn('name="nps_board"', page)
        self.assertIn('data-mark="2" data-count="1"', page)
