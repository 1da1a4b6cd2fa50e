from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from .public_page import find_or_count

#: So many rows of the register are shown in the portal.
HISTORY = 100

#: What is done besides single choices: the value of the button -> the method.
STOPS = {"advertising": "_stop_advertising", "everything": "_stop_everything"}


class ContactPreferences(CustomerPortal):
    """Customers say what they want to hear: by the link in a message, or in the portal.

    A GET never changes anything: mail programs open links before people do.
    """

    # === BY THE LINK === #

    @http.route("/contact/<token>", type="http", auth="public", website=True, sitemap=False)
    def contact_preferences(self, token, saved=None, **post):
        partner = self._contact_partner(token)
        url = f"/contact/{token}"
        if request.httprequest.method == "POST":
            return self._save_preferences(partner, url, "link", post)
        return self._render_preferences("hau_mai.contact_preferences", partner, url, saved)

    @http.route(
        "/contact/<token>/stop",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        csrf=False,
        methods=["GET", "POST"],
    )
    def contact_stop(self, token, **post):
        """The one click of a mail program (RFC 8058): no advertising by email any more."""
        partner = self._contact_partner(token)
        if request.httprequest.method == "GET":
            return request.redirect(f"/contact/{token}")
        partner._stop_advertising(["email"], **self._proof("link"))
        return request.make_response("OK", [("Content-Type", "text/plain")])

    def _contact_partner(self, token):
        """Whose link it is, read in their language; what is no link is no page."""
        partners = request.env["res.partner"]
        partner = find_or_count("contact", lambda: partners._from_contact_token(token))
        if not partner:
            raise NotFound()
        lang = partner.lang
        if lang and request.env.user._is_public():
            request.update_context(lang=lang)
            partner = partner.with_context(lang=lang)
        return partner

    # === IN THE PORTAL === #

    @http.route("/my/contact-preferences", type="http", auth="user", website=True)
    def portal_contact_preferences(self, saved=None, **post):
        partner = request.env.user.partner_id.sudo()
        url = "/my/contact-preferences"
        if request.httprequest.method == "POST":
            return self._save_preferences(partner, url, "web", post)
        history = request.env["hau_mai.consent"].sudo()
        history = history.search([("partner_id", "=", partner.id)], limit=HISTORY)
        return self._render_preferences(
            "hau_mai.portal_contact_preferences", partner, url, saved, history=history
        )

    # === WHAT IS COMMON === #

    def _render_preferences(self, template, partner, url, saved, **values):
        """The page; another answer of the same server is never shown from a cache."""
        response = request.render(
            template,
            {
                "page_name": "hau_mai_contact_preferences",
                "blocks": partner._contact_preferences(),
                "company": partner.env.company.sudo(),
                "url": url,
                "saved": saved,
                **values,
            },
        )
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def _save_preferences(self, partner, url, method, post):
        """Write down what was chosen, and show what stands then."""
        proof = self._proof(method)
        if stop := STOPS.get(post.get("stop")):
            getattr(partner, stop)(**proof)
        else:
            partner._save_contact_preferences(post, **proof)
        return request.redirect(f"{url}?saved=1", local=True)

    def _proof(self, method):
        """How it was said, for the register."""
        return {
            "method": method,
            "ip": request.httprequest.remote_addr,
            "source": request.env._("On the page of contact preferences"),
            "user_id": request.env.uid,
        }
