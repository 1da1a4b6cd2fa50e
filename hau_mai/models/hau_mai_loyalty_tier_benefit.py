from odoo import api, fields, models
from odoo.tools import ormcache

#: Benefits whose value that gives nothing is not zero.
NOTHING = {"points_factor": 1.0}


class HauMaiLoyaltyTier(models.Model):
    """What members of a tier have. What it gives is asked when something is sold or opened,
    and copied there: a change concerns what comes after it."""

    _name = "hau_mai.loyalty.tier"
    _inherit = ["hau_mai.loyalty.tier", "hau_mai.blueprint.mixin"]

    _benefits_sensible = models.Constraint(
        "CHECK (service_discount >= 0 AND service_discount <= 100 AND warranty_bonus_months >= 0 "
        "AND points_factor >= 1 AND free_visits >= 0 AND voucher_days >= 0)",
        "A benefit cannot be negative, a discount is 100 % at most, and points are multiplied "
        "by 1 at least.",
    )

    # === FIELDS === #

    service_discount = fields.Float(
        digits="Discount",
        tracking=True,
        help="On services that no warranty covers. When the warranty card has a discount too, "
        "the higher one counts.",
    )
    warranty_bonus_months = fields.Integer(
        string="Longer Warranty",
        tracking=True,
        help="So many months more on the main warranty of what members buy from now on.",
    )
    case_priority = fields.Selection(
        [("1", "Normal"), ("2", "High"), ("3", "Urgent")],
        tracking=True,
        help="Cases of members have this priority at least.",
    )
    free_visits = fields.Integer(
        string="Free Visits a Year",
        tracking=True,
        help="So many maintenance visits that would be charged are free, in each year of "
        "membership.",
    )
    benefit_text = fields.Text(
        string="What Else Members Get",
        translate=True,
        help="In your own words, a line each: customers read it.",
    )

    # === BUSINESS METHODS === #

    @api.model
    @ormcache("fname", "company_id")
    def _giving(self, fname, company_id):
        """Which tiers give a benefit, cached: most companies give few, and each sale asks.

        :param str fname: the field of the benefit
        :param int company_id: a root company
        :return: {tier id: value}, an id for a record
        """
        tiers = self.sudo().search([("company_id", "=", company_id)])
        given = {
            tier.id: tier[fname].id if self._fields[fname].relational else tier[fname]
            for tier in tiers
        }
        nothing = NOTHING.get(fname)
        return {tier_id: value for tier_id, value in given.items() if value and value != nothing}
