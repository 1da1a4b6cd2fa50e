from odoo import fields, models
from odoo.exceptions import AccessError


class DigestDigest(models.Model):
    """After-sales figures in the e-mail that sums up a day, a week or a month."""

    _inherit = "digest.digest"

    kpi_hau_mai_received = fields.Boolean("Service Jobs Received")
    kpi_hau_mai_received_value = fields.Integer(compute="_compute_kpi_hau_mai_received_value")
    kpi_hau_mai_done = fields.Boolean("Service Jobs Done")
    kpi_hau_mai_done_value = fields.Integer(compute="_compute_kpi_hau_mai_done_value")
    kpi_hau_mai_days = fields.Boolean("Days from Receipt to Hand-Back")
    kpi_hau_mai_days_value = fields.Float(compute="_compute_kpi_hau_mai_days_value")
    kpi_hau_mai_past_promise = fields.Boolean("Service Jobs Done After the Promise")
    kpi_hau_mai_past_promise_value = fields.Integer(
        compute="_compute_kpi_hau_mai_past_promise_value"
    )

    # === COMPUTE METHODS === #

    def _compute_kpi_hau_mai_received_value(self):
        self._count_services("kpi_hau_mai_received_value", "date_received", [])

    def _compute_kpi_hau_mai_done_value(self):
        domain = [("state", "in", ("done", "closed"))]
        self._count_services("kpi_hau_mai_done_value", "date_done", domain)

    def _compute_kpi_hau_mai_past_promise_value(self):
        domain = [("state", "in", ("done", "closed")), ("done_late", "=", True)]
        self._count_services("kpi_hau_mai_past_promise_value", "date_done", domain)

    def _compute_kpi_hau_mai_days_value(self):
        """The average of what was handed back in the time, one query for all companies."""
        self._check_hau_mai_user()
        start, end, companies = self._get_kpi_compute_parameters()
        rows = self.env["hau_mai.service"]._read_group(
            [
                ("company_id", "in", companies.ids),
                ("date_returned", ">=", start),
                ("date_returned", "<", end),
                ("date_received", "!=", False),
            ],
            ["company_id"],
            ["days_away:avg"],
        )
        averages = dict(rows)
        for digest in self:
            company = digest.company_id or self.env.company
            digest.kpi_hau_mai_days_value = averages.get(company, 0)

    def _compute_kpis_actions(self, company, user):
        res = super()._compute_kpis_actions(company, user)
        menu_id = self.env.ref("hau_mai.hau_mai_menu_root").id
        action = f"hau_mai.hau_mai_service_action?menu_id={menu_id}"
        kpis = ("received", "done", "days", "past_promise")
        return res | {f"kpi_hau_mai_{kpi}": action for kpi in kpis}

    # === TOOLS === #

    def _count_services(self, fname, date_field, domain):
        """Jobs whose moment lies in the digest's time."""
        self._check_hau_mai_user()
        self._calculate_company_based_kpi(
            "hau_mai.service", fname, date_field=date_field, additional_domain=domain
        )

    def _check_hau_mai_user(self):
        """Who has nothing to do with after-sales gets a digest without these figures.

        :raises AccessError: which the digest takes as "leave it out"
        """
        if not self.env.user.has_group("hau_mai.group_user_own"):
            raise AccessError(
                self.env._("Do not have access, skip this data for user's digest email")
            )
