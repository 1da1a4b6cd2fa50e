from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request


class ProcedurePage(http.Controller):
    """How a company handles complaints, for everybody to read (Law 19/2023/QH15, art. 31.3)."""

    @http.route(
        ["/complaints", "/complaints/<int:company_id>"],
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=True,
    )
    def complaint_procedure(self, company_id=None, **kwargs):
        company = request.env.company.sudo()
        if company_id:
            company = company.browse(company_id).exists()
        if not company or not company._hau_mai_procedure_url():
            raise NotFound()
        policies = request.env["hau_mai.sla.policy"].sudo().with_company(company)
        values = {
            "page_name": "hau_mai_procedure",
            "company": company,
            "steps": policies._published_promises(company),
        }
        return request.render("hau_mai.portal_procedure", values)
