from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from odoo.addons.portal.controllers.portal import CustomerPortal

from .portal_request import to_text

#: A code, or the whole link with it.
MAX_CODE = 200


class LoyaltyPortal(CustomerPortal):
    """Customers look at their tier, vouchers and points, and pass on their code."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "hau_mai_loyalty_count" in counters:
            values["hau_mai_loyalty_count"] = int(self._has_loyalty())
        return values

    def _has_loyalty(self):
        """Whether the page has anything to show to this user."""
        partner, company = request.env.user.partner_id.sudo(), self._loyalty_company()
        return bool(
            company._hau_mai_rewards_referrals()
            or partner._hau_mai_membership(company).tier_id
            or partner._portal_cards(company)
        )

    def _loyalty_company(self):
        return request.env.company.sudo()

    @http.route("/my/loyalty", type="http", auth="user", website=True)
    def portal_my_loyalty(self, message=None, code=None, **kwargs):
        return self._render_loyalty(notice=self._loyalty_notice(message), code=code)

    def _render_loyalty(self, notice=None, error=None, code=None):
        partner, company = request.env.user.partner_id, self._loyalty_company()
        values = self._prepare_portal_layout_values() | partner._portal_loyalty(company)
        values |= {
            "page_name": "hau_mai_loyalty",
            "referral": values["refers"] and partner._portal_referral(company),
            "named": code or request.session.get("hau_mai_referral_code"),
            "notice": notice,
            "error": error,
            "user_partner": partner,
        }
        return request.render("hau_mai.portal_my_loyalty", values)

    def _loyalty_notice(self, message):
        """What was just done, as a sentence; nothing for what we do not know."""
        return {
            "named": request.env._(
                "Thank you! Once your first order is paid and can no longer be returned, you both "
                "get your reward."
            ),
        }.get(message)

    @http.route("/my/loyalty/referral", type="http", auth="user", website=True, methods=["POST"])
    def portal_name_referrer(self, code="", **kwargs):
        """The customer says who told them, as long as they have not bought anything."""
        code = to_text(code, MAX_CODE)
        try:
            with request.env.cr.savepoint():
                request.env.user.partner_id._portal_name_referrer(code, self._loyalty_company())
        except UserError as refused:
            return self._render_loyalty(error=str(refused), code=code)
        request.session.pop("hau_mai_referral_code", None)
        return request.redirect("/my/loyalty?message=named", 303)

    @http.route("/my/loyalty/card", type="http", auth="user", website=True)
    def portal_my_loyalty_card(self, **kwargs):
        """The membership card, as PDF."""
        customer = request.env.user.partner_id.sudo().commercial_partner_id
        company = self._loyalty_company()
        if not customer._hau_mai_membership(company):
            return request.redirect("/my/loyalty")
        reports = request.env["ir.actions.report"].sudo().with_company(company)
        pdf, _kind = reports._render_qweb_pdf("hau_mai.action_report_member_card", customer.ids)
        name = request.env._("Membership Card.pdf")
        headers = [
            ("Content-Type", "application/pdf"),
            ("Content-Disposition", content_disposition(name)),
        ]
        return request.make_response(pdf, headers)
