"""The screens: what they show agrees with what is decided, and everybody can open them."""

import random
from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import Form

from .common import HauMaiCase


class TestUnitViews(HauMaiCase):
    def random_units(self, count=120):
        """Cards in every state, with none to three periods that begin and end anywhere."""
        dice = random.Random(7)
        units = self.env["hau_mai.unit"].create(
            [{"partner_id": self.partner.id, "product_id": self.product.id}] * count
        )
        vals_list = []
        for unit in units:
            for number in range(dice.choice([0, 1, 2, 3])):
                start = dice.choice([False, self.today + timedelta(days=dice.randint(-400, 40))])
                vals_list.append(
                    {
                        "unit_id": unit.id,
                        "name": f"Period {number}",
                        "origin": "goodwill",
                        "date_start": start,
                        "duration": dice.choice([0, 1, 30, 200, 365]),
                        "duration_unit": "day",
                        "is_main": not number,
                    }
                )
        self.env["hau_mai.coverage"].create(vals_list)
        for unit in units:
            if dice.random() < 0.15:
                unit.action_void("A test")
        return units

    def test_status_computed_searched_and_grouped_agree(self):
        units = self.random_units()
        model = self.env["hau_mai.unit"]
        computed = {}
        for unit in units:
            computed.setdefault(unit.warranty_status, set()).add(unit.id)
        self.assertGreaterEqual(len(computed), 5)
        statuses = [key for key, _label in model._fields["warranty_status"].selection]
        for status in statuses:
            found = model.search([("warranty_status", "=", status), ("id", "in", units.ids)])
            self.assertEqual(set(found.ids), computed.get(status, set()), status)
        grouped = model._read_group(
            [("id", "in", units.ids)], ["warranty_status"], ["id:array_agg"]
        )
        self.assertEqual({status: set(ids) for status, ids in grouped}, computed)

    def test_status_is_offered_for_grouping_and_in_the_search_panel(self):
        units = self.random_units(20)
        model = self.env["hau_mai.unit"]
        self.assertTrue(model.fields_get(["warranty_status"])["warranty_status"]["groupable"])
        panel = model.search_panel_select_range("warranty_status", expand=True)
        self.assertEqual(len(panel["values"]), 8)
        counted = model.search_panel_select_range(
            "warranty_status", enable_counters=True, search_domain=[("id", "in", units.ids)]
        )
        self.assertEqual(sum(value["__count"] for value in counted["values"]), 20)
        groups = model.web_read_group([("id", "in", units.ids)], ["warranty_status"], ["__count"])
        self.assertEqual(sum(group["__count"] for group in groups["groups"]), 20)

    def test_a_card_written_by_hand_takes_the_policy_of_the_product(self):
        with freeze_time("2026-03-01 05:00:00"):
            form = Form(self.env["hau_mai.unit"])
            form.partner_id = self.partner
            form.product_id = self.product
            self.assertEqual(form.policy_id, self.policy)
            form.serial_number = "AB 12"
            form.date_start_manual = "2026-01-10"
            form.date_start_reason = "Receipt of another shop"
            unit = form.save()
            self.assertEqual(len(unit.coverage_ids), 2)
            self.assertEqual(unit.date_end_main, self.day("2028-01-10"))
            self.assertEqual(unit.warranty_status, "active")
            self.assertFalse(unit.order_id)

    def test_buttons_follow_the_state_and_the_rights(self):
        unit = self.make_order().unit_ids
        self.assertTrue(unit.may_void)
        self.assertFalse(unit.may_restore)
        self.assertFalse(unit.may_activate)
        unit.action_void("A test")
        self.assertFalse(unit.may_void)
        self.assertTrue(unit.may_restore)
        sales = self.make_user("sales_all")
        mine = unit.with_user(sales)
        self.assertFalse(mine.may_write or mine.may_restore)
        own = self.make_user("after_own")
        unit.user_id = sales
        self.assertFalse(unit.with_user(own).may_restore)
        unit.user_id = own
        self.assertTrue(unit.with_user(own).may_restore)

    def test_activation_is_offered_until_it_is_done(self):
        self.policy.start_trigger = "activation"
        unit = self.make_order().unit_ids
        self.assertTrue(unit.may_activate)
        unit.action_activate()
        self.assertFalse(unit.may_activate)
        self.assertEqual(unit.date_start, self.today)

    def test_a_start_by_hand_is_taken_back(self):
        unit = self.make_order().unit_ids
        unit.action_start(self.today, "A test")
        self.assertEqual(unit.warranty_status, "active")
        unit.action_take_start_back()
        self.assertEqual(unit.warranty_status, "not_started")
        self.assertFalse(unit.date_start_reason)

    def test_the_dialog_starts_several_cards(self):
        units = self.make_order((self.product, 3)).unit_ids
        action = units.action_start()
        dialog = Form(self.env[action["res_model"]].with_context(**action["context"]))
        dialog.reason = "Delivered by our own van"
        dialog.save().action_apply()
        self.assertEqual(units.mapped("date_start"), [self.today] * 3)


