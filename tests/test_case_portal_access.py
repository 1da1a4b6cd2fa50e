"""Who may see and do what with a case in the portal: every address, for everybody."""

from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user

from .test_case_portal import GIF, PDF, CasePortalCase

#: What each form sends.
FORMS = {
    "reply": {"text": "Words of mine"},
    "withdraw": {"reason": "Words of mine"},
    "confirm": {},
    "reopen": {"text": "Words of mine"},
    "rate": {"rate": "1"},
}
#: In which state each is possible, so that only the right can stand against it.
POSSIBLE = {
    "reply": "new",
    "withdraw": "new",
    "confirm": "solved",
    "reopen": "solved",
    "rate": "closed",
}


class TestCasePortalAccess(CasePortalCase):
    """Own; a colleague whose company shows own only, or all; another customer; nobody; ours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # a rating that was asked for by e-mail already is the same one
        cls.company.hau_mai_rate_complaints = False
        cls.visitors = {
            "own": cls.customer,
            "colleague": cls.colleague,
            "other": cls.other,
            "public": None,
            "agent": cls.agent,
        }
        cls.file = cls.answer(
            cls, cls.case, "Here is the letter", attachments=[("letter.pdf", PDF)]
        ).attachment_ids

    def make_possible(self, action):
        case = self.make_complaint(partner_id=self.customer.partner_id.id, subject="It drips")
        if POSSIBLE[action] != "new":
            self.solve(case)
        if POSSIBLE[action] == "closed":
            case.action_close()
        return case

    def facts(self, case):
        """All that a visitor could change."""
        case.invalidate_recordset()
        ratings = self.env["rating.rating"].search_count(
            [("res_model", "=", case._name), ("res_id", "=", case.id)]
        )
        return (case.state, case.close_reason, case.reopen_count, len(case.message_ids), ratings)

    def test_the_matrix(self):
        """(visitor, what the company shows) -> may see, may act."""
        expected = {
            ("own", "own"): (True, True),
            ("own", "all"): (True, True),
            ("colleague", "own"): (False, False),
            ("colleague", "all"): (True, True),
            ("other", "own"): (False, False),
            ("other", "all"): (False, False),
            ("public", "all"): (False, False),
            # people of ours look at the page, but do not act in a customer's name
            ("agent", "own"): (True, False),
        }
        for (who, shows), (sees, acts) in expected.items():
            self.hotel.hau_mai_case_sharing = shows
            self.other.partner_id.hau_mai_case_sharing = shows
            visitor = self.visitors[who]
            with self.subTest(visitor=who, company_shows=shows, may="read"):
                page = self.open(f"/my/requests/{self.case.id}", visitor)
                self.assertEqual("It drips" in page.text, sees)
                file = self.open(f"/my/requests/{self.case.id}/file/{self.file.id}", visitor)
                self.assertEqual(file.status_code, 200 if sees else 404)
                if not sees:
                    self.assertSentAway(page)
            for action, data in FORMS.items():
                with self.subTest(visitor=who, company_shows=shows, may=action):
                    case = self.make_possible(action)
                    before = self.facts(case)
                    page = self.act(action, visitor, case, **data)
                    self.assertEqual(self.facts(case) != before, acts)
                    if not sees:
                        self.assertSentAway(page)

    def test_people_of_ours_without_a_right_to_the_case_are_strangers(self):
        """A clerk, a salesperson of another order, an agent of another company: nothing."""
        other = self.env["res.company"].create({"name": "Other Shop"})
        sales = "sales_team.group_sale_salesman"
        visitors = [
            new_test_user(self.env, login="no_role", groups="base.group_user"),
            new_test_user(self.env, login="other_seller", groups=sales),
            new_test_user(
                self.env,
                login="other_agent",
                groups="hau_mai.group_manager",
                company_id=other.id,
                company_ids=[(6, 0, other.ids)],
            ),
        ]
        url = f"/my/requests/{self.case.id}"
        for visitor in visitors:
            with self.subTest(visitor=visitor.login):
                page = self.open(url, visitor)
                self.assertNotIn("It drips", page.text)
                self.assertEqual(self.open(f"{url}/file/{self.file.id}", visitor).status_code, 404)
                self.assertNotIn("It drips", self.open("/my/requests", visitor).text)
                before = self.facts(self.case)
                for action, data in FORMS.items():
                    self.act(action, visitor, self.case, **data)
                self.assertEqual(self.facts(self.case), before)

    def test_the_list_follows_what_the_company_shows(self):
        self.assertNotIn("It drips", self.open("/my/requests", self.colleague).text)
        self.hotel.hau_mai_case_sharing = "all"
        page = self.open("/my/requests", self.colleague).text
        self.assertIn("It drips", page)
        self.assertIn(self.customer.partner_id.name, page)

    def test_who_is_named_as_contact_sees_the_case(self):
        self.case.contact_id = self.other.partner_id
        self.assertIn("It drips", self.open("/my/requests", self.other).text)
        self.assertIn("Thank you", self.act("reply", self.other, text="I am here").text)
        self.assertEqual(self.case.message_ids[0].author_id, self.other.partner_id)

    def test_the_setting_is_not_for_customers(self):
        for record in (self.hotel, self.customer.partner_id):
            with self.assertRaises(AccessError):
                record.with_user(self.customer).write({"hau_mai_case_sharing": "all"})
        self.post("/my/account", self.customer, hau_mai_case_sharing="all", name="An")
        self.assertEqual(self.hotel.hau_mai_case_sharing, "own")
        self.assertEqual(self.customer.partner_id.hau_mai_case_sharing, "own")

    def test_the_setting_stands_on_the_company(self):
        form = Form(self.hotel.with_user(self.manager))
        form.hau_mai_case_sharing = "all"
        form.save()
        self.assertIn("It drips", self.open("/my/requests", self.colleague).text)
        with self.assertRaises(AssertionError):
            Form(self.customer.partner_id.with_user(self.manager)).hau_mai_case_sharing = "all"

    def test_only_by_post_and_with_the_forms_token(self):
        self.log_in(self.customer)
        for action, data in FORMS.items():
            with self.subTest(action=action):
                case = self.make_possible(action)
                before = self.facts(case)
                url = f"/my/requests/{case.id}/{action}"
                self.assertIn(self.url_open(url).status_code, (404, 405))
                self.assertEqual(self.url_open(url, data={**data, "x": "1"}).status_code, 400)
                self.assertEqual(self.facts(case), before)
        self.assertEqual(
            self.url_open("/my/requests/new", data={"subject": "x", "text": "x"}).status_code, 400
        )

    def test_a_case_that_is_not_there_looks_like_one_of_others(self):
        there = self.open(f"/my/requests/{self.hidden.id}", self.customer)
        nowhere = self.open("/my/requests/999999999", self.customer)
        self.assertEqual(there.url.split("?")[0], nowhere.url.split("?")[0])
        self.assertEqual(there.text.split("<main")[1], nowhere.text.split("<main")[1])

    def test_another_companys_cases_are_not_shown(self):
        """A customer of two companies uses the page of each; their cases do not mix."""
        other = self.env["res.company"].create({"name": "Other Shop"})
        case = self.make_complaint(
            partner_id=self.customer.partner_id.id,
            company_id=other.id,
            team_id=False,
            subject="Elsewhere",
        )
        self.assertNotIn("Elsewhere", self.open("/my/requests", self.customer).text)
        self.assertSentAway(self.open(f"/my/requests/{case.id}", self.customer))

    def test_an_outsider_without_rights_gets_empty_pages(self):
        clerk = new_test_user(self.env, login="clerk", groups="base.group_user")
        page = self.open("/my/requests", clerk)
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("It drips", page.text)

    # === BY RPC === #

    def test_nobody_writes_past_the_pages(self):
        case = self.case.with_user(self.customer)
        for name, args in (
            ("write", [{"subject": "x"}]),
            ("message_post", []),
            ("action_close", []),
            ("action_reopen", []),
            ("unlink", []),
        ):
            with self.subTest(method=name), self.assertRaises(AccessError):
                getattr(case, name)(*args)
        with self.assertRaises(AccessError):
            self.Complaint.with_user(self.customer).create({"subject": "x"})

    def test_internal_messages_and_files_are_not_read_by_rpc(self):
        notes = self.case.with_user(self.agent).message_post(
            body="He shouts", attachments=[("note.gif", GIF)]
        )
        notes |= self.case.with_user(self.agent).message_post(
            body="He shouts", message_type="comment", subtype_xmlid="mail.mt_note"
        )
        self.case._message_log(body="Reopened for a reason of ours")
        notes |= self.case.message_ids[0]
        messages = self.env["mail.message"].with_user(self.customer)
        found = messages.search(
            [("model", "=", "hau_mai.complaint"), ("res_id", "=", self.case.id)]
        )
        self.assertFalse(notes & found)
        self.assertIn("Here is the letter", "".join(found.mapped("body")))
        self.env.invalidate_all()
        for note in notes:
            with self.assertRaises(AccessError):
                messages.browse(note.id).read(["body"])
        with self.assertRaises(AccessError):
            notes.attachment_ids.with_user(self.customer).read(["raw"])
