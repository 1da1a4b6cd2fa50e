from odoo import fields, models


class ResCompany(models.Model):
    """What messages to customers cost."""

    _inherit = "res.company"

    _hau_mai_sms_price_positive = models.Constraint(
        "CHECK (hau_mai_sms_price >= 0)", "An SMS costs something or nothing."
    )

    hau_mai_sms_price = fields.Float(
        string="Price of an SMS",
        digits=(16, 2),
        help="For each part of a text: 160 characters, or 70 with Vietnamese letters.",
        prefetch="hau_mai",
    )
