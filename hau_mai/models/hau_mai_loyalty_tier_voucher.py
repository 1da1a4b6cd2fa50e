from odoo import fields, models


class HauMaiLoyaltyTier(models.Model):
    """Vouchers of members: coupons of Odoo's own loyalty programs."""

    _inherit = "hau_mai.loyalty.tier"

    birthday_program_id = fields.Many2one(
        "loyalty.program",
        string="Birthday Voucher",
        domain="[('program_type', 'in', ('coupons', 'gift_card')), "
        "('company_id', 'in', (False, company_id))]",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
        help="What a birthday rule gives that gives the voucher of the tier.",
    )
    upgrade_program_id = fields.Many2one(
        "loyalty.program",
        string="Voucher on Reaching It",
        domain="[('program_type', 'in', ('coupons', 'gift_card')), "
        "('company_id', 'in', (False, company_id))]",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
        help="Given to who moves up to this tier, not again within a year; of tiers that were "
        "skipped, none.",
    )
    voucher_days = fields.Integer(
        string="Vouchers Are Valid (days)",
        default=30,
        help="Of the voucher on reaching it. 0: without an end.",
    )

    # === BUSINESS METHODS === #

    def _voucher_until(self):
        """The last day of a voucher that is given today; None without one."""
        self.ensure_one()
        if not self.voucher_days:
            return None
        today = self.company_id._hau_mai_today()
        return fields.Date.add(today, days=self.voucher_days)
