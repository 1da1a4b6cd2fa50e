from odoo import fields, models


class ResCompany(models.Model):
    """How long customers may take up again what was over."""

    _inherit = "res.company"

    _hau_mai_reopen_days_positive = models.Constraint(
        "CHECK (hau_mai_reopen_days >= 0)", "The days for reopening cannot be negative."
    )

    hau_mai_reopen_days = fields.Integer(
        string="Reopened by the Customer Within (days)",
        default=14,
        help="Later, what the customer writes becomes a new case that is linked to the old one.",
        prefetch="hau_mai",
    )
