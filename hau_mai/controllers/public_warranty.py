from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from ..models.hau_mai_unit_check import INVALID
from ..tools.warranty_check import DIGITS, MAX_LENGTH, NOBODY, last_digits
from .portal_request import to_text
from .public_page import find_card, render_closely, render_too_many


class PublicWarranty(http.Controller):
    """What anybody may know about a warranty: who holds the card, or knows number and phone."""

    # === THE PAGE BEHIND THE QR CODE === #

    @http.route(
        "/warranty/card/<string:token>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET"],
    )
    def warranty_card(self, token, **kwargs):
        """The card of a QR code; nothing about its owner."""
        unit = find_card(token)
        if not unit:
            return self._render_unknown()
        return render_closely("hau_mai.public_warranty_card", self._prepare_card_values(unit))

    @http.route(
        "/warranty/card/<string:token>/mine",
        type="http",
        auth="user",
        website=True,
        sitemap=False,
        methods=["GET"],
    )
    def warranty_card_mine(self, token, **kwargs):
        """From the QR code to the owner's page, for the owner."""
        unit = find_card(token)
        if not unit:
            return self._render_unknown()
        if unit.with_user(request.env.user).has_access("read"):
            return request.redirect(f"/my/warranties/{unit.id}")
        values = {"company": unit.company_id, "res_company": unit.company_id, "token": token}
        return render_closely("hau_mai.public_warranty_not_yours", values, status=403)

    def _prepare_card_values(self, unit):
        return {
            "unit": unit,
            "token": unit.access_token,
            "facts": unit._public_facts(),
            "valid": unit.state not in INVALID,
            "company": unit.company_id,
            "res_company": unit.company_id,
            "check": request.env["res.company"]._hau_mai_check_is_open(),
        }

    def _render_unknown(self):
        """The code is none, no card's, or that of a card that changed hands: nobody is told."""
        values = {
            "company": request.env.company.sudo(),
            "check": request.env["res.company"]._hau_mai_check_is_open(),
        }
        return render_closely("hau_mai.public_warranty_unknown", values, status=404)

    # === A QUESTION BY NUMBER AND PHONE === #

    @http.route(
        "/warranty/check",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET"],
    )
    def warranty_check(self, **kwargs):
        self._raise_if_closed()
        return self._render_check()

    @http.route(
        "/warranty/check",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["POST"],
    )
    def warranty_check_answer(self, number="", phone="", **kwargs):
        """Status and dates, to who knows a number and the end of the customer's phone."""
        self._raise_if_closed()
        units = request.env["hau_mai.unit"]
        typed = {"number": to_text(number)[:MAX_LENGTH], "phone": to_text(phone)[:MAX_LENGTH]}
        key, digits = units._normalize_key(typed["number"]), last_digits(typed["phone"])
        if not key or digits == NOBODY:
            return self._render_check(incomplete=True, **typed)
        limits = request.env["hau_mai.rate.limit"]
        asker = request.httprequest.remote_addr
        if seconds := limits._seconds_to_wait("check", asker, key):
            return render_too_many(seconds)
        unit = units._check_warranty(key, digits)
        return self._render_check(asked=True, facts=unit and unit._check_facts(), **typed)

    def _raise_if_closed(self):
        """:raises NotFound: while no company publishes the page"""
        if not request.env["res.company"]._hau_mai_check_is_open():
            raise NotFound()

    def _render_check(self, **values):
        return render_closely(
            "hau_mai.public_warranty_check",
            {
                "number": "",
                "phone": "",
                "asked": False,
                "incomplete": False,
                "facts": None,
                "digits": DIGITS,
                "company": request.env.company.sudo(),
                **values,
            },
        )
