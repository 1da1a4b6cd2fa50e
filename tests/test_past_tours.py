"""Warranties for past orders in a real browser."""

from odoo.tests import HttpCase

from .test_past_orders import PastOrdersCase


class TestPastTours(PastOrdersCase, HttpCase):
    def test_counted_started_and_done_in_another_browser(self):
        order = self.sell_before((self.product, 3))
        self.make_user("after_manager", login="past_manager")
        action = "/odoo/action-hau_mai.hau_mai_past_orders_action"
        self.start_tour(action, "hau_mai_past_orders", login="past_manager")
        run = self.Run.search([], limit=1)
        self.assertEqual((run.state, run.made_count), ("running", 0))
        self.work()
        self.assertEqual((run.state, run.made_count), ("done", 3))
        self.start_tour(action, "hau_mai_past_orders_done", login="past_manager")
        self.assertEqual(set(order.unit_ids.mapped("date_start")), {self.today})
