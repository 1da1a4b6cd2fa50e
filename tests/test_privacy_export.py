"""The copy of everything held about one person, and of nobody else."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from odoo.addons.hau_mai.models.hau_mai_privacy_register import HOLDINGS, NOT_ABOUT_CUSTOMERS

from .privacy_common import PrivacyCase

SECRETS = ("Lê Văn Khác", "khac@example.com", "111 22 33", "secret on", "note on")


class TestPrivacyExport(PrivacyCase):
    # === THE TABLE === #

    def test_every_model_of_ours_with_a_contact_is_in_the_register(self):
        """To whoever adds a model with a customer: add its row to ``HOLDINGS`` in
        ``models/hau_mai_privacy_register.py``, or why not to ``NOT_ABOUT_CUSTOMERS``."""
        known = {holding.model for holding in HOLDINGS} | NOT_ABOUT_CUSTOMERS.keys()
        missing = {}
        for name in self.env:
            model = self.env[name]
            if not name.startswith("hau_mai.") or not model._auto or model._transient:
                continue
            contacts = [
                fname
                for fname, field in model._fields.items()
                if field.type == "many2one" and field.comodel_name == "res.partner" and field.store
            ]
            if contacts and name not in known and not model._abstract:
                missing[name] = contacts
        self.assertFalse(missing, "not in the register of personal data")

    def test_every_field_of_the_register_exists(self):
        for holding in self.register._holdings():
            fields = self.env[holding.model]._fields
            named = {*holding.shows, *holding.erases, *filter(None, [holding.since])}
            named |= {path.split(".")[0] for path in holding.paths}
            with self.subTest(kind=holding.kind):
                self.assertFalse(named - fields.keys())
                self.assertEqual(len([h for h in HOLDINGS if h.kind == holding.kind]), 1)

    def test_nothing_shown_leads_to_other_people(self):
        people = {"res.partner", "res.users"}
        for holding in self.register._holdings():
            for fname in holding.shows:
                field = self.env[holding.model]._fields.get(fname)
                with self.subTest(kind=holding.kind, field=fname):
                    self.assertNotIn(field and field.comodel_name, people)

    # === WHAT IS IN IT === #

    def test_the_file_has_all_of_one_person_and_nothing_of_another(self):
        data = self.export(self.person)
        text = str(data)
        for own in (
            "Trần Thị Mai", "mai@example.com", "999 88 77", "drips at", "words of Trần Thị Mai",
            "form of Trần Thị Mai", "1990-02-03", "Silver",
        ):  # fmt: skip
            self.assertIn(own, text)
        for secret in SECRETS:
            self.assertNotIn(secret, text)
        kinds = {part["kind"] for part in data["data"]}
        self.assertLessEqual(
            {
                "person", "consent", "touchpoint", "unit", "coverage", "complaint", "order",
                "invoice", "membership",
            },
            kinds,
        )  # fmt: skip

    def test_the_shape_of_the_file_is_stable(self):
        data = self.export(self.person)
        self.assertEqual(
            list(data),
            ["format", "version", "generated", "company", "person", "data", "on_request"],
        )
        self.assertEqual((data["format"], data["version"]), ("hau_mai.privacy.export", 1))
        self.assertEqual(data["generated"][-6:], "+00:00")
        for part in data["data"]:
            self.assertEqual(list(part), ["kind", "label", "why", "records"])
            self.assertTrue(part["records"])
        person = next(part for part in data["data"] if part["kind"] == "person")
        self.assertEqual(person["records"][0]["birthdate"], "1990-02-03")

    def test_internal_notes_are_counted_and_not_copied(self):
        [notes] = self.export(self.person)["on_request"]
        self.assertEqual((notes["kind"], notes["count"]), ("internal_notes", 1))

    def test_a_referral_names_only_who_asks(self):
        self.env["hau_mai.referral"].create(
            {"referrer_id": self.person.id, "referee_id": self.other.id}
        )
        text = str(self.export(self.person))
        self.assertIn("referral", text)
        self.assertNotIn("Lê Văn Khác", text)

    def test_words_of_third_parties_in_a_case_stay_out(self):
        case = self.env["hau_mai.complaint"].search([("partner_id", "=", self.person.id)])
        for author, words in ((self.other, "theirs"), (self.manager.partner_id, "ours")):
            case.message_post(
                body=f"these are {words}",
                author_id=author.id,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        text = str(self.export(self.person))
        self.assertIn("these are ours", text)
        self.assertNotIn("these are theirs", text)

    def test_the_people_of_a_company_are_persons_of_their_own(self):
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        worker = self.make_plain("Worker of the firm")
        worker.parent_id = firm
        self.assertNotIn("Worker", str(self.export(firm)["data"]))
        home = self.env["res.partner"].create(
            {"name": "Cottage", "parent_id": worker.id, "type": "delivery", "street": "Lake 1"}
        )
        self.assertIn("Lake 1", str(self.export(worker)))
        self.assertEqual(self.register._people(worker), worker | home)

    def test_queries_do_not_grow_with_what_is_held(self):
        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            list(self.register._export_json(self.person, self.company))
            return self.env.cr.sql_log_count - before

        count()
        few = count()
        for number in range(20):
            self.make_call(self.person, occurrence=number + 1)
        self.assertLessEqual(count(), few + 2)

    # === THE FILES OF A REQUEST === #

    def test_the_copy_is_made_for_who_was_recognized(self):
        request = self.make_request("export", identity=False).with_user(self.manager)
        with self.assertRaisesRegex(UserError, "how they were recognized"):
            request.action_export()
        request.identity = "called_back"
        request.action_export()
        self.assertEqual(request.state, "in_progress")
        self.assertIn("mai@example.com", request.export_json_id.raw.decode())
        self.assertEqual(request.export_json_id.mimetype, "application/json")
        self.assertTrue(request.export_paper_id.raw)
        self.assertEqual(request.action_download_json()["type"], "ir.actions.act_url")
        first = request.export_json_id
        request.action_export()
        self.assertFalse(first.exists())

    def test_the_paper_says_the_same_in_words(self):
        request = self.make_request("export")
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "hau_mai.hau_mai_action_report_privacy_export", request.ids
        )
        html = html.decode()
        for words in ("02/03/1990", "drips at Trần Thị Mai", "words of Trần Thị Mai", "Invoices"):
            self.assertIn(words, html)
        for secret in SECRETS:
            self.assertNotIn(secret, html)

    def test_a_real_pdf_is_made_where_it_can_be(self):
        reports = self.env["ir.actions.report"]
        request = self.make_request("export")
        with self.allow_pdf_render():
            name, content = request.with_context(force_report_rendering=True)._render_paper()
        kind = "pdf" if reports.get_wkhtmltopdf_state() in ("ok", "upgrade") else "html"
        self.assertTrue(name.endswith(kind))
        self.assertTrue(content.startswith(b"%PDF") if kind == "pdf" else b"Mai" in content)

    def test_copies_that_are_over_go(self):
        request = self.make_request("export")
        request._make_export()
        self.assertEqual(len(request._portal_files()), 2)
        request.date_export_until = self.days(-1)
        self.assertEqual(request._portal_files(), {})
        files = request.export_json_id | request.export_paper_id
        request._drop_exports()
        self.assertFalse(files.exists())
        with self.assertRaisesRegex(UserError, "no copy any more"):
            request.action_download_paper()

    def test_who_only_logs_requests_cannot_hand_out_data(self):
        request = self.make_request("export")
        mine = (
            self.env["hau_mai.privacy.request"]
            .with_user(self.agent)
            .create({"partner_id": self.other.id, "kind": "know", "identity": "papers"})
        )
        for asked in (request.with_user(self.agent), mine):
            for action in ("action_export", "action_erase", "action_done", "action_answer"):
                with self.assertRaises(AccessError):
                    getattr(asked, action)()
        self.assertEqual(mine.search([]), mine)

    # === CORE'S SEARCH === #

    def search(self, **vals):
        wizard = self.env["privacy.lookup.wizard"].create({"name": self.person.name, **vals})
        wizard.action_lookup()
        return wizard

    def test_core_finds_what_we_hold_by_email(self):
        found = set(self.search(email="mai@example.com").line_ids.mapped("res_model"))
        self.assertLessEqual(
            {
                "hau_mai.consent", "hau_mai.touchpoint", "hau_mai.unit", "hau_mai.complaint",
                "hau_mai.loyalty.membership",
            },
            found,
        )  # fmt: skip

    def test_core_finds_by_phone_too_as_it_is_written(self):
        for phone in ("+84 90 999 88 77", "+84909998877"):
            lines = self.search(phone=phone).line_ids
            self.assertIn("hau_mai.touchpoint", lines.mapped("res_model"))
            people = lines.filtered(lambda line: line.res_model == "res.partner")
            self.assertEqual(people.mapped("res_id"), self.person.ids)
        both = self.search(phone="+84909998877", email="mai@example.com").line_ids
        keys = [(line.res_model, line.res_id) for line in both]
        self.assertEqual(len(keys), len(set(keys)))
        with self.assertRaisesRegex(UserError, "an email address or a phone number"):
            self.search()

    def test_what_is_never_deleted_says_so(self):
        lines = self.search(email="mai@example.com").line_ids
        for name, words in (
            ("hau_mai.consent", "Record a new one"),
            ("hau_mai.touchpoint", "Cancel it"),
        ):
            line = lines.filtered(lambda line, name=name: line.res_model == name)[0]
            with self.assertRaisesRegex(UserError, words):
                line.action_unlink()

    def test_the_search_of_who_has_no_email_is_logged_without_the_number(self):
        wizard = self.search(phone="+84909998877")
        note = wizard.line_ids.filtered(lambda line: line.res_model == "res.partner")
        note.execution_details = "Looked at"
        self.env.flush_all()
        self.assertEqual(wizard.log_id.anonymized_email, "**********77")

    def test_the_form_of_the_search_opens_for_a_customer(self):
        action = self.person.action_privacy_lookup()
        with Form(self.env["privacy.lookup.wizard"].with_context(**action["context"])) as form:
            self.assertEqual(form.phone, self.person.phone)
