"""An agent solves a case in a real browser."""

from odoo.tests import HttpCase

from . import test_complaint_solve as solving


class TestSolveTour(solving.SolveCase, HttpCase):
    def test_an_agent_solves_a_case(self):
        self.company.hau_mai_voucher_limit_user = 20
        self.complaint.user_id = self.agent
        self.complaint.with_user(self.agent).action_take()
        self.start_tour(
            f"/odoo/action-hau_mai.hau_mai_complaint_action/{self.complaint.id}",
            "hau_mai_complaint_solve",
            login="agent",
        )
        self.assertEqual((self.complaint.state, self.complaint.resolution), ("solved", "repair"))
        kinds = self.complaint.action_ids.sorted("kind").mapped(lambda a: (a.kind, a.state))
        self.assertEqual(kinds, [("service", "done"), ("voucher", "to_approve")])
