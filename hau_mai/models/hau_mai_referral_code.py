from odoo import fields, models


class HauMaiReferralCode(models.Model):
    """The code by which a customer brings others.

    A row of its own, so that the codes of two contacts who become one both lead to the
    one that stays: what was shared once works for good.
    """

    _name = "hau_mai.referral.code"
    _description = "Referral Code"
    _order = "id"
    _rec_name = "code"

    _code_unique = models.UniqueIndex("(code)", "Another customer has this code.")

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    code = fields.Char(required=True, readonly=True)
