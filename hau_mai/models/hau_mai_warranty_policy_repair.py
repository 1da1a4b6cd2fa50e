from odoo import api, models

from ..tools.remedy import STATUTORY_REPAIRS


class HauMaiWarrantyPolicy(models.Model):
    """Where a policy gives less in repairs than the law: said while it is written."""

    _inherit = "hau_mai.warranty.policy"

    @api.depends("pause_during_repair", "replaced_part_rule", "max_repairs")
    def _compute_preview(self):
        return super()._compute_preview()

    def _preview_missing(self):
        notes = super()._preview_missing()
        if not self.env.company.sudo().hau_mai_vietnam_rules:
            return notes
        if not self.pause_during_repair:
            notes.append(
                self.env._(
                    "By law the days in repair do not count in the warranty "
                    "(Law 19/2023/QH15, art. 30.2.c)."
                )
            )
        if self.replaced_part_rule == "remaining":
            notes.append(
                self.env._(
                    "By law the warranty of a replaced part starts again "
                    "(Law 19/2023/QH15, art. 30.2.c)."
                )
            )
        if not 0 < self.max_repairs <= STATUTORY_REPAIRS:
            notes.append(
                self.env._(
                    "By law exchange or refund is due after %s warranty repairs, whatever the "
                    "policy says (Law 19/2023/QH15, art. 30.2.đ).",
                    STATUTORY_REPAIRS,
                )
            )
        return notes
