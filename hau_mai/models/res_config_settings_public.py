from odoo import fields, models

from ..tools.rate_limit import LIMITS


class ResConfigSettings(models.TransientModel):
    """The pages everybody can open. The limits are those of the database: so are the pages."""

    _inherit = "res.config.settings"

    hau_mai_warranty_check = fields.Boolean(
        related="company_id.hau_mai_warranty_check", readonly=False
    )
    hau_mai_limit_address = fields.Integer(
        string="Questions per Address",
        config_parameter=LIMITS["address"].parameter,
        default=LIMITS["address"].default,
        help="From one address of the network, in 10 minutes.",
    )
    hau_mai_limit_number = fields.Integer(
        string="Questions per Number",
        config_parameter=LIMITS["number"].parameter,
        default=LIMITS["number"].default,
        help="About one serial or card number, from wherever, in an hour.",
    )
    hau_mai_limit_page = fields.Integer(
        string="Questions in All",
        config_parameter=LIMITS["page"].parameter,
        default=LIMITS["page"].default,
        help="To one page, from wherever, in 10 minutes.",
    )

    def action_open_warranty_check(self):
        """The page, as everybody sees it."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": "/warranty/check", "target": "new"}
