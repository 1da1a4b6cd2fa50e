from odoo import api, fields, models


class ResCompany(models.Model):
    """What a company sets for its maintenance."""

    _inherit = "res.company"

    _hau_mai_lead_days_positive = models.Constraint(
        "CHECK (hau_mai_lead_days >= 0)", "The lead time of visits cannot be negative."
    )

    maintenance_plan_id = fields.Many2one(
        "hau_mai.maintenance.plan",
        string="Default Maintenance Plan",
        check_company=True,
        help="For goods whose product and category say nothing. Never for services.",
    )
    hau_mai_lead_days = fields.Integer(
        string="Plan Visits Ahead (days)",
        default=14,
        help="How long before a visit is due its job is made, where the plan says nothing.",
    )
    hau_mai_join_visits = fields.Selection(
        [
            ("unit", "The visits of one unit"),
            ("address", "The visits of all units of a customer at an address"),
        ],
        string="One Job For",
        required=True,
        default="unit",
        help="Which visits go onto one job when their windows meet.",
        prefetch="hau_mai",
    )

    @api.constrains("maintenance_plan_id")
    def _check_maintenance_plan_company(self):
        self._check_company(["maintenance_plan_id"])

    def write(self, vals):
        changed = self.filtered(
            lambda company: (
                company.hau_mai_lead_days
                != vals.get("hau_mai_lead_days", company.hau_mai_lead_days)
            )
        )
        res = super().write(vals)
        if changed:
            self.env["hau_mai.maintenance.schedule"].sudo()._follow_lead_days(changed)
        return res
