"""The pricelist of a tier: who gets it, what goes before it, what stands in its way."""

from odoo.exceptions import ValidationError
from odoo.tests import Form

from .loyalty_common import LoyaltyCase


class TestTierPricelist(LoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.config.settings"].create({"group_product_pricelist": True}).execute()
        cls.Pricelist = cls.env["product.pricelist"]
        cls.everybody = cls.Pricelist.create({"name": "Everybody", "sequence": 1})
        cls.members = cls.Pricelist.create({"name": "Members", "sequence": 99})
        cls.gold.pricelist_id = cls.members

    def pricelist(self, partner=None):
        partner = partner or self.partner
        partner.invalidate_recordset(["property_product_pricelist"])
        return partner.property_product_pricelist

    def quote(self, partner=None, **vals):
        return self.make_order((self.product, 1), confirm=False,
                               partner_id=(partner or self.partner).id, **vals)  # fmt: skip

    def test_a_member_is_quoted_by_it_and_nothing_is_written_on_them(self):
        before = self.pricelist()
        self.assertNotEqual(before, self.members)
        old = self.quote()
        self.make_member(self.gold)
        self.assertEqual(self.pricelist(), self.members)
        self.assertEqual(self.quote().pricelist_id, self.members)
        self.assertEqual(old.pricelist_id, before)
        self.assertFalse(self.partner.specific_property_product_pricelist)
        self.membership().tier_id = self.silver
        self.assertEqual(self.pricelist(), before)

    def test_the_people_of_a_company_too(self):
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        person = self.env["res.partner"].create({"name": "Person", "parent_id": firm.id})
        self.make_member(self.gold, firm)
        self.assertEqual(self.pricelist(person), self.members)

    def test_what_was_chosen_by_hand_goes_first(self):
        self.make_member(self.gold)
        own = self.Pricelist.create({"name": "Own"})
        self.partner.property_product_pricelist = own
        self.assertEqual(self.pricelist(), own)
        self.assertIn("1 members have a pricelist of their own", self.gold.pricelist_warning)
        self.partner.property_product_pricelist = self.members
        self.assertFalse(self.partner.specific_property_product_pricelist)

    def test_the_price_list_of_everybody_can_be_chosen_for_a_member(self):
        default = self.pricelist()
        self.make_member(self.gold)
        self.partner.property_product_pricelist = default
        self.assertEqual(self.pricelist(), default)

    def test_a_new_contact_of_a_member_gets_none_of_its_own(self):
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        self.make_member(self.gold, firm)
        form = Form(self.env["res.partner"].with_context(default_parent_id=firm.id))
        form.name = "New person"
        person = form.save()
        self.assertFalse(person.specific_property_product_pricelist)
        self.assertEqual(self.pricelist(person), self.members)

    def test_archived_or_switched_off_never_fails_at_a_sale(self):
        self.make_member(self.gold)
        self.members.active = False
        self.gold.invalidate_recordset()
        self.assertIn("archived", self.gold.pricelist_warning)
        self.assertNotEqual(self.quote().pricelist_id, self.members)
        self.members.active = True
        self.env["res.config.settings"].create({"group_product_pricelist": False}).execute()
        self.gold.invalidate_recordset()
        self.assertIn("switched off", self.gold.pricelist_warning)
        self.assertFalse(self.quote().pricelist_id)

    def test_of_another_company_it_is_refused_on_the_tier(self):
        other = self.env["res.company"].create({"name": "Another"})
        theirs = self.Pricelist.create({"name": "Theirs", "company_id": other.id})
        with self.assertRaisesRegex(ValidationError, "“Theirs” belongs to Another"):
            self.gold.pricelist_id = theirs

    def test_what_it_means_is_said_on_the_tier(self):
        self.assertFalse(self.gold.pricelist_warning)
        euro = self.env["res.currency"].with_context(active_test=False).search(
            [("name", "=", "EUR" if self.company.currency_id.name != "EUR" else "USD")]
        )  # fmt: skip
        euro.active = True
        self.members.write(
            {
                "currency_id": euro.id,
                "country_group_ids": [(4, self.env.ref("base.europe").id)],
            }
        )
        program = self.env["loyalty.program"].create(
            {"name": "For others", "program_type": "loyalty",
             "currency_id": self.everybody.currency_id.id,
             "pricelist_ids": [(4, self.everybody.id)]}
        )  # fmt: skip
        self.gold.invalidate_recordset()
        warning = self.gold.pricelist_warning
        self.assertIn(f"It is in {euro.name}", warning)
        self.assertIn("meant for", warning)
        self.assertIn(program.name, warning)

    def test_companies_do_not_mix(self):
        self.make_member(self.gold)
        other = self.env["res.company"].create({"name": "Another"})
        self.env.user.company_ids += other
        partner = self.partner.with_company(other)
        self.assertNotEqual(self.pricelist(partner), self.members)

    def test_all_customers_in_two_queries_more(self):
        def count(partners):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            partners.mapped("property_product_pricelist")
            return self.env.cr.sql_log_count - before

        partners = self.make_customers(50)
        self.gold.pricelist_id = False
        count(partners)
        plain = count(partners)
        self.gold.pricelist_id = self.members
        for partner in partners[:40]:
            self.make_member(self.gold, partner)
        count(partners)
        self.assertLessEqual(count(partners), plain + 3)
