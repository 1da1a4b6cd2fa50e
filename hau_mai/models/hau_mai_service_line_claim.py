from odoo import fields, models


class HauMaiServiceLine(models.Model):
    """Whether what this line cost is claimed from the manufacturer."""

    _inherit = "hau_mai.service.line"

    claim_id = fields.Many2one(
        "hau_mai.service.claim",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="hau_mai.group_user_own",
    )
