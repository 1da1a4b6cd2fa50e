from odoo import fields, models


class ResCompany(models.Model):
    """What a company sets for its repairs: prices, goodwill, guarantees, claims."""

    _inherit = "res.company"

    _hau_mai_repair_settings = models.Constraint(
        "CHECK (hau_mai_goodwill_limit >= 0 AND hau_mai_guarantee_parts_months >= 0 "
        "AND hau_mai_guarantee_labour_months >= 0 AND hau_mai_claim_days >= 0)",
        "Limits, months and days of repairs cannot be negative.",
    )
    _hau_mai_deposit_percent = models.Constraint(
        "CHECK (hau_mai_deposit_percent >= 0 AND hau_mai_deposit_percent <= 100)",
        "The deposit on a repair lies between 0 and 100 percent.",
    )

    hau_mai_repair_pricelist_id = fields.Many2one(
        "product.pricelist",
        string="Price List of Repairs",
        check_company=True,
        help="For parts and work that nothing covers; empty: the customer's own price list.",
        prefetch="hau_mai",
    )
    hau_mai_goodwill_limit = fields.Monetary(
        string="Goodwill up to",
        currency_field="currency_id",
        groups="base.group_user",
        help="What a user may give away on one job; over it, an administrator decides.",
        prefetch="hau_mai",
    )
    hau_mai_deposit_percent = fields.Float(
        string="Deposit on Repairs (%)",
        help="To be paid online to accept a quotation; 0 for none.",
        prefetch="hau_mai",
    )
    hau_mai_check_fee_product_id = fields.Many2one(
        "product.product",
        string="Check Fee",
        check_company=True,
        domain=[("type", "=", "service")],
        help="Charged when the customer declines the repair.",
        prefetch="hau_mai",
    )
    hau_mai_guarantee_parts_months = fields.Integer(
        string="Guarantee on Parts (months)",
        default=3,
        help="On parts put in by a repair, paid or not; a product category may say otherwise.",
        prefetch="hau_mai",
    )
    hau_mai_guarantee_labour_months = fields.Integer(
        string="Guarantee on Work (months)",
        default=3,
        help="On the work of a repair.",
        prefetch="hau_mai",
    )
    hau_mai_claim_days = fields.Integer(
        string="Claim Within (days)",
        default=30,
        help="How long after a job the manufacturer takes claims.",
        prefetch="hau_mai",
    )
