from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..tools import nps
from ..tools.review import board


class ReviewsPage(CustomerPortal):
    """What customers said: the page everybody can read, and each customer's own reviews."""

    _reviews_per_page = 20

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "hau_mai_review_count" in counters:
            model = request.env["hau_mai.review"].sudo()
            values["hau_mai_review_count"] = model.search_count(self._own_domain())
        return values

    def _own_domain(self):
        """Reviews of the user and of the company they belong to."""
        customer = request.env.user.partner_id.commercial_partner_id
        return [("partner_id", "child_of", customer.ids)]

    @http.route(
        [
            "/reviews",
            "/reviews/page/<int:page>",
            "/reviews/<int:company_id>",
            "/reviews/<int:company_id>/page/<int:page>",
        ],
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=True,
    )
    def reviews(self, company_id=None, page=1, **kwargs):
        """All that customers of a company agreed to publish, the newest first.

        The averages count everybody who answered.
        """
        company = request.env.company.sudo()
        if company_id:
            company = company.browse(company_id).exists()
        if not company or not company.hau_mai_reviews_public:
            raise NotFound()
        model = request.env["hau_mai.review"].sudo()
        of_company = [("company_id", "=", company.id)]
        published = [*of_company, ("state", "=", "published")]
        pager = portal_pager(
            url=f"/reviews/{company.id}",
            total=model.search_count(published),
            page=page,
            step=self._reviews_per_page,
        )
        values = {
            "company": company,
            "res_company": company,
            "reviews": model.search(
                published, limit=self._reviews_per_page, offset=pager["offset"]
            ),
            "hidden_count": model.search_count([*of_company, ("state", "=", "hidden")]),
            "rating_board": board(request.env["rating.rating"]._hau_mai_marks(company), 1, 5),
            "nps_board": board(request.env["hau_mai.nps"]._marks(company), nps.LOWEST, nps.HIGHEST),
            "pager": pager,
            "page_name": "hau_mai_reviews",
        }
        return request.render("hau_mai.reviews_page", values)

    @http.route(["/my/reviews"], type="http", auth="user", website=True, methods=["GET"])
    def my_reviews(self, **kwargs):
        reviews = request.env["hau_mai.review"].sudo().search(self._own_domain())
        values = self._prepare_portal_layout_values() | {
            "reviews": reviews,
            "page_name": "hau_mai_my_reviews",
        }
        return request.render("hau_mai.portal_my_reviews", values)

    @http.route(
        ["/my/reviews/<int:review_id>/withdraw"],
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def my_review_withdraw(self, review_id, **kwargs):
        """Take one of one's own reviews from the page; others' are not found."""
        own = [*self._own_domain(), ("id", "=", review_id)]
        request.env["hau_mai.review"].sudo().search(own)._withdraw(fields.Datetime.now())
        return request.redirect("/my/reviews", 303)
