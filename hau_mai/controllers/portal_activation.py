from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import format_date

from ..tools.activation import is_whole_number
from .portal_request import to_text
from .portal_warranty import WarrantyPortal
from .public_page import find_card, render_closely, render_too_many
from .uploads import MAX_PHOTOS, read_photos

#: Of a name, a number, a serial number no more is kept.
MAX_WORD = 100


class ActivationPortal(WarrantyPortal):
    """Customers activate a warranty: the owner by log-in or link, anybody by code or serial.

    Opening a page activates nothing: only the form does. Whoever is not known as the owner
    gets one answer, whatever they typed.
    """

    # === THE OWNER === #

    def _prepare_warranty_values(self, unit, access_token=None, **values):
        values = super()._prepare_warranty_values(unit, access_token, **values)
        values |= {"activation": unit._activation_place(), "max_photos": MAX_PHOTOS}
        notice = self._activation_notice(unit, request.params.get("activation"))
        if notice and not values.get("notice"):
            values["notice"] = notice
        return values

    @http.route(
        "/my/warranties/<int:unit_id>/activate",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def portal_warranty_activate(self, unit_id, access_token=None, **kwargs):
        """Where messages lead to: the form stands on the page of the card."""
        unit = self._find_warranty(unit_id, access_token)
        return request.redirect(self._warranty_url(unit, access_token) + "#activation")

    @http.route(
        "/my/warranties/<int:unit_id>/activate",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def portal_warranty_activated(self, unit_id, access_token=None, serial="", **kwargs):
        """The owner activates: a click, and a photo of the invoice where the policy asks."""
        unit = self._find_warranty(unit_id, access_token)
        owner = self._owner_who_asks(unit)
        try:
            with request.env.cr.savepoint():
                row = request.env["hau_mai.activation"]._ask(
                    unit,
                    "link" if request.env.user._is_public() else "portal",
                    "owner",
                    photos=self._invoice_photos(unit),
                    partner_id=owner.id,
                    name=owner.name,
                    phone=owner.phone,
                    email=owner.email,
                    serial=to_text(serial, MAX_WORD),
                )
        except UserError as refused:
            values = self._prepare_warranty_values(unit, access_token, error=str(refused))
            response = request.render("hau_mai.portal_my_warranty", values)
            return self._keep_warranty_private(response)
        return request.redirect(self._warranty_url(unit, access_token, activation=row.state), 303)

    def _owner_who_asks(self, unit):
        """In whose name it is activated: the user, or with the link alone the owner.

        :raises NotFound: for colleagues of ours, who activate on the card
        """
        user = request.env.user
        if user._is_public():
            return unit.partner_id
        if user.partner_id.commercial_partner_id != unit.partner_id.commercial_partner_id:
            raise NotFound()
        return user.partner_id.sudo()

    def _activation_notice(self, unit, state):
        """What became of what the owner just asked for, as a sentence; else nothing."""
        if state not in ("accepted", "waiting", "needless", "refused"):
            return None
        if unit._activation_place() == "asked":
            return request.env._("Thank you! We check it and tell you when it is activated.")
        start = unit.date_start
        if unit.date_activated and state == "accepted":
            return request.env._("Thank you! Your warranty is activated.")
        if start and start <= unit.company_id._hau_mai_today():
            day = format_date(request.env, start)
            return request.env._("There is nothing to activate: your warranty started on %s.", day)
        return request.env._("There is nothing to activate.")

    # === ANYBODY, BY THE QR CODE === #

    @http.route(
        "/warranty/card/<string:token>/activate",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET"],
    )
    def warranty_card_activate(self, token, done=None, **kwargs):
        unit = self._find_by_code(token)
        return self._render_public(unit, done=done, **self._visitor())

    @http.route(
        "/warranty/card/<string:token>/activate",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["POST"],
    )
    def warranty_card_activated(self, token, **post):
        unit = self._find_by_code(token)
        said = self._said(post)
        if seconds := self._seconds_to_wait(str(unit.id)):
            return render_too_many(seconds)
        try:
            with request.env.cr.savepoint():
                self._check_said(said)
                photos = self._invoice_photos(unit)
                request.env["hau_mai.activation"]._ask_as_stranger(unit, "qr", photos, **said)
        except UserError as refused:
            return self._render_public(unit, error=str(refused), **said)
        return request.redirect(f"/warranty/card/{token}/activate?done=1", 303)

    def _find_by_code(self, token):
        """The card of a QR code, with all rights.

        :raises NotFound: for a code that is none of ours, or not any more
        """
        unit = find_card(token)
        if not unit:
            raise NotFound()
        return unit

    # === ANYBODY, BY A SERIAL NUMBER === #

    @http.route(
        "/warranty/activate",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET"],
    )
    def warranty_activate(self, done=None, **kwargs):
        return self._render_public(None, done=done, **self._visitor())

    @http.route(
        "/warranty/activate",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["POST"],
    )
    def warranty_activated(self, **post):
        """One answer for every number: whether we know it is not for anybody to learn."""
        said = self._said(post)
        key = request.env["hau_mai.unit"]._normalize_key(said["serial"])
        if seconds := self._seconds_to_wait(key):
            return render_too_many(seconds)
        try:
            with request.env.cr.savepoint():
                self._check_said(said, serial=True)
                photos = read_photos(request.httprequest.files.getlist("photos"))
                company = request.env.company.sudo()
                request.env["hau_mai.activation"].sudo()._ask_by_serial(company, photos, **said)
        except UserError as refused:
            return self._render_public(None, error=str(refused), **said)
        return request.redirect("/warranty/activate?done=1", 303)

    # === TOOLS === #

    def _invoice_photos(self, unit):
        """The photos that were sent.

        :raises UserError: when the policy asks for one and there is none
        """
        photos = read_photos(request.httprequest.files.getlist("photos"))
        if unit.activation_proof and not photos:
            raise UserError(request.env._("Please add a photo of the invoice."))
        return photos

    def _said(self, post):
        """What somebody typed into a public form, as it can be kept."""
        said = {key: to_text(post.get(key), MAX_WORD) for key in ("name", "phone", "serial")}
        return said | {"note": to_text(post.get("note"))}

    def _check_said(self, said, serial=False):
        """:raises UserError: for what is missing, or is no phone number"""
        if serial and not request.env["hau_mai.unit"]._normalize_key(said["serial"]):
            raise UserError(request.env._("Please enter the serial number of the product."))
        if not said["name"]:
            raise UserError(request.env._("Please enter your name."))
        if not is_whole_number(said["phone"]):
            raise UserError(
                request.env._("Please enter the phone number you gave us when you bought it.")
            )

    def _visitor(self):
        """Name and number of who is logged in, to start with."""
        user = request.env.user
        if user._is_public():
            return {}
        partner = user.partner_id.sudo()
        return {"name": partner.name, "phone": partner.phone}

    def _seconds_to_wait(self, number):
        """0 when a visitor may ask about a number once more, else for how long not."""
        limits = request.env["hau_mai.rate.limit"]
        return limits._seconds_to_wait("activate", request.httprequest.remote_addr, number)

    def _render_public(self, unit, **values):
        """The form for everybody: about the product, nothing about its owner."""
        company = unit.company_id if unit else request.env.company.sudo()
        return render_closely(
            "hau_mai.public_activation",
            {
                "name": "", "phone": "", "serial": "", "note": "", "error": None, "done": None,
                **values,
                "unit": unit,
                "open": not unit or unit._activation_place(),
                "max_photos": MAX_PHOTOS,
                "company": company,
                "res_company": company,
            },
        )  # fmt: skip
