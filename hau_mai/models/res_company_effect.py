from odoo import fields, models


class ResCompany(models.Model):
    """How the effect of follow-ups is told from chance."""

    _inherit = "res.company"

    _hau_mai_holdout_percent_range = models.Constraint(
        "CHECK (hau_mai_holdout_percent BETWEEN 0 AND 90)",
        "Between 0 and 90 percent of the customers can be held out.",
    )
    _hau_mai_effect_days_positive = models.Constraint(
        "CHECK (hau_mai_effect_days BETWEEN 1 AND 366)",
        "The days in which an order counts are between 1 and 366.",
    )

    hau_mai_holdout_percent = fields.Float(
        string="Held Out (%)",
        digits=(5, 2),
        help="So many of the customers a rule for marketing or birthdays means are not "
        "contacted, so that its effect can be told from chance. A rule may have its own share.",
        prefetch="hau_mai",
    )
    hau_mai_effect_days = fields.Integer(
        string="Days in Which an Order Counts",
        default=30,
        help="An order within so many days after a contact counts as bought.",
        prefetch="hau_mai",
    )
