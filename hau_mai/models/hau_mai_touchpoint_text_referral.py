from odoo import api, fields, models


class HauMaiTouchpointReferral(models.Model):
    """The code and the link a customer passes on, for the texts of follow-ups."""

    _inherit = "hau_mai.touchpoint"

    referral_id = fields.Many2one("hau_mai.referral", compute="_compute_documents")
    referral_code = fields.Char(compute="_compute_referral_code")
    referral_link = fields.Char(compute="_compute_referral_code")
    friend_name = fields.Char(compute="_compute_placeholders")

    # === COMPUTE METHODS === #

    @api.depends("res_model", "res_id", "occurrence")
    def _compute_documents(self):
        res = super()._compute_documents()
        self.referral_id = False
        referrals = self.filtered(lambda row: row.res_model == "hau_mai.referral")
        referrals._set_document("referral_id", "res_id")
        for touchpoint in referrals:
            touchpoint.order_id = touchpoint.sudo().referral_id.order_id
        return res

    @api.depends("partner_id")
    def _compute_referral_code(self):
        """Made now for those who have none: a text with a code is about to leave."""
        self.sudo().partner_id._ensure_referral_codes()
        for touchpoint in self:
            partner = touchpoint.sudo().partner_id
            touchpoint.referral_code = partner.referral_code
            touchpoint.referral_link = partner and partner._referral_link()

    def _prepare_placeholders(self, coverage, day):
        texts = super()._prepare_placeholders(coverage, day)
        return texts | {"friend_name": self.referral_id.referee_id.name}

    # === TOOLS === #

    @api.model
    def _placeholders(self):
        return super()._placeholders() | {
            "object.referral_code": self.env._("the customer's code for bringing others"),
            "object.referral_link": self.env._("the link with this code"),
            "object.friend_name": self.env._("whom the customer brought"),
        }
