from odoo import api, fields, models

from ..tools.care import Trigger

#: What a customer still has, and may lose.
_CARD = {
    "near": (("active", "=", True), ("points", ">", 0), ("partner_id", "!=", False)),
    "goods": "program_id.reward_ids.discount_product_ids",
}

#: trigger -> how its targets are found. A voucher ends on a day of its own; loyalty points
#: end with their program, since Odoo gives a loyalty card no end.
LOYALTY_TRIGGERS = {
    "voucher_expiring": Trigger(
        "loyalty.card",
        "expiration_date",
        domain=(
            ("program_type", "not in", ("loyalty", "ewallet")),
            ("program_id.active", "=", True),
        ),
        **_CARD,
    ),
    "points_expiring": Trigger(
        "loyalty.card",
        "program_id.date_to",
        domain=(("program_type", "=", "loyalty"), ("program_id.active", "=", True)),
        **_CARD,
    ),
}


class HauMaiCareRule(models.Model):
    """Follow-ups before a voucher or points are lost."""

    _inherit = "hau_mai.care.rule"

    trigger = fields.Selection(
        selection_add=[
            ("voucher_expiring", "Voucher ends"),
            ("points_expiring", "Points end"),
        ],
        ondelete={"voucher_expiring": "cascade", "points_expiring": "cascade"},
    )

    @api.model
    def _triggers(self):
        return super()._triggers() | LOYALTY_TRIGGERS


class HauMaiCarePreview(models.AbstractModel):
    """What these triggers are called in a sentence."""

    _inherit = "hau_mai.care.preview"

    @api.model
    def _events_in_words(self, rule):
        return super()._events_in_words(rule) | {
            "voucher_expiring": self.env._("the last day of a voucher"),
            "points_expiring": self.env._("the last day of a program whose points are left"),
        }
