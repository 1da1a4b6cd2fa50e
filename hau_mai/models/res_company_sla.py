from odoo import fields, models
from odoo.fields import Domain


class ResCompany(models.Model):
    """What a company sets for the clocks of its cases."""

    _inherit = "res.company"

    _hau_mai_at_risk_percent = models.Constraint(
        "CHECK (hau_mai_at_risk_percent BETWEEN 1 AND 100)",
        "A promise is at risk from 1 to 100 percent of its time.",
    )

    hau_mai_at_risk_percent = fields.Integer(
        string="At Risk From (%)",
        default=75,
        help="A promise is at risk when this much of its working time is used.",
        prefetch="hau_mai",
    )
    hau_mai_supplier_stops_clock = fields.Boolean(
        string="Waiting for a Supplier Stops the Clock",
        help="Of cases opened or changed from now on. Waiting for the customer always does.",
        prefetch="hau_mai",
    )
    hau_mai_center_stops_clock = fields.Boolean(
        string="Waiting for a Service Center Stops the Clock",
        help="Of cases opened or changed from now on. Waiting for the customer always does.",
        prefetch="hau_mai",
    )

    def write(self, vals):
        res = super().write(vals)
        if "hau_mai_at_risk_percent" in vals:
            self.env["hau_mai.sla.status"]._hours_changed(Domain("company_id", "in", self.ids))
        return res
