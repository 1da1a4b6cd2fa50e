from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """What counts for tiers: one answer for a company and its branches."""

    _inherit = "res.config.settings"

    hau_mai_tier_basis = fields.Selection(
        related="company_id.root_id.hau_mai_tier_basis", readonly=False
    )
    hau_mai_tier_reset = fields.Boolean(
        related="company_id.root_id.hau_mai_tier_reset", readonly=False
    )
