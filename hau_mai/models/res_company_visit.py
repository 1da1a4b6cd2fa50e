from odoo import fields, models


class ResCompany(models.Model):
    """How long visits take, and whether customers are asked how it was."""

    _inherit = "res.company"

    _hau_mai_visit_minutes_positive = models.Constraint(
        "CHECK (hau_mai_visit_minutes > 0 AND hau_mai_installation_minutes > 0)",
        "A visit takes at least a minute.",
    )

    hau_mai_visit_minutes = fields.Integer(
        string="Length of a Visit (minutes)",
        default=60,
        help="How long an appointment is, when nobody says otherwise.",
        prefetch="hau_mai",
    )
    hau_mai_installation_minutes = fields.Integer(
        string="Length of an Installation (minutes)",
        default=120,
        prefetch="hau_mai",
    )
    hau_mai_rate_services = fields.Boolean(
        string="Ask How It Was",
        default=True,
        help="Once a job is closed, the customer is asked by email to rate it, "
        "unless they do not want to be contacted.",
        prefetch="hau_mai",
    )

    def _hau_mai_minutes_of(self, kind):
        """The usual length of a job of this kind, in minutes."""
        if kind == "installation":
            return self.hau_mai_installation_minutes
        return self.hau_mai_visit_minutes
