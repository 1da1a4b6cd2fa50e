from odoo import fields, models


class ResCompany(models.Model):
    """Whether management gets a report every month."""

    _inherit = "res.company"

    hau_mai_monthly_report = fields.Boolean(
        string="Monthly Report on Cases",
        help="At the beginning of a month the default responsible gets the figures of the last "
        "one by email, as a PDF.",
        prefetch="hau_mai",
    )
