from .loyalty_common import LoyaltyCase


class TestTierOfCustomer(LoyaltyCase):
    def test_the_tier_is_that_of_the_commercial_customer(self):
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        person = self.env["res.partner"].create({"name": "Person", "parent_id": firm.id})
        self.Membership.create(
            {"partner_id": firm.id, "company_id": self.company.id, "tier_id": self.gold.id}
        )
        self.assertEqual(person.loyalty_tier_id, self.gold)
        partners = self.env["res.partner"]
        self.assertIn(person, partners.search([("loyalty_tier_id", "=", self.gold.id)]))
        self.assertIn(person, partners.search([("loyalty_tier_id", "!=", False)]))
        self.assertNotIn(self.partner, partners.search([("loyalty_tier_id", "!=", False)]))
        self.assertIn(self.partner, partners.search([("loyalty_tier_id", "=", False)]))
        self.assertIn(person, partners.search([("loyalty_tier_id.name", "=", "Gold")]))
        order = self.sell(1200)
        self.assertEqual(self.pay(order).payment_state, "paid")
