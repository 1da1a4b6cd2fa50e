"""How many queries cases cost: the same for a few and for many."""

from odoo import fields
from odoo.fields import Command
from odoo.tools import SQL

from .complaint_common import ComplaintCase

#: Queries that one more case may cost: Odoo writes 100 rows in one statement.
PER_CASE = 0.2


class TestComplaintQueries(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # as in use: what changes is noted, who is responsible is told
        cls.Complaint = cls.Complaint.with_context(tracking_disable=False)
        cls.people = cls.env["res.users"].union(
            *(
                cls.make_user("after_own", login=f"agent_{n}", email=f"agent_{n}@example.com")
                for n in range(2)
            )
        )
        cls.customers = cls.env["res.partner"].create(
            [{"name": f"Customer {n}", "email": f"c{n}@example.com"} for n in range(100)]
        )

    def create_cases(self, count, users=(), team=None):
        team = team or self.team
        vals_list = [
            {"subject": f"Case {n}", "partner_id": self.customers[n].id, "team_id": team.id}
            for n in range(count)
        ]
        for n, vals in enumerate(vals_list if users else ()):
            vals["user_id"] = users[n % len(users)].id
        return self.Complaint.create(vals_list)

    def assert_flat(self, create):
        """That 90 more cases cost hardly any query more."""
        create(10)
        few, many = (self.queries(lambda n=n: create(n)) for n in (10, 100))
        self.assertLessEqual(many - few, 90 * PER_CASE, (few, many))

    def messages(self, user):
        """What was sent to a user about what is theirs."""
        return self.env["mail.message"].search(
            [
                ("message_type", "=", "user_notification"),
                ("notified_partner_ids", "in", user.partner_id.ids),
            ]
        )

    # ------------------------------------------------------------------ creating

    def test_creating(self):
        self.assert_flat(self.create_cases)

    def test_creating_what_is_given_to_people(self):
        self.assert_flat(lambda count: self.create_cases(count, self.people))

    def test_creating_what_a_team_gives_in_turn(self):
        self.team.write({"assignment": "turn", "member_ids": [Command.set(self.people.ids)]})
        self.assert_flat(self.create_cases)

    def test_creating_what_is_confirmed_by_email(self):
        self.company.hau_mai_tell_customers = True
        self.assert_flat(self.create_cases)

    # ------------------------------------------------------------------ telling whose they are

    def test_who_gets_many_reads_one_message_and_follows_all(self):
        cases = self.create_cases(24, self.people)
        for user in self.people:
            theirs = cases.filtered(lambda case, user=user: case.user_id == user)
            [message] = self.messages(user)
            self.assertEqual(message.subject, "Cases that are yours now: 12")
            self.assertIn(theirs[0].name, message.body)
            self.assertIn("and 2 more", message.body)
            for case in theirs:
                self.assertIn(user.partner_id, case.message_partner_ids)
            for case in cases - theirs:
                self.assertNotIn(user.partner_id, case.message_partner_ids)

    def test_who_gets_one_reads_about_this_one(self):
        case = self.create_cases(1, self.people)
        [message] = self.messages(self.people[0])
        self.assertEqual((message.model, message.res_id), (case._name, case.id))

    def test_many_given_later_are_one_message(self):
        cases = self.create_cases(3)
        cases.user_id = self.people[0]
        self.assertEqual(len(self.messages(self.people[0])), 1)
        self.assertIn(self.people[0].partner_id, cases[2].message_partner_ids)

    def test_what_one_takes_oneself_is_no_news(self):
        user = self.people[0]
        self.create_cases(3).with_user(user).action_take()
        self.assertFalse(self.messages(user))

    # ------------------------------------------------------------------ looking

    def test_a_list_with_clocks(self):
        names = ["display_name", "date_deadline", "sla_state", "sla_sentence", "partner_id"]
        cases = self.create_cases(80, self.people)
        few, many = (
            self.queries(lambda some=some: some.with_user(self.manager).read(names))
            for some in (cases[:10], cases)
        )
        self.assertLessEqual(many, few)

    def test_what_is_late_is_found_by_an_index(self):
        self.create_cases(100)
        self.env.flush_all()
        # on a table that looks empty every index of the clocks is as good as the others
        self.env.cr.execute("ANALYZE hau_mai_sla_status, hau_mai_complaint")
        now = fields.Datetime.now()
        running = [("active", "=", True), ("date_reached", "=", False)]
        self.env.execute_query(SQL("SET LOCAL enable_seqscan = off"))
        for query, index in (
            (
                self.Complaint._search([("sla_state", "=", "overdue")]),
                "hau_mai_complaint_deadline_idx",
            ),
            (
                self.env["hau_mai.sla.status"]._search([*running, ("date_at_risk", "<=", now)]),
                "hau_mai_sla_status_at_risk_idx",
            ),
        ):
            rows = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
            self.assertIn(index, "\n".join(row[0] for row in rows))
