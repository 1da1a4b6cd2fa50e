from werkzeug.exceptions import NotFound
from werkzeug.urls import url_encode

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.hau_mai_service_portal import OVER_STATES
from .portal_list import prepare_list


class ServicePortal(CustomerPortal):
    """Customers look at their jobs: in the portal, or one of them by its link."""

    _services_per_page = 20

    # === WHAT IS COMMON === #

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        wanted = {
            "hau_mai_service_count": ("hau_mai.service", self._services_domain),
            "hau_mai_unit_count": ("hau_mai.unit", self._units_domain),
        }
        for counter, (name, domain) in wanted.items():
            if counter in counters:
                model = request.env[name]
                may = model.has_access("read")
                values[counter] = model.search_count(domain()) if may else 0
        return values

    def _services_domain(self):
        """Jobs of the user and of the company they belong to; the rules say so too."""
        customer = request.env.user.partner_id.commercial_partner_id
        return Domain("partner_id", "child_of", customer.ids)

    def _units_domain(self):
        """Valid warranty cards of the user and of the company they belong to."""
        return self._services_domain() & Domain("state", "=", "valid")

    def _find_service(self, service_id, access_token=None):
        """The job, with all rights, when the visitor may see it; else nothing.

        Who comes by the link alone reads it in the customer's language.
        """
        try:
            service = self._document_check_access("hau_mai.service", service_id, access_token)
        except (AccessError, MissingError):
            return None
        lang = service.partner_id.lang
        if request.env.user._is_public() and lang:
            request.update_context(lang=lang)
            service = service.with_context(lang=lang)
        return service.with_company(service.company_id)

    def _author(self, service):
        """Who acts: the user, or with the link alone whom the job is about."""
        if request.env.user._is_public():
            return service.contact_id or service.partner_id
        return request.env.user.partner_id

    def _service_url(self, service, access_token=None, suffix="", **args):
        """The address of a page of the job, with the link's token when there is one."""
        query = url_encode({"access_token": access_token, **args} if access_token else args)
        return f"{service.access_url}{suffix}" + (f"?{query}" if query else "")

    # === THE LIST === #

    @http.route(
        ["/my/services", "/my/services/page/<int:page>"], type="http", auth="user", website=True
    )
    def portal_my_services(self, page=1, filterby=None, sortby=None, search=None, **kwargs):
        services, values = prepare_list(
            request.env["hau_mai.service"],
            self._services_domain(),
            url="/my/services",
            step=self._services_per_page,
            filters=self._service_filters(),
            sortings=self._service_sortings(),
            asked={"page": page, "filterby": filterby, "sortby": sortby, "search": search},
            find=self._search_open_first,
        )
        values = (
            self._prepare_portal_layout_values()
            | values
            | {
                "page_name": "hau_mai_services",
                "services": services.sudo(),
            }
        )
        request.session["hau_mai_services_history"] = services.ids[:100]
        return request.render("hau_mai.portal_my_services", values)

    def _service_filters(self):
        return {
            "all": {"label": request.env._("All"), "domain": []},
            "open": {
                "label": request.env._("Open"),
                "domain": [("state", "not in", OVER_STATES)],
            },
            "over": {"label": request.env._("Finished"), "domain": [("state", "in", OVER_STATES)]},
        }

    def _service_sortings(self):
        return {
            "newest": {"label": request.env._("Newest"), "order": "id desc"},
            "appointment": {
                "label": request.env._("Appointment"),
                "order": "date_start, id desc",
            },
        }

    def _search_open_first(self, domain, order, offset):
        """One page of jobs: what is open before what is over."""
        model = request.env["hau_mai.service"]
        over = Domain("state", "in", OVER_STATES)
        limit = self._services_per_page
        services = model.search(domain & ~over, order=order, limit=limit, offset=offset)
        if len(services) < limit:
            before = model.search_count(domain & ~over)
            services += model.search(
                domain & over,
                order=order,
                limit=limit - len(services),
                offset=max(0, offset - before),
            )
        return services

    # === ONE JOB === #

    @http.route(["/my/services/<int:service_id>"], type="http", auth="public", website=True)
    def portal_my_service(self, service_id, access_token=None, message=None, **kwargs):
        service = self._find_service(service_id, access_token)
        if not service:
            return request.redirect("/my")
        return self._render_service(service, access_token, self._service_notice(message), **kwargs)

    def _render_service(self, service, access_token, notice=None, error=None, **kwargs):
        """The page of a job, with what was done (``notice``) or why it was not (``error``)."""
        may_change, why_not = service._booking_verdict()
        values = {
            "service": service,
            "page_name": "hau_mai_service",
            "notice": notice,
            "error": error,
            "may_change": may_change,
            "why_not": why_not,
            "portal_url": lambda suffix="", **args: self._service_url(
                service, access_token, suffix, **args
            ),
        }
        values = self._get_page_view_values(
            service, access_token, values, "hau_mai_services_history", False, **kwargs
        )
        # what was done stands on the page itself, not in core's alert
        return request.render("hau_mai.portal_my_service", values | {"error": error})

    def _service_notice(self, message):
        """What was just done, as a sentence; nothing for what we do not know."""
        return {
            "booked": request.env._("Your appointment is booked."),
            "confirmed": request.env._("Thank you, your appointment is confirmed."),
            "cancelled": request.env._("Your appointment is cancelled. We will call you."),
            "wished": request.env._("Thank you, we will arrange a time and tell you."),
            "requested": request.env._("We have your request and will answer soon."),
            "open": request.env._(
                "This is already open, so nothing new was made. Write to us here."
            ),
        }.get(message)

    @http.route(
        ["/my/services/<int:service_id>/print/<string:paper>"],
        type="http",
        auth="public",
        website=True,
    )
    def portal_my_service_paper(self, service_id, paper, access_token=None, **kwargs):
        service = self._find_service(service_id, access_token)
        if not service:
            return request.redirect("/my")
        report = service._portal_papers().get(paper)
        if not report:
            raise NotFound()
        return self._show_report(service, "pdf", report.report_name, download=True)
