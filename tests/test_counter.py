"""The counter: scan, see, receive; who may, at what cost, and all from the keyboard."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import Form, HttpCase, TransactionCase
from odoo.tools import mute_logger

from odoo.addons.hau_mai.tools.counter import looks_like_serial, read_scan, same_number

from .service_common import ServiceCase


class CounterCase(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.unit
        cls.order = cls.make_order()
        cls.unit = cls.order.unit_ids
        cls.unit.serial_number = "SN-AB 12/345"
        # Whatever the sequence gave: no piece of a number may stand in another text by chance.
        cls.unit.name = "BH26880012"
        cls.unit.action_start(cls.today - timedelta(days=30), "A test")
        cls.env.flush_all()

    def counter(self, user=None):
        return self.env["hau_mai.counter"].with_user(user or self.desk)

    def find(self, text, user=None):
        return self.counter(user).find(text)

    def opened(self, text):
        """What the counter opens at once for a text: (model, id), or None."""
        found = self.find(text)
        hit = found["hits"][found["open"]] if found["open"] is not False else {}
        return hit and (hit["model"], hit["id"])

    def receive(self, **values):
        promised = fields.Datetime.to_string(self.moment(days=3))
        values = {"unit_id": self.unit.id, "date_promised": promised} | values
        told = self.counter().receive(values)
        return self.Service.browse(told["id"]), told


class TestReading(TransactionCase):
    def test_a_code_and_an_address_with_one(self):
        for text, expected in [
            ("  SN1 ", (None, "SN1")),
            ("https://shop.example/w/BH26000012", (None, "BH26000012")),
            ("https://shop.example/w/BH26000012/?x=1#y", (None, "BH26000012")),
            ("HTTP://shop.example/w/SN%2012", (None, "SN 12")),
            ("www.shop.example/BH26000012", (None, "BH26000012")),
            ("https://shop.example/my/services/7?access_token=t", ("hau_mai.service", "7")),
            ("https://shop.example/odoo/warranty-cards/7", ("hau_mai.unit", "7")),
            ("https://shop.example/7", (None, "7")),
            ("https://shop.example", (None, "https://shop.example")),
            ("a b://c", (None, "a b://c")),
            ("", (None, "")),
            (None, (None, "")),
        ]:
            with self.subTest(text=text):
                self.assertEqual(read_scan(text), expected)

    def test_numbers_typed_in_different_ways_are_one(self):
        for text in ("090 123 4567", "+84 90 123 45 67", "84901234567", "(090) 123-4567"):
            self.assertTrue(same_number(text, "0901234567"))
        for text in ("0901234568", "", None, "an", "4567"):
            self.assertFalse(same_number(text, "0901234567"))
        self.assertFalse(same_number("", ""))

    def test_what_may_stand_on_a_device(self):
        for text in ("SN1234", "1234567", "8934567890123", "A/12-3"):
            self.assertTrue(looks_like_serial(text), text)
        for text in ("Nguyễn", "Văn An 2", "0901234567", "84901234567", "12", ""):
            self.assertFalse(looks_like_serial(text), text)


class TestCounterFind(CounterCase):
    def test_everything_people_type_or_scan_opens_the_card(self):
        for text in [
            "SN-AB 12/345", "snab12345", "BH26880012", "bh26880012",
            "https://shop.example/w/BH26880012", f"https://x.example/warranty-cards/{self.unit.id}",
            self.order.name,
        ]:  # fmt: skip
            with self.subTest(text=text):
                self.assertEqual(self.opened(text), ("hau_mai.unit", self.unit.id))

    def test_phones_and_names_find_all_of_a_customer(self):
        for text in ["090 1234 567", "+84901234567", "4567", "Nguyễn Văn An", "văn an"]:
            with self.subTest(text=text):
                found = self.find(text)
                self.assertEqual(
                    {hit["id"] for hit in found["hits"]}, {self.unit.id, self.other.id}
                )
                self.assertIs(found["open"], False)

    def test_the_very_number_wins_over_those_that_contain_it(self):
        longer = self.make_unit(serial_number="SNAB123456")
        found = self.find("SNAB12345")
        self.assertEqual(len(found["hits"]), 2)
        self.assertEqual(self.opened("SNAB12345"), ("hau_mai.unit", self.unit.id))
        self.assertEqual(self.opened("SNAB123456"), ("hau_mai.unit", longer.id))

    def test_a_job_by_its_number_and_by_its_address(self):
        service = self.make_service()
        for text in (service.name, service.name.lower(), f"https://x.vn/my/services/{service.id}"):
            with self.subTest(text=text):
                self.assertEqual(self.opened(text), ("hau_mai.service", service.id))

    def test_the_people_of_a_card_find_it(self):
        son, daughter = self.env["res.partner"].create(
            [{"name": "Lê Bảo", "phone": "0912 000 111"}, {"name": "Lê Chi", "phone": "028 38111"}]
        )
        for partner in son | daughter:
            self.env["hau_mai.unit.contact"].create(
                {"unit_id": self.unit.id, "partner_id": partner.id}
            )
        for text in ("+84 912 000 111", "000111", "Lê Bảo", "38111"):
            with self.subTest(text=text):
                self.assertEqual(self.opened(text), ("hau_mai.unit", self.unit.id))

    def test_many_people_of_a_name_are_left_to_the_database(self):
        partners = self.env["res.partner"].create([{"name": f"Trần {n}"} for n in range(501)])
        self.env["hau_mai.unit.contact"].create(
            {"unit_id": self.unit.id, "partner_id": partners[500].id}
        )
        found = self.find("Trần")
        units = [hit["id"] for hit in found["hits"] if hit["model"] == "hau_mai.unit"]
        self.assertEqual(units, [self.unit.id])

    def test_a_customer_who_owns_nothing_can_be_chosen(self):
        partner = self.env["res.partner"].create({"name": "Hoàng Yến", "phone": "0977 123 321"})
        self.assertEqual(self.opened("0977123321"), ("res.partner", partner.id))

    def test_nothing_found_says_what_to_do(self):
        for text, said, register in [
            ("XYZ-999-77", "register it", {"default_serial_number": "XYZ-999-77"}),
            ("0999 888 777", "Nobody is known", {}),
            ("Không Ai", "Try the phone number", {}),
        ]:
            with self.subTest(text=text):
                found = self.find(text)
                self.assertEqual((found["hits"], found["open"]), ([], False))
                self.assertIn(said, found["sentence"])
                self.assertEqual(found["register"], register)

    def test_more_than_is_shown_is_said(self):
        for _number in range(19):
            self.make_unit(started_ago=None)
        found = self.find("090 1234 567")
        self.assertEqual((len(found["hits"]), found["more"]), (20, True))

    def test_who_only_sells_and_who_buys_are_refused(self):
        portal = self.env["res.users"].create(
            {"name": "P", "login": "p", "group_ids": [self.env.ref("base.group_portal").id]}
        )
        for user in (self.make_user("sales_all"), portal):
            counter = self.counter(user)
            for method, args in (
                ("find", ["4567"]),
                ("get_unit", [self.unit.id]),
                ("receive", [{"unit_id": self.unit.id}]),
            ):
                with self.subTest(user=user.login, method=method), self.assertRaises(AccessError):
                    call_kw(counter, method, args, {})

    def test_queries_do_not_grow_with_what_is_found(self):
        self.env["res.partner"].create({"name": "Văn An Bình", "phone": "4567 000"})
        for text in ("090 1234 567", "BH26880012", "Nguyễn Văn An", "unknown-1"):
            self.find(text)
        few = {text: self.queries(lambda t=text: self.find(t)) for text in ("4567", "Văn An")}
        for number in range(15):
            unit = self.make_unit(serial_number=f"MANY{number}")
            person = self.env["res.partner"].create({"name": "Văn An", "phone": f"4567{number}"})
            self.env["hau_mai.unit.contact"].create({"unit_id": unit.id, "partner_id": person.id})
        for text, cost in few.items():
            with self.subTest(text=text):
                self.assertLessEqual(self.queries(lambda t=text: self.find(t)), cost)


class TestCounterUnit(CounterCase):
    def test_each_kind_of_work_has_its_verdict_and_reason(self):
        shown = self.counter().get_unit(self.unit.id)
        verdicts = {row["kind"]: (row["covered"], row["reason"]) for row in shown["verdicts"]}
        expected = {
            kind: self.unit._coverage_verdict(kind=kind)
            for kind in ("parts", "labour", "transport", "exchange")
        }
        self.assertEqual(verdicts, expected)
        self.assertEqual([verdicts[kind][0] for kind in expected], [True, True, False, False])
        self.assertTrue(all(reason for _covered, reason in verdicts.values()))
        self.assertEqual((shown["color"], shown["status_label"]), ("success", "Under warranty"))
        self.assertEqual(len(shown["coverages"]), 2)

    def test_people_and_jobs(self):
        user = self.env["res.partner"].create({"name": "Lê Bảo", "phone": "0912 000 111"})
        contacts = self.env["hau_mai.unit.contact"]
        for role in ("user", "bringer"):
            contacts.create({"unit_id": self.unit.id, "partner_id": user.id, "role": role})
        waiting = self.make_service(date_promised=self.moment(days=2))
        late = self.make_service(date_promised=self.moment(days=-1))
        over = self.make_service()
        over.action_done()
        over.state = "closed"
        shown = self.counter().get_unit(self.unit.id)
        self.assertEqual(shown["owner"]["phone"], self.partner.phone)
        self.assertEqual(
            [(row["name"], row["role"]) for row in shown["contacts"]],
            [("Lê Bảo", "Uses it, Brings it")],
        )
        jobs = {row["id"]: row["late"] for row in shown["services"]}
        self.assertEqual(jobs, {waiting.id: False, late.id: True})
        self.assertEqual(shown["service_count"], 3)
        self.assertEqual([alert["key"] for alert in shown["alerts"]], [f"late_{late.id}"])

    def test_an_exchange_or_refund_that_is_due_is_said_first(self):
        self.company.hau_mai_vietnam_rules = True
        service = self.make_service(
            date_received=self.moment(days=-9), date_promised=self.moment(days=-1)
        )
        service.write(
            {"under_warranty": True, "remedy_due": True, "remedy_reason": "Not ready in time"}
        )
        [alert] = self.counter().get_unit(self.unit.id)["alerts"]
        self.assertEqual((alert["key"], alert["color"]), (f"remedy_{service.id}", "danger"))
        self.assertIn(service.name, alert["text"])

    def test_a_card_of_another_company_is_not_shown(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        unit = self.make_unit(started_ago=None, company_id=other.id, policy_id=False)
        with self.assertRaises(AccessError):
            self.counter().get_unit(unit.id)
        with self.assertRaises(UserError):
            self.counter().get_unit(0)

    def test_queries_do_not_grow_with_jobs_and_people(self):
        def show():
            return self.counter().get_unit(self.unit.id)

        contacts = self.env["hau_mai.unit.contact"]
        partners = self.env["res.partner"].create([{"name": f"Person {n}"} for n in range(9)])
        contacts.create({"unit_id": self.unit.id, "partner_id": partners[0].id})
        self.make_service()
        show()
        few = self.queries(show)
        contacts.create([{"unit_id": self.unit.id, "partner_id": p.id} for p in partners[1:]])
        for _number in range(9):
            self.make_service(date_promised=self.moment(days=-1))
        self.assertLessEqual(self.queries(show), few)


class TestCounterReceive(CounterCase):
    def test_a_job_with_all_that_was_said(self):
        service, told = self.receive(
            request="It rattles", kind="inspection", accessories="Remote control"
        )
        self.assertEqual(service.accessories, "Remote control")
        self.assertEqual(service.unit_id, self.unit)
        self.assertEqual(service.partner_id, self.partner)
        self.assertEqual(service.kind, "inspection")
        self.assertEqual(service.request, "It rattles")
        self.assertEqual(service.responsible_id, self.desk)
        self.assertEqual(service.serial_number, self.unit.serial_number)
        self.assertAlmostEqual(
            service.date_received, fields.Datetime.now(), delta=timedelta(minutes=1)
        )
        self.assertAlmostEqual(
            service.date_promised, self.moment(days=3), delta=timedelta(minutes=1)
        )
        self.assertFalse(service.contact_id)
        self.assertEqual(service.phone, self.partner.phone)
        self.assertEqual((told["name"], told["action"]), (service.name, False))
        self.assertEqual(told["promised"], service._moment_in_words(service.date_promised))

    def test_save_and_print_hands_out_the_receipt(self):
        service, told = self.receive(print=True)
        self.assertTrue(service.date_received)
        printed = service.with_user(self.desk).action_print_receipt()
        self.assertEqual(told["action"], printed if isinstance(printed, dict) else False)

    def test_the_promise_is_proposed_and_required(self):
        proposed = self.counter().get_unit(self.unit.id)["receive"]["date_promised"]
        self.assertGreater(fields.Datetime.to_datetime(proposed), fields.Datetime.now())
        service, _told = self.receive(date_promised=proposed)
        self.assertEqual(fields.Datetime.to_string(service.date_promised), proposed)
        count = self.Service.search_count([])
        for promised in (False, "2020-01-01 00:00:00"):
            with self.assertRaises(UserError):
                self.receive(date_promised=promised, person_name="Nobody", person_phone="0900 1")
        with self.assertRaises(UserError):
            self.receive(kind="magic")
        self.assertEqual(self.Service.search_count([]), count)
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Nobody")]))

    def test_somebody_else_brings_it_and_is_known_from_then_on(self):
        first, _told = self.receive(person_name="Lê Bảo", person_phone="0912 000 111")
        bringer = first.contact_id
        self.assertEqual((bringer.name, first.phone), ("Lê Bảo", "0912 000 111"))
        self.assertEqual(self.unit.contact_ids.mapped("role"), ["bringer"])
        again, _told = self.receive(person_name="Bảo", person_phone="+84 912 000 111")
        self.assertEqual(again.contact_id, bringer)
        chosen, _told = self.receive(contact_id=bringer.id)
        self.assertEqual(chosen.contact_id, bringer)
        self.assertEqual(len(self.unit.contact_ids), 1)

    def test_the_owner_is_no_other_contact(self):
        for values in (
            {"contact_id": self.partner.id},
            {"person_name": "An", "person_phone": "090 1234567"},
        ):
            service, _told = self.receive(**values)
            self.assertFalse(service.contact_id)
        self.assertFalse(self.unit.contact_ids)

    def test_a_stranger_with_the_number_of_a_shop_is_not_the_shop(self):
        shop = self.env["res.partner"].create({"name": "Shop", "phone": "028 3822 9999"})
        service, _told = self.receive(person_name="Lê Bảo", person_phone="02838229999")
        self.assertNotEqual(service.contact_id, shop)
        service, _told = self.receive(person_name="shop", person_phone="02838229999")
        self.assertEqual(service.contact_id, shop)

    def test_only_people_of_the_card_can_be_named_by_id(self):
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        with self.assertRaises(UserError):
            self.receive(contact_id=stranger.id)


class TestUnitPeople(CounterCase):
    def test_people_are_entered_on_the_card(self):
        self.desk.group_ids += self.env.ref("base.group_partner_manager")
        person = self.env["res.partner"].create({"name": "Lê Chi"})
        with Form(self.unit.with_user(self.desk)) as form, form.contact_ids.new() as line:
            line.partner_id = person
            line.phone = "0912 000 222"
            line.role = "buyer"
        self.assertEqual(person.phone, "0912 000 222")
        self.assertEqual(self.opened("000222"), ("hau_mai.unit", self.unit.id))

    def test_a_role_once(self):
        contacts = self.env["hau_mai.unit.contact"]
        vals = {"unit_id": self.unit.id, "partner_id": self.partner.id, "role": "user"}
        contacts.create(vals)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            contacts.create(vals)


class TestCounterTour(CounterCase, HttpCase):
    def test_from_the_scan_to_the_hand_over(self):
        self.start_tour("/odoo/counter", "hau_mai_counter", login=self.desk.login)
        service = self.unit.service_ids
        self.assertEqual((service.request, service.kind), ("It does not cool", "repair"))
        self.assertEqual(service.accessories, "Remote control")
        self.assertTrue(service.date_received and service.date_promised)
        self.assertEqual((service.state, service.result), ("closed", "repaired"))
        self.assertTrue(service.date_returned)
