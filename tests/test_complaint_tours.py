"""The manager's dashboard of cases, in a real browser."""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase

from .complaint_common import ComplaintCase


class TestComplaintDashboardTour(ComplaintCase, HttpCase):
    def test_the_managers_dashboard(self):
        self.team.name = "Tour Team"
        late = self.make_complaint(subject="It drips", user_id=self.agent.id)
        late.sudo().sla_status_ids[:1].deadline = fields.Datetime.now() - timedelta(hours=1)
        self.solve(self.make_complaint())
        self.start_tour(
            "/odoo/after-sales", "hau_mai_complaint_dashboard", login=self.manager.login
        )
