"""An agent's day in a real browser: call, case, clock, answer, solution, the customer's rating."""

from odoo.tests import HttpCase

from .sla_common import SlaCase


class TestAgentDay(SlaCase, HttpCase):
    browser_size = "1400x900"

    def test_from_the_call_to_the_rating(self):
        self.agent.password = "agent-password"
        self.partner.email = "an@example.com"
        self.company.write({"hau_mai_tell_customers": True, "hau_mai_tell_by": "email"})
        self.unit.serial_number = "DAY-1"
        self.start_tour("/odoo/after-sales", "hau_mai_agent_day", login="agent")

        case = self.Complaint.search([("subject", "=", "It blows warm air")])
        self.assertEqual(
            (case.state, case.user_id, case.unit_id, case.channel, case.resolution),
            ("solved", self.agent, self.unit, "phone", "guidance"),
        )
        self.assertEqual(self.clock(case).status, "met")
        self.assertTrue(case.date_first_response)
        events = case.notice_ids.sorted("id").mapped("event")
        self.assertEqual(events, ["received", "solved"])

        link = case._portal_url().removeprefix(case.get_base_url())
        self.start_tour(link, "hau_mai_agent_day_customer")
        case.invalidate_recordset()
        self.assertEqual((case.state, case.close_reason), ("closed", "confirmed"))
        self.assertEqual(case.rating_ids.filtered("consumed").rating, 5)

        action = "/odoo/action-hau_mai.hau_mai_complaint_action"
        self.start_tour(f"{action}/{case.id}", "hau_mai_agent_day_rated", login="agent")
