from odoo import fields, models


class DigestDigest(models.Model):
    """Cases in the e-mail that sums up a day, a week or a month."""

    _inherit = "digest.digest"

    kpi_hau_mai_cases = fields.Boolean("Cases Opened")
    kpi_hau_mai_cases_value = fields.Integer(compute="_compute_kpi_hau_mai_cases_value")
    kpi_hau_mai_cases_solved = fields.Boolean("Cases Solved")
    kpi_hau_mai_cases_solved_value = fields.Integer(
        compute="_compute_kpi_hau_mai_cases_solved_value"
    )
    kpi_hau_mai_sla = fields.Boolean("Promises of Time Kept (%)")
    kpi_hau_mai_sla_value = fields.Float(compute="_compute_kpi_hau_mai_sla_value")

    # === COMPUTE METHODS === #

    def _compute_kpi_hau_mai_cases_value(self):
        self._count_complaints("kpi_hau_mai_cases_value", "date_open", [])

    def _compute_kpi_hau_mai_cases_solved_value(self):
        domain = [("state", "in", ("solved", "closed"))]
        self._count_complaints("kpi_hau_mai_cases_solved_value", "date_solved", domain)

    def _compute_kpi_hau_mai_sla_value(self):
        """Of the promises of time that ended in the time, how many were kept."""
        self._check_hau_mai_user()
        start, end, companies = self._get_kpi_compute_parameters()
        rows = self.env["hau_mai.sla.status"]._count_kept(companies, start, end)
        for digest in self:
            kept, ended = rows.get((digest.company_id or self.env.company).id, (0, 0))
            digest.kpi_hau_mai_sla_value = 100 * kept / ended if ended else 0

    def _compute_kpis_actions(self, company, user):
        res = super()._compute_kpis_actions(company, user)
        menu_id = self.env.ref("hau_mai.hau_mai_menu_root").id
        action = f"hau_mai.hau_mai_complaint_action?menu_id={menu_id}"
        return res | {f"kpi_hau_mai_{kpi}": action for kpi in ("cases", "cases_solved", "sla")}

    # === TOOLS === #

    def _count_complaints(self, fname, date_field, domain):
        """Cases whose moment lies in the digest's time."""
        self._check_hau_mai_user()
        self._calculate_company_based_kpi(
            "hau_mai.complaint", fname, date_field=date_field, additional_domain=domain
        )
