from odoo import api, models


class HauMaiWarrantyPolicy(models.Model):
    """What a policy will do that is sold as an extended warranty."""

    _inherit = "hau_mai.warranty.policy"

    @api.depends("extension_start", "extends_expired")
    def _compute_preview(self):
        result = super()._compute_preview()
        for policy in self.filtered("is_extension"):
            policy.preview = policy.preview | {"sentence": policy._prepare_extension_sentence()}
        return result

    def _preview_notes(self):
        if not self.is_extension:
            return super()._preview_notes()
        notes = [self.env._("Sold as an extended warranty: it adds these periods to a card.")]
        if self.extends_expired:
            notes.append(self.env._("An expired warranty can be extended too, from that day."))
        else:
            notes.append(self.env._("It is only sold while the warranty still runs."))
        return notes + self._preview_reach() + self._preview_missing()
