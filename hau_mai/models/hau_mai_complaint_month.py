import base64

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.complaint_figures import months_due


class HauMaiComplaintMonth(models.Model):
    """The monthly report of a company on its cases: written once, sent once, and kept."""

    _name = "hau_mai.complaint.month"
    _description = "Monthly Report on Cases"
    _inherit = ["hau_mai.batch.mixin"]
    _order = "month DESC, company_id"
    _rec_name = "month"

    _month_unique = models.UniqueIndex(
        "(company_id, month)", "A company gets one report on a month."
    )

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    month = fields.Date(required=True, readonly=True, help="Its first day.")
    date_sent = fields.Datetime(string="Sent On", readonly=True)
    user_id = fields.Many2one("res.users", string="Sent To", readonly=True, ondelete="restrict")
    attachment_id = fields.Many2one(
        "ir.attachment", string="Report", readonly=True, ondelete="set null"
    )
    error = fields.Char(string="Not Sent Because", readonly=True)

    # === COMPUTE METHODS === #

    @api.depends("month", "company_id")
    def _compute_display_name(self):
        for report in self:
            report.display_name = f"{report.company_id.name} {report.month:%Y-%m}"

    # === ACTION METHODS === #

    def action_try_again(self):
        """Send again, now, what could not be sent."""
        self.check_access("write")
        self.filtered(lambda report: report.error and not report.date_sent).sudo()._send()
        return True

    # === CRON === #

    @api.model
    def _cron_send_months(self):
        """Write and send the reports of the months that are over, while their companies work."""
        self._note_due()
        now = fields.Datetime.now()
        companies = self._companies_that_want_it()
        working = companies.filtered(lambda company: company._hau_mai_works_at(now))
        domain = [
            ("company_id", "in", working.ids), ("date_sent", "=", False), ("error", "=", False)
        ]  # fmt: skip
        self._batch_run(domain, lambda reports: reports._send(), size=1)

    @api.model
    def _note_due(self):
        """A row for each month that is over, of the companies that want the report."""
        companies = self._companies_that_want_it()
        last = dict(
            self._read_group([("company_id", "in", companies.ids)], ["company_id"], ["month:max"])
        )
        self.create(
            [
                {"company_id": company.id, "month": month}
                for company in companies
                for month in months_due(last.get(company), company._hau_mai_today())
            ]
        )

    # === BUSINESS METHODS === #

    @api.model
    def _companies_that_want_it(self):
        return self.env["res.company"].sudo().search([("hau_mai_monthly_report", "=", True)])

    def _send(self):
        """Write these reports and mail them to who decides in their companies."""
        for report in self:
            user = report.company_id._hau_mai_manager()
            if not user.email:
                raise UserError(
                    self.env._("%s has no email address to send the report to.", user.name)
                )
            report = report.with_context(lang=user.lang)
            attachment = report._write_paper()
            report.env["mail.mail"].create(report._prepare_mail_vals(user, attachment))
            report.write(
                {
                    "attachment_id": attachment.id,
                    "user_id": user.id,
                    "date_sent": fields.Datetime.now(),
                    "error": False,
                }
            )

    def _write_paper(self):
        """The printed report as an attachment of the row."""
        summary = self.env["hau_mai.complaint.summary"].create(
            {
                "company_id": self.company_id.id,
                "date_from": self.month,
                "date_to": self.month + relativedelta(months=1, days=-1),
            }
        )
        name, content = summary._render_paper()
        return self.env["ir.attachment"].create(
            {
                "name": name,
                "datas": base64.b64encode(content),
                "res_model": self._name,
                "res_id": self.id,
            }
        )

    def _prepare_mail_vals(self, user, attachment):
        subject = self.env._(
            "Cases in %(month)s: %(company)s",
            month=f"{self.month:%m/%Y}",
            company=self.company_id.name,
        )
        return {
            "subject": subject,
            "body_html": self.env["ir.qweb"]._render(
                "hau_mai.complaint_month_mail", {"month": self, "user": user}
            ),
            "email_from": self.company_id.email_formatted or user.email_formatted,
            "email_to": user.email_formatted,
            "attachment_ids": attachment.ids,
            "auto_delete": True,
        }

    def _get_totals(self):
        """The figures that stand in the e-mail itself."""
        last = self.month + relativedelta(months=1, days=-1)
        figures = self.env["hau_mai.complaint.figures"]
        return figures._get_figures(self.company_id, self.month, last)["totals"]

    def _batch_fail(self, error):
        self.error = str(error)
