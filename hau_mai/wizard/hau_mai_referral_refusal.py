from odoo import fields, models


class HauMaiReferralRefusal(models.TransientModel):
    """The dialog behind refusing a referral: why?"""

    _name = "hau_mai.referral.refusal"
    _description = "Refusal of a Referral"

    referral_ids = fields.Many2many("hau_mai.referral", string="Referrals")
    reason = fields.Char(required=True)

    def action_apply(self):
        """Refuse; the method of the referral asks for reason and rights."""
        self.ensure_one()
        self.referral_ids.action_refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
