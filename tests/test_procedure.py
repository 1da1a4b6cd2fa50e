"""The published complaint procedure: channels, each step with its deadline, what comes first."""

from .portal_common import PortalCase


class TestProcedure(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "hau_mai_email": "care@shop.example",
                "hau_mai_hours": "Mon–Fri 8–17",
                "hau_mai_procedure_intro": "<p>Welcome</p>",
                "hau_mai_procedure_outro": "<p>Goodbye</p>",
                "hau_mai_vietnam_rules": True,
            }
        )
        cls.policies = cls.env["hau_mai.sla.policy"]

    def page(self, company=None):
        response = self.open(f"/complaints/{company.id}" if company else "/complaints")
        self.assertEqual(response.status_code, 200)
        return self.text(response)

    def test_everybody_reads_how_by_when_and_what_first(self):
        page = self.page()
        for words in (
            "1800 1234",
            "care@shop.example",
            "Mon–Fri 8–17",
            "Welcome",
            "Goodbye",
            "We confirm that we have it",
            "3 working days",
            "We solve it, or tell you in writing why not",
            "7 working days",
            "Elderly people",
            "mediation, arbitration or the court",
        ):
            self.assertIn(words, page)
        self.assertNotIn("A person answers you", page, "nothing is promised about it")

    def test_the_deadlines_are_those_of_the_promises_in_force(self):
        own = self.policies.create(
            {
                "name": "Ours",
                "sequence": 1,
                "target": "solution",
                "days": 2,
                "hours": 4,
                "company_id": self.company.id,
            }
        )
        self.policies.create({"name": "Answer", "target": "first_response", "hours": 4})
        only = {"types": ["safety"], "sequence": 0, "target": "acknowledge", "minutes": 5}
        self.policies.create({"name": "Danger", **only})
        page = self.page()
        self.assertIn("2 working days and 4 hours", page)
        self.assertIn("A person answers you", page)
        self.assertIn("3 working days", page, "what is for some cases only is not promised to all")
        self.assertNotIn("5 working minutes", page)
        own.active = False
        self.assertIn("7 working days", self.page())

    def test_each_company_has_its_own(self):
        other = self.env["res.company"].create(
            {"name": "Other Shop", "hau_mai_hotline": "1900 9999", "hau_mai_vietnam_rules": False}
        )
        self.policies.create(
            {
                "name": "Theirs",
                "sequence": 1,
                "target": "solution",
                "days": 5,
                "company_id": other.id,
            }
        )
        page = self.page(other)
        self.assertIn("1900 9999", page)
        self.assertIn("5 working days", page)
        self.assertNotIn("arbitration", page)
        self.assertNotIn("Welcome", page)
        self.assertNotIn("5 working days", self.page())

    def test_a_very_small_business_hides_it(self):
        self.company.hau_mai_procedure_published = False
        for url in ("/complaints", f"/complaints/{self.company.id}", "/complaints/999999999"):
            self.assertEqual(self.open(url).status_code, 404)
        page = self.open("/my/requests", self.customer).text
        self.assertNotIn("/complaints", page)
        self.company.hau_mai_procedure_published = True
        self.assertIn(
            f"/complaints/{self.company.id}", self.open("/my/requests", self.customer).text
        )

    def test_the_settings_open_it(self):
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.action_open_procedure()["url"], f"/complaints/{self.company.id}")
