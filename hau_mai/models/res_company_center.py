from odoo import fields, models


class ResCompany(models.Model):
    """How a company chooses who does its service jobs."""

    _inherit = "res.company"

    _hau_mai_answer_hours_positive = models.Constraint(
        "CHECK (hau_mai_answer_hours >= 0)", "The hours to answer cannot be less than none."
    )
    _hau_mai_center_days_positive = models.Constraint(
        "CHECK (hau_mai_center_days > 0)", "Capacity is looked at for one day at least."
    )

    hau_mai_auto_center = fields.Boolean(
        string="Choose Centers Automatically",
        help="New jobs go to the best center that can do them.",
        prefetch="hau_mai",
    )
    hau_mai_answer_hours = fields.Integer(
        string="Hours to Answer",
        default=4,
        help="Working hours partners have to accept or decline a job; the default of new centers.",
        prefetch="hau_mai",
    )
    hau_mai_center_days = fields.Integer(
        string="Days Capacity Is Looked At",
        default=14,
        help="A center without a free place within so many days is full; so far ahead "
        "appointments are offered.",
        prefetch="hau_mai",
    )
