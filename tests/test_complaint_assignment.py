"""Who gets a case: in turn, by load, by skill; nobody who is away; and why."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from odoo.fields import Command
from odoo.tests import TransactionCase

from odoo.addons.hau_mai.tools.assignment import choose

from .complaint_common import ComplaintCase


class TestChoose(TransactionCase):
    @given(
        st.lists(st.integers(1, 9), unique=True, min_size=1), st.integers(1, 60), st.integers(0, 99)
    )
    def test_in_turn_nobody_gets_two_more_than_another(self, people, count, position):
        got = Counter(
            choose("turn", [("members", people)], {}, position + number)[0]
            for number in range(count)
        )
        self.assertLessEqual(max(got.values()) - min(got[person] for person in people), 1)

    @given(st.dictionaries(st.integers(1, 9), st.integers(0, 20), min_size=1), st.integers(1, 60))
    def test_by_load_nobody_gets_one_who_has_more_than_another(self, loads, count):
        for _number in range(count):
            person, _pool = choose("load", [("members", list(loads))], loads, 0)
            self.assertEqual(loads[person], min(loads.values()))
            loads[person] += 1

    def test_the_first_pool_with_anybody_in_it_decides(self):
        pools = [("specialists", []), ("members", [1, 2]), ("leader", [3])]
        self.assertEqual(choose("turn", pools, {}, 1), (2, "members"))
        self.assertEqual(choose("load", [("members", []), ("leader", [])], {}, 0), (None, None))


class TestAssignment(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.write({"assignment": "turn", "member_ids": [Command.link(cls.technician.id)]})
        cls.members = cls.team.member_ids

    def make_many(self, count, **vals):
        values = {"subject": "It drips", "team_id": self.team.id, "partner_id": self.partner.id}
        return self.Complaint.create([values | vals for _number in range(count)])

    def given_to(self, complaints):
        return Counter(complaint.user_id.name for complaint in complaints)

    def test_by_hand_nobody_is_given_anything(self):
        self.team.assignment = "manual"
        complaint = self.make_complaint()
        self.assertFalse(complaint.user_id or complaint.assigned_reason)
        with self.refused("assigns by hand"):
            complaint.action_assign()

    def test_in_turn_also_over_several_batches(self):
        complaints = self.make_many(3) | self.make_many(3)
        self.assertEqual(self.given_to(complaints), {"Lan": 3, "Hùng": 3})
        self.assertEqual(set(complaints.mapped("assigned_reason")), {"In turn."})

    def test_by_load_those_with_less_get_more(self):
        self.make_many(3, user_id=self.agent.id)
        self.make_many(1, user_id=self.agent.id).action_close()
        self.team.assignment = "load"
        complaints = self.make_many(5)
        self.assertEqual(self.given_to(complaints), {"Hùng": 4, "Lan": 1})
        self.assertEqual(complaints[0].assigned_reason, "Had the fewest open cases.")

    def test_specialists_first_of_the_category_or_of_one_above(self):
        self.team.assign_by_skill = True
        make = self.env["hau_mai.complaint.category"].create
        product = make({"name": "Product", "user_ids": [Command.set(self.desk.ids)]})
        noise = make({"name": "Noise", "parent_id": product.id})
        complaints = self.make_many(2, category_id=noise.id)
        self.assertEqual(complaints.user_id, self.desk)
        self.assertEqual(complaints[0].assigned_reason, "Specialist of Product / Noise, in turn.")
        noise.user_ids = self.agent
        self.assertEqual(self.make_many(2, category_id=noise.id).user_id, self.agent)
        self.agent.out_of_office_from = self.moment(days=-1)
        self.assertEqual(self.make_many(2, category_id=noise.id).user_id, self.desk)
        self.team.assign_by_skill = False
        self.assertEqual(self.make_many(2, category_id=noise.id).user_id, self.technician)

    def test_who_is_away_gets_nothing_then_the_leader_then_nobody(self):
        resource = self.env["resource.resource"].create({"name": "Lan", "user_id": self.agent.id})
        self.env["resource.calendar.leaves"].create(
            {
                "resource_id": resource.id,
                "date_from": self.moment(days=-1),
                "date_to": self.moment(days=1),
                "time_type": "leave",
            }
        )
        self.assertEqual(self.make_many(2).user_id, self.technician)
        self.technician.active = False
        complaint = self.make_complaint()
        self.assertEqual(complaint.user_id, self.manager)
        self.assertEqual(complaint.assigned_reason, "Team leader: nobody else of Care is there.")
        self.team.user_id = False
        complaint = self.make_complaint()
        self.assertFalse(complaint.user_id)
        self.assertEqual(
            complaint.assigned_reason, "Nobody of Care is there. Choose somebody by hand."
        )

    def test_the_cases_of_who_goes_away_are_given_again(self):
        theirs = self.make_many(2, user_id=self.agent.id)
        kept = self.make_many(1, user_id=self.technician.id)
        self.agent.out_of_office_from = self.moment(days=-1)
        (theirs | kept).with_user(self.desk).action_assign()
        self.assertEqual((theirs | kept).user_id, self.technician)
        self.assertEqual(theirs[0].assigned_reason, "In turn.")
        self.assertFalse(kept.assigned_reason)

    def test_who_is_chosen_by_hand_needs_no_reason(self):
        complaint = self.make_complaint()
        self.assertTrue(complaint.assigned_reason)
        complaint.user_id = self.desk
        self.assertFalse(complaint.assigned_reason)

    def test_only_what_can_be_taken_shows_the_button(self):
        self.team.assignment = "manual"
        free, own = self.make_complaint(), self.make_complaint(user_id=self.agent.id)
        hers = self.make_complaint(user_id=self.manager.id)
        over = self.make_complaint()
        over.action_close()
        boss = self.make_user("after_all", login="boss")
        cases = free + own + hers + over
        self.assertEqual(cases.with_user(boss).filtered("may_take"), free.with_user(boss))
        self.manager.out_of_office_from = self.moment(days=-1)
        cases.invalidate_recordset(["may_take"])
        self.assertEqual(cases.with_user(boss).filtered("may_take"), (free + hers).with_user(boss))

    def test_somebody_of_another_company_gets_nothing(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.technician.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        self.assertEqual(self.make_many(2).user_id, self.agent)

    def test_an_agent_may_log_a_case_that_another_gets(self):
        complaints = self.Complaint.with_user(self.agent).create(
            [{"subject": "It drips", "team_id": self.team.id}] * 2
        )
        self.assertEqual(complaints.user_id, self.members)

    def test_many_cases_are_given_out_in_as_many_queries_as_few(self):
        def queries(count, how):
            self.team.assignment = how
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.make_many(count)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries(1, "load")
        for how in ("turn", "load"):
            few, many = (queries(count, how) - queries(count, "manual") for count in (4, 40))
            self.assertLessEqual(many, few + 3)
