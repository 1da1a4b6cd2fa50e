from odoo import fields, models


class ResCompany(models.Model):
    """How long the links of a case open it, and the published procedure."""

    _inherit = "res.company"

    _hau_mai_case_link_days_positive = models.Constraint(
        "CHECK (hau_mai_case_link_days > 0)",
        "A link to a case must open it for at least one day.",
    )

    hau_mai_case_link_days = fields.Integer(
        string="Links to a Case Work For (days)",
        default=30,
        help="Each message to the customer carries a new link; it opens its case this long.",
        prefetch="hau_mai",
    )
    hau_mai_procedure_published = fields.Boolean(
        string="Publish the Complaint Procedure",
        default=True,
        help="Whoever makes, imports or sells directly to consumers publishes it; very small "
        "businesses need not (Law 19/2023/QH15, art. 31.3).",
        prefetch="hau_mai",
    )
    hau_mai_procedure_intro = fields.Html(
        string="Before the Procedure", translate=True, prefetch="hau_mai"
    )
    hau_mai_procedure_outro = fields.Html(
        string="After the Procedure", translate=True, prefetch="hau_mai"
    )

    def _hau_mai_procedure_url(self):
        """Where this company's procedure is published; empty when it is not."""
        self.ensure_one()
        return f"/complaints/{self.id}" if self.sudo().hau_mai_procedure_published else ""
