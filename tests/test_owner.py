"""A warranty card changes hands: who may, what goes along, what stays with the old owner."""

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import Form, new_test_user

from .care_common import CareCase


class TestOwner(CareCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.make_user("after_own")
        cls.manager = cls.make_user("after_manager")
        cls.order = cls.make_order((cls.product, 1), user_id=cls.own.id)
        cls.unit = cls.order.unit_ids
        cls.order.order_line.qty_delivered = 1
        cls.friend = cls.env["res.partner"].create(
            {"name": "Lê Bình", "phone": "0912 345 678", "lang": "en_US"}
        )

    def transfer(self, partner=None, reason="Given to a friend", user=None):
        unit = self.unit.with_user(user or self.own)
        return unit.action_transfer(partner or self.friend, reason)

    # === WHAT GOES ALONG, WHAT STAYS === #

    def test_the_new_owner_has_it_and_the_history_says_since_when(self):
        end = self.unit.date_end_main
        self.transfer()
        self.assertEqual(self.unit.partner_id, self.friend)
        self.assertEqual(self.unit.date_end_main, end)
        self.assertEqual(self.unit.user_id, self.own)
        first, second = self.unit.owner_ids.sorted("id")
        self.assertEqual((first.partner_id, first.how), (self.partner, "first"))
        self.assertEqual((first.date_from, first.date_to), (self.today, self.today))
        self.assertEqual((second.partner_id, second.how), (self.friend, "by_hand"))
        self.assertEqual((second.date_to, second.reason), (False, "Given to a friend"))
        self.assertEqual(second.user_id, self.own)

    def test_an_order_confirmed_again_takes_nothing_from_whom_it_was_given_to(self):
        dealt = self.make_order((self.product, 2), user_id=self.own.id)
        dealer_sold, kept = dealt.unit_ids.sorted("id")
        dealer_sold._change_owner(self.friend, "Activated", how="dealer")
        self.transfer()
        orders = self.order | dealt
        orders._action_cancel()
        self.assertEqual(set((self.unit | dealt.unit_ids).mapped("state")), {"void"})
        orders.action_draft()
        orders.action_confirm()
        self.assertEqual(set((self.unit | dealt.unit_ids).mapped("state")), {"valid"})
        self.assertEqual((self.unit | dealer_sold).partner_id, self.friend)
        self.assertEqual(len(dealer_sold.owner_ids), 2)
        self.assertEqual(kept.partner_id, self.partner)

    def test_an_order_confirmed_for_somebody_else_is_theirs(self):
        self.transfer()
        third = self.env["res.partner"].create({"name": "Third"})
        self.order._action_cancel()
        self.order.action_draft()
        self.order.partner_id = third
        self.order.action_confirm()
        self.assertEqual(self.unit.state, "valid")
        self.assertEqual(self.unit.partner_id, third)

    def test_a_third_owner_adds_one_row(self):
        self.transfer()
        third = self.env["res.partner"].create({"name": "Third"})
        self.transfer(third)
        rows = self.unit.owner_ids.sorted("id")
        self.assertEqual(rows.partner_id, self.partner | self.friend | third)
        self.assertEqual(len(rows), 3)

    def test_a_card_that_never_changed_hands_has_no_row(self):
        self.assertFalse(self.unit.owner_ids)

    def test_the_history_is_for_nobody_to_change(self):
        self.transfer()
        with self.assertRaises(UserError):
            self.unit.owner_ids[0].reason = "Another"
        with self.assertRaises(UserError):
            self.unit.owner_ids.unlink()

    def test_the_old_link_and_the_old_code_open_nothing(self):
        self.unit._ensure_access_tokens()
        token, signature = self.unit.access_token, self.unit._owner_signature()
        self.transfer()
        self.assertNotEqual(self.unit.access_token, token)
        self.assertFalse(self.unit._from_access_token(token))
        for wrong in (signature, "é" * 32, "", None):
            self.assertFalse(self.unit._is_owner_link(wrong))

    def test_follow_ups_of_the_old_owner_are_cancelled_and_planned_anew(self):
        rule = self.make_rule(trigger="warranty_started", delay=3)
        self.plan(rule)
        old = self.touchpoints(rule)
        self.assertEqual(old.partner_id, self.partner)
        self.transfer()
        self.assertEqual(old.state, "cancelled")
        self.assertIn("changed hands", old.reason)
        self.plan(rule)
        planned = self.touchpoints(rule, state="planned")
        self.assertEqual(planned.partner_id, self.friend)

    def test_the_old_owner_follows_it_no_more(self):
        colleague = self.own.partner_id
        self.unit.message_subscribe((self.partner | colleague).ids)
        self.transfer()
        self.assertEqual(self.unit.message_partner_ids, colleague)

    def test_jobs_of_the_old_owner_stay_theirs(self):
        job = self.env["hau_mai.service"].create({"unit_id": self.unit.id})
        self.assertEqual(job.partner_id, self.partner)
        self.transfer()
        self.assertEqual(job.partner_id, self.partner)

    def test_where_it_stands_is_asked_again(self):
        self.unit.address_id = self.env["res.partner"].create(
            {"name": "Flat", "parent_id": self.partner.id, "type": "delivery"}
        )
        self.transfer()
        self.assertFalse(self.unit.address_id)

    def test_who_hears_of_it_knows_before_and_after(self):
        heard = []
        model = type(self.unit)

        def listen(units, before):
            heard.append({unit.id: partner for unit, partner in before.items()})

        self.patch(model, "_on_transferred", listen)
        self.transfer()
        self.assertEqual(heard, [{self.unit.id: self.partner}])

    def test_the_new_owner_reads_no_word_to_the_old_one(self):
        user = new_test_user(self.env, login="friend", groups="base.group_portal")
        posted = self.unit.message_post(
            body="Your secret", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        file = self.env["ir.attachment"].create(
            {"name": "invoice.pdf", "raw": b"x", "res_model": self.unit._name,
             "res_id": self.unit.id}
        )  # fmt: skip
        self.transfer(user.partner_id)
        messages = self.env["mail.message"].with_user(user)
        found = messages.search([("model", "=", self.unit._name), ("res_id", "=", self.unit.id)])
        self.assertFalse(found & posted)
        with self.assertRaises(AccessError):
            posted.with_user(user).read(["body"])
        with self.assertRaises(AccessError):
            file.with_user(user).read(["datas"])
        self.assertTrue(file.with_user(self.own).raw)
        self.assertTrue(self.unit.with_user(user).status_sentence)

    def test_the_old_owner_sees_it_no_more(self):
        user = new_test_user(self.env, login="old", groups="base.group_portal")
        self.unit.partner_id = user.partner_id
        units = self.env["hau_mai.unit"].with_user(user)
        self.assertEqual(units.search([]), self.unit)
        self.transfer()
        self.assertFalse(units.search([]))
        with self.assertRaises(AccessError):
            self.unit.with_user(user).read(["name"])

    # === WHO MAY === #

    def test_a_warranty_for_its_first_owner_only_stays(self):
        self.unit.transferable = False
        with self.assertRaisesRegex(UserError, "first owner only"):
            self.transfer()
        with self.assertRaisesRegex(UserError, "first owner only"):
            self.transfer(user=self.manager, reason=False)
        self.transfer(user=self.manager, reason="A good customer")
        self.assertEqual(self.unit.partner_id, self.friend)

    def test_sold_is_sold(self):
        self.policy.transferable = False
        self.assertTrue(self.unit.transferable)
        self.assertFalse(self.make_order((self.product, 1)).unit_ids.transferable)

    def test_what_cannot_change_hands(self):
        with self.assertRaisesRegex(UserError, "already"):
            self.transfer(self.partner)
        self.unit.action_void("Not sold")
        with self.assertRaisesRegex(UserError, "not valid"):
            self.transfer()

    def test_by_rpc_the_owner_may_be_an_id_that_exists(self):
        units = self.env["hau_mai.unit"].with_user(self.own)
        call_kw(units, "action_transfer", [self.unit.ids, self.friend.id, "Given"], {})
        self.assertEqual(self.unit.partner_id, self.friend)
        with self.assertRaises(UserError):
            call_kw(units, "action_transfer", [self.unit.ids, 0, "Given"], {})

    def test_twice_is_refused(self):
        self.transfer()
        with self.assertRaisesRegex(UserError, "already"):
            self.transfer()
        self.assertEqual(len(self.unit.owner_ids), 2)

    def test_no_context_says_how_it_changed_hands(self):
        units = self.env["hau_mai.unit"].with_user(self.own)
        call_kw(
            units,
            "action_transfer",
            [self.unit.ids, self.friend.id, "x"],
            {"context": {"hau_mai_handover": ["order", "Forged"]}},
        )
        self.assertEqual(self.unit.owner_ids.sorted("id")[-1].how, "by_hand")

    # === THE DIALOG === #

    def test_the_dialog_finds_who_has_the_number(self):
        action = self.unit.with_user(self.own).action_transfer()
        dialogs = self.env[action["res_model"]].with_user(self.own)
        with Form(dialogs.with_context(**action["context"])) as form:
            form.phone = "+84912345678"
            self.assertEqual(form.partner_id, self.friend)
        form.record.action_apply()
        self.assertEqual(self.unit.partner_id, self.friend)

    def test_the_dialog_makes_a_new_contact_of_name_and_number(self):
        dialog = self.env["hau_mai.unit.transfer"].with_user(self.own)
        values = {"unit_ids": self.unit.ids, "phone": "0987 654 321", "name": "Trần Mới"}
        dialog.create(values).action_apply()
        owner = self.unit.partner_id
        self.assertEqual((owner.name, owner.phone), ("Trần Mới", "0987 654 321"))

    def test_several_cards_of_one_owner_go_at_once(self):
        units = self.make_order((self.product, 3), user_id=self.own.id).unit_ids | self.unit
        dialog = self.env["hau_mai.unit.transfer"].with_user(self.own)
        dialog.create({"unit_ids": units.ids, "partner_id": self.friend.id}).action_apply()
        self.assertEqual(units.partner_id, self.friend)

    def test_cards_of_several_owners_do_not(self):
        other = self.make_order((self.product, 1), partner_id=self.friend.id).unit_ids
        dialog = self.env["hau_mai.unit.transfer"].create(
            {"unit_ids": (self.unit | other).ids, "name": "X", "phone": "0911 111 111"}
        )
        with self.assertRaises(UserError):
            dialog.action_apply()

    def test_a_dialog_gives_no_right(self):
        theirs = self.make_order((self.product, 1), user_id=self.manager.id).unit_ids
        dialog = self.env["hau_mai.unit.transfer"].with_user(self.own)
        dialog = dialog.create({"unit_ids": theirs.ids, "partner_id": self.friend.id})
        with self.assertRaises(AccessError):
            dialog.action_apply()

    # === ORDERS, CONTACTS, COST === #

    def test_a_dealer_hands_over_what_has_not_begun(self):
        waiting = self.make_order((self.product, 1)).unit_ids
        self.assertFalse(waiting.date_start)
        waiting._change_owner(self.friend, "Activated", "dealer")
        self.assertEqual(waiting.owner_ids.sorted("id").mapped("how"), ["first", "dealer"])

    def test_another_customer_on_the_order_takes_only_what_nobody_had(self):
        self.order.partner_id = self.friend
        self.assertEqual(self.unit.partner_id, self.partner)
        waiting = self.make_order((self.product, 1))
        waiting.partner_id = self.friend
        self.assertEqual(waiting.unit_ids.partner_id, self.friend)
        self.assertFalse(waiting.unit_ids.owner_ids)

    def test_what_is_made_whole_for_another_customer_is_handed_over(self):
        self.unit.action_start(self.today, "A test")
        self.order.action_cancel()
        self.order.action_draft()
        self.order.partner_id = self.friend
        self.order.action_confirm()
        self.assertEqual(self.unit.partner_id, self.friend)
        self.assertEqual(self.unit.owner_ids.sorted("id")[-1].how, "order")

    def test_merging_contacts_keeps_the_history(self):
        self.transfer()
        double = self.env["res.partner"].create({"name": "Lê Bình"})
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.friend | double).ids, dst_partner=double, extra_checks=False
        )
        self.assertEqual(self.unit.owner_ids.sorted("id").partner_id, self.partner | double)
        self.assertEqual(self.unit.partner_id, double)

    def test_many_cards_cost_as_many_queries_as_few(self):
        few = self.make_order((self.product, 2)).unit_ids
        many = self.make_order((self.product, 20)).unit_ids
        (few | many).date_start_manual = self.today
        counts = [
            self.queries(
                lambda ids=units.ids: self.unit.browse(ids)._change_owner(self.friend, "x", "order")
            )
            for units in (few, many)
        ]
        self.assertLessEqual(counts[1], counts[0])
