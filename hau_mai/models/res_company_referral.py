from dateutil.relativedelta import relativedelta

from odoo import fields, models


class ResCompany(models.Model):
    """What both get when a customer brings another, and from when on. Of the root company."""

    _inherit = "res.company"

    _hau_mai_referral_not_negative = models.Constraint(
        "CHECK (hau_mai_referral_amount_min >= 0 AND hau_mai_referral_days >= 0 "
        "AND hau_mai_referral_max >= 0 AND hau_mai_referral_max_days >= 0 "
        "AND hau_mai_referral_voucher_days >= 0 AND hau_mai_referral_points >= 0 "
        "AND hau_mai_referee_points >= 0)",
        "Amounts, days and points of a referral cannot be negative.",
    )

    hau_mai_referral_program_id = fields.Many2one(
        "loyalty.program",
        string="Reward for Bringing a Customer",
        check_company=True,
        domain=[("program_type", "in", ("coupons", "loyalty"))],
        prefetch="hau_mai",
    )
    hau_mai_referral_points = fields.Float(
        string="Points for Bringing",
        default=1,
        help="Points given; a coupon is worth 1.",
        prefetch="hau_mai",
    )
    hau_mai_referee_program_id = fields.Many2one(
        "loyalty.program",
        string="Reward for the New Customer",
        check_company=True,
        domain=[("program_type", "in", ("coupons", "loyalty"))],
        prefetch="hau_mai",
    )
    hau_mai_referee_points = fields.Float(
        string="Points for Coming",
        default=1,
        help="Points given; a coupon is worth 1.",
        prefetch="hau_mai",
    )
    hau_mai_referral_voucher_days = fields.Integer(
        string="Validity of the Reward (days)",
        default=90,
        help="0: it does not end.",
        prefetch="hau_mai",
    )
    hau_mai_referral_amount_min = fields.Monetary(
        string="First Order of at Least",
        help="Untaxed, in the company's currency.",
        prefetch="hau_mai",
    )
    hau_mai_referral_days = fields.Integer(
        string="Return Window (days)",
        default=30,
        help="So many days after the order was paid, both are rewarded.",
        prefetch="hau_mai",
    )
    hau_mai_referral_max = fields.Integer(
        string="Believed at Most",
        default=5,
        help="Whoever brings more in the period below: a person decides. 0: any number.",
        prefetch="hau_mai",
    )
    hau_mai_referral_max_days = fields.Integer(
        string="Period (days)", default=30, prefetch="hau_mai"
    )
    hau_mai_referral_text = fields.Text(
        string="What Both Get",
        translate=True,
        help="Shown to customers, in the portal and to who comes by the link.",
        prefetch="hau_mai",
    )

    # === BUSINESS METHODS === #

    def _hau_mai_rewards_referrals(self):
        """Whether anybody gets anything for a referral."""
        root = self.sudo().root_id
        return bool(root.hau_mai_referral_program_id or root.hau_mai_referee_program_id)

    def _hau_mai_referral_until(self):
        """The last day of a voucher that is given today, None without one."""
        days = self.hau_mai_referral_voucher_days
        return self._hau_mai_today() + relativedelta(days=days) if days else None