class TestPolicyViews(HauMaiCase):
    def test_the_preview_follows_the_form(self):
        with freeze_time("2026-01-10 05:00:00"):
            form = Form(self.env["hau_mai.warranty.policy"])
            form.name = "Fridges"
            self.assertEqual(form.preview["sentence"], "No warranty")
            self.assertFalse(form.preview["rows"])
            self.assertIn("promises nothing", form.preview["notes"][0])
            with form.term_ids.new() as term:
                term.name = "Whole unit"
                term.duration = 24
            self.assertIn("24 months", form.preview["sentence"])
            self.assertEqual(form.preview["rows"][0]["end"], "01/10/2028")
            self.assertEqual(form.preview["rows"][0]["explanation"], "24 months from delivery")
            with form.term_ids.edit(0) as term:
                term.duration = 0
            self.assertEqual(form.preview["rows"][0]["end"], "for life")
            form.start_trigger = "invoice"
            self.assertEqual(form.preview["rows"][0]["explanation"], "for life from the invoice")
            policy = form.save()
            self.assertTrue(policy.term_ids.is_main)

    def test_the_preview_says_to_whom_it_applies_and_what_is_missing(self):
        self.company.hau_mai_vietnam_rules = True
        notes = " ".join(self.policy.preview["notes"])
        self.assertIn("1 products that name it", notes)
        self.assertIn("content, method, exclusions", notes)
        self.categ.warranty_policy_id = self.policy
        self.company.warranty_policy_id = self.policy
        self.policy.invalidate_recordset(["preview"])
        notes = " ".join(self.policy.preview["notes"])
        self.assertIn("products of Air conditioners", notes)
        self.assertIn(f"all goods of {self.company.name}", notes)

    def test_editions_count_what_was_sold_under_them(self):
        self.make_order((self.product, 2))
        self.assertEqual(self.policy.edition_ids.unit_count, 2)


