"""Tiers in a real browser."""

from odoo import fields
from odoo.tests import HttpCase

from .loyalty_common import LoyaltyCase


class TestLoyaltyTours(LoyaltyCase, HttpCase):
    def test_a_manager_tries_other_thresholds(self):
        self.company.hau_mai_tier_basis = "confirmed"
        self.sell(2500)
        memberships = self.Membership.sudo()
        memberships._due_memberships(self.company, self.today)._review(fields.Datetime.now())
        draft = self.env["hau_mai.loyalty.draft"].create({"name": "Gold for more people"})
        self.make_user("after_manager", login="tier_manager")
        action = "/odoo/action-hau_mai.hau_mai_loyalty_draft_action"
        self.start_tour(f"{action}/{draft.id}", "hau_mai_tier_what_if", login="tier_manager")
        self.assertEqual((draft.preview["up"], self.gold.amount_min), (1, 5000))
