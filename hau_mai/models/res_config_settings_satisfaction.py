from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    hau_mai_order_recovery = fields.Selection(
        related="company_id.hau_mai_order_recovery", readonly=False, required=True
    )
    hau_mai_nps_first_days = fields.Integer(
        related="company_id.hau_mai_nps_first_days", readonly=False
    )
    hau_mai_nps_months = fields.Integer(related="company_id.hau_mai_nps_months", readonly=False)
    hau_mai_nps_active_months = fields.Integer(
        related="company_id.hau_mai_nps_active_months", readonly=False
    )
    hau_mai_nps_open_days = fields.Integer(
        related="company_id.hau_mai_nps_open_days", readonly=False
    )
    hau_mai_nps_activity_upto = fields.Integer(
        related="company_id.hau_mai_nps_activity_upto", readonly=False
    )
    hau_mai_nps_case_upto = fields.Integer(
        related="company_id.hau_mai_nps_case_upto", readonly=False
    )
    hau_mai_reviews_public = fields.Boolean(
        related="company_id.hau_mai_reviews_public", readonly=False
    )

    def action_open_reviews(self):
        """The page of reviews, as everybody sees it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": self.company_id._hau_mai_reviews_url(),
            "target": "new",
        }
