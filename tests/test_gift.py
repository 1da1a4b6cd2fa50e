"""Gifts: somebody packs them, with the address; done is done on both sides."""

from odoo.exceptions import UserError, ValidationError

from .channel_common import ChannelCase


class TestGift(ChannelCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.write({"street": "12 Lê Lợi", "city": "Huế"})
        cls.rule = cls.make_rule(channel="gift", delay=0, gift_text="Tea", gift_cost=50)

    def give(self):
        return self.send(self.rule)

    def test_a_rule_says_what_is_packed(self):
        with self.assertRaisesRegex(ValidationError, "Say what is packed"):
            self.make_rule(channel="gift")
        self.assertEqual(
            self.rule.sentence, "Gift: on the day of the order; Tea; by the order's salesperson."
        )

    def test_a_gift_is_listed_and_whoever_packs_it_is_reminded(self):
        touchpoint = self.give()
        gift = touchpoint.gift_id
        self.assertEqual((touchpoint.state, gift.state, gift.what), ("open", "to_pack", "Tea"))
        self.assertEqual((gift.user_id, gift.cost), (self.salesperson, 50))
        self.assertTrue(gift.address.startswith("Nguyễn Văn An\n12 Lê Lợi"))
        activity = touchpoint.activity_id
        self.assertEqual((activity.res_model, activity.res_id), ("hau_mai.gift", gift.id))
        self.assertIn("12 Lê Lợi", activity.note)
        self.assertFalse(touchpoint.date_sent)
        self.partner.street = "Elsewhere"
        self.assertIn("12 Lê Lợi", gift.address)

    def test_sent_closes_the_activity_and_the_follow_up(self):
        touchpoint = self.give()
        activity = touchpoint.activity_id
        touchpoint.gift_id.action_sent()
        self.assertEqual(touchpoint.gift_id.state, "sent")
        self.assertEqual((touchpoint.state, touchpoint.sent_by), ("done", "post"))
        self.assertEqual((touchpoint.delivery, touchpoint.cost), ("sent", 50))
        self.assertFalse(activity.active)
        sent = touchpoint.gift_id.date_sent
        touchpoint.gift_id.action_sent()
        self.assertEqual(touchpoint.gift_id.date_sent, sent, "done is done")
        with self.assertRaisesRegex(UserError, "cannot become"):
            touchpoint.gift_id.action_cancel()

    def test_the_activity_marked_as_done_says_that_it_was_sent(self):
        touchpoint = self.give()
        touchpoint.activity_id.action_feedback()
        self.assertEqual(touchpoint.gift_id.state, "sent")
        self.assertEqual((touchpoint.state, touchpoint.sent_by), ("done", "post"))

    def test_cancelled_on_one_side_is_cancelled_on_the_other(self):
        touchpoint = self.give()
        touchpoint.gift_id.action_cancel()
        self.assertEqual((touchpoint.state, touchpoint.activity_id.id), ("cancelled", False))
        other = self.make_rule(name="Other", channel="gift", delay=0, gift_text="Cake")
        touchpoint = self.send(other).filtered(lambda row: row.state == "open")[0]
        touchpoint.action_cancel()
        self.assertEqual(touchpoint.gift_id.state, "cancelled")

    def test_what_came_back_is_packed_again(self):
        touchpoint = self.give()
        gift = touchpoint.gift_id
        gift.action_sent()
        gift.action_returned()
        self.assertEqual((gift.state, touchpoint.delivery), ("returned", "bounced"))
        gift.action_pack_again()
        gift.action_sent()
        self.assertEqual((gift.state, touchpoint.state), ("sent", "done"))
        with self.assertRaisesRegex(UserError, "are kept"):
            gift.unlink()

    def test_by_hand_without_a_rule(self):
        gift = self.env["hau_mai.gift"].create(
            {
                "partner_id": self.partner.id,
                "what": "Cake",
                "address": "Huế",
                "date_planned": self.today,
            }
        )
        gift.action_sent()
        self.assertEqual(gift.state, "sent")
