"""Warranty cards are sent: one from its form, all of an order, hundreds from the list."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import Form

from .common import HauMaiCase


class TestCardSending(HauMaiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.make_user("sales_own", email="seller@example.com")
        cls.partner.email = "an@example.com"
        cls.order = cls.make_order((cls.product, 3), user_id=cls.seller.id)
        cls.units = cls.order.unit_ids.sorted("id")

    def mails(self):
        return self.env["mail.mail"].search([("model", "=", "hau_mai.unit")])

    def send(self, action, user=None):
        """Open the composer of an action and press Send."""
        self.assertEqual(action["res_model"], "mail.compose.message")
        composers = self.env["mail.compose.message"].with_user(user or self.seller)
        composer = Form(composers.with_context(**action["context"])).save()
        composer.action_send_mail()
        return composer

    def run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("hau_mai.ir_cron_send_cards").method_direct_trigger()
        self.env.invalidate_all()

    def lines(self, order):
        return [m.preview or m.body for m in order.message_ids if "sent to" in (m.body or "")]

    def customer(self, name, **vals):
        return self.env["res.partner"].create({"name": name, **vals})

    # === ONE, AND ALL OF AN ORDER === #

    def test_all_cards_of_an_order_go_in_one_message(self):
        self.assertEqual(self.order.card_unsent_count, 3)
        before = self.order.message_ids
        composer = self.send(self.order.with_user(self.seller).action_send_warranty_cards())
        self.assertIn("Your 3 warranty cards", composer.subject)
        message = self.units.message_ids.filtered("partner_ids")
        self.assertEqual(len(message), 1, "one message, not one for each card")
        self.assertEqual(message.partner_ids, self.partner)
        for unit in self.units:
            self.assertIn(unit.name, message.body)
            self.assertIn(unit._owner_signature(), message.body)
            self.assertTrue(unit.date_card_sent)
        [line] = (self.order.message_ids - before).mapped("preview")
        self.assertEqual(line, "3 warranty cards sent to Nguyễn Văn An")
        self.env.invalidate_all()
        self.assertEqual(self.order.card_unsent_count, 0)

    def test_the_attached_file_holds_all_of_them(self):
        action = self.order.with_user(self.seller).action_send_warranty_cards()
        composer = self.send(action)
        [file] = composer.attachment_ids
        self.assertIn(f"Warranty cards {self.units[0].name} (3)", file.name)
        html = file.sudo().raw.decode()  # in tests, core prints the HTML
        for unit in self.units:
            self.assertIn(unit.name, html)

    def test_one_card_by_its_owner_in_after_sales(self):
        user = self.make_user("after_all", email="after@example.com")
        self.send(self.units[0].with_user(user).action_send_card(), user)
        self.assertTrue(self.units[0].date_card_sent)
        self.assertFalse(self.units[1].date_card_sent)
        self.assertIn("AC 9000", self.units[0].message_ids[0].subject)
        self.assertEqual(len(self.lines(self.order)), 1)
        self.assertIn(f"Warranty card {self.units[0].name} sent to", self.lines(self.order)[0])
        # again allowed
        self.send(self.units[0].with_user(user).action_send_card(), user)

    def test_in_the_language_of_the_owner(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.partner.lang = "vi_VN"
        self.units.write({"date_start_manual": "2026-01-10"})
        composer = self.send(self.units[:1].with_user(self.seller).action_send_card())
        self.assertIn("10/01/2028", composer.body)

    def test_a_card_that_was_given_away_is_not_sent_to_who_ordered(self):
        self.units[0].partner_id = self.customer("New owner", email="new@example.com")
        self.units[1].action_void("Broken at the door")
        action = self.order.with_user(self.seller).action_send_warranty_cards()
        self.assertEqual(action["context"]["hau_mai_cards"], self.units[2].ids)

    def test_the_context_takes_nobody_elses_card_along(self):
        other = self.customer("Other", email="other@example.com")
        theirs = self.make_order((self.product, 1), partner_id=other.id).unit_ids
        unit = self.units[0].with_context(hau_mai_cards=[theirs.id])
        self.assertEqual(unit._cards_of_mail(), self.units[0])

    # === WHO IS NOT TOLD === #

    def test_the_gate_says_no_on_the_screen(self):
        self.partner.email = False
        with self.assertRaisesRegex(UserError, "Nguyễn Văn An: There is no address"):
            self.order.with_user(self.seller).action_send_warranty_cards()
        self.partner.write({"email": "an@example.com", "do_not_contact": True})
        with self.assertRaises(UserError):
            self.order.with_user(self.seller).action_send_warranty_cards()
        self.units.action_void("Taken back")
        with self.assertRaisesRegex(UserError, "valid"):
            self.units.with_user(self.seller).action_send_card()

    # === MANY === #

    def test_many_owners_are_told_in_the_background_one_message_each(self):
        an, binh, chi = (
            self.partner,
            *(self.customer(name, email=f"{name}@example.com") for name in ("binh", "chi")),
        )
        orders = [self.make_order((self.product, 2), partner_id=p.id) for p in (an, binh, chi)]
        silent = self.make_order((self.product, 1), partner_id=self.customer("Silent").id)
        units = self.env["hau_mai.unit"].union(*(o.unit_ids for o in orders), silent.unit_ids)
        manager = self.make_user("after_manager")
        told = units.with_user(manager).action_send_card()["params"]
        self.assertIn("6 warranty cards are being sent to 3 customers.", told["message"])
        self.assertIn("Silent: There is no address", told["message"])
        self.assertFalse(self.mails(), "nothing leaves while somebody waits")
        self.run_job()
        mails = self.mails()
        self.assertEqual(mails.recipient_ids, an | binh | chi)
        self.assertEqual(len(mails), 3)
        for order in orders:
            [mail] = mails.filtered(lambda m, order=order: m.recipient_ids == order.partner_id)
            self.assertEqual(len(mail.attachment_ids), 1)
            html = mail.attachment_ids.raw.decode()
            for unit in units:
                self.assertEqual(unit.name in html, unit in order.unit_ids)
                self.assertEqual(unit.name in mail.body_html, unit in order.unit_ids)
            self.assertEqual(len(self.lines(order)), 1)
        self.assertTrue(all((units - silent.unit_ids).mapped("date_card_sent")))
        self.assertFalse(any(units.mapped("date_card_queued")))
        self.run_job()
        self.assertEqual(len(self.mails()), 3, "a job run again tells nobody twice")

    def test_what_changed_meanwhile_counts_when_it_leaves(self):
        other = self.customer("Other", email="other@example.com")
        theirs = self.make_order((self.product, 2), partner_id=other.id).unit_ids
        (self.units | theirs)._queue_cards()
        other.email = False
        self.units[0].action_void("Taken back")
        self.run_job()
        self.assertEqual(self.mails().recipient_ids, self.partner)
        self.assertNotIn(self.units[0].name, self.mails().body_html)
        self.assertIn("There is no address", theirs[0].card_refusal)
        self.assertIn("valid", self.units[0].card_refusal)

    def test_one_that_cannot_be_printed_does_not_stop_the_others(self):
        other = self.customer("Other", email="other@example.com")
        theirs = self.make_order((self.product, 1), partner_id=other.id).unit_ids
        template = self.env.ref("hau_mai.mail_template_warranty_card")
        broken = "{{ 1 // (object.partner_id.name != 'Other') and object.partner_id.id }}"
        self.env.cr.execute(
            "UPDATE mail_template SET partner_to = %s WHERE id = %s", [broken, template.id]
        )
        template.invalidate_recordset()
        (self.units | theirs)._queue_cards()
        self.run_job()
        self.assertEqual(self.mails().recipient_ids, self.partner)
        self.assertTrue(theirs.card_refusal)
        self.assertFalse(theirs.date_card_queued)

    def test_demo_and_imports_tell_nobody(self):
        self.units.with_context(install_mode=True)._queue_cards()
        self.assertFalse(any(self.units.mapped("date_card_queued")))

    def test_by_itself_once_the_warranty_starts(self):
        old, new = self.units[:2]
        old.date_start_manual = self.today
        self.run_job()
        self.assertFalse(self.mails(), "nobody asked for it")
        self.company.hau_mai_send_cards = True
        self.company.hau_mai_send_cards_from = self.today - timedelta(days=1)
        old.date_start_manual = self.today - timedelta(days=2)
        new.date_start_manual = self.today
        by_hand = self.env["hau_mai.unit"].create(
            {"partner_id": self.partner.id, "product_id": self.product.id,
             "policy_id": self.policy.id, "date_start_manual": self.today}
        )  # fmt: skip
        self.run_job()
        self.assertEqual(self.units.filtered("date_card_sent"), new)
        self.assertFalse(by_hand.date_card_sent)
        self.assertEqual(len(self.mails()), 1)
        self.run_job()
        self.assertEqual(len(self.mails()), 1, "once")

    def test_switched_on_today_it_sends_what_starts_from_today_on(self):
        self.company.hau_mai_send_cards = True
        self.assertEqual(self.company.hau_mai_send_cards_from, self.today)
        self.company.hau_mai_send_cards = False
        self.assertFalse(self.company.hau_mai_send_cards_from)

    def test_queries_do_not_grow_with_the_cards(self):
        few, many = (self.make_order((self.product, n)).unit_ids for n in (5, 100))
        counts = []
        for units in (few, many):
            self.env["hau_mai.unit"].search([]).write({"date_card_queued": False})
            units._queue_cards()
            counts.append(self.queries(lambda units=units: units._send_cards(units)))
        self.assertLessEqual(counts[1], counts[0] + 5, counts)

    # === WHO MAY === #

    def test_a_colleague_sends_nothing_of_an_order_that_is_not_theirs(self):
        stranger = self.make_user("sales_own", login="stranger")
        for role in ("stranger", "after_own"):
            user = stranger if role == "stranger" else self.make_user("after_own")
            units = self.env["hau_mai.unit"].with_user(user)
            with self.subTest(role=role), self.assertRaises(AccessError):
                call_kw(units, "action_send_card", [self.units.ids], {})
        orders = self.env["sale.order"].with_user(stranger)
        with self.assertRaises(AccessError):
            call_kw(orders, "action_send_warranty_cards", [self.order.ids], {})
        with self.assertRaises(AccessError):
            call_kw(
                self.env["hau_mai.unit"].with_user(stranger), "message_post", [self.units[:1].ids],
                {"body": "Hello", "message_type": "comment"},
            )  # fmt: skip

    def test_customers_post_nothing_on_their_card(self):
        portal = self.env["res.users"].with_context(no_reset_password=True).create(
            {"name": "An", "login": "an", "partner_id": self.partner.id,
             "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)]}
        )  # fmt: skip
        units = self.env["hau_mai.unit"].with_user(portal)
        with self.assertRaises(AccessError):
            call_kw(units, "message_post", [self.units[:1].ids], {"body": "Hello"})
        with self.assertRaises(AccessError):
            call_kw(units, "action_send_card", [self.units.ids], {})
        with self.assertRaises(AccessError):
            call_kw(units, "read", [self.units.ids, ["card_refusal"]], {})

    # === WHAT PEOPLE TYPE === #

    def test_html_in_names_stays_text(self):
        self.partner.name = "<img src=x onerror=alert(2)>"
        self.units[0].serial_number = "<script>alert(1)</script>"
        self.send(self.order.with_user(self.seller).action_send_warranty_cards())
        for body in (
            *self.units.message_ids.mapped("body"),
            *self.order.message_ids.mapped("body"),
        ):
            self.assertNotIn("<script>", body)
            self.assertNotIn("<img src=x", body)
