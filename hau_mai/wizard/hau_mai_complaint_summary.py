from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class HauMaiComplaintSummary(models.TransientModel):
    """Asks for a period and prints what happened in it, on one page for management."""

    _name = "hau_mai.complaint.summary"
    _description = "Report on Cases for Management"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    date_from = fields.Date(
        string="From", required=True, default=lambda self: self._default_month()
    )
    date_to = fields.Date(
        string="Until",
        required=True,
        default=lambda self: self._default_month() + relativedelta(months=1, days=-1),
    )
    team_ids = fields.Many2many(
        "hau_mai.complaint.team",
        string="Teams",
        check_company=True,
        domain="[('company_id', '=', company_id)]",
        help="All when empty.",
    )

    # === DEFAULTS === #

    @api.model
    def _default_month(self):
        """The first day of the last month that is over, in days of the company."""
        return self.env.company._hau_mai_today() + relativedelta(months=-1, day=1)

    # === CONSTRAINT METHODS === #

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for summary in self:
            if summary.date_from > summary.date_to:
                raise UserError(
                    self.env._("The period ends before it begins: choose a later last day.")
                )

    # === ACTION METHODS === #

    def action_print(self):
        """The report as a PDF."""
        return self.env.ref("hau_mai.hau_mai_action_report_complaint_summary").report_action(self)

    # === BUSINESS METHODS === #

    def _get_figures(self):
        """All the paper shows."""
        self.ensure_one()
        return self.env["hau_mai.complaint.figures"]._get_figures(
            self.company_id, self.date_from, self.date_to, self.team_ids
        )

    def _scope_in_words(self):
        """Whose cases these are: "My Shop: Care, Technicians." """
        teams = ", ".join(self.team_ids.mapped("name"))
        return f"{': '.join(filter(None, (self.company_id.name, teams)))}."

    def _render_paper(self):
        """The paper as a file: a PDF, or a web page where no PDF can be made.

        :return: (file name, content as bytes)
        """
        self.ensure_one()
        reports = self.env["ir.actions.report"]
        name = self._file_name()
        report = "hau_mai.hau_mai_action_report_complaint_summary"
        if reports.get_wkhtmltopdf_state() in ("ok", "upgrade"):
            content, _kind = reports._render_qweb_pdf(report, self.ids)
            return f"{name}.pdf", content
        content, _kind = reports._render_qweb_html(report, self.ids)
        return f"{name}.html", content

    def _file_name(self):
        return self.env._("Cases %(first)s to %(last)s", first=self.date_from, last=self.date_to)
