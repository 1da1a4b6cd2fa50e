"""Where open complaints show: on orders, cards, jobs, customers, products, at the counter."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError

from .complaint_common import ComplaintCase


class SeenCase(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.make_order((cls.product, 1))
        cls.card = cls.order.unit_ids
        cls.job = cls.make_service(unit_id=cls.card.id)

    def about_all(self, **vals):
        """A case about the order, its card, its job and its product."""
        values = {
            "order_id": self.order.id,
            "unit_id": self.card.id,
            "service_id": self.job.id,
            "product_id": self.product.id,
        }
        return self.make_complaint(**values | vals)


class TestComplaintSeen(SeenCase):
    def test_the_line_names_the_case_that_is_due_first(self):
        now = fields.Datetime.now()
        first = self.about_all(subject="It drips")
        first.sudo().date_deadline = now + timedelta(hours=30)
        moment = first._deadline_briefly()
        for record in (self.order, self.card, self.job, self.partner):
            with self.subTest(model=record._name):
                self.assertEqual(
                    record.complaint_sentence,
                    f"1 open complaint: {first.name} It drips, answer due {moment}",
                )
                self.assertEqual((record.complaint_count, record.open_complaint_count), (1, 1))
        late = self.about_all(subject="It smells")
        late.sudo().date_deadline = now - timedelta(hours=1)
        self.env.invalidate_all()
        sentence = self.order.complaint_sentence
        self.assertTrue(sentence.startswith(f"2 open complaints, first {late.name} It smells"))
        self.assertIn("answer was due", sentence)

    def test_a_deadline_is_told_in_the_companys_time(self):
        case = self.about_all()
        self.env.flush_all()
        case.sudo().date_deadline = self.local("2035-11-06 13:00")
        self.assertEqual(case._deadline_briefly(), "6 Nov 13:00")

    def test_a_praise_and_what_is_over_are_no_open_complaints(self):
        self.about_all(type="praise")
        solved = self.about_all()
        self.solve(solved)
        self.assertFalse(self.order.complaint_sentence)
        self.assertEqual((self.order.complaint_count, self.order.open_complaint_count), (2, 0))
        solved.action_reopen("It drips again")
        self.env.invalidate_all()
        self.assertEqual(self.order.open_complaint_count, 1)

    def test_a_company_sees_the_cases_of_its_contacts(self):
        hotel = self.env["res.partner"].create({"name": "Hotel", "is_company": True})
        clerk = self.env["res.partner"].create({"name": "Clerk", "parent_id": hotel.id})
        case = self.make_complaint(partner_id=clerk.id)
        self.assertEqual(hotel.complaint_count, 1)
        self.assertEqual(clerk.open_complaint_count, 1)
        self.assertEqual(self.Complaint.search(hotel.action_view_complaints()["domain"]), case)

    def test_the_button_shows_all_and_a_new_case_starts_with_what_is_known(self):
        case = self.about_all()
        for record in (self.order, self.card, self.job, self.partner, self.product):
            with self.subTest(model=record._name):
                self.assertEqual(
                    self.Complaint.search(record.action_view_complaints()["domain"]), case
                )
                defaults = record.action_new_complaint()["context"]
                new = self.Complaint.with_context(**defaults).create({"subject": "New"})
                self.assertEqual(new[record._complaint_path], record._complained())
                new.action_close()
                new.write({"order_id": False, "unit_id": False, "service_id": False,
                           "product_id": False, "partner_id": False})  # fmt: skip

    def test_a_product_shows_its_cases_by_cause(self):
        self.about_all()
        template = self.product.product_tmpl_id
        for record in (self.product, template):
            self.assertEqual(record.complaint_count, 1)
            action = record.action_view_complaints()
            self.assertEqual(action["views"][0][1], "graph")
            self.assertEqual(action["context"]["graph_groupbys"], ["cause_id"])

    def test_salespeople_see_the_line_on_their_orders(self):
        seller, other = self.make_user("sales_own"), self.make_user("sales_own", login="other")
        self.order.user_id = seller
        self.about_all()
        self.assertTrue(self.order.with_user(seller).complaint_sentence)
        self.env.invalidate_all()
        self.assertFalse(self.order.with_user(other).sudo(False).complaint_sentence)
        portal = self.make_user("sales_own", login="customer")
        portal.group_ids = self.env.ref("base.group_portal")
        with self.assertRaises(AccessError):
            self.card.with_user(portal).read(["complaint_sentence"])

    def test_the_counter_shows_the_open_cases_of_the_thing(self):
        case = self.about_all(subject="It drips")
        self.make_complaint(unit_id=self.card.id, subject="Old").action_close()
        told = self.env["hau_mai.counter"].with_user(self.agent).get_unit(self.card.id)
        [section] = [each for each in told["extra"] if each["key"] == "complaints"]
        [row] = section["rows"]
        self.assertIn(f"{case.name} It drips", row["text"])
        self.assertEqual((row["badge"], row["color"]), ("New", "info"))
        self.assertEqual(row["action"]["res_id"], case.id)

    def test_counts_and_lines_cost_the_same_for_one_and_for_eighty(self):
        for number in range(12):
            order = self.make_order((self.product, 1))
            self.make_complaint(order_id=order.id, unit_id=order.unit_ids.id, subject=str(number))
        orders = self.env["sale.order"].search([("order_line.product_id", "=", self.product.id)])
        customers = self.env["res.partner"].search([], limit=80)
        products = self.env["product.product"].search([], limit=80)
        for records in (orders, orders.unit_ids, customers, products, products.product_tmpl_id):
            with self.subTest(model=records._name):
                records = records.browse(records.ids)
                cost = self.queries(lambda records=records: records.mapped("complaint_count"))
                self.assertLessEqual(cost, 3)
        self.queries(lambda: orders.mapped("complaint_sentence"))
        one = self.queries(lambda: orders[0].complaint_sentence)
        self.assertLessEqual(self.queries(lambda: orders.mapped("complaint_sentence")), one + 1)

    def test_a_list_of_customers_costs_one_query_more(self):
        customers = self.env["res.partner"].search([], limit=80)
        names = ["display_name", "email", "phone", "unit_count", "service_count"]
        counts = ["complaint_count", "open_complaint_count"]
        customers.read(names + counts)
        plain = self.queries(lambda: customers.read(names))
        self.assertLessEqual(self.queries(lambda: customers.read(names + counts)), plain + 1)

    def test_merging_contacts_keeps_their_cases(self):
        first, second = self.env["res.partner"].create([{"name": "First"}, {"name": "Second"}])
        cases = self.make_complaint(partner_id=first.id, contact_id=first.id)
        cases |= self.make_complaint(partner_id=second.id)
        moves, clocks = cases.move_ids, cases.sla_status_ids
        self.env["base.partner.merge.automatic.wizard"]._merge([first.id, second.id], second)
        self.env.invalidate_all()
        self.assertFalse(first.exists())
        self.assertEqual(cases.partner_id, second)
        self.assertEqual(cases.contact_id, second)
        self.assertEqual(cases.commercial_partner_id, second)
        self.assertEqual((cases.move_ids, cases.sla_status_ids), (moves, clocks))
        self.assertEqual(second.complaint_count, 2)


class TestComplaintPage(SeenCase):
    def page(self):
        self.env.invalidate_all()
        return self.partner.with_user(self.agent).get_after_sales_page()

    def happened(self):
        return [entry for month in self.page()["months"] for entry in month["entries"]]

    def test_the_line_on_top_of_the_customers_page(self):
        self.assertNotIn("complaints", [part["key"] for part in self.page()["summary"]])
        case = self.about_all(subject="It drips")
        case.sudo().date_deadline = fields.Datetime.now() + timedelta(hours=3)
        part = self.page()["summary"][0]
        self.assertEqual((part["key"], part["color"]), ("complaints", "warning"))
        self.assertIn("1 open complaint", part["text"])
        case.sudo().date_deadline = fields.Datetime.now() - timedelta(hours=3)
        self.assertEqual(self.page()["summary"][0]["color"], "danger")

    def test_what_happened_and_what_is_due(self):
        case = self.about_all(subject="It drips")
        case.sudo().date_deadline = fields.Datetime.now() + timedelta(days=2)
        [due] = [entry for entry in self.page()["planned"] if entry["title"] == "Answer due"]
        self.assertIn("It drips", due["text"])
        self.solve(case)
        self.make_complaint(subject="So kind", type="praise")
        titles = [entry["title"] for entry in self.happened()]
        for title in ("Complaint", "Case solved", "Praise"):
            self.assertIn(title, titles)
        [end] = [entry for entry in self.happened() if entry["title"] == "Case solved"]
        self.assertTrue(end["text"].endswith("Repair"))
        self.assertNotIn("It drips", str(self.page()["planned"]))

    def test_a_low_rating_is_part_of_what_happened(self):
        case = self.about_all(subject="It drips")
        self.env["rating.rating"].sudo().create(
            [
                {
                    "res_model_id": self.env["ir.model"]._get_id(case._name),
                    "res_id": case.id,
                    "partner_id": self.partner.id,
                    "rating": stars,
                    "feedback": f"{stars} stars",
                    "consumed": True,
                }
                for stars in (1, 5)
            ]
        )
        [low] = [entry for entry in self.happened() if entry["title"] == "Rated Low"]
        self.assertEqual(low["text"], f"{case.name} · 1/5 · 1 stars")
        self.assertEqual(low["action"]["res_id"], case.id)

    def test_queries_do_not_grow_with_the_cases(self):
        self.about_all()
        self.queries(self.page)
        few = self.queries(self.page)
        for number in range(10):
            self.about_all(subject=str(number))
        self.assertLessEqual(self.queries(self.page), few)
