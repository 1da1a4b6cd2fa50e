from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    hau_mai_case_link_days = fields.Integer(
        related="company_id.hau_mai_case_link_days", readonly=False
    )
    hau_mai_procedure_published = fields.Boolean(
        related="company_id.hau_mai_procedure_published", readonly=False
    )
    hau_mai_procedure_intro = fields.Html(
        related="company_id.hau_mai_procedure_intro", readonly=False
    )
    hau_mai_procedure_outro = fields.Html(
        related="company_id.hau_mai_procedure_outro", readonly=False
    )

    def action_open_procedure(self):
        """The published procedure, as everybody sees it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": self.company_id._hau_mai_procedure_url(),
            "target": "new",
        }
