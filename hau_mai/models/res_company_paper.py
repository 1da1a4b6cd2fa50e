from odoo import models
from odoo.tools import format_date

from ..tools.paper import in_one_line


class ResCompany(models.Model):
    """What stands on top of every letter of a company."""

    _inherit = "res.company"

    def _hau_mai_paper(self):
        """Sender, place and day, in the language of the context."""
        self.ensure_one()
        company = self.sudo()
        contact = (
            company.hau_mai_hotline or company.phone,
            company.hau_mai_email or company.email,
        )
        return {
            "company": company,
            "company_address": in_one_line(company.street, company.street2, company.city),
            "company_contact": in_one_line(*contact, between=" · "),
            "vietnam": company.hau_mai_vietnam_rules,
            "place": company.city or company.state_id.name or "…………",
            "today": format_date(self.env, company._hau_mai_today()),
        }
