from odoo import api, fields, models

from ..tools.care import Trigger

#: Who brought somebody is told once both have their reward.
REFERRAL_TRIGGERS = {
    "referral_rewarded": Trigger(
        "hau_mai.referral",
        "date_rewarded",
        near=(("state", "=", "rewarded"),),
        partner="referrer_id",
        goods="order_id.order_line.product_id",
    ),
}


class HauMaiCareRule(models.Model):
    """A follow-up on a referral: thanks to who brought a customer."""

    _inherit = "hau_mai.care.rule"

    trigger = fields.Selection(
        selection_add=[("referral_rewarded", "Referral rewarded")],
        ondelete={"referral_rewarded": "cascade"},
    )

    @api.model
    def _triggers(self):
        return super()._triggers() | REFERRAL_TRIGGERS


class HauMaiCarePreview(models.AbstractModel):
    """What the trigger is called in a sentence."""

    _inherit = "hau_mai.care.preview"

    @api.model
    def _events_in_words(self, rule):
        return super()._events_in_words(rule) | {
            "referral_rewarded": self.env._("the day a referral was rewarded"),
        }
