"""Two customers, each with everything that loyalty, consents and privacy hold, become one."""

from datetime import timedelta

from odoo.exceptions import UserError

from .channel_common import ChannelCase
from .privacy_common import PrivacyCase

#: Models of which two rows of one customer become one: who says why.
JOINED = {
    "hau_mai.loyalty.membership": 1,  # one a customer and company; the ledger keeps both
    "hau_mai.retention.item": 1,  # looked at once
}


class TestPartnerMergeLoyalty(PrivacyCase, ChannelCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program = cls.make_program()
        cls.keeping = cls.make_retention("person", 36)
        cls.first = cls.make_everything("Phạm Thị Hoa", "+84 90 123 00 01", "hoa@example.com")
        cls.second = cls.make_everything("Phạm T. Hoa", "+84 90 123 00 02", "hoa2@example.com")
        cls.env.flush_all()

    @classmethod
    def make_everything(cls, name, phone, email):
        """A customer of whom there is a row in every model of the issue."""
        person = cls.make_person(name, phone, email)
        make = lambda model, **vals: cls.env[model].create(vals)  # noqa: E731
        company = {"partner_id": person.id, "company_id": cls.company.id}
        person._ensure_referral_codes()
        make(
            "hau_mai.loyalty.tier.move", tier_to_id=cls.silver.id, kind="first", reason="x",
            **company,
        )  # fmt: skip
        make("hau_mai.loyalty.due", **company)
        friend = make("res.partner", name=f"Friend of {name}")
        make("hau_mai.referral", referrer_id=person.id, referee_id=friend.id)
        wording = cls.env["hau_mai.consent.wording"]._current(cls.company, "marketing", "sms")
        make(
            "hau_mai.consent.request", number=phone.replace(" ", ""), text="May we?",
            wording_id=wording.id, **company,
        )  # fmt: skip
        values = {"commercial_partner_id": person.id, "date_due": cls.today, **company}
        answer = make(
            "hau_mai.nps", state="answered", score=9, comment=f"nps of {name}",
            date_answered=cls.env.cr.now(), **values,
        )  # fmt: skip
        make("hau_mai.nps", **values)
        cls.env["hau_mai.review"]._publish(answer, "full", cls.env.cr.now())
        make(
            "hau_mai.gift", what="Tea", address=f"Home of {name}", state="sent",
            date_planned=cls.today, **company,
        )  # fmt: skip
        card = cls.program._hau_mai_issue(person, ["A present"])
        account = cls.env["hau_mai.messenger.account"].search([], limit=1) or make(
            "hau_mai.messenger.account", name="Log", company_id=cls.company.id
        )
        text = make(
            "hau_mai.messenger.template", name="Thanks", account_id=account.id,
            title="Thanks for all", body="Thanks, {{ object.partner_id.name }}",
        )  # fmt: skip
        message = make(
            "hau_mai.messenger.message", account_id=account.id, template_id=text.id,
            message_class="care", number=phone, **company,
        )  # fmt: skip
        call = cls.make_call(person, occurrence=1000 + person.id)
        call.write({"card_id": card.id, "messenger_message_id": message.id})
        cls.make_call(person, rule_id=cls.make_rule(name="Other").id, occurrence=7)
        request = cls.make_request("export", person)
        request._make_export()
        make(
            "hau_mai.retention.item",
            rule_id=cls.keeping.id,
            kind="person",
            res_model="res.partner",
            res_id=person.id,
            date_due=cls.today + timedelta(days=9),
            company_id=cls.company.id,
        )
        person.deceased = False
        return person

    def merge(self, *partners):
        """Into the last of them."""
        ids = [partner.id for partner in partners]
        self.env["base.partner.merge.automatic.wizard"]._merge(ids, partners[-1])
        self.env.invalidate_all()

    def links(self):
        """``[(model, field)]`` of all stored links of ours to a contact."""
        return [
            (name, fname)
            for name in self.env
            if name.startswith("hau_mai.")
            for fname, field in self.env[name]._fields.items()
            if self.env[name]._auto
            and not self.env[name]._transient
            and not self.env[name]._abstract
            and field.type == "many2one"
            and field.store
            and field.comodel_name == "res.partner"
        ]

    def count(self, partners):
        """``{(model, field): rows}`` that point at these contacts."""
        found = {}
        for name, fname in self.links():
            model = self.env[name].sudo().with_context(active_test=False)
            if rows := model.search_count([(fname, "in", partners.ids)]):
                found[name, fname] = rows
        return found

    def test_everything_is_there(self):
        """The test tests what it says: a row of both in every model of the register."""
        names = {name for name, _fname in self.count(self.first)}
        for name in (
            "hau_mai.loyalty.membership", "hau_mai.loyalty.tier.move", "hau_mai.loyalty.due",
            "hau_mai.referral", "hau_mai.referral.code", "hau_mai.consent",
            "hau_mai.consent.request", "hau_mai.nps", "hau_mai.review", "hau_mai.gift",
            "hau_mai.messenger.message", "hau_mai.touchpoint", "hau_mai.privacy.request",
            "hau_mai.privacy.notice",
        ):  # fmt: skip
            self.assertIn(name, names)

    def test_nothing_is_lost_and_nothing_points_at_nobody(self):
        before = self.count(self.first | self.second)
        moves = before["hau_mai.loyalty.tier.move", "partner_id"]
        cards = self.env["loyalty.card"].search([("partner_id", "in", self.first.ids)])
        codes = [partner.referral_code for partner in self.first | self.second]
        self.merge(self.first, self.second)
        after = self.count(self.second)
        for key, rows in before.items():
            with self.subTest(link=key):
                if key[0] == "hau_mai.loyalty.tier.move":
                    self.assertEqual(after[key], moves + 1)
                elif key[0] != "hau_mai.loyalty.due":
                    self.assertEqual(after[key], rows - JOINED.get(key[0], 0))
        self.assertEqual(cards.partner_id, self.second)
        for code in codes:
            self.assertEqual(self.env["res.partner"]._find_by_referral_code(code), self.second)
        turns = self.env["hau_mai.nps"].search([("partner_id", "=", self.second.id)])
        self.assertEqual(turns.commercial_partner_id, self.second)
        self.assertEqual(sorted(turns.mapped("state")), ["answered"] * 2 + ["planned", "skipped"])
        self.assertEqual(len(self.export_of_second("nps of")), 2)
        items = self.env["hau_mai.retention.item"].search([("res_model", "=", "res.partner")])
        self.assertEqual(items.mapped("res_id").count(self.second.id), 1)

    def export_of_second(self, words):
        """The words of both in the copy of who stays."""
        text = str(self.export(self.second))
        return {name for name in ("Phạm Thị Hoa", "Phạm T. Hoa") if f"{words} {name}" in text}

    def test_both_ways_and_with_a_third(self):
        third = self.make_plain()
        self.merge(self.second, third, self.first)
        self.assertFalse((self.second | third).exists())
        self.assertEqual(self.membership(self.first).tier_id, self.silver)

    def test_who_brought_the_other_brought_nobody(self):
        self.first.referred_by_id = self.second
        referral = self.env["hau_mai.referral"].search([("referee_id", "=", self.first.id)])
        self.assertTrue(referral)
        self.merge(self.first, self.second)
        self.assertNotEqual(referral.exists().state, "pending")
        self.assertNotEqual(self.second.referred_by_id, self.second)

    def test_a_no_an_end_and_a_restriction_of_one_hold_for_both(self):
        self.first.write({"processing_restricted": True})
        self.env["hau_mai.consent"].create(
            {
                "partner_id": self.first.id, "purpose": "marketing", "channel": "email",
                "state": "withdrawn", "date": self.now(),
            }
        )  # fmt: skip
        self.merge(self.first, self.second)
        self.assertTrue(self.second.processing_restricted)
        for purpose in ("marketing", "birthday", "survey"):
            self.assertFalse(self.second._contact_verdict("email", purpose, self.now())[0])

    def test_a_number_that_was_asked_stays_asked(self):
        self.merge(self.first, self.second)
        wording = self.env["hau_mai.consent.wording"]._current(self.company, "marketing", "sms")
        with self.assertRaises(UserError):
            self.env["hau_mai.consent.request"]._ask(self.second, wording)

    def test_the_person_that_is_left_can_be_erased(self):
        self.merge(self.first, self.second)
        self.end_warranties(self.second)
        self.finish_all(self.second)
        self.second._privacy_erase(self.company, "They asked for it")
        code = self.second.referral_code
        self.assertFalse(self.env["res.partner"]._find_by_referral_code(code))
        proof = {"consent", "consent_request"}  # kept for a year, by law
        data = [part for part in self.export(self.second)["data"] if part["kind"] not in proof]
        for word in ("hoa@example", "hoa2@example", "123 00 01", "Home of", "nps of", "chat with"):
            self.assertNotIn(word, str(data))
