"""The clocks in a real browser."""

from odoo.tests import HttpCase

from .sla_common import SlaCase


class TestSlaTours(SlaCase, HttpCase):
    def test_a_manager_promises_less(self):
        self.make_user("after_manager", login="sla_manager")
        action = "/odoo/action-hau_mai.hau_mai_sla_policy_action"
        self.start_tour(f"{action}/{self.promise.id}", "hau_mai_sla_policy", login="sla_manager")
        self.assertEqual((self.promise.types, self.promise.hours), (["claim"], 4))

    def test_an_agent_sees_who_waits(self):
        case = self.make_complaint(user_id=self.agent.id)
        action = "/odoo/action-hau_mai.hau_mai_complaint_action"
        self.start_tour(f"{action}/{case.id}", "hau_mai_sla_case", login="agent")
