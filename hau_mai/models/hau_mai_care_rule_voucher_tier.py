from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HauMaiCareRule(models.Model):
    """The birthday voucher that the customer's tier gives; worth and days are the rule's."""

    _inherit = "hau_mai.care.rule"

    program_of = fields.Selection(
        selection_add=[("tier", "The birthday voucher of the tier")],
        ondelete={"tier": "set default"},
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("channel", "program_of", "trigger")
    def _check_program_of_tier(self):
        for rule in self:
            of_tier = rule.channel == "voucher" and rule.program_of == "tier"
            if of_tier and rule.trigger != "birthday":
                raise ValidationError(
                    self.env._(
                        "“%s” would give the birthday voucher of a tier on another day. Choose "
                        "the trigger Birthday, or a program.",
                        rule.name,
                    )
                )

    # === BUSINESS METHODS === #

    def _voucher_programs(self, partners):
        if self.program_of == "tier":
            return partners._hau_mai_birthday_programs(self.env.company)
        return super()._voucher_programs(partners)


class HauMaiCarePreview(models.AbstractModel):
    """Which voucher, in the rule's sentence."""

    _inherit = "hau_mai.care.preview"

    @api.model
    def _what_leaves_in_words(self, rule):
        parts = super()._what_leaves_in_words(rule)
        if rule.channel == "voucher" and rule.program_of == "tier":
            parts.insert(0, self.env._("that of the customer's tier"))
        return parts
