from odoo import api, fields, models
from odoo.tools import formatLang


class HauMaiTouchpoint(models.Model):
    """The voucher of a follow-up, and its words."""

    _inherit = "hau_mai.touchpoint"

    card_id = fields.Many2one(
        "loyalty.card",
        string="Voucher",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
        groups="sales_team.group_sale_salesman",
    )
    voucher_code = fields.Char(compute="_compute_placeholders")
    voucher_until = fields.Char(compute="_compute_placeholders")
    voucher_value = fields.Char(compute="_compute_placeholders")

    # === COMPUTE METHODS === #

    @api.depends("card_id")
    def _compute_placeholders(self):
        return super()._compute_placeholders()

    def _prepare_placeholders(self, coverage, day):
        card = self.card_id
        return super()._prepare_placeholders(coverage, day) | {
            "voucher_code": card.code,
            "voucher_until": day(card.expiration_date),
            "voucher_value": card and self._voucher_in_words(card),
        }

    @api.model
    def _voucher_in_words(self, card):
        """What it is worth: "10% on your order", "$ 20.00"."""
        reward = card.program_id.reward_ids[:1]
        if reward.reward_type == "discount" and reward.discount_mode == "per_point":
            amount = card.points * reward.discount
            return formatLang(self.env, amount, currency_obj=card.currency_id)
        return reward.description

    # === TOOLS === #

    @api.model
    def _placeholders(self):
        return super()._placeholders() | {
            "object.voucher_code": self.env._("the code of the voucher"),
            "object.voucher_until": self.env._("the last day of the voucher"),
            "object.voucher_value": self.env._("what the voucher is worth"),
        }
