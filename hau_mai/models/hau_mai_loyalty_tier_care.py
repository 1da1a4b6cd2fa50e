from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.care import Trigger

_GOODS = "partner_id.sale_order_ids.order_line.product_id"

#: trigger -> how its targets are found. Nobody is told of a tier they got silently, by hand
#: or by new rules, nor of the end of one they keep anyway.
TIER_TRIGGERS = {
    "tier_changed": Trigger(
        "hau_mai.loyalty.tier.move",
        "date",
        near=(("kind", "in", ("upgrade", "downgrade")),),
        goods=_GOODS,
    ),
    "tier_ending": Trigger(
        "hau_mai.loyalty.membership",
        "date_until",
        near=(("date_until", "!=", False), ("locked_until", "=", False), ("keeps", "=", False)),
        goods=_GOODS,
        occurrence="day",
    ),
}


class HauMaiCareRule(models.Model):
    """Follow-ups on tiers: when one changed, before one ends."""

    _inherit = "hau_mai.care.rule"

    trigger = fields.Selection(
        selection_add=[("tier_changed", "Tier changed"), ("tier_ending", "Tier ends")],
        ondelete={"tier_changed": "cascade", "tier_ending": "cascade"},
    )
    tier_change = fields.Selection(
        [("upgrade", "Upgrades"), ("downgrade", "Downgrades")],
        string="Change of Tier",
        tracking=True,
        help="Only these; empty for both.",
    )

    @api.depends("tier_change")
    def _compute_preview(self):
        return super()._compute_preview()

    def write(self, vals):
        if "tier_change" in vals:
            vals = dict(vals, date_last_pass=False)
        return super().write(vals)

    @api.model
    def _triggers(self):
        return super()._triggers() | TIER_TRIGGERS


class HauMaiCareSource(models.AbstractModel):
    """Only the changes the rule means."""

    _inherit = "hau_mai.care.source"

    @api.model
    def _matching_domain(self, rule):
        domain = super()._matching_domain(rule)
        if rule.trigger == "tier_changed" and rule.tier_change:
            domain &= Domain("kind", "=", rule.tier_change)
        return domain


class HauMaiCarePreview(models.AbstractModel):
    """What the triggers of tiers are called in a sentence."""

    _inherit = "hau_mai.care.preview"

    @api.model
    def _events_in_words(self, rule):
        changes = {
            "upgrade": self.env._("an upgrade to a better tier"),
            "downgrade": self.env._("the loss of a tier"),
        }
        return super()._events_in_words(rule) | {
            "tier_changed": changes.get(rule.tier_change, self.env._("a change of tier")),
            "tier_ending": self.env._("the last day of a tier that is not kept yet"),
        }


class HauMaiCareRunner(models.AbstractModel):
    """Activities about a tier stand on the membership."""

    _inherit = "hau_mai.care.runner"

    @api.model
    def _document_of(self, group):
        if group[0].rule_id.trigger in TIER_TRIGGERS and group[0].membership_id:
            return "hau_mai.loyalty.membership", group[0].membership_id.id
        return super()._document_of(group)
