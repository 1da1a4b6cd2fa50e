from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HauMaiCareRule(models.Model):
    """The text of a messenger, which its provider has to approve."""

    _inherit = "hau_mai.care.rule"

    messenger_template_id = fields.Many2one(
        "hau_mai.messenger.template",
        string="Messenger Text",
        domain=[("original_id", "=", False)],
        ondelete="restrict",
        check_company=True,
    )
    messenger_state = fields.Selection(related="messenger_template_id.state")

    @api.constrains("messenger_template_id", "purpose")
    def _check_texts(self):
        """Its class goes with the purpose of the rule."""
        result = super()._check_texts()
        for rule in self.filtered("uses_messenger"):
            offers = rule.channel == "voucher"
            problem = rule.messenger_template_id._class_problem(rule.purpose, offers)
            if problem:
                raise ValidationError(problem)
        return result
