"""The report for management: its figures, its paper, its e-mail once a month."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError

from .complaint_common import ComplaintCase

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


class TestComplaintSummary(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager.email = "minh@example.com"
        cls.company.resource_calendar_id = cls.calendar
        cls.company.hau_mai_followup_user_id = cls.manager

    def opened(self, day, solved=None, **vals):
        case = self.make_complaint(date_open=self.local(f"{day} 10:00"), **vals)
        if solved:
            self.solve(case)
            case.sudo().date_solved = self.local(solved)
        return case

    def summary(self, user=None, **vals):
        values = {"date_from": OCTOBER[0], "date_to": OCTOBER[1], "team_ids": self.team.ids}
        summaries = self.env["hau_mai.complaint.summary"].with_user(user or self.manager)
        return summaries.create(values | vals)

    def figures(self, **vals):
        self.env.flush_all()
        return self.summary(**vals)._get_figures()

    def totals(self, **vals):
        return {total["key"]: total for total in self.figures(**vals)["totals"]}

    def test_the_figures_of_a_month_beside_the_one_before(self):
        self.opened("2026-09-30", "2026-10-01 11:00")
        self.opened("2026-10-01", "2026-10-01 11:00", product_id=self.product.id)
        self.opened("2026-10-05", "2026-10-05 14:00", product_id=self.product.id)
        self.opened("2026-10-31", type="praise")
        self.opened("2026-11-01")
        totals = self.totals()
        expected = {
            "opened": ("3", "1"), "grievances": ("2", "1"), "solved": ("3", "0"),
            "refused": ("0", "0"), "still_open": ("1", "1"), "repeated": ("1", "0"),
            "solution_median": ("3.0 h", "–"), "rating": ("–", "–"),
        }  # fmt: skip
        for key, pair in expected.items():
            self.assertEqual((totals[key]["value"], totals[key]["before"]), pair, key)
        self.assertEqual(totals["grievances"]["color"], "danger")
        self.assertEqual(totals["opened"]["color"], "body")

    def test_a_month_is_the_companys(self):
        """22:00 on 30 September in UTC is October in Vietnam."""
        self.opened("2026-10-01").date_open = "2026-09-30 22:00:00"
        figures = self.figures()
        self.assertEqual(figures["totals"][0]["value"], "1")
        self.assertEqual([month["value"] for month in figures["months"]][-2:], [0, 1])
        self.assertEqual(figures["months"][-1]["percent"], 100)

    def test_tables_name_what_has_most_cases(self):
        other = self.make_product("Fan")
        for product in (self.product, self.product, other):
            self.opened("2026-10-05", "2026-10-05 14:00", product_id=product.id)
        self.opened("2026-10-06", type="question")
        tables = {table["key"]: table["rows"] for table in self.figures()["tables"]}
        self.assertEqual(
            [(row["name"], row["count"], row["percent"]) for row in tables["product_id"]],
            [(self.product.display_name, 2, 100), (other.display_name, 1, 50)],
        )
        self.assertEqual(tables["product_id"][0]["median"], "3.0 h")
        self.assertEqual(
            [row["name"] for row in tables["type"]], ["Complaint", "Question or guidance"]
        )
        self.assertEqual([row["name"] for row in tables["cause_id"]], ["Material", "None yet"])

    def test_promises_are_counted_by_kind(self):
        case = self.opened("2026-10-05", "2026-10-05 14:00")
        [promise] = [
            row for row in self.figures()["promises"] if row["name"].startswith("Solution")
        ]
        self.assertEqual((promise["kept"], promise["ended"], promise["percent"]), (1, 1, 100))
        self.assertTrue(case)

    def test_the_period_ends_after_it_begins(self):
        with self.assertRaisesRegex(UserError, "ends before it begins"):
            self.summary(date_to=date(2026, 9, 1))

    def test_queries_do_not_grow_with_the_cases(self):
        def queries():
            summary = self.summary()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            summary._get_figures()
            return self.env.cr.sql_log_count - before

        self.opened("2026-10-05", "2026-10-05 14:00", product_id=self.product.id)
        queries()
        few = queries()
        for number in range(10):
            self.opened(f"2026-10-{number + 10}", product_id=self.product.id)
        self.assertLessEqual(queries(), few)

    def test_the_paper(self):
        self.opened("2026-10-05", "2026-10-05 14:00", product_id=self.product.id)
        self.env.flush_all()
        report = "hau_mai.hau_mai_action_report_complaint_summary"
        summary = self.summary()
        page, _kind = self.env["ir.actions.report"]._render_qweb_html(report, summary.ids)
        text = page.decode()
        for words in ("In Figures", "By Cause", "Material", self.product.display_name, "3.0 h"):
            self.assertIn(words, text)
        self.assertEqual(summary.action_print()["report_name"], "hau_mai.report_complaint_summary")

    # === EVERY MONTH === #

    def send(self, text="2026-11-02 10:00"):
        with freeze_time(self.local(text)), self.enter_registry_test_mode():
            self.env.ref("hau_mai.ir_cron_send_complaint_months").method_direct_trigger()
        self.env.invalidate_all()
        return self.env["hau_mai.complaint.month"].search([("company_id", "=", self.company.id)])

    def test_nothing_is_sent_unless_it_is_switched_on(self):
        self.assertFalse(self.send())

    def test_a_month_is_sent_once(self):
        self.company.hau_mai_monthly_report = True
        sent = self.send()
        self.assertEqual(len(sent), 1)
        self.assertEqual(sent.month, OCTOBER[0])
        self.assertEqual(sent.user_id, self.manager)
        self.assertTrue(sent.attachment_id.file_size)
        mails = self.env["mail.mail"].search([("attachment_ids", "in", sent.attachment_id.ids)])
        self.assertEqual(len(mails), 1)
        self.assertIn("minh@example.com", mails.email_to)
        self.assertIn("Cases opened", mails.body_html)
        self.assertEqual(self.send(), sent)
        self.assertEqual(
            self.env["mail.mail"].search_count([("attachment_ids", "in", sent.attachment_id.ids)]),
            1,
        )

    def test_it_comes_in_working_hours(self):
        self.company.hau_mai_monthly_report = True
        for text in ("2026-11-01 10:00", "2026-11-02 00:30", "2026-11-02 12:30"):
            self.assertFalse(self.send(text).date_sent, text)
        self.assertEqual(self.send("2026-11-02 13:00").date_sent, self.local("2026-11-02 13:00"))

    def test_after_an_outage_of_months_each_is_sent_once(self):
        self.company.hau_mai_monthly_report = True
        self.send()
        for _again in range(2):
            months = self.send("2027-02-03 10:00").mapped("month")
            self.assertEqual([day.month for day in months], [1, 12, 11, 10])
        mails = self.env["mail.mail"].search([("subject", "like", "Cases in")])
        self.assertEqual(len(mails), 4)

    def test_without_an_address_the_row_says_so_and_can_be_sent_again(self):
        self.company.hau_mai_monthly_report = True
        self.manager.partner_id.email = False
        sent = self.send()
        self.assertFalse(sent.date_sent)
        self.assertIn("no email address", sent.error)
        self.manager.partner_id.email = "minh@example.com"
        sent.with_user(self.manager).action_try_again()
        self.assertTrue(sent.date_sent)
        self.assertFalse(sent.error)
