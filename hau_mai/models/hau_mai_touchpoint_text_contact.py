from odoo import api, fields, models


class HauMaiTouchpointContact(models.Model):
    """Who writes, and how to refuse: advertising says so (Decree 91/2020/ND-CP, art. 18)."""

    _inherit = "hau_mai.touchpoint"

    preferences_url = fields.Char(compute="_compute_placeholders")
    advertiser = fields.Char(compute="_compute_placeholders")

    # === COMPUTE METHODS === #

    def _prepare_placeholders(self, coverage, day):
        texts = super()._prepare_placeholders(coverage, day)
        return texts | {
            "preferences_url": self.partner_id._contact_preferences_url(self),
            "advertiser": self.company_id._hau_mai_advertiser(),
        }

    # === TOOLS === #

    @api.model
    def _placeholders(self):
        return super()._placeholders() | {
            "object.preferences_url": self.env._(
                "the link by which the customer stops such messages"
            ),
            "object.advertiser": self.env._(
                "name, address, phone and email of your company in one line"
            ),
        }
