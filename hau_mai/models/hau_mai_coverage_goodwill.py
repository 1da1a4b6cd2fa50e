from odoo import fields, models


class HauMaiCoverage(models.Model):
    """A period that was given as goodwill."""

    _inherit = "hau_mai.coverage"

    _goodwill_once = models.UniqueIndex(
        "(goodwill_id, unit_id) WHERE goodwill_id IS NOT NULL",
        "This goodwill was given already.",
    )

    goodwill_id = fields.Many2one(
        "hau_mai.goodwill",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="base.group_user",
    )

    def _start_event(self):
        goodwill = self.sudo().goodwill_id
        if goodwill:
            return self.env._("goodwill (%s)", goodwill.reason)
        return super()._start_event()
