from odoo import fields, models


class ResCompany(models.Model):
    """What a low rating of a job sets off."""

    _inherit = "res.company"

    hau_mai_case_for_low_rating = fields.Boolean(
        string="Open a Case for a Low Rating",
        default=True,
        help="A customer who rates a job with 1 or 2 of 5 gets a case, so that somebody answers.",
        prefetch="hau_mai",
    )
