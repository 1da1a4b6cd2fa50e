from werkzeug.exceptions import NotFound

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from .portal_list import prepare_list


class WarrantyPortal(CustomerPortal):
    """Customers look at what they own: in the portal, or one card by the link of a message."""

    _warranties_per_page = 20

    # === WHAT IS COMMON === #

    def _warranties_domain(self):
        """Cards of the user and of the company they belong to; the rules say so too."""
        customer = request.env.user.partner_id.commercial_partner_id
        return Domain("partner_id", "child_of", customer.ids)

    def _find_warranty(self, unit_id, access_token=None):
        """The card, with all rights, for its owner: by log-in or by the owner's link.

        Who comes by the link alone reads it in the owner's language.

        :raises NotFound: for everybody else, whether it exists or not
        """
        unit = request.env["hau_mai.unit"].browse(unit_id).exists()
        if not unit:
            raise NotFound()
        if not request.env.user._is_public() and unit.has_access("read"):
            unit = unit.sudo()
        elif unit.sudo()._is_owner_link(access_token):
            unit = unit.sudo()
            lang = unit.partner_id.lang
            if request.env.user._is_public() and lang:
                request.update_context(lang=lang)
                unit = unit.with_context(lang=lang)
        else:
            raise NotFound()
        return unit.with_company(unit.company_id)

    # === THE LIST === #

    @http.route(
        ["/my/warranties", "/my/warranties/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def portal_my_warranties(self, page=1, filterby=None, sortby=None, search=None, **kwargs):
        model = request.env["hau_mai.unit"]
        units, values = prepare_list(
            model,
            self._warranties_domain(),
            url="/my/warranties",
            step=self._warranties_per_page,
            filters=self._warranty_filters(),
            sortings=self._warranty_sortings(),
            asked={"page": page, "filterby": filterby, "sortby": sortby, "search": search},
            find=lambda domain, order, offset: model.search(
                domain, order=order, offset=offset, limit=self._warranties_per_page
            ),
        )
        values = self._prepare_portal_layout_values() | values
        values |= {"page_name": "hau_mai_warranties", "units": units.sudo()}
        return request.render("hau_mai.portal_my_warranties", values)

    def _warranty_filters(self):
        return {"all": {"label": request.env._("All"), "domain": []}}

    def _warranty_sortings(self):
        return {"newest": {"label": request.env._("Newest"), "order": "id desc"}}

    # === ONE CARD === #

    @http.route("/my/warranties/<int:unit_id>", type="http", auth="public", website=True)
    def portal_my_warranty(self, unit_id, access_token=None, **kwargs):
        unit = self._find_warranty(unit_id, access_token)
        return request.render(
            "hau_mai.portal_my_warranty", self._prepare_warranty_values(unit, access_token)
        )

    def _prepare_warranty_values(self, unit, access_token=None, **values):
        """What the page of one card shows; each concern adds its part."""
        return self._prepare_portal_layout_values() | {
            "page_name": "hau_mai_warranty",
            "unit": unit,
            "access_token": access_token,
            **values,
        }
