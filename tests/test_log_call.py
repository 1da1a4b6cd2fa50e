"""A call comes in: who it is, how we stand with them, a note or a case in one step."""

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import HttpCase

from .complaint_common import ComplaintCase


class CallCase(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.make_order()
        cls.card = cls.order.unit_ids
        cls.card.serial_number = "CALL-1"
        cls.case = cls.make_complaint()

    def call(self, user=None):
        return self.env["hau_mai.call"].with_user(user or self.agent)

    def callers(self, text, user=None):
        return self.call(user).find(text)["callers"]


class TestLogCall(CallCase):
    def test_whatever_is_typed_finds_who_calls(self):
        for text in ("0901234567", "1234567", "Văn An", "CALL-1", self.case.name, self.card.name):
            with self.subTest(text=text):
                found = self.callers(text)
                self.assertEqual([hit["partner_id"] for hit in found], [self.partner.id])
        self.assertEqual(self.callers("CALL-1")[0]["unit_id"], self.card.id)
        self.assertFalse(self.callers("0901234567")[0]["unit_id"], "they have two")

    def test_an_order_without_a_card_finds_its_customer_for_who_sees_orders(self):
        buyer = self.env["res.partner"].create({"name": "Lê Văn Cường"})
        order = self.make_order((self.compressor, 1), partner_id=buyer.id)
        self.assertFalse(order.unit_ids)
        both = self.make_user("after_manager", login="both")
        self.assertEqual(self.callers(order.name, both)[0]["partner_id"], buyer.id)
        self.assertEqual(self.callers(order.name), [])

    def test_nobody_is_known_by_this_number(self):
        found = self.call().find("0999 888 777")
        self.assertEqual((found["callers"], found["phone"]), ([], "0999 888 777"))
        self.assertIn("Nobody is known by", found["sentence"])
        action = self.call().open_case({"text": "Asks for a price", "phone": found["phone"]})
        case = self.Complaint.browse(action["res_id"])
        self.assertEqual((case.partner_id.id, case.phone), (False, "0999 888 777"))

    def test_how_we_stand_with_them(self):
        self.partner.hau_mai_vulnerable = True
        told = self.call().get_caller(self.partner.id)
        self.assertEqual(told["name"], self.partner.name)
        self.assertTrue(told["vulnerable"])
        self.assertIn("under warranty", " ".join(line["text"] for line in told["summary"]))
        self.assertEqual({unit["id"] for unit in told["units"]}, {self.unit.id, self.card.id})
        self.assertEqual([case["id"] for case in told["cases"]], self.case.ids)

    def test_a_note_stands_on_the_customers_page(self):
        self.assertTrue(self.call().log_note(self.partner.id, "  Asks when <we> come "))
        message = self.partner.message_ids[0]
        self.assertIn("Call: Asks when &lt;we&gt; come", message.body)
        self.assertEqual(message.author_id, self.agent.partner_id)
        self.assertTrue(message.subtype_id.internal)

    def test_a_case_with_what_is_known(self):
        values = {"partner_id": self.partner.id, "unit_id": self.card.id, "type": "claim"}
        action = self.call().open_case({**values, "text": "Water <drips>\non the floor"})
        case = self.Complaint.browse(action["res_id"])
        self.assertEqual(
            (case.type, case.channel, case.order_id, case.product_id),
            ("claim", "phone", self.order, self.product),
        )
        self.assertIn("Water &lt;drips&gt;<br>on the floor", case.description)
        self.assertEqual(case.phone, self.partner.phone)
        action = self.call().open_case({**values, "subject": "Drips"})
        self.assertEqual(self.Complaint.browse(action["res_id"]).subject, "Drips")

    def test_nothing_said_is_nothing_saved(self):
        before = self.Complaint.search_count([])
        for work in (
            lambda: self.call().open_case({"partner_id": self.partner.id, "text": "  "}),
            lambda: self.call().log_note(self.partner.id, False),
        ):
            with self.refused("what the customer says"):
                work()
        with self.refused("does not exist"):
            self.call().get_caller(0)
        self.assertEqual(self.Complaint.search_count([]), before)

    def test_only_after_sales_takes_calls(self):
        for role in ("sales_own", "sales_all"):
            user = self.make_user(role)
            for method, args in (
                ("find", ["An"]),
                ("get_types", []),
                ("get_caller", [self.partner.id]),
                ("log_note", [self.partner.id, "x"]),
                ("open_case", [{"text": "x"}]),
            ):
                with self.subTest(role=role, method=method), self.assertRaises(AccessError):
                    call_kw(self.call(user), method, args, {})

    def test_nobody_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        theirs = self.env["res.partner"].create({"name": "Theirs", "company_id": other.id})
        for work in (
            lambda: self.call().get_caller(theirs.id),
            lambda: self.call().log_note(theirs.id, "x"),
            lambda: self.call().open_case({"partner_id": theirs.id, "text": "x"}),
        ):
            with self.assertRaises(AccessError):
                work()

    def test_finding_takes_as_many_queries_for_many_as_for_few(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Khách Gọi {number}"} for number in range(15)]
        )
        rows = [{"partner_id": p.id, "product_id": self.product.id} for p in partners]
        self.env["hau_mai.unit"].create(rows)

        def queries(text):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            count = len(self.callers(text))
            return count, self.env.cr.sql_log_count - before

        queries("Khách Gọi")
        many, few = queries("Khách Gọi"), queries("Khách Gọi 14")
        self.assertEqual((many[0], few[0]), (15, 1))
        self.assertLessEqual(many[1], few[1] + 3)

    def test_the_customers_page_opens_it(self):
        action = self.partner.with_user(self.agent).action_log_call()
        self.assertEqual(
            (action["tag"], action["params"]), ("hau_mai_log_call", {"partnerId": self.partner.id})
        )


class TestLogCallTour(CallCase, HttpCase):
    def test_a_call_becomes_a_note_and_another_a_case(self):
        self.agent.password = "agent-password"
        self.start_tour("/odoo/after-sales", "hau_mai_log_call", login="agent")
        case = self.Complaint.search([("subject", "=", "Water drips on the floor")])
        self.assertEqual((case.unit_id, case.user_id), (self.card, self.agent))
        self.assertIn("Asks when the technician comes", self.partner.message_ids[0].body)
