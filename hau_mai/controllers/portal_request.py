import datetime
import math

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..models.hau_mai_service import SERVICE_KINDS
from .portal_booking import BookingPortal
from .uploads import MAX_PHOTOS, read_kinds, read_photos

MAX_TEXT = 5000
#: So many of one's products can be chosen from, the latest; the page of what is due leads
#: here with any of them.
MAX_UNITS = 200


def to_text(text, most=MAX_TEXT):
    """What was typed, as it can be kept: no longer than it may be, and no null characters.

    A file sent in the place of a text is no text.
    """
    return text.replace("\0", "").strip()[:most] if isinstance(text, str) else ""


class RequestPortal(BookingPortal):
    """Customers ask for a service, look at what is due, and tell what their meter shows."""

    _units_per_page = 20

    def _find_unit(self, unit_id):
        """A card that the user may read, with all rights; else nothing."""
        unit = request.env["hau_mai.unit"].browse(int(unit_id)).exists()
        if not unit or not unit.has_access("read"):
            return None
        return unit.sudo()

    # === WHAT IS DUE === #

    @http.route(
        ["/my/maintenance", "/my/maintenance/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def portal_my_maintenance(self, page=1, message=None, **kwargs):
        notice = request.env._("Thank you, we noted it.") if message == "noted" else None
        return self._render_maintenance(page, notice=notice)

    def _render_maintenance(self, page=1, notice=None, refused=None):
        """What is due on the user's units; ``refused`` is (unit, value, why) of a reading."""
        model = request.env["hau_mai.unit"]
        own = Domain("company_id", "in", request.env.companies.ids) & self._units_domain()
        domain = own & model._portal_maintenance_domain()
        # schedules are not for customers to read, but what they say about their units is
        model = model.sudo()
        pager = portal_pager(
            url="/my/maintenance",
            total=model.search_count(domain),
            page=page,
            step=self._units_per_page,
        )
        units = model.search(domain, limit=self._units_per_page, offset=pager["offset"])
        visits = units._portal_visits()
        running = request.env["hau_mai.service"].sudo()._open_requests(units, "maintenance")
        values = self._prepare_portal_layout_values() | {
            "page_name": "hau_mai_maintenance",
            "units": units.sorted(lambda unit: self._first_day(visits.get(unit))),
            "visits": visits,
            "meters": units._portal_meters(),
            "readings": units._portal_last_readings(),
            "running": {service.unit_id: service for service in running},
            "pager": pager,
            "notice": notice,
            "refused": refused,
        }
        return request.render("hau_mai.portal_my_maintenance", values)

    def _first_day(self, visits):
        """What sorts units by their next visit; those without one come last."""
        return visits[0][1] if visits else datetime.date.max

    @http.route(
        ["/my/maintenance/<int:unit_id>/book"],
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_book_visit(self, unit_id, **kwargs):
        """From what is due to its appointment: the visit's job is made when there is none."""
        unit = self._find_unit(unit_id)
        if not unit:
            return request.redirect("/my")
        author = request.env.user.partner_id
        try:
            with request.env.cr.savepoint():
                services = request.env["hau_mai.service"].sudo()
                service, _new = services._request_service(
                    "maintenance", author, unit.company_id, unit
                )
        except UserError as refused:
            return self._render_maintenance(refused=(unit, None, str(refused)))
        return request.redirect(self._service_url(service, suffix="/book"), 303)

    @http.route(
        ["/my/maintenance/<int:unit_id>/reading"],
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_add_reading(self, unit_id, value="", confirmed="", **kwargs):
        """What the meter shows; what looks wrong is asked again before it is taken."""
        unit = self._find_unit(unit_id)
        if not unit:
            return request.redirect("/my")
        try:
            with request.env.cr.savepoint():
                unit._add_reading(
                    self._to_number(value), source="customer", confirmed=bool(confirmed)
                )
        except UserError as refused:
            return self._render_maintenance(refused=(unit, value, str(refused)))
        return request.redirect("/my/maintenance?message=noted", 303)

    def _to_number(self, text):
        """A reading as a form sends it.

        :raises UserError: when it is none
        """
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not 0 <= number < math.inf:
            raise UserError(request.env._("Please enter what the meter shows, as a number."))
        return number

    # === ASKING FOR A SERVICE === #

    @http.route(["/my/services/new"], type="http", auth="user", website=True, methods=["GET"])
    def portal_new_service(self, unit_id=None, kind="repair", **kwargs):
        return self._render_request({"unit_id": unit_id, "kind": kind})

    @http.route(["/my/services/new"], type="http", auth="user", website=True, methods=["POST"])
    def portal_create_service(self, **post):
        try:
            with request.env.cr.savepoint():
                service, new = self._create_service(post)
        except UserError as refused:
            return self._render_request(post, error=str(refused))
        message = "requested" if new else "open"
        return request.redirect(self._service_url(service, message=message), 303)

    def _render_request(self, post, error=None):
        """The form, with what was typed before and why it was not taken."""
        chosen = post.get("unit_id")
        units = request.env["hau_mai.unit"].search(self._units_domain(), limit=MAX_UNITS)
        if (chosen or "").isdecimal():
            units |= self._find_unit(chosen) or units.browse()
        services = request.env["hau_mai.service"].sudo()
        running = services._open_requests(units, "repair")
        values = self._prepare_portal_layout_values() | {
            "page_name": "hau_mai_service_new",
            "units": units.sudo(),
            "running": {service.unit_id: service for service in running},
            "unit_id": chosen,
            "kinds": services._fields["kind"]._description_selection(request.env),
            "post": post,
            "error": error,
            "max_photos": MAX_PHOTOS,
            "first_day": fields.Date.add(request.env.company._hau_mai_today(), days=1),
        }
        return request.render("hau_mai.portal_new_service", values)

    def _create_service(self, post):
        """The job of a request, with its photos.

        :return: (job, whether it is new)
        :raises UserError: for what is missing, too much or not theirs
        """
        text = to_text(post.get("request"))
        if not text:
            raise UserError(request.env._("Please tell us what is wrong or what you need."))
        kind = post.get("kind")
        if kind not in dict(SERVICE_KINDS):
            raise UserError(request.env._("Please choose what you need."))
        unit = self._chosen_unit(post.get("unit_id"))
        photos = self._read_photos(request.httprequest.files.getlist("photos"))
        author = request.env.user.partner_id
        company = unit.company_id if unit else request.env.company
        services = request.env["hau_mai.service"].sudo()
        day = self._to_day(post["day"]) if post.get("day") else False
        if day:
            services._raise_unless_wishable(day, company)
        service, new = services._request_service(
            kind, author, company, unit, request=text, date_wished=day
        )
        if new:
            service._note_request(text, author, photos)
        return service, new

    def _chosen_unit(self, unit_id):
        """The card that was chosen; nothing for "something else".

        :raises UserError: when it is not theirs
        """
        if unit_id == "other":
            return None
        unit = self._find_unit(unit_id) if (unit_id or "").isdecimal() else None
        if not unit:
            raise UserError(request.env._("Please choose the product."))
        return unit

    def _read_photos(self, files):
        """The photos that were uploaded; see :func:`uploads.read_photos`."""
        return read_photos(files)

    def _read_kinds(self, files, types, refusal):
        """What was uploaded; see :func:`uploads.read_kinds`."""
        return read_kinds(files, types, refusal)
