"""The manager's dry run, in a real browser."""

from odoo.tests import HttpCase

from .care_common import CareCase


class TestDryRunTour(CareCase, HttpCase):
    def test_the_manager_looks_before_anything_leaves(self):
        self.make_user("after_manager", login="manager")
        agreed, silent = self.make_customers(2)
        agreed.name, silent.name = "Who Agreed", "Who Said Nothing"
        self.env["hau_mai.consent"].create(
            {
                "partner_id": agreed.id,
                "channel": "phone",
                "purpose": "marketing",
                "state": "granted",
                "source": "A test",
            }
        )
        rule = self.make_rule(name="Marketing call", purpose="marketing", delay=0)
        self.make_orders(agreed + silent)
        self.start_tour(
            f"/odoo/action-hau_mai.hau_mai_care_rule_action/{rule.id}",
            "hau_mai_dry_run",
            login="manager",
        )
        self.assertFalse(self.touchpoints(rule))
