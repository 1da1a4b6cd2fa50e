"""The register of consents: proof, wording, one request ever, and a no that works at once."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form

from odoo.addons.hau_mai.tools.reply import meaning

from .test_contact_caps import NOON, GateCase

CHANNELS = ("email", "sms", "phone", "messenger", "post")


class TestConsentRegister(GateCase):
    def add(self, state="granted", channel="sms", purpose="marketing", **vals):
        values = {"partner_id": self.partner.id, "purpose": purpose, "channel": channel}
        return self.env["hau_mai.consent"].create(values | {"state": state} | vals)

    def test_it_is_noted_for_which_number(self):
        self.assertEqual(self.add().address, self.partner.phone_sanitized)
        self.assertEqual(self.reason(), "")
        self.partner.phone = "+84 98 765 43 21"
        self.assertEqual(self.reason(), "This customer agreed for another address or number.")
        self.add()
        self.assertEqual(self.reason(), "")

    def test_what_holds_now(self):
        first, second = self.add(), self.add("withdrawn")
        tomorrow = self.add(date=NOON + timedelta(days=1))
        self.assertEqual([row.is_latest for row in first | second | tomorrow], [False, True, False])
        found = self.env["hau_mai.consent"].search(
            [("partner_id", "=", self.partner.id), ("channel", "=", "sms"),
             ("purpose", "=", "marketing"), ("is_latest", "=", True)]
        )  # fmt: skip
        self.assertEqual(found, second)

    def test_who_agrees_to_marketing_by_sms(self):
        other, never = self.make_customers(2)
        self.add(partner_id=other.id)
        partners = self.env["res.partner"].with_user(self.make_user("after_own"))
        domain = [("id", "in", (self.partner | other | never).ids)]
        by_sms = [("agrees_to", "=", "marketing-sms"), *domain]
        self.assertEqual(partners.search(by_sms), self.partner | other)
        self.add("withdrawn")
        self.assertEqual(partners.search(by_sms), other)
        self.assertEqual(partners.search([("agrees_to", "=", False), *domain]), never)
        self.assertEqual(other.agrees_to, "marketing-sms")

    def test_the_customers_page_says_by_which_channels_and_why_not(self):
        self.add("withdrawn", "email")
        told = self.partner.with_user(self.make_user("after_own")).contact_summary.split("\n")
        self.assertEqual(told[0], "Service by Phone, Email, SMS, Messenger: yes")
        self.assertEqual(told[2], "Marketing by Phone, SMS, Messenger: yes")
        self.assertEqual(
            told[3],
            "Marketing by Email: This customer does not want to be contacted for this purpose.",
        )

    def test_proof_goes_with_it_and_nobody_deletes_it(self):
        file = self.env["ir.attachment"].create({"name": "form.png", "raw": b"x"})
        consent = self.add(attachment_ids=file.ids)
        self.assertEqual((file.res_model, file.res_id), ("hau_mai.consent", consent.id))
        with self.assertRaises(AccessError):
            file.with_user(self.make_user("after_manager")).unlink()

    def test_kept_for_a_year_after_the_no(self):
        key = {"channel": "post", "purpose": "survey"}
        yes = self.add(date=NOON - timedelta(days=800), **key)
        said_no = self.add("withdrawn", date=NOON - timedelta(days=364), **key)
        with self.assertRaisesRegex(UserError, "proof"):
            yes.sudo().unlink()
        self.assertEqual((yes | said_no)._past_keeping(NOON + timedelta(days=2)), yes)
        old = self.add(date=NOON - timedelta(days=900), **key | {"channel": "phone"})
        self.add("withdrawn", date=NOON - timedelta(days=366), **key | {"channel": "phone"})
        with self.assertRaisesRegex(UserError, "proof"):
            old.with_user(self.make_user("after_manager")).sudo(False)._unlink_never()
        old.sudo().unlink()
        self.assertFalse(old.exists())

    # === A NO WORKS AT ONCE === #

    def test_a_no_cancels_what_is_planned_of_its_purpose_and_channel(self):
        service = self.make_rule(name="Service", delay=5)
        self.rule.delay = 5
        self.make_orders(self.partner)
        self.plan(self.rule | service)
        ours, theirs = self.touchpoints(self.rule), self.touchpoints(service)
        self.add("withdrawn", "email")
        self.assertEqual(ours.state, "planned")
        self.add("withdrawn", "phone")
        self.assertEqual(ours.state, "cancelled")
        self.assertIn("does not want", ours.reason)
        self.assertEqual(theirs.state, "planned")

    def test_a_no_takes_back_what_is_queued(self):
        queued = self.sent(1, 2, delivery="queued", by="phone")
        left = queued[0]
        self.patch(
            self.env.registry["hau_mai.touchpoint"],
            "_stop_queued",
            lambda rows: rows.filtered(lambda row: row == left),
        )
        self.add("withdrawn", "phone")
        self.assertEqual(queued.mapped("delivery"), ["failed", "queued"])
        self.assertEqual(queued.mapped("state"), ["cancelled", "done"])
        self.assertFalse(left.date_sent)

    # === BLACKLISTS === #

    def states(self, channel, partner=None):
        states = self.env["hau_mai.consent"]._states(partner or self.partner)
        partner = partner or self.partner
        return [states.get((partner.id, purpose, channel)) for purpose in ("marketing", "birthday")]

    def test_blacklisted_by_odoo_is_a_no_and_off_the_list_is_no_yes(self):
        twin = self.make_customers(1, email="AN@example.com")
        entry = self.env["mail.blacklist"]._add("An@Example.com")
        for partner in (self.partner, twin):
            self.assertEqual(self.states("email", partner), ["withdrawn"] * 2)
        self.assertEqual(self.states("sms"), ["granted"] * 2)
        self.env["mail.blacklist"]._remove("an@example.com")
        self.assertFalse(entry.active)
        self.assertEqual(self.states("email"), ["withdrawn"] * 2)
        self.add(channel="email")
        self.env["mail.blacklist"]._add("an@example.com")
        self.assertEqual(self.states("email")[0], "withdrawn")

    def test_a_number_on_the_blacklist_is_a_no_to_calls_and_messages(self):
        self.env["phone.blacklist"].add(self.partner.phone)
        for channel in ("sms", "phone", "messenger"):
            self.assertEqual(self.states(channel), ["withdrawn"] * 2)
        self.assertEqual(self.states("email"), ["granted"] * 2)
        self.env["phone.blacklist"].remove(self.partner.phone)
        self.assertEqual(self.states("sms"), ["withdrawn"] * 2)

    def test_stop_everything_goes_on_the_blacklists_once(self):
        self.partner._stop_everything(method="link")
        count = self.partner.consent_count
        self.assertTrue(self.partner.is_blacklisted and self.partner.phone_sanitized_blacklisted)
        self.assertFalse(self.partner._contact_verdict("email", "service", NOON)[0])
        self.partner._stop_everything(method="link")
        self.assertEqual(self.partner.consent_count, count)

    # === WORDING === #

    def test_what_somebody_agreed_to_does_not_change(self):
        wording = self.env.ref("hau_mai.consent_wording_marketing")
        wording.content = "Free to change"
        consent = self.add(wording_id=wording.id)
        with self.assertRaisesRegex(UserError, "Make a new version"):
            wording.content = "Something else"
        with self.assertRaisesRegex(UserError, "Make a new version"):
            wording.unlink()
        action = wording.action_new_version()
        newer = self.env["hau_mai.consent.wording"].browse(action["res_id"])
        newer.content = "Something else"
        self.assertEqual((newer.version, wording.active), (wording.version + 1, False))
        self.assertEqual(consent.wording_id.content, "Free to change")
        current = self.env["hau_mai.consent.wording"]._current(self.company, "marketing", "sms")
        self.assertEqual(current, newer)

    def test_a_wording_is_for_its_purpose_and_channels(self):
        wording = self.env.ref("hau_mai.consent_wording_birthday")
        with self.assertRaisesRegex(ValidationError, "does not cover"):
            self.add(wording_id=wording.id)

    # === THE DIALOG === #

    def test_the_dialog_shows_what_stands_and_writes_what_changed(self):
        user = self.make_user("after_own")
        before = self.partner.consent_count
        action = self.partner.with_user(user).action_record_consent()
        dialog = Form(self.env[action["res_model"]].with_user(user).with_context(action["context"]))
        with dialog.line_ids.edit(1) as line:
            self.assertEqual((line.purpose, line.sms), ("marketing", "granted"))
            line.sms = "withdrawn"
        with dialog.line_ids.edit(2) as line:
            self.assertEqual((line.purpose, line.sms), ("survey", False))
        dialog.method = "hotline"
        dialog.save().action_apply()
        self.assertEqual(self.partner.consent_count, before + 1)
        newest = self.partner.consent_ids.sorted("id")[-1]
        self.assertEqual(
            (newest.purpose, newest.channel, newest.state, newest.method, newest.user_id),
            ("marketing", "sms", "withdrawn", "hotline", user),
        )

    # === ASKED ONCE === #

    def test_a_number_is_asked_once_and_never_again(self):
        partner = self.make_customers(1)
        user = self.make_user("after_own")
        messages = self.env["sms.sms"].search([("partner_id", "=", partner.id)])
        partner.with_user(user).action_ask_consent()
        sms = self.env["sms.sms"].search([("partner_id", "=", partner.id)]) - messages
        self.assertIn("without an answer we send nothing", sms.body)
        self.assertIn("no answer is a no", self.reason(partner=partner))
        twin = self.make_customers(1)
        self.assertEqual(twin.phone_sanitized, partner.phone_sanitized)
        for again in (partner, twin):
            with self.assertRaisesRegex(UserError, "One registration message is allowed"):
                again.with_user(user).action_ask_consent()
        request = self.env["hau_mai.consent.request"].search([("partner_id", "=", partner.id)])
        request.with_user(user).action_yes()
        self.assertEqual(self.reason(partner=partner), "")
        with self.assertRaisesRegex(UserError, "answered already"):
            request.action_no()

    def test_what_a_customer_answers_by_sms(self):
        Request = self.env["hau_mai.consent.request"]
        partners = self.make_customers(1) | self.env["res.partner"].create(
            {"name": "Bình", "phone": "+84 91 000 00 77"}
        )
        for partner, text, said in (
            (partners[0], "Đồng ý!", "granted"), (partners[1], "khong", "withdrawn"),
        ):  # fmt: skip
            partner.action_ask_consent()
            Request._receive(partner.phone, text)
            states = self.env["hau_mai.consent"]._states(partner)
            self.assertEqual(states[partner.id, "marketing", "sms"], said)
        partner = partners[0]
        self.assertEqual(self.reason(partner=partner), "")
        self.assertIsNone(Request._receive("091 000 0000", "When do you come?"))
        self.assertIn("When do you come?", partner.message_ids[:1].body)
        self.assertEqual(self.reason(partner=partner), "", "nothing clear was said")
        Request._receive("091 000 0000", "TC QC")
        states = self.env["hau_mai.consent"]._states(partner)
        for purpose in ("marketing", "birthday", "survey"):
            self.assertEqual(states[partner.id, purpose, "sms"], "withdrawn")
        self.assertFalse(states.get((partner.id, "marketing", "email")))
        Request._receive(partner.phone, "yes")
        self.assertTrue(self.reason(partner=partner), "who was asked once has answered once")

    def test_what_an_answer_means(self):
        for text, said in (
            ("YES", "yes"), ("Dong y", "yes"), ("đồng ý.", "yes"), ("No", "no"), ("KHÔNG", "no"),
            ("không đồng ý", "no"), ("TC", "stop"), ("tc qc", "stop"), ("Từ chối QC", "stop"),
            ("yes but call first", None), ("co the khong", None), ("", None), (None, None),
            ("stop calling me about the fridge please", None),
        ):  # fmt: skip
            self.assertEqual(meaning(text), said, text)

    def test_a_number_on_the_list_is_not_even_asked(self):
        partner = self.make_customers(1)
        self.env["hau_mai.do.not.call"].create({"number": partner.phone})
        with self.assertRaisesRegex(UserError, "must not even be asked"):
            partner.action_ask_consent()


class TestDoNotCall(GateCase):
    def test_marketing_by_number_is_refused(self):
        self.env["hau_mai.do.not.call"].create({"number": "090 123 45 67"})
        for channel in ("sms", "activity", "messenger"):
            self.assertEqual(self.reason(channel), "This number is on the do-not-call list.")
            self.assertEqual(self.reason(channel, "service"), "")
        self.assertEqual(self.reason("email"), "")
        self.company.hau_mai_vietnam_rules = False
        self.assertEqual(self.reason(), "")

    def test_imported_by_odoo_with_its_sentence_for_bad_rows(self):
        model = self.env["hau_mai.do.not.call"]
        good = model.load(["number", "date_list"], [["090 123 45 67", "2026-06-01"]])
        self.assertFalse(good["messages"])
        again = model.load(["number", "date_list"], [["+84901234567", "2026-06-09"]])
        self.assertEqual(again["ids"], good["ids"])
        self.assertEqual(model.browse(good["ids"]).date_list, self.day("2026-06-09"))
        bad = model.load(["number"], [["abc"]])
        self.assertIn("is not a phone number", bad["messages"][0]["message"])

    def test_a_whole_list_by_the_dialog(self):
        gone = self.env["hau_mai.do.not.call"].create(
            {"number": "0912 000 001", "date_list": "2026-05-01"}
        )
        lines = [f"{number};0987{number:06d};x" for number in range(3000)]
        dialog = self.env["hau_mai.do.not.call.import"].create(
            {"text": "\n".join(["STT;Số", *lines, "0901234567"]), "complete": True}
        )
        before = self.env.cr.sql_log_count
        dialog.action_apply()
        self.assertLess(self.env.cr.sql_log_count - before, 30)
        self.assertIn("3001 numbers are on the list, 3001 of them new", dialog.result)
        self.assertIn("1 lines are no phone numbers", dialog.result)
        self.assertIn("STT;Số", dialog.result)
        self.assertFalse(gone.active)
        self.assertEqual(self.reason(), "This number is on the do-not-call list.")
        with self.assertRaisesRegex(UserError, "no phone number in it"):
            self.env["hau_mai.do.not.call.import"].create({"text": "nothing"}).action_apply()

    def test_settings_warn_of_an_old_list(self):
        settings = self.env["res.config.settings"].create({})
        self.assertTrue(settings.hau_mai_do_not_call_old)
        entry = self.env["hau_mai.do.not.call"].create({"number": "0901234567"})
        self.assertFalse(self.env["res.config.settings"].create({}).hau_mai_do_not_call_old)
        entry.date_list = self.day("2026-05-01")
        self.assertTrue(self.env["res.config.settings"].create({}).hau_mai_do_not_call_old)
