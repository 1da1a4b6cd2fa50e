from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HauMaiCareRule(models.Model):
    """The gift somebody packs."""

    _inherit = "hau_mai.care.rule"

    _gift_cost_positive = models.Constraint(
        "CHECK (gift_cost >= 0)", "A gift costs something or nothing."
    )

    gift_text = fields.Char(string="Gift", translate=True, help="What is packed.")
    gift_product_id = fields.Many2one("product.product", ondelete="restrict", check_company=True)
    gift_cost = fields.Float(
        string="Cost of a Gift",
        digits=(16, 2),
        help="With sending it, in the company's currency; empty for the product's cost.",
    )

    @api.constrains("channel", "gift_text", "gift_product_id")
    def _check_gift(self):
        for rule in self:
            if rule.channel == "gift" and not rule.gift_text and not rule.gift_product_id:
                raise ValidationError(
                    self.env._("Say what is packed for the customers of “%s”.", rule.name)
                )

    def _gift_name(self):
        """What is packed, in the language of the environment."""
        return self.gift_text or self.gift_product_id.display_name


class HauMaiCarePreview(models.AbstractModel):
    """Which gift, in the rule's sentence."""

    _inherit = "hau_mai.care.preview"

    @api.model
    def _what_leaves_in_words(self, rule):
        parts = super()._what_leaves_in_words(rule)
        if rule.channel == "gift" and rule._gift_name():
            parts.insert(0, rule._gift_name())
        return parts
