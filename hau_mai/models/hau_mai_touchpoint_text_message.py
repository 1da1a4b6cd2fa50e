from odoo import api, fields, models


class HauMaiTouchpoint(models.Model):
    """What messages need besides: what several things are in short, and where to call."""

    _inherit = "hau_mai.touchpoint"

    company_contact = fields.Char(compute="_compute_placeholders")

    def _prepare_placeholders(self, coverage, day):
        company = self.company_id
        return super()._prepare_placeholders(coverage, day) | {
            "company_contact": company.phone or company.hau_mai_email or company.email,
        }

    @api.model
    def _placeholders(self):
        return super()._placeholders() | {
            "object.about": self.env._("what it is about; of several things, the first"),
            "object.company_contact": self.env._("your company's hotline"),
        }
