"""What a case is about fills itself in; how urgent it is; who is served first; duplicates."""

import base64

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form

from odoo.addons.hau_mai.tools.complaint import may_be_duplicate, weightiest

from .complaint_common import ComplaintCase


class TestAbout(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.make_order()
        cls.card = cls.order.unit_ids
        cls.card.serial_number = "AB 12/345"
        cls.other = cls.env["res.partner"].create({"name": "Trần Thị Bình"})

    def assertFilled(self, complaint):
        self.assertEqual(complaint.unit_id, self.card)
        self.assertEqual(complaint.partner_id, self.partner)
        self.assertEqual(complaint.product_id, self.product)
        self.assertEqual(complaint.order_id, self.order)
        self.assertEqual(complaint.sale_line_id, self.order.order_line)
        self.assertEqual(complaint.serial_number, "AB 12/345")
        self.assertFalse(complaint.fit_warning)

    def test_a_script_names_one_thing_and_the_rest_is_known(self):
        service = self.make_service(unit_id=self.card.id)
        for vals in (
            {"unit_id": self.card.id},
            {"serial_number": "ab-12345"},
            {"service_id": service.id},
        ):
            with self.subTest(vals=vals):
                complaint = self.Complaint.create({"subject": "It drips", **vals})
                self.assertFilled(complaint)

    def test_an_order_and_a_line_fill_what_they_know(self):
        complaint = self.Complaint.create({"subject": "Late", "order_id": self.order.id})
        self.assertEqual(complaint.partner_id, self.partner)
        line = self.order.order_line
        complaint = self.Complaint.create({"subject": "Late", "sale_line_id": line.id})
        self.assertEqual(
            (complaint.order_id, complaint.product_id, complaint.partner_id),
            (self.order, self.product, self.partner),
        )

    def test_many_at_once_take_no_more_queries(self):
        def create(count):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Complaint.create(
                [{"subject": str(n), "unit_id": self.card.id} for n in range(count)]
            )
            return self.env.cr.sql_log_count - before

        create(2)
        self.assertLessEqual(create(40), create(4) + 8)

    def test_in_the_form_a_serial_number_is_enough(self):
        form = Form(self.Complaint.with_user(self.agent))
        form.subject = "It drips"
        form.serial_number = "ab12345"
        self.assertEqual((form.unit_id, form.partner_id), (self.card, self.partner))
        self.assertFilled(form.save())

    def test_another_customer_takes_what_the_first_has_away(self):
        form = Form(self.Complaint)
        form.unit_id = self.card
        self.assertEqual(form.order_id, self.order)
        form.partner_id = self.other
        self.assertFalse(form.unit_id or form.order_id or form.serial_number or form.product_id)

    def test_what_does_not_fit_is_said_and_not_forbidden(self):
        complaint = self.make_complaint(partner_id=self.other.id, unit_id=self.card.id)
        self.assertEqual(complaint.partner_id, self.other)
        self.assertIn(f"belongs to {self.partner.name}", complaint.fit_warning)
        complaint = self.make_complaint(partner_id=self.other.id, order_id=self.order.id)
        self.assertIn(f"order {self.order.name} belongs to", complaint.fit_warning)
        self.card.action_void("A test")
        complaint = self.make_complaint(unit_id=self.card.id)
        self.assertIn("is not valid", complaint.fit_warning)

    def test_the_category_finds_its_team_up_the_tree(self):
        technical = self.team.copy({"name": "Technical"})
        categories = self.env["hau_mai.complaint.category"]
        product = categories.create({"name": "Product", "team_id": technical.id})
        defect = categories.create({"name": "Defect", "parent_id": product.id})
        service = categories.create({"name": "Service"})
        create = self.Complaint.create
        self.assertEqual(create({"subject": "A", "category_id": defect.id}).team_id, technical)
        first = self.env["hau_mai.complaint.team"]._default_of(self.company)
        complaint = create({"subject": "A", "category_id": service.id})
        self.assertEqual(complaint.team_id, first)
        complaint.category_id = defect
        self.assertEqual(complaint.team_id, technical)
        complaint.category_id = service
        self.assertEqual(complaint.team_id, technical, "nobody else claims it")
        complaint.write({"category_id": defect.id, "team_id": self.team.id})
        self.assertEqual(complaint.team_id, self.team)
        other = self.env["res.company"].create({"name": "Other"})
        self.assertFalse(defect._team_for(other))


class TestPriority(ComplaintCase):
    def test_the_highest_ground_counts_with_its_reasons(self):
        grounds = [("1", "a"), ("2", "b"), ("2", "c")]
        self.assertEqual(weightiest(grounds), ("2", ["b", "c"]))
        self.assertEqual(weightiest([]), ("1", []))

    def test_it_follows_the_severity_and_says_why(self):
        complaint = self.make_complaint()
        self.assertEqual((complaint.priority, complaint.priority_by_hand), ("1", False))
        for severity, priority in (("low", "0"), ("high", "2"), ("critical", "3")):
            complaint.severity = severity
            self.assertEqual(complaint.priority, priority)
        self.assertEqual(complaint.priority_reason, "Urgent: severity critical")
        complaint.write({"severity": "low", "is_vulnerable": True})
        self.assertEqual(complaint.priority, "2")
        self.assertIn("vulnerable consumer (Law 19/2023/QH15, art. 8)", complaint.priority_reason)
        self.assertEqual(self.make_complaint(type="safety").priority, "3")

    def test_what_was_chosen_by_hand_stays_until_it_is_taken_back(self):
        complaint = self.make_complaint()
        complaint.priority = "3"
        complaint.severity = "low"
        self.assertEqual(complaint.priority, "3")
        self.assertIn("Chosen by hand", complaint.priority_reason)
        complaint.action_reset_priority()
        self.assertEqual((complaint.priority, complaint.priority_by_hand), ("0", False))
        self.assertTrue(self.make_complaint(priority="2").priority_by_hand)
        self.assertFalse(self.make_complaint(priority="1").priority_by_hand)

    def test_in_the_form_too(self):
        form = Form(self.Complaint)
        form.subject = "It drips"
        form.severity = "high"
        self.assertEqual(form.priority, "2")
        complaint = form.save()
        self.assertFalse(complaint.priority_by_hand)
        with Form(complaint) as form:
            form.priority = "0"
            form.severity = "critical"
            self.assertEqual(form.priority, "0")
        self.assertTrue(complaint.priority_by_hand)


class TestVulnerable(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = cls.env["ir.attachment"].create(
            {"name": "card.png", "datas": base64.b64encode(b"x"), "res_model": "res.partner"}
        )
        cls.partner.write(
            {
                "hau_mai_vulnerable": True,
                "hau_mai_vulnerable_ground": "disabled",
                "hau_mai_vulnerable_evidence_ids": [Command.set(cls.file.ids)],
            }
        )

    def test_a_case_takes_the_mark_from_its_customer_while_it_counts(self):
        self.assertTrue(self.make_complaint().is_vulnerable)
        self.partner.hau_mai_vulnerable_until = self.today
        self.assertTrue(self.make_complaint().is_vulnerable)
        self.partner.hau_mai_vulnerable_until = "2020-01-01"
        complaint = self.make_complaint()
        self.assertFalse(complaint.is_vulnerable)
        complaint.is_vulnerable = True
        self.assertEqual(complaint.priority, "2")

    def test_they_come_first_in_every_queue(self):
        self.partner.hau_mai_vulnerable = False
        urgent = self.make_complaint(severity="critical")
        first = self.make_complaint(is_vulnerable=True, severity="low")
        both = urgent + first
        found = self.Complaint.with_user(self.agent).search([("id", "in", both.ids)])
        self.assertEqual(found.ids, [first.id, urgent.id])
        seller = self.make_user("sales_all")
        both.order_id = self.make_order()
        found = self.Complaint.with_user(seller).search([("id", "in", both.ids)])
        self.assertEqual(found.ids, [urgent.id, first.id], "the order tells nothing")
        self.assertEqual(both.with_user(seller).sorted().ids, found.ids)
        with self.assertRaises(AccessError):
            found[0].read(["is_vulnerable"])

    def test_ground_and_evidence_are_for_administrators_only(self):
        partner = self.partner.with_user(self.agent)
        self.assertTrue(partner.hau_mai_vulnerable)
        for fname in ("hau_mai_vulnerable_ground", "hau_mai_vulnerable_evidence_ids"):
            with self.subTest(fname=fname), self.assertRaises(AccessError):
                partner.read([fname])
        with self.assertRaises(AccessError):
            self.file.with_user(self.agent).read(["datas"])
        self.assertFalse(
            self.env["ir.attachment"]
            .with_user(self.agent)
            .search([("res_model", "=", "res.partner"), ("res_id", "=", partner.id)])
        )
        own = self.partner.with_user(self.manager)
        self.assertEqual(own.hau_mai_vulnerable_ground, "disabled")
        self.assertEqual(own.hau_mai_vulnerable_evidence_ids.raw, b"x")
        seller = self.make_user("sales_all")
        with self.assertRaises(AccessError):
            self.partner.with_user(seller).read(["hau_mai_vulnerable"])


class TestDuplicates(ComplaintCase):
    def test_the_same_thing_or_none_named(self):
        case = lambda unit=False, product=False: {"unit": unit, "product": product}  # noqa: E731
        self.assertTrue(may_be_duplicate(case(), case(1, 1)))
        self.assertTrue(may_be_duplicate(case(1, 1), case(False, 1)))
        self.assertFalse(may_be_duplicate(case(1, 1), case(2, 1)))
        self.assertFalse(may_be_duplicate(case(False, 1), case(False, 2)))

    def test_it_is_said_while_typing(self):
        first = self.make_complaint(product_id=self.product.id)
        closed = self.make_complaint()
        closed.action_close()
        form = Form(self.Complaint.with_user(self.agent))
        self.assertFalse(form.twin_ids[:])
        form.partner_id = self.partner
        self.assertEqual(form.twin_ids[:], first)
        self.assertIn(first.name, form.twin_warning)
        self.assertIn(f"/odoo/cases/{first.id}", form.twin_warning)
        form.product_id = self.compressor
        self.assertFalse(form.twin_ids[:])

    def test_a_colleague_of_the_same_company_counts_somebody_else_does_not(self):
        hotel = self.env["res.partner"].create({"name": "Hotel", "is_company": True})
        clerk, cook = self.env["res.partner"].create(
            [{"name": name, "parent_id": hotel.id} for name in ("Clerk", "Cook")]
        )
        ours = self.make_complaint(partner_id=clerk.id)
        theirs = self.make_complaint()
        complaint = self.make_complaint(partner_id=cook.id)
        self.assertEqual(complaint.twin_ids, ours)
        self.assertFalse(theirs.twin_ids)

    def test_many_take_as_many_queries_as_few(self):
        cases = self.Complaint.create(
            [{"subject": str(n), "partner_id": self.partner.id} for n in range(30)]
        )

        def queries(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.mapped("twin_ids")
            return self.env.cr.sql_log_count - before

        self.assertLessEqual(queries(cases), queries(cases[:2]))


class TestStages(ComplaintCase):
    def test_the_last_of_a_kind_stays(self):
        waiting = self.env.ref("hau_mai.complaint_stage_waiting")
        for work in (
            lambda: waiting.write({"active": False}),
            lambda: waiting.write({"team_ids": [Command.set(self.team.ids)]}),
            lambda: waiting.write({"kind": "new"}),
            waiting.unlink,
        ):
            with self.refused("the last stage of the kind “Waiting”"):
                work()
        second = self.env["hau_mai.complaint.stage"].create({"name": "Parts", "kind": "waiting"})
        waiting.active = False
        with self.refused("the last stage"):
            second.unlink()
        self.assertEqual(self.Complaint._stage_of("waiting"), second)

    def test_what_cases_went_through_keeps_its_meaning(self):
        stages = self.env["hau_mai.complaint.stage"]
        parts = stages.create({"name": "Parts Ordered", "kind": "waiting"})
        complaint = self.make_complaint()
        complaint.stage_id = parts
        complaint.action_resume()
        for work in (parts.unlink, lambda: parts.write({"kind": "new"})):
            with self.refused("Cases stand or stood in the stage “Parts Ordered”"):
                work()
        parts.write({"name": "Parts on Order", "active": False})
        stages.create({"name": "Unused", "kind": "new"}).unlink()

    def test_only_administrators_configure(self):
        with self.assertRaises(AccessError):
            self.env.ref("hau_mai.complaint_stage_new").with_user(self.desk).name = "X"


class TestWaitDialog(ComplaintCase):
    def test_it_asks_for_whom_and_for_what(self):
        complaint = self.make_complaint(user_id=self.agent.id)
        action = complaint.action_decide()
        wizards = self.env[action["res_model"]].with_context(**action["context"])
        form = Form(wizards.with_user(self.agent))
        form.waiting_for = "supplier"
        form.reason = "A board"
        form.save().action_apply()
        self.assertEqual(
            (complaint.state, complaint.waiting_for, complaint.waiting_reason),
            ("waiting", "supplier", "A board"),
        )
        theirs = self.make_complaint(user_id=self.manager.id)
        wizard = wizards.with_user(self.agent).create({"complaint_ids": theirs.ids})
        with self.assertRaises(AccessError):
            wizard.action_apply()


class TestScreens(ComplaintCase):
    def queries(self, records, view):
        """How many queries a view of these records takes, from a cold cache."""
        spec = {}
        arch = self.Complaint.get_view(self.env.ref(f"hau_mai.hau_mai_complaint_view_{view}").id)
        for fname in arch["models"]["hau_mai.complaint"]:
            spec[fname] = {"fields": {"display_name": {}}} if self.is_many(fname) else {}
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        records.web_read(spec)
        return self.env.cr.sql_log_count - before

    def is_many(self, fname):
        return bool(self.Complaint._fields[fname].relational)

    def test_a_list_of_80_and_the_kanban_take_constant_queries(self):
        partners = self.env["res.partner"].create([{"name": f"P{n}"} for n in range(80)])
        cases = self.Complaint.create(
            [
                {"subject": p.name, "partner_id": p.id, "product_id": self.product.id}
                for p in partners
            ]
        ).with_user(self.manager)
        for view in ("list", "kanban"):
            with self.subTest(view=view):
                self.queries(cases, view)
                few = self.queries(cases[:4], view)
                self.assertLessEqual(self.queries(cases, view), few + 1)
