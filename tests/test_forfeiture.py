"""A warranty is ended by hand: with evidence and a letter, and taken back exactly."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw

from .service_common import ServiceCase


class TestForfeiture(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit.user_id = cls.technician
        cls.partner.email = "an@example.com"
        cls.company.hau_mai_hotline = "1800 1234"
        cls.policy.exclusions = "<p>Opened by others</p>"
        cls.fresh = cls.make_unit(user_id=cls.technician.id)
        cls.fresh_end = cls.fresh.date_end

    def photo(self, record=None, user=None):
        values = {"name": "seal.jpg", "raw": b"a photo"}
        if record:
            values |= {"res_model": record._name, "res_id": record.id}
        files = self.env["ir.attachment"].with_user(user or self.technician)
        return files.create(values)

    def forfeit(self, unit=None, coverages=None, user=None, **vals):
        unit = (unit or self.fresh).with_user(user or self.technician)
        values = {"kind": "opened", "reason": "The seal was broken", "attachments": self.photo()}
        coverages = unit._forfeitable() if coverages is None else coverages
        return unit._forfeit(coverages, **(values | vals))

    def mails(self):
        return self.env["mail.mail"].search([("subject", "ilike", self.fresh.name)])

    # === ENDING === #

    def test_from_that_day_nothing_is_covered_and_it_says_why(self):
        row = self.forfeit()
        self.assertEqual(self.fresh.warranty_status, "expired")
        self.assertIn("The seal was broken", self.fresh.status_sentence)
        covered, reason = self.fresh._coverage_verdict()
        self.assertFalse(covered)
        self.assertIn("The seal was broken", reason)
        for period in self.fresh.coverage_ids:
            self.assertEqual(period.date_end, self.today - timedelta(days=1))
            self.assertIn("The seal was broken", period.explanation)
        self.assertEqual(self.fresh.state, "valid")
        self.assertTrue(row.name.startswith("CD"))

    def test_what_is_not_chosen_goes_on(self):
        main = self.fresh.coverage_ids.filtered("is_main")
        row = self.forfeit(coverages=main)
        self.assertEqual(self.fresh.warranty_status, "active")
        left = row._prepare_paper()["left"]
        self.assertEqual(len(left), 1)
        self.assertIn("Compressor", left[0])

    def test_what_never_began_never_begins(self):
        waiting = self.make_unit(started_ago=None, user_id=self.technician.id)
        self.assertEqual(waiting.warranty_status, "not_started")
        row = self.forfeit(waiting)
        self.assertEqual(waiting.warranty_status, "expired")
        units = self.env["hau_mai.unit"]
        found = units.search([("id", "=", waiting.id), ("warranty_status", "=", "expired")])
        self.assertEqual(found, waiting)
        groups = units._read_group([("id", "=", waiting.id)], ["warranty_status"], ["__count"])
        self.assertEqual(groups, [("expired", 1)])
        row.with_user(self.manager).action_undo("It was not them")
        self.assertEqual(waiting.warranty_status, "not_started")
        self.assertFalse(any(waiting.coverage_ids.mapped("date_start")))

    def test_what_begins_later_is_ended_too(self):
        later = self.env["hau_mai.coverage"].create(
            {
                "unit_id": self.fresh.id, "name": "Later", "origin": "extension", "duration": 12,
                "date_start": self.today + timedelta(days=400),
            }
        )  # fmt: skip
        row = self.forfeit()
        self.assertEqual(later.warranty_status, "expired")
        self.assertEqual(self.fresh.warranty_status, "expired")
        found = self.fresh.search([("id", "=", self.fresh.id), ("warranty_status", "=", "expired")])
        self.assertTrue(found)
        row.with_user(self.manager).action_undo("It was not them")
        self.assertEqual(later.warranty_status, "not_started")

    def test_paid_maintenance_goes_on(self):
        self.fresh.maintenance_plan_id = self.make_plan()
        running = self.fresh.schedule_ids.filtered(lambda row: row.state == "running")
        row = self.forfeit()
        self.assertEqual(
            {schedule.state for schedule in running}, {"running"} if running else set()
        )
        self.assertEqual(row._prepare_paper()["maintenance"], bool(running))

    def test_without_evidence_nothing_ends(self):
        none = self.env["ir.attachment"]
        with self.refused("Attach what shows it"):
            self.forfeit(attachments=none)
        job = self.make_service(unit_id=self.fresh.id)
        with self.refused("Attach what shows it"):
            self.forfeit(attachments=none, service=job)
        self.photo(job)
        self.assertEqual(self.forfeit(attachments=none, service=job).service_id, job)

    def test_what_proves_it_is_taken_from_nobody(self):
        job = self.make_service()
        photo = self.photo(job)
        row = self.forfeit(attachments=photo)
        self.assertEqual((photo.res_model, photo.res_id), (job._name, job.id))
        self.assertEqual(row.attachment_ids, photo)

    def test_a_job_of_something_else_proves_nothing(self):
        job = self.make_service()
        with self.refused("something else"):
            self.forfeit(attachments=self.env["ir.attachment"], service=job)

    def test_what_is_missing_is_said(self):
        for vals, words in (
            ({"reason": " "}, "Say why"),
            ({"coverages": self.fresh.coverage_ids.browse()}, "Choose the warranty periods"),
            ({"coverages": self.unit.coverage_ids}, "Only what runs or waits"),
            ({"date": self.today + timedelta(days=1)}, "today or an earlier day"),
        ):
            with self.subTest(vals=vals), self.refused(words):
                self.forfeit(**vals)

    def test_twice_is_refused(self):
        periods = self.fresh._forfeitable()
        self.forfeit(coverages=periods)
        with self.refused("Only what runs or waits"):
            self.forfeit(coverages=periods)

    # === THE LETTER === #

    def test_the_letter_says_what_why_and_what_next(self):
        row = self.forfeit()
        page, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "hau_mai.report_forfeiture", row.ids
        )
        page = page.decode()
        for words in (
            row.name, self.fresh.name, "The seal was broken", "Opened by others", "1800 1234",
            "Opened, seal broken", "Whole unit", f"/my/warranties/{self.fresh.id}",
        ):  # fmt: skip
            self.assertIn(words, page)
        self.assertIn("o_hau_mai_letter", page)

    def test_the_letter_leaves_by_email_once(self):
        row = self.forfeit()
        mail = self.mails()
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.recipient_ids, self.partner)
        self.assertEqual(mail.attachment_ids, row.letter_ids)
        self.assertFalse(row.not_sent)

    def test_without_an_address_it_is_to_be_printed(self):
        self.partner.email = False
        row = self.forfeit()
        self.assertFalse(self.mails())
        self.assertTrue(row.not_sent)
        self.assertEqual(len(row.letter_ids), 1)

    def test_an_import_tells_nobody(self):
        self.forfeit(unit=self.fresh.with_context(install_mode=True))
        self.assertFalse(self.mails())

    # === TAKEN BACK === #

    def test_taken_back_every_day_is_there_again(self):
        before = {c: (c.date_start, c.date_end) for c in self.fresh.coverage_ids}
        row = self.forfeit()
        with self.assertRaises(AccessError):
            row.action_undo("It was not them")
        with self.refused("Say why"):
            row.with_user(self.manager).action_undo(" ")
        row.with_user(self.manager).action_undo("It was not them")
        self.assertEqual({c: (c.date_start, c.date_end) for c in self.fresh.coverage_ids}, before)
        self.assertEqual(self.fresh.warranty_status, "active")
        with self.refused("already"):
            row.with_user(self.manager).action_undo("Again")

    def test_what_was_taken_back_otherwise_stays_so(self):
        main = self.fresh.coverage_ids.filtered("is_main")
        main._take_back("Of the repair")
        row = self.forfeit()
        row.with_user(self.manager).action_undo("It was not them")
        self.assertEqual(main.end_reason, "Of the repair")

    def test_nobody_writes_it_by_rpc_or_ends_what_is_not_theirs(self):
        row = self.forfeit()
        rows = self.env["hau_mai.forfeiture"].with_user(self.manager)
        with self.assertRaises(AccessError):
            call_kw(rows, "write", [row.ids, {"state": "undone"}], {})
        with self.assertRaises(AccessError):
            call_kw(rows, "create", [[{"unit_id": self.unit.id}]], {})
        with self.assertRaises(UserError):
            row.sudo().unlink()
        theirs = self.make_unit(user_id=self.manager.id)
        with self.assertRaises(AccessError):
            self.forfeit(unit=theirs)

    def test_the_dialog_proposes_what_runs_and_shows_the_letter(self):
        action = self.fresh.with_user(self.technician).action_forfeit()
        dialogs = self.env[action["res_model"]].with_user(self.technician)
        dialog = dialogs.with_context(**action["context"]).create(
            {
                "kind": "misuse",
                "reason": "Fell into the pool",
                "attachment_ids": [(6, 0, self.photo().ids)],
            }
        )
        self.assertEqual(dialog.coverage_ids, self.fresh.coverage_ids)
        shown = dialog.action_apply()
        row = self.env[shown["res_model"]].browse(shown["res_id"])
        self.assertEqual(row.attachment_ids.res_model, "hau_mai.forfeiture")
        ruling = row.with_user(self.manager).action_undo()
        dialogs = self.env[ruling["res_model"]].with_user(self.manager)
        dialogs.with_context(**ruling["context"]).create({"reason": "A mistake"}).action_apply()
        self.assertEqual(row.state, "undone")
