from werkzeug.exceptions import NotFound
from werkzeug.urls import url_encode

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from .portal_list import prepare_list
from .public_page import find_or_count


class WarrantyPortal(CustomerPortal):
    """Customers look at what they own: in the portal, or one card by the link of a message."""

    _warranties_per_page = 20

    # === WHAT IS COMMON === #

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "hau_mai_warranty_count" in counters:
            model = request.env["hau_mai.unit"]
            may = model.has_access("read")
            values["hau_mai_warranty_count"] = (
                model.search_count(self._warranties_domain()) if may else 0
            )
        return values

    def _warranties_domain(self):
        """Cards of the user and of the company they belong to; the rules say so too."""
        customer = request.env.user.partner_id.commercial_partner_id
        return Domain("partner_id", "child_of", customer.ids)

    def _find_warranty(self, unit_id, access_token=None):
        """The card, with all rights, for its owner: by log-in or by the owner's link.

        Who comes by the link alone reads it in the owner's language. Guesses of links count.

        :raises NotFound: for everybody else, whether it exists or not
        """
        unit = request.env["hau_mai.unit"].browse(unit_id).exists().sudo()
        if unit and unit.sudo(False)._portal_readable(request.env.user):
            pass
        elif access_token and find_or_count(
            "owner", lambda: unit and unit._is_owner_link(access_token)
        ):
            lang = unit.partner_id.lang
            if request.env.user._is_public() and lang:
                request.update_context(lang=lang)
                unit = unit.with_context(lang=lang)
        else:
            raise NotFound()
        return unit.with_company(unit.company_id)

    def _warranty_url(self, unit, access_token=None, suffix="", **args):
        """The address of a page of the card, with the link's signature when there is one."""
        query = url_encode({"access_token": access_token, **args} if access_token else args)
        return f"/my/warranties/{unit.id}{suffix}" + (f"?{query}" if query else "")

    def _keep_warranty_private(self, response):
        """A page behind a link: nobody stores it, indexes it, or hears its address."""
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    # === THE LIST === #

    @http.route(
        ["/my/warranties", "/my/warranties/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def portal_my_warranties(
        self, page=1, filterby=None, sortby=None, search=None, groupby=None, **kwargs
    ):
        model = request.env["hau_mai.unit"]
        units, values = prepare_list(
            model,
            self._warranties_domain(),
            url="/my/warranties",
            step=self._warranties_per_page,
            filters=self._warranty_filters(),
            sortings=self._warranty_sortings(),
            groupings=self._warranty_groupings(),
            asked={
                "page": page,
                "filterby": filterby,
                "sortby": sortby,
                "search": search,
                "groupby": groupby or self._usual_grouping(),
            },
            find=lambda domain, order, offset: model.search(
                domain, order=order, offset=offset, limit=self._warranties_per_page
            ),
        )
        values = self._prepare_portal_layout_values() | values
        values |= {
            "page_name": "hau_mai_warranties",
            "units": units.sudo(),
            "groups": self._group_warranties(units.sudo(), values),
            "export_url": lambda format: (
                "/my/warranties/export?" + url_encode(values["chosen"] | {"format": format})
            ),
        }
        return request.render("hau_mai.portal_my_warranties", values)

    def _usual_grouping(self):
        """A company looks for its things by where they stand."""
        customer = request.env.user.partner_id.commercial_partner_id
        return "address" if customer.is_company else "none"

    def _warranty_filters(self):
        model = request.env["hau_mai.unit"]
        having = model._portal_status_domain
        waiting = having("not_started")
        return {
            "all": {"label": request.env._("All"), "domain": []},
            "covered": {
                "label": request.env._("Covered now"),
                "domain": having("active", "expiring"),
            },
            "ending": {"label": request.env._("Ends soon"), "domain": having("expiring")},
            "ended": {"label": request.env._("Ended"), "domain": having("expired")},
            "not_started": {"label": request.env._("Not started"), "domain": waiting},
            "activation": {
                "label": request.env._("To be activated"),
                "domain": waiting & model._awaits_activation_domain(),
            },
            "not_valid": {
                "label": request.env._("Not valid any more"),
                "domain": Domain("state", "!=", "valid"),
            },
        }

    def _warranty_sortings(self):
        return {
            "newest": {"label": request.env._("Newest"), "order": "id desc"},
            "ending": {
                "label": request.env._("Ends first"),
                "order": "date_end_ahead nulls last, date_end_main desc nulls first, id desc",
            },
            "product": {"label": request.env._("Product"), "order": "product_id, id desc"},
        }

    def _warranty_groupings(self):
        return {
            "none": {"label": request.env._("None")},
            "address": {"label": request.env._("Address"), "field": "place_id"},
            "product": {"label": request.env._("Product"), "field": "product_id"},
        }

    def _group_warranties(self, units, values):
        """The cards of a page under their headings: [{"what", "count", "units"}].

        A group that goes on over the page has its heading on both, with the count of all.
        """
        fname = self._warranty_groupings()[values["groupby"]].get("field")
        if not fname or not units:
            return [{"what": None, "count": 0, "units": units}] if units else []
        counts = request.env["hau_mai.unit"]._group_counts(values["domain"], fname)
        counts = {record.id: count for record, count in counts.items()}
        return [
            {"what": what, "count": counts.get(what.id, 0), "units": group}
            for what, group in units.grouped(fname).items()
        ]

    # === ONE CARD === #

    @http.route("/my/warranties/<int:unit_id>", type="http", auth="public", website=True)
    def portal_my_warranty(self, unit_id, access_token=None, **kwargs):
        unit = self._find_warranty(unit_id, access_token)
        response = request.render(
            "hau_mai.portal_my_warranty", self._prepare_warranty_values(unit, access_token)
        )
        return self._keep_warranty_private(response)

    def _prepare_warranty_values(self, unit, access_token=None, **values):
        """What the page of one card shows; each concern adds its part."""
        user = request.env.user
        by_link = not unit._portal_readable(user)
        token = access_token if by_link else None
        company = unit.company_id
        order = unit._portal_order()
        cases = request.env["hau_mai.complaint"]
        if not by_link and cases.has_access("read"):
            cases = cases.search([("unit_id", "=", unit.id)], order="id desc").sudo()
        return self._prepare_portal_layout_values() | {
            "page_name": "hau_mai_warranty",
            "unit": unit,
            "access_token": token,
            "by_link": by_link,
            "no_breadcrumbs": by_link,
            "words": unit._prepare_card_words(request.env._("Your %s", unit._word_product())),
            "coverages": unit._portal_coverages(),
            "card_url": lambda suffix="", **args: self._warranty_url(unit, token, suffix, **args),
            "other_url": lambda other: self._url_of_other_warranty(other, unit, by_link),
            "order": order,
            "order_url": order
            and order.with_user(user).has_access("read")
            and order.get_portal_url(),
            "cases": cases,
            "hotline": company.hau_mai_hotline or company.phone,
            **values,
        }

    def _url_of_other_warranty(self, other, unit, by_link):
        """The page of the card this one was exchanged for, or came in place of; for its owner."""
        if not other or other.partner_id != unit.partner_id:
            return None
        token = other._owner_signature() if by_link else None
        return self._warranty_url(other, token)
