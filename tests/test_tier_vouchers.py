"""Vouchers of members: on moving up, for a birthday, and before what they have is lost."""

from datetime import timedelta

from odoo.exceptions import UserError, ValidationError

from .channel_common import ChannelCase
from .loyalty_common import LoyaltyCase


class VoucherCase(LoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program = cls.make_program("Welcome")

    @classmethod
    def make_program(cls, name, program_type="coupons", **vals):
        return cls.env["loyalty.program"].create(
            {"name": name, "program_type": program_type, "company_id": cls.company.id, **vals}
        )

    def cards(self, partner=None):
        return self.env["loyalty.card"].search(
            [("partner_id", "=", (partner or self.partner).id)], order="id"
        )


class TestUpgradeVoucher(VoucherCase):
    def move(self, partner=None, kind="upgrade", to=None, **vals):
        membership = self.membership(partner) or self.make_member(self.gold, partner)
        move = self.Move.create(
            {
                "partner_id": membership.partner_id.id,
                "company_id": self.company.id,
                "tier_to_id": (to or self.gold).id,
                "kind": kind,
                "reason": "A test",
                **vals,
            }
        )
        membership._on_tier_changed(move)
        return move

    def test_moving_up_gives_one_quietly_with_its_history(self):
        self.gold.write({"upgrade_program_id": self.program.id, "voucher_days": 10})
        self.partner.email = "an@example.com"
        move = self.move()
        card = move.card_id
        self.assertEqual((card.program_id, card.partner_id), (self.program, self.partner))
        self.assertEqual(card.expiration_date, self.today + timedelta(days=10))
        self.assertEqual(card.history_ids.mapped("description"), ["Welcome to Gold"])
        self.assertFalse(card.message_ids.filtered(lambda m: m.message_type == "email"))
        self.membership()._on_tier_changed(move)
        self.assertEqual(self.cards(), card)
        with self.assertRaises(UserError):
            move.card_id = False

    def test_a_follow_up_on_the_change_can_name_the_code(self):
        self.gold.upgrade_program_id = self.program
        move = self.move()
        touchpoint = self.Touchpoint.sudo().create(
            {
                "rule_id": self.make_rule().id,
                "res_model": move._name,
                "res_id": move.id,
                "occurrence": 0,
                "channel": "activity",
                "purpose": "service",
                "partner_id": self.partner.id,
                "company_id": self.company.id,
                "date_anchor": self.today,
                "date_planned": self.today,
            }
        )
        self.assertEqual(touchpoint.voucher_code, move.card_id.code)

    def test_only_for_moving_up(self):
        self.gold.upgrade_program_id = self.program
        for kind in ("first", "downgrade", "renewal", "by_hand", "rules", "merge"):
            self.move(kind=kind)
        self.move(to=self.silver)
        self.assertFalse(self.cards())

    def test_not_again_within_a_year(self):
        self.gold.upgrade_program_id = self.program
        now = self.now()
        self.move(date=now - timedelta(days=366))
        self.move(date=now)
        self.assertEqual(len(self.cards()), 2)
        self.assertFalse(self.move(date=now + timedelta(days=364)).card_id)
        self.assertEqual(len(self.cards()), 2)

    def test_nothing_on_installation_or_from_an_archived_program(self):
        self.gold.upgrade_program_id = self.program
        membership = self.make_member(self.gold)
        vals = {"partner_id": self.partner.id, "company_id": self.company.id,
                "tier_to_id": self.gold.id, "kind": "upgrade", "reason": "A test"}  # fmt: skip
        move = self.Move.create(vals)
        membership.with_context(install_mode=True)._on_tier_changed(move)
        self.program.active = False
        membership._on_tier_changed(move)
        self.assertFalse(self.cards())

    def test_many_at_once(self):
        self.gold.upgrade_program_id = self.program
        partners = self.make_customers(30)
        members = self.Membership
        for partner in partners:
            members |= self.make_member(self.gold, partner)
        vals = {"company_id": self.company.id, "tier_to_id": self.gold.id,
                "kind": "upgrade", "reason": "A test"}  # fmt: skip
        moves = self.Move.create([dict(vals, partner_id=partner.id) for partner in partners])
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        members._on_tier_changed(moves)
        self.env.flush_all()
        self.assertLess(self.env.cr.sql_log_count - before, 30)
        self.assertEqual(moves.card_id.partner_id, partners)

    def test_of_the_companys_programs_only(self):
        other = self.env["res.company"].create({"name": "Another"})
        theirs = self.make_program("Theirs", company_id=other.id)
        with self.assertRaises(UserError):
            self.gold.upgrade_program_id = theirs


class TestBirthdayVoucher(VoucherCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gold.birthday_program_id = cls.program
        cls.partner.birthdate = "1990-05-05"

    def programs(self):
        return self.partner._hau_mai_birthday_programs(self.company)

    def test_that_of_the_tier(self):
        self.assertFalse(self.programs())
        self.make_member(self.gold)
        self.assertEqual(self.programs(), {self.partner.id: self.program})

    def test_a_birth_date_changed_lately_gives_none(self):
        self.make_member(self.gold)
        self.partner.birthdate = "1990-05-05"
        self.assertFalse(self.partner.date_birthdate_changed)
        self.partner.birthdate = "1990-06-06"
        self.assertFalse(self.programs())
        self.partner.date_birthdate_changed = self.today - timedelta(days=30)
        self.assertTrue(self.programs())

    def test_one_entered_for_the_first_time_gives_one(self):
        partner = self.env["res.partner"].create({"name": "Bình"})
        self.make_member(self.gold, partner)
        partner.birthdate = "1991-01-01"
        self.assertTrue(partner._hau_mai_birthday_programs(self.company))


class TestBirthdayRule(VoucherCase, ChannelCase):
    """The rule that comes with the add-on: each customer the voucher of their tier."""

    def test_each_gets_that_of_their_tier(self):
        self.silver.birthday_program_id = self.make_program("Silver day")
        self.gold.birthday_program_id = self.make_program("Gold day")
        rule = self.env.ref("hau_mai.care_rule_birthday_tier")
        self.assertFalse(rule.active)
        self.assertIn("that of the customer's tier", rule.sentence)
        rule.active = True
        silver, gold, moved, none = self.make_reachable(4)
        people = silver | gold | moved | none
        people.birthdate = self.today.replace(year=1990)
        self.agree(people, "email", "birthday")
        self.make_member(self.silver, silver)
        self.make_member(self.gold, gold)
        self.make_member(self.gold, moved)
        moved.date_birthdate_changed = self.today
        rule.date_activated = self.now() - timedelta(days=1)
        self.plan(rule)
        self.carry_out()
        rows = {row.partner_id: row for row in self.touchpoints(rule)}
        self.assertEqual(rows[silver].card_id.program_id, self.silver.birthday_program_id)
        self.assertEqual(rows[gold].card_id.program_id, self.gold.birthday_program_id)
        self.assertIn(rows[gold].card_id.code, rows[gold].mail_mail_id.body_html)
        self.assertEqual(rows[gold].card_id.expiration_date, self.days(rule.voucher_days))
        for customer in (moved, none):
            self.assertEqual(rows[customer].state, "cancelled")
            self.assertIn("no voucher for this customer", rows[customer].reason)
            self.assertFalse(self.cards(customer))

    def test_on_another_day_there_is_no_birthday(self):
        with self.assertRaisesRegex(ValidationError, "on another day"):
            self.make_message_rule(channel="voucher", program_of="tier", purpose="marketing")


class TestBeforeItIsLost(VoucherCase):
    def test_before_a_voucher_ends(self):
        rule = self.make_rule(
            trigger="voucher_expiring",
            delay=-7,
            purpose="marketing",
            summary="{{ object.voucher_code }} until {{ object.voucher_until }}",
        )
        self.env["hau_mai.consent"].create(
            {
                "partner_id": self.partner.id,
                "purpose": "marketing",
                "channel": "phone",
                "state": "granted",
            }
        )
        until = self.days(7)
        card = self.program._hau_mai_issue(self.partner, ["A test"], until=until)
        used = self.program._hau_mai_issue(self.partner, ["A test"], until=until)
        used.points = 0
        self.program._hau_mai_issue(self.partner, ["A test"])
        self.plan()
        touchpoint = self.touchpoints(rule)
        self.assertEqual((touchpoint.res_model, touchpoint.res_id), ("loyalty.card", card.id))
        self.assertEqual(touchpoint.voucher_code, card.code)
        self.assertIn(card.code, touchpoint.subject)
        self.carry_out()
        self.assertIn(card.code, touchpoint.activity_id.summary)
        self.assertIn("last day of a voucher", rule.sentence)

    def test_a_voucher_that_was_used_needs_no_call(self):
        rule = self.make_rule(trigger="voucher_expiring", delay=-7)
        card = self.program._hau_mai_issue(self.partner, ["A test"], until=self.days(20))
        self.plan()
        card.points = 0
        self.plan()
        touchpoint = self.touchpoints(rule)
        self.assertEqual(touchpoint.state, "cancelled")
        self.assertIn("used", touchpoint.reason)

    def test_before_points_end_with_their_program(self):
        rule = self.make_rule(
            trigger="points_expiring",
            delay=-30,
            summary="{{ object.points_left }} until {{ object.points_until }}",
        )
        program = self.make_program("Points", "loyalty", date_to=self.days(40))
        program.company_id = False
        program.portal_point_name = "points"
        program._hau_mai_issue(self.partner, ["A test"], points=120)
        forever = self.make_program("For ever", "loyalty")
        forever._hau_mai_issue(self.partner, ["A test"], points=120)
        self.plan()
        touchpoint = self.touchpoints(rule)
        self.assertEqual(touchpoint.partner_id, self.partner)
        self.assertEqual(touchpoint.date_anchor, self.days(40))
        self.assertEqual(touchpoint.points_left, "120 points")
        self.assertFalse(touchpoint.voucher_code)
        self.assertGreater(rule.preview_soon + rule.preview_today, 0)
        self.plan()
        self.assertEqual(len(self.touchpoints(rule)), 1)
