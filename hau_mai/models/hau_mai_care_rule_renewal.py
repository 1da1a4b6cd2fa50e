from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.offer import Text


class HauMaiCareRule(models.Model):
    """A warranty that ends is an occasion to sell its extension: what fits stands in the note."""

    _inherit = "hau_mai.care.rule"

    offer_extension = fields.Boolean(
        string="Offer an Extension",
        tracking=True,
        help="The note names the extended warranties that fit each card, with their price, and "
        "one click makes the quotation. An offer is advertising: the purpose is Marketing.",
    )

    @api.constrains("offer_extension", "trigger", "channel")
    def _check_offer_extension(self):
        for rule in self.filtered("offer_extension"):
            if rule.channel != "activity" or rule._target_model() != "hau_mai.unit":
                raise ValidationError(
                    self.env._(
                        "The rule “%s” cannot offer an extension: that goes with a call about a "
                        "warranty, such as “Warranty ends” under “When”.",
                        rule.name,
                    )
                )
        self._check_offers()

    def _offer_texts(self):
        """What is offered is an offer, by whichever words."""
        texts = super()._offer_texts()
        if self.offer_extension:
            label = self._fields["offer_extension"]._description_string(self.env)
            texts.append(Text(label, "activity", "{{ object.extension_offer }}"))
        return texts