class TestWhereAWarrantyComesFrom(HauMaiCase):
    def test_the_hint_names_what_is_inherited(self):
        child = self.env["product.category"].create({"name": "Split", "parent_id": self.categ.id})
        product = self.make_product("AC 12000", categ_id=child.id).product_tmpl_id
        self.assertEqual(product.warranty_hint, "None: nothing is promised")
        self.company.warranty_policy_id = self.policy
        product.invalidate_recordset()
        self.assertIn("the company's default", product.warranty_hint)
        self.categ.warranty_policy_id = self.policy
        product.invalidate_recordset()
        child.invalidate_recordset()
        self.assertEqual(product.warranty_hint, "Air conditioner (category Split)")
        self.assertEqual(child.warranty_hint, "Air conditioner (category above)")
        self.assertEqual(child.effective_warranty_policy_id, self.policy)

    def test_categories_and_products_without_a_policy_are_found(self):
        child = self.env["product.category"].create({"name": "Split", "parent_id": self.categ.id})
        both = self.categ + child
        categories = self.env["product.category"]
        domain = [("without_warranty_policy", "=", True), ("id", "in", both.ids)]
        self.assertEqual(categories.search(domain), both)
        self.categ.warranty_policy_id = self.policy
        self.assertFalse(categories.search(domain))
        self.assertEqual(
            categories.search([("without_warranty_policy", "=", False), ("id", "in", both.ids)]),
            both,
        )
        products = self.env["product.template"]
        bare = self.make_product(
            "Vase", categ_id=self.env["product.category"].create({"name": "V"}).id
        )
        found = products.search([("without_warranty_policy", "=", True)])
        self.assertIn(bare.product_tmpl_id, found)
        self.assertNotIn(self.product.product_tmpl_id, found)

    def test_the_quotation_offers_to_update_its_warranties(self):
        order = self.make_order(confirm=False)
        self.assertFalse(order.warranties_outdated)
        other = self.make_policy("Five years", duration=60)
        self.product.warranty_policy_id = other
        order.invalidate_recordset(["warranties_outdated"])
        self.assertEqual(order.order_line.warranty_policy_id, self.policy)
        self.assertTrue(order.warranties_outdated)
        order.action_refresh_warranties()
        self.assertEqual(order.order_line.warranty_policy_id, other)
        self.assertFalse(order.warranties_outdated)
        order.action_confirm()
        self.policy.invalidate_recordset()
        self.product.warranty_policy_id = self.policy
        order.invalidate_recordset(["warranties_outdated"])
        self.assertFalse(order.warranties_outdated)

    def test_settings_write_the_company_and_its_calendar(self):
        form = Form(self.env["res.config.settings"])
        form.hau_mai_warranty_policy_id = self.policy
        form.hau_mai_expiring_days = 45
        form.hau_mai_tz = "UTC"
        form.save().execute()
        self.assertEqual(self.company.warranty_policy_id, self.policy)
        self.assertEqual(self.company.hau_mai_expiring_days, 45)
        self.assertEqual(self.company._hau_mai_tz(), "UTC")


class TestCounts(HauMaiCase):
    def queries(self, records, *fnames):
        """How many queries it takes to read these fields of a list, from a cold cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        records.web_read({fname: {} for fname in fnames})
        return self.env.cr.sql_log_count - before

    def test_counts_of_customers_take_constant_queries(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Customer {number}", "phone": "1"} for number in range(80)]
        )
        self.env["hau_mai.unit"].create(
            [
                {"partner_id": partner.id, "product_id": self.product.id}
                for partner in partners
                for _each in range(2)
            ]
        )
        self.queries(partners, "complete_name", "unit_count")
        without = self.queries(partners, "complete_name", "phone")
        self.assertLessEqual(
            self.queries(partners, "complete_name", "phone", "unit_count"), without + 3
        )
        self.assertLessEqual(
            self.queries(partners[:1], "complete_name", "phone", "unit_count"), without + 3
        )
        self.assertEqual(partners.mapped("unit_count"), [2] * 80)
        user = self.make_user("after_own")
        self.assertEqual(partners.with_user(user)[0].unit_count, 2)

    def test_a_company_counts_what_its_contacts_own(self):
        company = self.env["res.partner"].create({"name": "Hotel", "is_company": True})
        clerk = self.env["res.partner"].create({"name": "Clerk", "parent_id": company.id})
        for owner in (company, clerk, self.partner):
            self.env["hau_mai.unit"].create({"partner_id": owner.id, "product_id": self.product.id})
        self.assertEqual((company + clerk).mapped("unit_count"), [2, 2])
        action = clerk.action_view_warranties()
        self.assertEqual(self.env["hau_mai.unit"].search_count(action["domain"]), 2)

    def test_counts_of_products_orders_and_policies(self):
        orders = self.env["sale.order"].union(
            *(self.make_order((self.product, number)) for number in (1, 2, 3))
        )
        few = self.queries(orders[:1], "unit_count")
        self.assertEqual(self.queries(orders, "unit_count"), few)
        self.assertEqual(orders.mapped("unit_count"), [1, 2, 3])
        self.assertEqual(self.product.product_tmpl_id.unit_count, 6)
        self.assertEqual(self.product.variant_unit_count, 6)
        self.assertEqual(self.policy.unit_count, 6)

    def test_who_may_not_read_cards_sees_no_count(self):
        user = self.make_user("sales_own")
        user.group_ids = self.env.ref("base.group_user")
        self.make_order()
        self.assertEqual(self.partner.with_user(user).unit_count, 0)
